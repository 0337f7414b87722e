/**
 * Starts the run that a TriggerDagTask names, once, and says what has become of it. Which run a try has started stands in the row of that
 * run, written in the transaction that makes it: whatever dies in between, the next look finds the run instead of starting another.
 */
import { isRunFinished } from "../../../shared/model/states.ts";
import { messageOf } from "../../../shared/errors/app-error.ts";
import type { Reached } from "../../ports/crash-point.ts";
import type { RunRow, StartingTry, Store, TryKey } from "../../ports/store.ts";
import { isBeingRead, isOfDatabase } from "../refusals.ts";
import type { Finding } from "./finding.ts";
import type { TriggerLookout } from "./trigger-plan.ts";
import { waitingAbove } from "./waiting-above.ts";

/** How runs are started and done over. Both throw AppError. */
export interface TriggerActs {
  start(asked: { readonly dagId: string; readonly runId: string | null; readonly conf: Readonly<Record<string, unknown>>; readonly logicalDate: number | null }, by: StartingTry): RunRow;
  /** All its tasks, and from now on it counts as started by this try. */
  reset(run: RunRow, by: StartingTry): void;
}

/** A try, and which of its task is the first since that was cleared: its later ones are the same asking. */
export interface LookingTry extends TryKey {
  readonly firstTry: number;
  /** Of an instance its own. */
  readonly taskId: string;
}

const pauseMs = 1_000;

export function lookAtTrigger({ store, triggers, reached }: { readonly store: Store; readonly triggers: TriggerActs; readonly reached: Reached }, lookout: TriggerLookout, key: LookingTry): Finding {
  if (lookout.isTrial) return { kind: "met", saw: `a try starts no run of ${lookout.dag}`, value: null };
  try {
    const started = startedBefore(store, lookout, key);
    if (started !== null) return judge(started.run, lookout);
    const by = byOf(store, key);
    const circle = lookout.spec.waitForCompletion ? circleOf(store, key, lookout.dag) : null;
    if (circle !== null) return { kind: "failed", reason: `${circle.join(" waits for ")}, so none of them could ever end; no run was started. Let one of them start the next without wait_for_completion`, mayRetry: false };
    const there = lookout.runId === null ? null : store.runs.find(lookout.dag, lookout.runId);
    if (there !== null) return takeUp(triggers, there, lookout, by);
    const made = triggers.start({ ...lookout, dagId: lookout.dag }, by);
    reached("run triggered");
    return waitOrGo(made, lookout.spec.waitForCompletion, `started run ${made.runId} of ${made.dagId}`);
  } catch (thrown) {
    // Nobody's fault, and nothing was started: it is waited for.
    if (isOfDatabase(thrown) || isBeingRead(thrown)) return { kind: "waiting", saw: `no run can be started now: ${messageOf(thrown)}`, exactMs: pauseMs };
    throw thrown;
  }
}

/** By this asking; or by an earlier one, whose run still goes and would be waited for. One that failed is done over by a later try that may. */
function startedBefore(store: Store, { spec }: TriggerLookout, key: LookingTry): { readonly run: RunRow } | null {
  const [newest] = store.runs.startedBy(key.run, key.task, 1);
  if (newest === undefined) return null;
  if (newest.tryNumber < key.firstTry) return spec.waitForCompletion && !isRunFinished(newest.run.state) ? newest : null;
  const isToBeRedone = spec.whenExists === "reset" && newest.tryNumber < key.tryNumber && spec.waitForCompletion && spec.failedStates.includes(newest.run.state);
  return isToBeRedone ? null : newest;
}

function takeUp(triggers: TriggerActs, there: RunRow, { spec, dag }: TriggerLookout, by: StartingTry): Finding {
  const name = `run ${there.runId} of ${dag}`;
  if (spec.whenExists === "skip") return { kind: "skipped", reason: `${name} exists already` };
  if (spec.whenExists === "fail") return { kind: "failed", reason: `${name} exists already; give another trigger_run_id, or say reset_dag_run or skip_when_already_exists`, mayRetry: false };
  if (!isRunFinished(there.state)) return { kind: "failed", reason: `${name} exists already and is ${there.state}; it can be reset once it has ended`, mayRetry: true };
  triggers.reset(there, by);
  return waitOrGo(there, spec.waitForCompletion, `cleared ${name}, which runs again`);
}

function judge(run: RunRow, { spec, dag }: TriggerLookout): Finding {
  const name = `run ${run.runId} of ${dag}`;
  if (!spec.waitForCompletion) return waitOrGo(run, false, `started ${name}`);
  const saw = `${name} is ${run.state}`;
  if (!isRunFinished(run.state)) return waitOrGo(run, true, saw);
  if (spec.allowedStates.includes(run.state)) return waitOrGo(run, false, saw);
  if (spec.failedStates.includes(run.state)) return { kind: "failed", reason: `${saw}, which is among failed_states`, mayRetry: spec.whenExists === "reset" };
  return { kind: "failed", reason: `${saw}, which is not among allowed_states`, mayRetry: spec.whenExists === "reset" };
}

function waitOrGo({ dagId, runId }: RunRow, isAwaited: boolean, saw: string): Finding {
  if (isAwaited) return { kind: "waiting", isTold: true, saw, awaits: { dagId, runId } };
  return { kind: "met", saw, value: runId, more: { trigger_run_id: runId } };
}

function byOf(store: Store, { run, task, tryNumber, taskId }: LookingTry): StartingTry {
  const { dagId, runId } = store.runs.get(run);
  return { key: { run, task, tryNumber }, task: { dagId, runId, taskId } };
}

/** The DAGs from the one that is to be started down to it again, each waiting for the next; null where nothing closes. */
function circleOf(store: Store, { run }: LookingTry, dag: string): string[] | null {
  const path: string[] = [dag];
  for (const row of waitingAbove(store, run)) {
    path.unshift(row.dagId);
    if (row.dagId === dag) return path;
  }
  return null;
}
