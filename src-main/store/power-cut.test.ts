/** T4: what was acknowledged survives a power cut at any sync, with what was not synced dropped, reordered and torn. */
import { describe, expect, it } from "vitest";
import { canTrace, powerRun } from "./fixtures/power-run.ts";

const seed = Number(process.env["DAGWRIGHT_SEED"]) || 4;

// Without strace nobody sees what is written when, and nothing is shown: the trial is left out, and the report says so.
describe.skipIf(!canTrace())(`a power cut (seed ${seed}; skipped where there is no strace)`, () => {
  it("loses nothing that was acknowledged, and leaves a database that opens", { timeout: 300_000 }, () => {
    const { damage, lost, ...seen } = powerRun({ commits: 200, images: 300, seed });
    expect({ damage, lost }).toEqual({ damage: [], lost: [] });
    expect([seen.acked, seen.images]).toEqual([200, 300]);
    expect(seen.syncs, "a sync for each commit").toBeGreaterThan(200);
    expect(seen.checkpoints, "the log was put into the database while commits went on").toBeGreaterThan(2);
  });

  it("would be seen to lose commits, with synchronous NORMAL: the trial above can fail", { timeout: 300_000 }, () => {
    const { lost } = powerRun({ commits: 60, images: 60, seed, synchronous: "NORMAL" });
    expect(lost.length).toBeGreaterThan(0);
  });
});
