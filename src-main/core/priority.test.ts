import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { WeightRule } from "../../shared/model/dag.ts";
import { effectivePriorities, type Weighted } from "./priority.ts";

function dagOf(parents: readonly (readonly number[])[], weights: readonly number[], rules: readonly WeightRule[]): Weighted[] {
  const downstream: number[][] = parents.map(() => []);
  parents.forEach((of, index) => of.forEach((parent) => downstream[parent]?.push(index)));
  return parents.map((upstream, index) => ({ upstream, downstream: downstream[index] ?? [], priorityWeight: weights[index] ?? 1, weightRule: rules[index] ?? "downstream" }));
}

/** By its definition: walk, and count each task once. */
function walked(tasks: readonly Weighted[], index: number): number {
  const task = tasks[index] as Weighted;
  const seen = new Set<number>();
  const open = task.weightRule === "absolute" ? [] : [...(task.weightRule === "downstream" ? task.downstream : task.upstream)];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    open.push(...(task.weightRule === "downstream" ? (tasks[next]?.downstream ?? []) : (tasks[next]?.upstream ?? [])));
  }
  return task.priorityWeight + [...seen].reduce((sum, other) => sum + (tasks[other]?.priorityWeight ?? 0), 0);
}

describe("effectivePriorities", () => {
  it("counts what waits for a task once, whichever ways lead to it", () => {
    const diamond = [[], [0], [0], [1, 2]];
    expect(effectivePriorities(dagOf(diamond, [1, 2, 3, 4], []))).toEqual([10, 6, 7, 4]);
    expect(effectivePriorities(dagOf(diamond, [1, 2, 3, 4], ["upstream", "upstream", "upstream", "upstream"]))).toEqual([1, 3, 4, 10]);
    expect(effectivePriorities(dagOf(diamond, [1, 2, 3, 4], ["absolute", "absolute", "absolute", "absolute"]))).toEqual([1, 2, 3, 4]);
  });

  it("keeps within 32 bits, as Airflow does", () => {
    expect(effectivePriorities(dagOf([[], [0]], [2_147_483_647, 2_147_483_647], []))).toEqual([2_147_483_647, 2_147_483_647]);
    expect(effectivePriorities(dagOf([[], [0]], [-2_147_483_648, -5], []))).toEqual([-2_147_483_648, -5]);
  });

  it("agrees with a walk through the graph, also where more tasks are reached than are looked at at once", () => {
    const taskArbitrary = fc.record({ parents: fc.array(fc.nat(10_000), { maxLength: 3 }), weight: fc.integer({ min: -9, max: 9 }), rule: fc.constantFrom<WeightRule>("downstream", "downstream", "upstream", "absolute") });
    fc.assert(
      fc.property(fc.array(taskArbitrary, { minLength: 1, maxLength: 700 }), (specs) => {
        const parents = specs.map((spec, index) => (index === 0 ? [] : [...new Set(spec.parents.map((parent) => parent % index))]));
        const tasks = dagOf(parents, specs.map(({ weight }) => weight), specs.map(({ rule }) => rule));
        expect(effectivePriorities(tasks)).toEqual(tasks.map((_, index) => walked(tasks, index)));
      }),
      { numRuns: 40 },
    );
  });

  it("is quick for 50,000 tasks in layers, every one of which leads to two", { timeout: 60_000 }, () => {
    const layers = dagOf(Array.from({ length: 50_000 }, (_, index) => (index < 100 ? [] : [index - 100, index - 100 + (index % 100 === 99 ? -99 : 1)])), [], []);
    const before = process.cpuUsage();
    const priorities = effectivePriorities(layers);
    expect([priorities[49_999], priorities[49_899], priorities[0]]).toEqual([1, 3, 45_050]);
    expect(process.cpuUsage(before).user).toBeLessThan(5_000_000);
  });
});
