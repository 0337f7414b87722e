import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseDag } from "../dag-file/parse-dag.ts";
import type { Dag } from "../model/dag.ts";
import type { RunSummary, TaskInstance } from "../model/run.ts";
import { TaskState } from "../model/states.ts";
import { compareRuns, tasksToRender } from "./compare-runs.ts";
import type { RunComparison, TaskPair } from "./comparison.ts";
import { findDifferences } from "./find-differences.ts";
import { packComparison, unpackComparison } from "./pack-comparison.ts";
import type { RenderedChange } from "./rendered-change.ts";
import type { RunSide, TaskFacts } from "./run-side.ts";

const at = Date.parse("2026-01-31T06:00:00Z");

function dagOf(tasks: string): Dag {
  const { dag, diagnostics } = parseDag(`dag: d\ntasks:\n${tasks}`, { file: "d.dag.yaml" });
  if (dag === null) throw new Error(diagnostics[0]?.message);
  return dag;
}

function runOf(over: Partial<RunSummary> = {}): RunSummary {
  return { dagId: "d", runId: "r", state: "success", runType: "manual", logicalDate: at, dataIntervalStart: at, dataIntervalEnd: at, conf: {}, params: {}, dagVersion: 1, queuedAt: at, startedAt: at, endedAt: at + 10_000, reason: null, ...over };
}

function taskOf(taskId: string, over: Partial<TaskInstance> = {}): TaskInstance {
  return { taskId, state: "success", tryNumber: 1, maxTries: 1, scheduledAt: at, queuedAt: at, startedAt: at, endedAt: at + 1000, retryAt: null, reason: null, rowsLoaded: null, ...over };
}

function factsOf(taskId: string, over: Partial<TaskFacts> = {}): TaskFacts {
  return { taskId, exitCode: 0, table: null, cpuMs: null, peakRssBytes: null, logBytes: null, rendered: null, checks: [], xcoms: [], ...over };
}

function sideOf(text: string, { run = {}, tasks = {}, facts = {}, files = {} }: { run?: Partial<RunSummary>; tasks?: Record<string, Partial<TaskInstance>>; facts?: Record<string, Partial<TaskFacts>>; files?: Record<string, string> } = {}): RunSide {
  const dag = dagOf(text);
  return {
    detail: { run: runOf(run), graph: dag.tasks.map(({ id, kind, deps, enabled }) => ({ id, kind, deps, enabled })), tasks: dag.tasks.map(({ id }) => taskOf(id, tasks[id])) },
    version: { id: 1, source: text, dag, files },
    facts: dag.tasks.map(({ id }) => factsOf(id, facts[id])),
  };
}

const base = "  a: { config_type: BashTask, bash: echo a }\n  b: { config_type: BashTask, bash: echo b, deps: [a] }\n  c: { config_type: BashTask, bash: echo c, deps: [b] }\n";
const none = new Map<string, RenderedChange>();
const pair = (comparison: RunComparison, id: string): TaskPair | undefined => comparison.tasks.find(({ taskId }) => taskId === id);

describe("compareRuns", () => {
  it("tells flips apart from what has not ended yet", () => {
    const before = sideOf(base);
    const after = sideOf(base, { run: { state: "failed" }, tasks: { b: { state: "failed" }, c: { state: "running", endedAt: null } } });
    const found = compareRuns(before, after, none);
    expect([pair(found, "b")?.notable, pair(found, "c")?.notable, pair(found, "c")?.minor]).toEqual([["state"], [], ["state"]]);
    expect(findDifferences(found)).toEqual([{ kind: "run", before: "success", after: "failed" }, { kind: "flipped", from: "success", to: "failed", tasks: ["b"] }]);
  });

  it("says what a file of a task says now, where the run before had another text in it", () => {
    const text = "  a: { config_type: PythonTask, python: load.py }\n  b: { config_type: SqlTask, sql: b.sql }\n";
    const before = sideOf(text, { files: { "load.py": "print(1)", "b.sql": "select 1", "gone.sql": "select 3" } });
    const found = compareRuns(before, sideOf(text, { files: { "load.py": "print(2)", "b.sql": "select 1" } }), none);
    expect([found.isSameVersion, pair(found, "a")?.fields, pair(found, "b")?.fields]).toEqual([false, [{ path: "python", before: "print(1)", after: "print(2)" }], []]);
    expect(compareRuns(before, sideOf(text), none).isSameVersion).toBe(true);
  });

  it("names tasks that came and went, edges, and fields by the words of the file", () => {
    const after = base.replace("bash: echo b", "bash: echo other, retries: 2, retry_delay: 5s").replace(/ {2}c: .*\n/, "  x: { config_type: EmptyTask, deps: [b] }\n");
    const found = compareRuns(sideOf(base), sideOf(after), none);
    expect(pair(found, "b")?.fields).toEqual([{ path: "retries", before: "0", after: "2" }, { path: "retry_delay", before: expect.stringMatching(/s$/), after: "5s" }, { path: "bash", before: "echo b", after: "echo other" }]);
    expect([pair(found, "x")?.before, pair(found, "c")?.after]).toEqual([null, null]);
    expect(found.edges).toEqual([{ from: "b", to: "x", kind: "added" }, { from: "b", to: "c", kind: "removed" }]);
    expect(findDifferences(found)).toEqual([{ kind: "added", tasks: ["x"] }, { kind: "removed", tasks: ["c"] }, { kind: "definition", tasks: ["b"], fields: ["retries", "retry_delay", "bash"] }]);
  });

  it("takes a time for another only where it is half as long again, and by a second", () => {
    const took = (ms: number): RunSide => sideOf(base, { tasks: { a: { endedAt: at + ms } } });
    const isMarked = (before: number, after: number): boolean => pair(compareRuns(took(before), took(after), none), "a")?.notable.includes("duration") ?? false;
    expect([[10, 900], [10_000, 14_900], [2000, 3000], [3000, 2000], [1000, 4200]].map(([one = 0, other = 0]) => isMarked(one, other))).toEqual([false, false, true, true, true]);
    expect(findDifferences(compareRuns(took(1000), took(4200), none))).toEqual([{ kind: "slower", taskId: "a", times: { before: 1000, after: 4200 }, more: 0 }]);
  });

  it("tells waiting from working", () => {
    const waited = sideOf(base, { tasks: { a: { startedAt: at + 60_000, endedAt: at + 61_000 } } });
    expect(findDifferences(compareRuns(sideOf(base), waited, none))).toEqual([{ kind: "waited", taskId: "a", times: { before: 0, after: 60_000 }, more: 0 }]);
  });

  it("says which params and conf are others, down to the field", () => {
    const before = sideOf(base, { run: { params: { n: 1, deep: { x: [1], y: "same" } }, conf: { user: "u" } } });
    const after = sideOf(base, { run: { params: { n: 2, deep: { x: [1, 2], y: "same" } } } });
    const found = compareRuns(before, after, none);
    expect([found.params, found.conf]).toEqual([[{ path: "n", before: "1", after: "2" }, { path: "deep.x", before: "[1]", after: "[1, 2]" }], [{ path: "user", before: "u", after: null }]]);
  });

  it("weighs rows, checks, tries, XComs and memory", () => {
    const check = (outcome: "passed" | "failed", failingCount: number | null) => ({ name: "unique(id)", severity: "error" as const, outcome, failingCount });
    const before = sideOf(base, { tasks: { a: { rowsLoaded: 1000 }, b: { rowsLoaded: 1000 }, c: { rowsLoaded: 5 } }, facts: { a: { checks: [check("passed", 0)], xcoms: [{ key: "n", hash: "1" }], peakRssBytes: 100e6 }, b: { checks: [check("failed", 3)] } } });
    const after = sideOf(base, { tasks: { a: { rowsLoaded: 1010, tryNumber: 3 }, b: { rowsLoaded: 0 }, c: { rowsLoaded: 6 } }, facts: { a: { checks: [check("failed", 7)], xcoms: [{ key: "n", hash: "2" }], peakRssBytes: 900e6 }, b: { checks: [check("failed", 4)] } } });
    const found = compareRuns(before, after, none);
    expect(found.tasks.map(({ taskId, notable, minor }) => [taskId, notable, minor])).toEqual([
      ["a", ["checks", "tries", "memory"], ["rows", "xcoms"]],
      ["b", ["rows"], ["checks"]],
      ["c", [], ["rows"]],
    ]);
  });

  it("asks for the texts only of tasks of both runs that rendered something else", () => {
    const side = (hashes: Record<string, string | null>): TaskFacts[] => Object.entries(hashes).map(([id, hash]) => factsOf(id, { rendered: hash === null ? null : { hash } }));
    expect(tasksToRender(side({ a: "1", b: "2", c: null, gone: "9" }), side({ a: "1", b: "3", c: "4", fresh: "5" }))).toEqual([{ taskId: "b", before: { hash: "2" }, after: { hash: "3" } }]);
  });

  it("finds nothing between a run and itself, and the mirror image with the sides swapped", () => {
    fc.assert(
      fc.property(anySide, anySide, (one, other) => {
        const self = compareRuns(one, structuredClone(one), none);
        expect(findDifferences(self)).toEqual([]);
        expect(self.tasks.flatMap(({ notable, minor }) => [...notable, ...minor])).toEqual([]);
        const there = compareRuns(one, other, none);
        expect(unpackComparison(packComparison(there))).toEqual(there);
        expect(sorted(mirrored(compareRuns(one, other, none)))).toEqual(sorted(compareRuns(other, one, none)));
      }),
      { numRuns: 300 },
    );
  });
});

const anyInstant = fc.option(fc.integer({ min: 0, max: 100_000 }).map((ms) => at + ms), { nil: null });
const anyTask = fc.record({ state: fc.constantFrom(...TaskState.options), tryNumber: fc.nat(3), scheduledAt: anyInstant, queuedAt: anyInstant, startedAt: anyInstant, endedAt: anyInstant, rowsLoaded: fc.option(fc.nat(2000), { nil: null }) });
const anyFacts = fc.record({
  cpuMs: fc.option(fc.nat(9000), { nil: null }),
  peakRssBytes: fc.option(fc.nat(1e9), { nil: null }),
  checks: fc.uniqueArray(fc.record({ name: fc.constantFrom("x", "y", "z"), severity: fc.constant("error" as const), outcome: fc.constantFrom("passed" as const, "failed" as const, "errored" as const), failingCount: fc.option(fc.nat(5), { nil: null }) }), { selector: ({ name }) => name }),
  xcoms: fc.uniqueArray(fc.record({ key: fc.constantFrom("k", "l", "__proto__"), hash: fc.constantFrom("1", "2") }), { selector: ({ key }) => key }),
});
const anySide: fc.Arbitrary<RunSide> = fc
  .record({ ids: fc.subarray(["a", "b", "c", "constructor"], { minLength: 1 }), words: fc.array(fc.constantFrom("one", "two"), { minLength: 4, maxLength: 4 }), tasks: fc.array(anyTask, { minLength: 4, maxLength: 4 }), facts: fc.array(anyFacts, { minLength: 4, maxLength: 4 }), conf: fc.dictionary(fc.constantFrom("p", "q", "__proto__"), fc.constantFrom<unknown>(1, "x", null, { deep: 1 })) })
  .map(({ ids, words, tasks, facts, conf }) => {
    const text = ids.map((id, index) => `  ${id}: { config_type: BashTask, bash: echo ${words[index]}${index > 0 && words[0] === "one" ? `, deps: [${ids[index - 1]}]` : ""} }\n`).join("");
    const own = <T>(values: readonly T[]): Record<string, T> => Object.fromEntries(ids.map((id, index) => [id, values[index] as T]));
    return sideOf(text, { run: { conf }, tasks: own(tasks), facts: own(facts) });
  });

function mirrored(comparison: RunComparison): RunComparison {
  const turn = <T extends { before: unknown; after: unknown }>(value: T): T => ({ ...value, before: value.after, after: value.before });
  return {
    ...turn(comparison),
    tasks: comparison.tasks.map((task) => ({ ...turn(task), fields: task.fields.map(turn) })),
    edges: comparison.edges.map((edge) => ({ ...edge, kind: edge.kind === "added" ? "removed" : "added" })),
    ...{ dag: comparison.dag.map(turn), params: comparison.params.map(turn), conf: comparison.conf.map(turn) },
  };
}

function sorted(comparison: RunComparison): unknown {
  const by = <T>(values: readonly T[]): T[] => values.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  const tasks = comparison.tasks.map((task) => ({ ...task, fields: by(task.fields), xcoms: by(task.xcoms), loneXcoms: by(task.loneXcoms) }));
  return { ...comparison, tasks: tasks.toSorted((a, b) => (a.taskId < b.taskId ? -1 : 1)), edges: by(comparison.edges), conf: by(comparison.conf), dag: by(comparison.dag) };
}
