import { describe, expect, it } from "vitest";
import type { Dag } from "../../shared/model/dag.ts";
import { parseDag } from "../../shared/dag-file/parse-dag.ts";
import { intervalText, lastIntervals } from "./last-intervals.ts";

const dagOf = (text: string): Dag => {
  const { dag } = parseDag(`dag: d\n${text}\ntasks: { a: { config_type: EmptyTask } }\n`, { file: "d.dag.yaml" });
  if (dag === null) throw new Error(text);
  return dag;
};

describe("lastIntervals", () => {
  it("counts back from now, the fire of this instant included", () => {
    const now = Date.UTC(2026, 10, 21, 4, 30);
    expect(lastIntervals(dagOf('schedule: "30 4 * * *"'), now, 3).map(intervalText)).toEqual(["2026-11-20 04:30 → 2026-11-21 04:30", "2026-11-19 04:30 → 2026-11-20 04:30", "2026-11-18 04:30 → 2026-11-19 04:30"]);
    expect(lastIntervals(dagOf('schedule: "0 0 * * *"'), now, 1).map(intervalText)).toEqual(["2026-11-20 → 2026-11-21"]);
  });

  it("has none where nothing fires", () => {
    expect(lastIntervals(dagOf("owner: me"), 0, 3)).toEqual([]);
    expect(lastIntervals(dagOf('schedule: "@once"'), 0, 3)).toEqual([]);
  });
});
