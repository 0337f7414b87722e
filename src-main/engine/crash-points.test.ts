/** T2, short: an engine dies once at each named point. `npm run bench -- T2 --long` lets it die twenty times at each. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { nothingFound } from "./fixtures/crash-oracle.ts";
import { pointCount, pointRun } from "./fixtures/point-run.ts";

let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), "dagwright-points-"))));
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

describe("an engine that dies at a named point", () => {
  it(`loses nothing, doubles nothing and guesses no outcome, at ${pointCount} points`, { timeout: 1_800_000 }, async () => {
    const report = await pointRun({ folder, rounds: 1 });
    expect(report.found).toEqual(nothingFound);
    expect(report.kills).toBe(pointCount);
  });
});
