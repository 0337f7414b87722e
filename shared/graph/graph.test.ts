import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findCycles } from "./cycles.ts";
import type { GraphNode } from "./graph.ts";
import { criticalPath, layersOf, topologicalOrder } from "./order.ts";
import { ancestors, descendants, reachable } from "./reach.ts";

const name = (place: number): string => `t${place}`;

/** Any graph on up to 9 tasks, cycles, self edges, repeats and missing tasks included. */
const anyGraph = fc
  .integer({ min: 0, max: 9 })
  .chain((size) => fc.array(fc.array(fc.integer({ min: 0, max: 11 }), { maxLength: 3 }), { minLength: size, maxLength: size }))
  .map((deps): GraphNode[] => deps.map((places, place) => ({ id: name(place), deps: places.map(name) })));

/** Edges only from a smaller number to a larger one, tasks in any order in the file. */
const acyclic = fc
  .integer({ min: 1, max: 9 })
  .chain((size) => fc.tuple(fc.array(fc.array(fc.nat(8), { maxLength: 3 }), { minLength: size, maxLength: size }), fc.nat(50)))
  .map(([deps, turn]): GraphNode[] => {
    const tasks = deps.map((places, place) => ({ id: name(place), deps: places.filter((dep) => dep < place).map(name) }));
    const cut = turn % tasks.length;
    return [...tasks.slice(cut), ...tasks.slice(0, cut)];
  });

/** The naive model: Warshall's closure over ids. reach.get(a) holds b when b depends on a, at whatever distance. */
function closure(tasks: readonly GraphNode[]): Map<string, Set<string>> {
  const ids = tasks.map((task) => task.id);
  const reach = new Map(ids.map((id) => [id, new Set(tasks.filter((task) => task.deps.includes(id)).map((task) => task.id))]));
  for (const through of ids) {
    for (const from of ids) {
      if (!reach.get(from)?.has(through)) continue;
      for (const to of reach.get(through) ?? []) reach.get(from)?.add(to);
    }
  }
  return reach;
}

function longest(tasks: readonly GraphNode[], durationOf: (id: string) => number): number {
  const ids = new Set(tasks.map((task) => task.id));
  const byId = new Map(tasks.map((task) => [task.id, task]));
  const finish = (id: string): number =>
    durationOf(id) + Math.max(0, ...(byId.get(id)?.deps ?? []).filter((dep) => ids.has(dep)).map(finish));
  return Math.max(0, ...[...ids].map(finish));
}

describe("graph questions against naive models", () => {
  it("reaches what the closure holds, in file order", () => {
    fc.assert(
      fc.property(anyGraph, (tasks) => {
        const reach = closure(tasks);
        for (const { id } of tasks) {
          const down = tasks.map((task) => task.id).filter((other) => reach.get(id)?.has(other));
          const up = tasks.map((task) => task.id).filter((other) => reach.get(other)?.has(id));
          expect([descendants(tasks, id), ancestors(tasks, id)]).toEqual([down, up]);
        }
      }),
    );
  });

  it("orders every task of an acyclic graph after its dependencies", () => {
    fc.assert(
      fc.property(acyclic, (tasks) => {
        const order = topologicalOrder(tasks);
        expect([...order].sort()).toEqual(tasks.map((task) => task.id).sort());
        for (const task of tasks) for (const dep of task.deps) expect(order.indexOf(dep)).toBeLessThan(order.indexOf(task.id));
      }),
    );
  });

  it("leaves out exactly the tasks on or behind a cycle", () => {
    fc.assert(
      fc.property(anyGraph, (tasks) => {
        const reach = closure(tasks);
        const onCycle = tasks.filter((task) => reach.get(task.id)?.has(task.id)).map((task) => task.id);
        const stuck = (id: string): boolean => onCycle.includes(id) || onCycle.some((other) => reach.get(other)?.has(id));
        const free = tasks.map((task) => task.id).filter((id) => !stuck(id));
        expect(topologicalOrder(tasks).sort()).toEqual(free.sort());
        expect(layersOf(tasks).flat().sort()).toEqual(free.sort());
      }),
    );
  });

  it("finds one real cycle for each group of tasks that wait for each other", () => {
    fc.assert(
      fc.property(anyGraph, (tasks) => {
        const reach = closure(tasks);
        const onCycle = tasks.filter((task) => reach.get(task.id)?.has(task.id)).map((task) => task.id);
        const groups = new Set(
          onCycle.map((id) => onCycle.filter((other) => reach.get(id)?.has(other) && reach.get(other)?.has(id)).join()),
        );
        const cycles = findCycles(tasks);
        expect(cycles.length).toBe(groups.size);
        const byId = new Map(tasks.map((task) => [task.id, task]));
        for (const path of cycles) {
          expect(path[0]).toBe(path.at(-1));
          expect(new Set(path).size).toBe(path.length - 1);
          for (const [step, id] of path.slice(1).entries()) expect(byId.get(id)?.deps).toContain(path[step]);
        }
      }),
    );
  });

  it("puts each task one layer behind its deepest dependency", () => {
    fc.assert(
      fc.property(acyclic, (tasks) => {
        const layers = layersOf(tasks);
        const layerOf = (id: string): number => layers.findIndex((layer) => layer.includes(id));
        for (const { id, deps } of tasks) expect(layerOf(id)).toBe(Math.max(-1, ...deps.map(layerOf)) + 1);
      }),
    );
  });

  it("finds a chain as long as the longest", () => {
    fc.assert(
      fc.property(acyclic, fc.array(fc.nat(20), { minLength: 9, maxLength: 9 }), (tasks, durations) => {
        const durationOf = (id: string): number => durations[Number(id.slice(1))] ?? 0;
        const { path, duration } = criticalPath(tasks, (task) => durationOf(task.id));
        expect(duration).toBe(longest(tasks, durationOf));
        expect(path.reduce((sum, id) => sum + durationOf(id), 0)).toBe(duration);
        const byId = new Map(tasks.map((task) => [task.id, task]));
        for (const [step, id] of path.slice(1).entries()) expect(byId.get(id)?.deps).toContain(path[step]);
      }),
    );
  });
});

describe("graph questions on plain cases", () => {
  const diamond: GraphNode[] = [
    { id: "end", deps: ["left", "right"] },
    { id: "left", deps: ["start"] },
    { id: "right", deps: ["start", "start", "nobody"] },
    { id: "start", deps: [] },
  ];

  it("answers about a diamond", () => {
    expect({
      order: topologicalOrder(diamond),
      layers: layersOf(diamond),
      path: criticalPath(diamond, (task) => (task.id === "right" ? 5 : 1)),
      both: reachable(diamond, ["left", "right"], "downstream"),
      cycles: findCycles(diamond),
    }).toEqual({
      order: ["start", "left", "right", "end"],
      layers: [["start"], ["left", "right"], ["end"]],
      path: { path: ["start", "right", "end"], duration: 7 },
      both: ["end"],
      cycles: [],
    });
  });

  it("names each cycle by its path, a task that waits for itself included", () => {
    const tasks: GraphNode[] = [
      { id: "a", deps: ["c"] },
      { id: "b", deps: ["a"] },
      { id: "c", deps: ["b"] },
      { id: "self", deps: ["self"] },
      { id: "behind", deps: ["self", "a"] },
    ];
    expect(findCycles(tasks)).toEqual([
      ["a", "b", "c", "a"],
      ["self", "self"],
    ]);
  });
});

describe("graph questions on 50,000 tasks", () => {
  const size = 50_000;
  const chain: GraphNode[] = Array.from({ length: size }, (_, place) => ({ id: name(place), deps: place === 0 ? [] : [name(place - 1)] }));

  it("takes a chain without running out of stack or time", () => {
    expect(topologicalOrder(chain.toReversed()).length).toBe(size);
    expect(layersOf(chain).length).toBe(size);
    expect(criticalPath(chain, () => 2)).toMatchObject({ duration: 2 * size });
    expect(descendants(chain, "t0").length).toBe(size - 1);
    expect(findCycles(chain)).toEqual([]);
    const ring = [{ id: "t0", deps: [name(size - 1)] }, ...chain.slice(1)];
    expect(findCycles(ring)[0]?.length).toBe(size + 1);
  });

  it("takes a fan", () => {
    const fan = chain.map((task, place): GraphNode => ({ id: task.id, deps: place === 0 ? [] : ["t0"] }));
    expect(layersOf(fan).map((layer) => layer.length)).toEqual([1, size - 1]);
    expect(ancestors(fan, "t9")).toEqual(["t0"]);
  });
});
