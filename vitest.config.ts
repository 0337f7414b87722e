/** Unit, store and contract tests: beside the code that they test. Journeys through the built app are in e2e/. */
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

// Each test file is a process, and many start engines and command lines: what Node made of a file for one is kept for the next.
process.env["NODE_COMPILE_CACHE"] ??= fileURLToPath(new URL(".cache/node-compile", import.meta.url));

/** Tests of whole engines take longest: begun last, one of them would go on alone when all others have ended. */
class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification): number => Number(moduleId.includes("/src-main/engine/")) + Number(moduleId.endsWith("/crash.test.ts"));
    return (await super.sort(files)).toSorted((one, other) => isLong(other) - isLong(one));
  }
}

export default defineConfig({
  test: {
    include: ["shared/**/*.test.ts", "src-main/**/*.test.ts", "src-renderer/**/*.test.{ts,tsx}", "scripts/**/*.test.ts"],
    // Whoever builds first leaves "production" behind, in which React has no test helpers.
    env: { NODE_ENV: "test", DAGWRIGHT_BUILT_PROGRAMS: "1", DAGWRIGHT_BENCH_ENGINE: fileURLToPath(new URL("dist/bench/main.mjs", import.meta.url)) },
    globalSetup: ["scripts/vitest-programs.ts"],
    setupFiles: ["scripts/vitest-setup.ts"],
    pool: "forks",
    maxWorkers: 2,
    sequence: { sequencer: LongFirst },
    testTimeout: 20_000,
    hookTimeout: 30_000,
    restoreMocks: true,
    unstubGlobals: true,
  },
});
