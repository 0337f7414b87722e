/** The instants of the finished runs of a DAG, read from the store one run at a time: between two of them the engine does its other work. */
import { setImmediate } from "node:timers/promises";
import type { InstantsFilter, RunInstants, StopSignal } from "../ports/run-source.ts";
import type { Store } from "../ports/store.ts";

export async function* instantsOfRuns(store: Pick<Store, "runs" | "tasks">, dagId: string, { limit, before }: InstantsFilter, signal?: StopSignal): AsyncGenerator<RunInstants> {
  const runs = store.runs.list({ dagId, states: ["success", "failed"], limit, ...(before === undefined ? {} : { before }) });
  for (const { key, runId, state, queuedAt, startedAt, endedAt } of runs) {
    signal?.throwIfAborted();
    const tasks = store.tasks.load(key).flatMap(({ id, record, instance }) => (instance === undefined ? [{ taskId: id, ...record }] : []));
    yield { runId, state, queuedAt, originAt: store.runs.originAt(key), startedAt, endedAt, tasks };
    await setImmediate();
  }
}
