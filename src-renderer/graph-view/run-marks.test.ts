import { describe, expect, it } from "vitest";
import { edgeId, indexGraph } from "./graph-index.ts";
import { foldGraph } from "./groups/fold-graph.ts";
import { drawnFaint, drawnTrail, drawnWords, type EdgeWords } from "./run-marks.ts";

const task = (id: string, deps: string[], group?: string) => ({ id, kind: "EmptyTask", deps, enabled: true, ...(group === undefined ? {} : { group }) });
const full = indexGraph([task("a", []), task("b", ["a"], "g"), task("c", ["a", "b"], "g"), task("d", ["c"])]);
const folded = foldGraph(full, [{ id: "g", doc: null, parent: null }], ["g"]);
const open = foldGraph(full, [{ id: "g", doc: null, parent: null }], []);
const words = (weight: number): EdgeWords => ({ lines: [`${weight}`], title: "", isOver: false, weight });

describe("what is written on a graph with folded groups", () => {
  it("shows of several edges the heaviest, and of the inside nothing", () => {
    const given = new Map([[edgeId("a", "b"), words(5)], [edgeId("a", "c"), words(9)], [edgeId("b", "c"), words(50)], [edgeId("c", "d"), words(1)]]);
    expect([...drawnWords(folded, given)].map(([id, { weight }]) => [id, weight])).toEqual([[edgeId("a", "g"), 9], [edgeId("g", "d"), 1]]);
    expect(drawnWords(open, given)).toBe(given);
  });

  it("lets a group step back with the last of its tasks, and points it out with the first", () => {
    expect(drawnFaint(folded, new Set(["a", "b"])).map(([id]) => id)).toEqual(["a"]);
    expect(drawnFaint(folded, new Set(["b", "c"])).map(([id]) => id)).toEqual(["g"]);
    expect(drawnTrail(folded, new Set(["a", "c", edgeId("a", "c")])).map(([id]) => id)).toEqual(["a", "g", edgeId("a", "g")]);
    expect(drawnTrail(open, new Set(["a", "c", edgeId("a", "c")])).map(([id]) => id)).toEqual(["a", "c", edgeId("a", "c")]);
  });
});
