/** Has the run of another DAG, or a task of it, ended as it should? The engine's own events say when to look again. */
import { isFinished, isRunFinished } from "../../../shared/model/states.ts";
import type { RunRow, Store } from "../../ports/store.ts";
import type { Finding } from "./finding.ts";
import { waitingAbove } from "./waiting-above.ts";
import type { Lookout } from "./watch-plan.ts";

export type RunLookout = Extract<Lookout, { kind: "dag_run" }>;

/** Of several tasks that are waited for. */
const mostSaid = 5;

export function lookAtRun(store: Store, lookout: RunLookout, own: number): Finding {
  const { dag, tasks, logicalDate, allowedStates, failedStates, skippedStates = [], isSoft } = lookout;
  const run = store.runs.ofDate(dag, logicalDate);
  if (run === null) return { kind: "waiting", isTold: true, saw: `${dag} has no run of ${new Date(logicalDate).toISOString()} yet` };
  const name = `run ${run.runId} of ${dag}`;
  const ends = tasks.length === 0 ? [{ name, state: run.state, hasEnded: isRunFinished(run.state) }] : endsOf(store, run, { tasks, name });
  if (typeof ends === "string") return { kind: "failed", reason: ends, mayRetry: false };
  const among = (states: readonly string[]) => ends.find(({ state, hasEnded }) => hasEnded && states.includes(state));
  const [failed, skipped] = [among(failedStates), among(skippedStates)];
  if (failed !== undefined) {
    const reason = `${failed.name} is ${failed.state}, which is among its failed_states`;
    return isSoft ? { kind: "skipped", reason: `${reason} (soft_fail)` } : { kind: "failed", reason, mayRetry: true };
  }
  if (skipped !== undefined) return { kind: "skipped", reason: `${skipped.name} is ${skipped.state}, which is among its skipped_states` };
  const open = ends.filter(({ state, hasEnded }) => !hasEnded || !allowedStates.includes(state));
  const saw = (open.length === 0 ? ends : open).slice(0, mostSaid).map((end) => `${end.name} is ${end.state}`).join(", ");
  if (open.length === 0) return { kind: "met", saw, value: run.runId };
  if (tasks.length === 0 && !isRunFinished(run.state) && isAbove(store, own, run.key)) return { kind: "failed", reason: `${saw}, and cannot end before this run has: a task of it started this run, or one above it, and waits for it`, mayRetry: false };
  return { kind: "waiting", isTold: true, saw };
}

interface End {
  readonly name: string;
  readonly state: string;
  readonly hasEnded: boolean;
}

/** As a text, which task there is not. */
function endsOf(store: Store, run: RunRow, { tasks, name }: { readonly tasks: readonly string[]; readonly name: string }): End[] | string {
  const ends: End[] = [];
  for (const task of tasks) {
    const state = store.tasks.loadOne(run.key, task)?.instance.state;
    if (state === undefined) return `${name} has no task ${task}`;
    ends.push({ name: `task ${task} of ${name}`, state, hasEnded: isFinished(state) });
  }
  return ends;
}

function isAbove(store: Store, own: number, awaited: number): boolean {
  for (const { key } of waitingAbove(store, own)) if (key === awaited) return true;
  return false;
}
