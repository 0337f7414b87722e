/** The journeys: in the real desktop program (`*.desktop.spec.ts`) and in Chromium (`*.browser.spec.ts`). Started by scripts/e2e.mjs. */
import { defineConfig } from "playwright/test";

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  timeout: 60_000,
  expect: { timeout: 10_000 },
  retries: 0,
  workers: 1,
  forbidOnly: true,
  reporter: [["list"], ["json", { outputFile: "test-results/report.json" }]],
  use: { trace: "retain-on-failure", screenshot: "only-on-failure" },
  projects: [
    { name: "desktop", testMatch: "**/*.desktop.spec.ts" },
    { name: "browser", testMatch: "**/*.browser.spec.ts" },
    { name: "packaged", testMatch: "**/*.packaged.spec.ts" },
  ],
});
