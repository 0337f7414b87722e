/** The journeys: in the real desktop program (`*.desktop.spec.ts`) and in Chromium (`*.browser.spec.ts`). Started by scripts/e2e.mjs. */
import { defineConfig } from "playwright/test";

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  // For a hang; no journey promises a speed by it.
  timeout: 120_000,
  expect: { timeout: 15_000 },
  retries: 0,
  // Most of a journey is waiting: for a page, for tasks that take their time.
  workers: 2,
  forbidOnly: true,
  reporter: [["list"], ["json", { outputFile: "test-results/report.json" }]],
  // A trace reads the whole page at each step, a third of all the work of a journey by keys; `--trace retain-on-failure` brings it to a journey that fails.
  use: { trace: "off", screenshot: "only-on-failure" },
  projects: [
    { name: "desktop", testMatch: "**/*.desktop.spec.ts" },
    { name: "browser", testMatch: "**/*.browser.spec.ts" },
    { name: "packaged", testMatch: "**/*.packaged.spec.ts" },
  ],
});
