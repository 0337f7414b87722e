import { describe, expect, it } from "vitest";
import { biggestChange, orderTrends, trendsOf } from "./trends.ts";

const trends = trendsOf({
  runs: [],
  tasks: [
    { taskId: "load", spentMs: [1000, 2000, 3000, 2000, 6200] },
    { taskId: "clean", spentMs: [10, 10, 10, 10, 100] },
    { taskId: "young", spentMs: [null, null, 500, 700, 900] },
    { taskId: "broken", spentMs: [4000, 4000, 5000, 9000, null] },
    { taskId: "never", spentMs: [null, null, null, null, null] },
  ],
});

describe("trendsOf", () => {
  it("says what is usual by the runs before the last, and how the last differs", () => {
    expect(trends[0]).toMatchObject({ last: { ms: 6200, run: 4 }, usualMs: 2000, ratio: 3.1 });
    // Of 1000, 2000, 2000, 3000: at 2.85 of 3 steps.
    expect(trends[0]?.p95Ms).toBeCloseTo(2850);
    expect(trends[2]).toMatchObject({ last: { ms: 900, run: 4 }, usualMs: null, ratio: null });
    expect(trends[3]).toMatchObject({ last: { ms: 9000, run: 3 }, usualMs: 4000, ratio: 2.25 });
    expect(trends[4]).toMatchObject({ last: null, usualMs: null, ratio: null });
  });

  it("names what grew in the newest run, not what is only noise or was in another", () => {
    expect(biggestChange(trends, 4)?.taskId).toBe("load");
    expect(biggestChange(trends, 3)?.taskId).toBe("broken");
    expect(biggestChange(trends.slice(1, 3), 4)).toBeNull();
  });

  it("orders by change, by duration and by name", () => {
    const names = (order: "change" | "slowest" | "name"): string => orderTrends(trends, order).map(({ taskId }) => taskId).join(" ");
    expect([names("change"), names("slowest"), names("name")]).toEqual(["clean load broken young never", "broken load young clean never", "broken clean load never young"]);
  });
});
