import { describe, expect, it } from "vitest";
import type { Backfill, BackfillState } from "../../shared/contract/backfills.ts";
import { progressText } from "./backfill-text.ts";

const none = { total: 31, kept: 0, waiting: 0, left: 0, queued: 0, running: 0, success: 0, failed: 0, cancelled: 0, gone: 0 };
const said = (state: BackfillState, counts: Partial<Backfill["counts"]>): string => progressText({ state, counts: { ...none, ...counts } } as Backfill);

describe("how far a backfill is", () => {
  it("tells what failed from what was cancelled", () => {
    expect(said("cancelled", { success: 3, failed: 1, cancelled: 27 })).toBe("31 of 31 done, 1 failed, 27 cancelled");
    expect(said("cancelled", { success: 1, cancelled: 8, waiting: 22 })).toBe("9 of 31 done, 8 cancelled, 22 not begun");
  });

  it("says of one that goes on what is to come, and of one that has ended which of its runs were cleared since", () => {
    expect(said("running", { success: 20, running: 2, queued: 5, waiting: 4 })).toBe("20 of 31 done, 2 running, 9 to come");
    expect(said("finished", { success: 28, running: 1, queued: 2 })).toBe("28 of 31 done, 1 running, 2 queued");
    expect(said("finished", { success: 20, gone: 11 })).toBe("31 of 31 done, 11 no longer in the history");
  });
});
