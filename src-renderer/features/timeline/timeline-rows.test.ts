import { describe, expect, it } from "vitest";
import type { RunTimes } from "../../../shared/contract/time.ts";
import { timelineRows } from "./timeline-rows.ts";

const run = (dagId: string, queuedAt: number, endedAt: number | null, state: RunTimes["state"] = "success"): RunTimes => ({ dagId, runId: `r${queuedAt}`, state, runType: "manual", logicalDate: null, dataIntervalEnd: null, queuedAt, startedAt: queuedAt, endedAt, reason: null });

describe("timelineRows", () => {
  it("has a row a DAG, stacks what overlaps as it is drawn, and leaves out what is not in view", () => {
    const rows = timelineRows({ runs: [run("b", 100, 200, "failed"), run("a", 100, 101), run("a", 105, 300), run("a", 0, 20), run("a", 900, null, "running")], clusters: [] }, { from: 50, to: 950 }, 10, 1000);
    expect(rows.map(({ dagId, lanes, runs, failed, bars }) => [dagId, lanes, runs, failed, bars.map(({ item, lane }) => `${item.from}-${item.to}@${lane}`).join(" ")])).toEqual([
      ["a", 2, 3, 0, "100-101@0 105-300@1 900-1000@0"],
      ["b", 1, 1, 1, "100-200@0"],
    ]);
  });

  it("counts the runs of a cluster", () => {
    const [row] = timelineRows({ runs: [], clusters: [{ dagId: "a", from: 60, to: 90, queued: 1, running: 2, success: 30, failed: 4 }] }, { from: 50, to: 950 }, 10, 1000);
    expect(row && [row.runs, row.failed]).toEqual([37, 4]);
  });
});
