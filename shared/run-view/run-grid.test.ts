import { describe, expect, it } from "vitest";
import type { RunGridPage } from "../contract/grid.ts";
import type { RunSummary, TaskInstance } from "../model/run.ts";
import { TaskState } from "../model/states.ts";
import { cellOf, emptyRun, gridTexts, readGrid, stateAt, stateNumber, withTasks } from "./run-grid.ts";

const queuedAt = 1_000_000;
const runOf = (runId: string, dagVersion: number): RunSummary => ({ dagId: "d", runId, state: "running", runType: "manual", logicalDate: null, dataIntervalStart: null, dataIntervalEnd: null, conf: {}, params: {}, dagVersion, queuedAt, startedAt: null, endedAt: null, reason: null });
const instance = (taskId: string, state: TaskState, change: Partial<TaskInstance> = {}): TaskInstance => ({ taskId, state, tryNumber: 0, maxTries: 1, scheduledAt: null, queuedAt: null, startedAt: null, endedAt: null, retryAt: null, reason: null, rowsLoaded: null, ...change });

const tasks = [
  instance("a", "success", { tryNumber: 2, maxTries: 3, startedAt: queuedAt + 40, endedAt: queuedAt + 1_240 }),
  instance("b", "running", { tryNumber: 1, startedAt: queuedAt - 7 }),
  instance("c", "none"),
  instance("d", "queued", { tryNumber: 1, maxTries: 2 }),
];
const page = (): RunGridPage => ({
  tasks: ["a", "b", "c", "d"].map((id) => ({ id, kind: "SqlTask" })),
  versions: [{ id: 1, tasks: [0, 1, 2, 3] }, { id: 2, tasks: [3, 0] }],
  runs: [
    { run: runOf("second", 2), ...gridTexts([tasks[3], tasks[0]].flatMap((one) => one ?? []), queuedAt) },
    { run: runOf("first", 1), ...gridTexts(tasks, queuedAt) },
  ],
  cursor: null,
});

describe("the grid's texts", () => {
  it("say of each task what it was given, in the order of each version", () => {
    const { runs } = readGrid(page());
    const [second, first] = runs;
    if (!first || !second) throw new Error("two runs were given");
    for (const run of [first, second]) {
      for (const { taskId, state, tryNumber, maxTries, startedAt, endedAt } of tasks.filter((task) => run.version.placeOf.has(task.taskId))) {
        const untouched = tryNumber === 0;
        expect(cellOf(run, taskId)).toEqual({ state, tryNumber, maxTries: untouched ? 0 : maxTries, startedAt, endedAt });
      }
    }
    expect([cellOf(second, "b"), cellOf(second, "nowhere")]).toEqual([null, null]);
  });

  it("have a letter of its own for each state", () => {
    expect(TaskState.options.map((state) => stateAt(stateNumber(state)))).toEqual(TaskState.options);
  });

  it("are refused where they do not fit their version", () => {
    const { runs, ...rest } = page();
    expect(() => readGrid({ ...rest, runs: runs.map((run) => ({ ...run, states: `${run.states}a` })) })).toThrow(/run "second" has 3 states, its DAG version 2 has 2 tasks/);
    expect(() => readGrid({ ...rest, versions: [], runs })).toThrow(/has no tasks/);
  });

  it("may be of a DAG without tasks", () => {
    expect(readGrid({ tasks: [], versions: [{ id: 1, tasks: [] }], runs: [{ run: runOf("r", 1), states: "", times: "" }], cursor: "x" }).runs[0]?.states).toHaveLength(0);
  });
});

describe("withTasks", () => {
  it("changes what changed, in a run of its own", () => {
    const version = readGrid(page()).runs[1]?.version;
    if (!version) throw new Error("no version");
    const before = emptyRun(runOf("r", 1), version);
    const after = withTasks(before, [tasks[0], instance("nowhere", "failed")].flatMap((one) => one ?? []));
    expect([cellOf(before, "a")?.state, cellOf(after, "a")?.state, cellOf(after, "a")?.endedAt, cellOf(after, "b")?.state]).toEqual(["none", "success", queuedAt + 1_240, "none"]);
    expect(withTasks(after, [instance("b", "up_for_retry", { tryNumber: 1 })]).times().startedAt[1]).toBeNaN();
    expect(withTasks(before, [instance("nowhere", "failed")])).toBe(before);
  });
});
