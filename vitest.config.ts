/** Unit, store and contract tests: beside the code that they test. Journeys through the built app are in e2e/. */
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["shared/**/*.test.ts", "src-main/**/*.test.ts", "src-renderer/**/*.test.{ts,tsx}", "scripts/**/*.test.ts"],
    // Whoever builds first leaves "production" behind, in which React has no test helpers.
    env: { NODE_ENV: "test" },
    setupFiles: ["scripts/vitest-setup.ts"],
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 30_000,
    restoreMocks: true,
    unstubGlobals: true,
  },
});
