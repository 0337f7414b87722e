/** T1, short: a hundred kills. `npm run bench -- T1 --long` makes a thousand; DAGWRIGHT_SEED repeats one. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { nothingFound } from "./fixtures/crash-oracle.ts";
import { crashRun } from "./fixtures/crash-run.ts";
import { askedSeed } from "./fixtures/random.ts";

const kills = 100;
const seed = askedSeed();

let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), "dagwright-crash-"))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("an engine that is killed", () => {
  it(`loses nothing and doubles nothing in ${kills} kills (seed ${seed})`, { timeout: 600_000 }, async () => {
    const report = await crashRun({ folder, kills, seed });
    expect(report.found).toEqual(nothingFound);
    expect(report.acked).toBeGreaterThan(kills / 2);
    expect(report.attempts).toBeGreaterThan(report.acked);
  });
});
