/** The journeys: in the real desktop program (`*.desktop.spec.ts`) and in Chromium (`*.browser.spec.ts`). Started by scripts/e2e.mjs. */
import { defineConfig } from "playwright/test";

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  // Several times what a quiet machine needs: a slow one is no failure.
  timeout: 120_000,
  expect: { timeout: 15_000 },
  // A second try tells a machine that hiccuped from a fault; what needed one is named at the end (scripts/test.mjs).
  retries: process.env["CI"] === "true" ? 1 : 0,
  workers: 1,
  forbidOnly: true,
  reporter: [["list"], ["json", { outputFile: "test-results/report.json" }]],
  // The film of a trace takes half of a small machine, and its snapshots of the page say more.
  use: { trace: { mode: "retain-on-failure", screenshots: false }, screenshot: "only-on-failure" },
  projects: [
    { name: "desktop", testMatch: "**/*.desktop.spec.ts" },
    { name: "browser", testMatch: "**/*.browser.spec.ts" },
    { name: "packaged", testMatch: "**/*.packaged.spec.ts" },
  ],
});
