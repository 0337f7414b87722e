import { describe, expect, it } from "vitest";
import { edgeId, indexGraph } from "../graph-index.ts";
import { foldGraph } from "./fold-graph.ts";
import { foldedRows } from "./folded-rows.ts";

const tasks = [
  { id: "a", kind: "SqlTask", deps: [], enabled: true, group: "in" },
  { id: "b", kind: "SqlTask", deps: [], enabled: true, group: "in" },
  { id: "c", kind: "SqlTask", deps: ["a", "b"], enabled: true },
  { id: "d", kind: "SqlTask", deps: ["a", "c"], enabled: true },
];
const full = indexGraph(tasks);
const groups = [{ id: "in", doc: null, parent: null }];
const flow = (rows: number, by: string) => ({ rows, text: String(rows), title: `${rows} rows published by ${by}` });
const rows = new Map([
  [edgeId("a", "c"), flow(1_000, "a")],
  [edgeId("b", "c"), flow(20, "b")],
  [edgeId("a", "d"), flow(1_000, "a")],
  [edgeId("c", "d"), flow(7, "c")],
]);

describe("foldedRows", () => {
  it("is the very same while nothing is folded", () => expect(foldedRows(foldGraph(full, groups, []), rows)).toBe(rows));

  it("sums what a folded group hands on, and names each edge behind the line", () => {
    const found = foldedRows(foldGraph(full, groups, ["in"]), rows);
    expect(found.get(edgeId("in", "c"))).toEqual({ rows: 1_020, text: "1,020", title: "1,020 rows in all\na → c: 1000 rows published by a\nb → c: 20 rows published by b" });
    expect(found.get(edgeId("in", "d"))?.title).toBe("a → d: 1000 rows published by a");
    expect(found.get(edgeId("c", "d"))?.text).toBe("7");
  });

  it("counts a task once that hands the same rows to several", () => {
    const fan = indexGraph([tasks[0], { id: "x", kind: "SqlTask", deps: ["a"], enabled: true, group: "out" }, { id: "y", kind: "SqlTask", deps: ["a"], enabled: true, group: "out" }].flatMap((task) => task ?? []));
    const counted = foldedRows(foldGraph(fan, [...groups, { id: "out", doc: null, parent: null }], ["in", "out"]), new Map([[edgeId("a", "x"), flow(5, "a")], [edgeId("a", "y"), flow(5, "a")]]));
    expect(counted.get(edgeId("in", "out"))?.text).toBe("5");
  });

  it("says nothing of a line of which nothing is known", () => expect(foldedRows(foldGraph(full, groups, ["in"]), new Map([[edgeId("c", "d"), flow(7, "c")]])).has(edgeId("in", "c"))).toBe(false));
});
