/** T6, short: engines that want one folder. `npm run bench -- T6 --long` makes three hundred rounds; DAGWRIGHT_SEED repeats one. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { claimRun } from "./fixtures/claim-run.ts";
import { nothingFound } from "./fixtures/crash-oracle.ts";
import { askedSeed } from "./fixtures/random.ts";

const rounds = 5;
const seed = askedSeed();
let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), "dagwright-claims-"))));
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

describe.skipIf(process.platform === "win32")("engines that want one folder", () => {
  it(`have one among them that holds it, frozen or not, and start no try twice, in ${rounds} rounds (seed ${seed})`, { timeout: 300_000 }, async () => {
    const report = await claimRun({ folder, rounds, seed });
    expect(report.astray).toEqual([]);
    expect(report.found).toEqual(nothingFound);
    expect(report.refusalsMs.length).toBeGreaterThanOrEqual(rounds * 3);
  });
});
