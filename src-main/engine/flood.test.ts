/** T9, short: eight tasks print without end for ten seconds. `npm run bench -- T9 --long` does so for a minute, in every kind. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { floodRun, type FloodRunOptions } from "./fixtures/flood-run.ts";

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "dagwright-flood-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const kinds: readonly Pick<FloodRunOptions, "kind" | "to" | "seconds">[] = [
  { kind: "lines of output", seconds: 10 },
  { kind: "one line without end", seconds: 2, to: "stderr" },
  { kind: "binary noise", seconds: 2 },
  { kind: "lines of what outlives its task", seconds: 1 },
];

describe("a flood of output", () => {
  it.each(kinds)("is kept within its cap, to the byte, while the engine stays small: $kind for $seconds s", { timeout: 90_000 }, async (flood) => {
    const report = await floodRun({ folder, ...flood });
    expect(report.found).toEqual([]);
    expect(report.engineGrewMiB).toBeLessThan(100);
    expect(report.runnerMiB).toBeLessThan(250);
  });
});
