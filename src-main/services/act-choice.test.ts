import { describe, expect, it } from "vitest";
import type { TaskState } from "../../shared/model/states.ts";
import { buildRunGraph } from "../core/run-graph.ts";
import { task } from "../core/test-runs.ts";
import { chosenTasks } from "./act-choice.ts";

const graph = buildRunGraph({ tasks: [task("a"), task("b", { deps: ["a"] }), task("c", { deps: ["b"] }), task("d", { deps: ["a"] })] });

describe("chosenTasks", () => {
  it.each<[TaskState[], number[], number[]]>([
    [["success", "running", "none", "failed"], [0, 3], [1]],
    [["success", "up_for_retry", "none", "queued"], [0], [1, 3]],
    [["success", "success", "upstream_failed", "skipped"], [0, 1, 2, 3], []],
  ])("clears what has ended of %j, and leaves what is at work", (states, touched, busy) => {
    expect(chosenTasks({ graph, states, instances: [] }, { act: "clear", start: [0], downstream: true })).toEqual({ touched, busy });
  });

  it("says nothing of what is at work where it was not meant", () => {
    expect(chosenTasks({ graph, states: ["success", "running", "none", "none"], instances: [] }, { act: "clear", start: [0] })).toEqual({ touched: [0], busy: [] });
    expect(chosenTasks({ graph, states: ["failed", "running", "none", "none"], instances: [] }, { act: "success", start: null })).toEqual({ touched: [0, 2, 3], busy: [1] });
  });
});
