import { describe, expect, it } from "vitest";
import { emphasise, isOnPath } from "./emphasis.ts";
import { indexGraph } from "./graph-index.ts";
import { graphActionFor } from "./graph-keys.ts";
import { toEdges, toNodes } from "./map-graph.ts";
import { layoutSimply } from "./simple-layout.ts";
import { describeTask } from "./task-status.ts";
import { reveal, viewportFor } from "./viewport.ts";
import { walkFrom } from "./walk-graph.ts";
import { zoomLevelOf } from "./zoom-level.ts";

const task = (id: string, ...deps: string[]) => ({ id, kind: "SqlTask", deps, enabled: true });
const size = { width: 200, height: 56 };
const index = indexGraph([task("a"), task("b"), task("c", "a", "b"), task("d", "c"), task("e", "b")]);
const layout = layoutSimply(index, size);

describe("mapper", () => {
  it("makes a node with its box for each task and an edge for each dependency", () => {
    const nodes = toNodes(index, layout);
    expect(nodes.map((node) => node.task.id)).toEqual(["a", "b", "c", "d", "e"]);
    expect(nodes.every((node) => node.box === layout.nodes.get(node.task.id) && node.box.width === 200)).toBe(true);
    const edges = toEdges(index, layout);
    expect(edges.every(({ path }) => path.startsWith("M"))).toBe(true);
    expect(edges.map(({ edge }) => `${edge.source}>${edge.target}`)).toEqual(["a>c", "b>c", "c>d", "b>e"]);
  });

  it("leaves out what the layout does not know", () => {
    const smaller = layoutSimply(indexGraph([task("a"), task("b")]), size);
    expect(toNodes(index, smaller).map((node) => node.task.id)).toEqual(["a", "b"]);
    expect(toEdges(index, smaller)).toEqual([]);
  });
});

describe("emphasis", () => {
  it("marks both ways from the selected task and the edges on them", () => {
    const marks = emphasise(index, "c");
    expect(Object.fromEntries(marks)).toEqual({ a: "upstream", b: "upstream", c: "selected", d: "downstream" });
    const onPath = index.edges.filter((edge) => isOnPath(marks.get(edge.source), marks.get(edge.target)));
    expect(onPath.map((edge) => `${edge.source}>${edge.target}`)).toEqual(["a>c", "b>c", "c>d"]);
  });

  it("marks nothing for nothing and for a stranger", () => {
    expect([emphasise(index, null).size, emphasise(index, "zz").size]).toEqual([0, 0]);
  });
});

describe("walking", () => {
  it("follows edges left and right and the column up and down, and stays where there is no way", () => {
    expect(walkFrom(index, layout, null, "right")).toBe("a");
    expect(walkFrom(index, layout, "a", "right")).toBe("c");
    expect(walkFrom(index, layout, "d", "left")).toBe("c");
    expect(walkFrom(index, layout, "a", "down")).toBe("b");
    expect(walkFrom(index, layout, "a", "up")).toBe("a");
    expect(walkFrom(index, layout, "d", "right")).toBe("d");
    expect(walkFrom(indexGraph([]), layoutSimply(indexGraph([]), size), null, "left")).toBeNull();
  });
});

describe("keys", () => {
  const key = (name: string, more = {}) => graphActionFor({ key: name, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more });

  it("zooms, walks and opens, and leaves modified keys to others", () => {
    expect(key("1")).toEqual({ kind: "zoom", to: "fit" });
    expect(key("+", { shiftKey: true })).toEqual({ kind: "zoom", to: "in" });
    expect(key("ArrowLeft")).toEqual({ kind: "walk", direction: "left" });
    expect([key("ArrowLeft", { shiftKey: true }), key("0", { ctrlKey: true }), key("x")]).toEqual([null, null, null]);
  });
});

describe("viewport", () => {
  it("fits a small graph at 100 % and a large one whole", () => {
    expect(viewportFor({ x: 0, y: 0, width: 100, height: 50 }, { width: 800, height: 600 })).toEqual({ x: 350, y: 275, zoom: 1 });
    expect(viewportFor({ x: 0, y: 0, width: 7360, height: 50 }, { width: 800, height: 600 }).zoom).toBeCloseTo(0.1);
  });

  it("moves no more than it takes to show a box", () => {
    const now = { x: 0, y: 0, zoom: 1 };
    expect(reveal({ x: 50, y: 50, width: 200, height: 56 }, now, { width: 800, height: 600 })).toBe(now);
    expect(reveal({ x: 700, y: 50, width: 200, height: 56 }, now, { width: 800, height: 600 })).toEqual({ x: -148, y: 0, zoom: 1 });
  });

  it("has three levels of detail", () => {
    expect([0.6, 0.59, 0.25, 0.24].map(zoomLevelOf)).toEqual(["full", "brief", "brief", "far"]);
  });
});

describe("describeTask", () => {
  it("says in words all that the card shows", () => {
    const status = { taskId: "c", state: "up_for_retry" as const, tryNumber: 2, maxTries: 3, startedAt: 1, endedAt: 2 };
    expect(describeTask(task("c", "a", "b"), status, "2.0 s")).toBe("c, SQL task, up for retry, 2.0 s, try 2 of 3, after a and b");
  });
});
