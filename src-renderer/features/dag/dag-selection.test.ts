import { describe, expect, it } from "vitest";
import type { TaskInstance } from "../../../shared/model/run.ts";
import { besideInstance, drawnFor, linkRoute, type DagPlace } from "./dag-selection.ts";

const page = (place: Partial<DagPlace>) => ({ place: { dagId: "d", ...place }, runId: "r", taskId: null });

describe("linkRoute", () => {
  it("names the run where the page follows the newest one, and the line with its task only", () => {
    expect(linkRoute({ ...page({ tryNumber: 2, line: 7 }), taskId: "t" }, "grid")).toEqual({ page: "run", dagId: "d", runId: "r", taskId: "t", tryNumber: 2, line: 7, face: "grid" });
    expect(linkRoute(page({ tryNumber: 2, line: 7 }), "grid")).toEqual({ page: "run", dagId: "d", runId: "r", face: "grid" });
  });

  it("leads to the same two runs that are compared, wherever each of them is kept", () => {
    expect(linkRoute(page({ source: "capsule:a", other: "o", otherSource: "capsule:b" }), "compare")).toEqual({ page: "run", dagId: "d", runId: "r", face: "compare", other: "o", otherSource: "capsule:b", source: "capsule:a" });
    expect(linkRoute(page({ other: "o", otherSource: "capsule:b" }), "graph")).toEqual({ page: "run", dagId: "d", runId: "r", face: "graph" });
  });
});

describe("an instance of a mapped task", () => {
  const tasks = [{ id: "load" }, { id: "odd[1]" }];

  it("is drawn as its task, unless a task has that very name", () => {
    expect(["load[3]", "load", "odd[1]", "gone[2]", null].map((id) => drawnFor(id, tasks))).toEqual(["load", "load", "odd[1]", "gone[2]", null]);
  });

  it("has others beside it, as far as there are some", () => {
    const instances = [{ taskId: "load", mapped: { success: 3, failed: 1 } }] as unknown as TaskInstance[];
    const beside = (taskId: string, step: 1 | -1): string | null => besideInstance({ taskId, nodeId: drawnFor(taskId, tasks), instances }, step);
    expect([beside("load[0]", -1), beside("load[0]", 1), beside("load[3]", 1), beside("load", 1), beside("odd[1]", 1)]).toEqual(["load[0]", "load[1]", "load[3]", null, null]);
  });
});
