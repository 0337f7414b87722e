/** A run that repeats another one: what it takes over, and what the tasks that it leaves out hand on. */
import type { StartRun } from "../../shared/contract/runs.ts";
import { suggestion } from "../../shared/dag-file/did-you-mean.ts";
import { AppError } from "../../shared/errors/app-error.ts";
import type { Dag } from "../../shared/model/dag.ts";
import { buildRunGraph } from "../core/run-graph.ts";
import type { RunRow, Store } from "../ports/store.ts";
import { below } from "./task-range.ts";

/** The other run's conf, params, logical date and choice of tasks, where none are given. */
export function filledFrom(base: RunRow, dag: Dag, input: StartRun): StartRun {
  const tasks = input.tasks ?? (input.again?.from === undefined ? (base.selection ?? undefined) : fromHere(base, dag, input.again.from));
  return {
    ...input,
    conf: input.conf ?? { ...base.conf },
    // What its conf says anew counts.
    params: input.params ?? Object.fromEntries(Object.entries(base.params).filter(([name]) => !Object.hasOwn(input.conf ?? {}, name))),
    ...(input.logicalDate !== undefined || base.logicalDate === null ? {} : { logicalDate: base.logicalDate }),
    ...(tasks === undefined ? {} : { tasks: [...tasks] }),
  };
}

/** The task and what comes after it, as far as the other run was to do it at all. */
function fromHere(base: RunRow, dag: Dag, taskId: string): string[] {
  const { tasks, indexOf } = buildRunGraph(dag);
  const start = indexOf.get(taskId);
  if (start === undefined) throw new AppError("task/not-found", `DAG "${dag.id}": has no task "${taskId}" to run from.${suggestion(taskId, indexOf.keys())}`, { taskId });
  const chosen = new Set([start, ...below({ tasks }, [start])]);
  return dag.tasks.flatMap(({ id }, index) => (chosen.has(index) && (base.selection === null || base.selection.includes(id)) ? [id] : []));
}

/** Values that the left-out tasks handed on in the other run stand in for theirs. */
export function copyStandIns(store: Store, { base, run, dag, tasks }: { base: RunRow; run: number; dag: Dag; tasks: readonly string[] }): void {
  const places = new Map(dag.tasks.map(({ id }, index) => [id, index]));
  const done = new Set(tasks);
  for (const xcom of store.xcoms.ofRun(base.key)) {
    const place = done.has(xcom.taskId) ? undefined : places.get(xcom.taskId);
    if (place !== undefined) store.xcoms.put(run, place, xcom);
  }
}
