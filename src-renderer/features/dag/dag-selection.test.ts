import { describe, expect, it } from "vitest";
import { linkRoute, type DagPlace } from "./dag-selection.ts";

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
