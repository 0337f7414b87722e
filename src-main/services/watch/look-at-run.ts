/** Has the run of another DAG, or a task of it, ended as it should? The engine's own events say when to look again. */
import { isFinished, isRunFinished } from "../../../shared/model/states.ts";
import type { Store } from "../../ports/store.ts";
import type { Finding } from "./finding.ts";
import { waitingAbove } from "./waiting-above.ts";
import type { Lookout } from "./watch-plan.ts";

export type RunLookout = Extract<Lookout, { kind: "dag_run" }>;

export function lookAtRun(store: Store, { dag, task, logicalDate, allowedStates, failedStates }: RunLookout, own: number): Finding {
  const run = store.runs.ofDate(dag, logicalDate);
  if (run === null) return { kind: "waiting", isTold: true, saw: `${dag} has no run of ${new Date(logicalDate).toISOString()} yet` };
  const found = task === null ? null : store.tasks.loadOne(run.key, task);
  if (task !== null && found === null) return { kind: "failed", reason: `run ${run.runId} of ${dag} has no task ${task}`, mayRetry: false };
  const state = found?.instance.state ?? run.state;
  const saw = `${task === null ? "" : `task ${task} of `}run ${run.runId} of ${dag} is ${state}`;
  const hasEnded = found === null ? isRunFinished(run.state) : isFinished(found.instance.state);
  if (hasEnded && allowedStates.includes(state)) return { kind: "met", saw, value: run.runId };
  if (hasEnded && failedStates.includes(state)) return { kind: "failed", reason: `${saw}, which is among its failed_states`, mayRetry: false };
  if (task === null && !hasEnded && isAbove(store, own, run.key)) return { kind: "failed", reason: `${saw}, and cannot end before this run has: a task of it started this run, or one above it, and waits for it`, mayRetry: false };
  return { kind: "waiting", isTold: true, saw };
}

function isAbove(store: Store, own: number, awaited: number): boolean {
  for (const { key } of waitingAbove(store, own)) if (key === awaited) return true;
  return false;
}
