import { describe, expect, it } from "vitest";
import { edgeId, indexGraph, reachable } from "./graph-index.ts";

const task = (id: string, ...deps: string[]) => ({ id, kind: "BashTask", deps, enabled: true });

describe("indexGraph", () => {
  it("leaves out unknown, doubled and self dependencies and doubled tasks", () => {
    const index = indexGraph([task("a"), task("b", "a", "a", "b", "ghost"), task("a", "b")]);
    expect(index.tasks.map((each) => each.id)).toEqual(["a", "b"]);
    expect(index.edges).toEqual([{ id: edgeId("a", "b"), source: "a", target: "b" }]);
  });

  it("has the same key for the same shape only", () => {
    expect(indexGraph([task("a"), task("b", "a")]).key).toBe(indexGraph([task("a"), task("b", "a")]).key);
    expect(indexGraph([task("a"), task("b")]).key).not.toBe(indexGraph([task("a"), task("b", "a")]).key);
  });

  it("keeps edges apart whose names could be glued to the same text", () => {
    expect(edgeId("a,b", "c")).not.toBe(edgeId("a", "b,c"));
  });
});

describe("reachable", () => {
  it("ends on a cycle and leaves the start out", () => {
    const index = indexGraph([task("a", "c"), task("b", "a"), task("c", "b"), task("d", "c")]);
    expect(reachable(index.downstream, "a")).toEqual(new Set(["b", "c", "d"]));
    expect(reachable(index.upstream, "d")).toEqual(new Set(["c", "b", "a"]));
  });
});
