/** Which tasks of one run an act is about, and which of those it can touch now. Pure. */
import type { ActKind } from "../../shared/contract/acts.ts";
import { isFinished, type TaskState } from "../../shared/model/states.ts";
import type { MapInstance } from "../core/mapping.ts";
import type { RunGraph } from "../core/run-graph.ts";
import { teardownsOf } from "../../shared/graph/setup-scopes.ts";
import { above, below } from "./task-range.ts";

export interface ActChoice {
  readonly act: ActKind;
  /** Null for all tasks of the run. */
  readonly start: readonly number[] | null;
  readonly upstream?: boolean | undefined;
  readonly downstream?: boolean | undefined;
  readonly onlyFailed?: boolean | undefined;
}

const bad: ReadonlySet<TaskState> = new Set(["failed", "upstream_failed", "interrupted"]);

export interface ChosenTasks {
  /** In task order. */
  readonly touched: readonly number[];
  /** Those that are at work: they go on as they are. */
  readonly busy: readonly number[];
}

/** The tasks of a run with their states, and the instances of mapped tasks after them. */
export interface ActTasks {
  readonly graph: RunGraph;
  readonly states: readonly TaskState[];
  readonly instances: readonly MapInstance[];
}

export function chosenTasks({ graph, states, instances }: ActTasks, { act, start, upstream, downstream, onlyFailed }: ActChoice): ChosenTasks {
  const stateOf = (index: number): TaskState => states[index] ?? "none";
  const named = start ?? graph.tasks.map((_, index) => index);
  const first = onlyFailed === true ? withFailedInstances(graph.tasks.length, instances, named).filter((index) => bad.has(stateOf(index))) : named;
  const chosen = new Set(onlyFailed === true ? withoutFailedByOthers(graph.tasks.length, instances, first) : first);
  const inGraph = [...new Set(first.map((index) => instances[index - graph.tasks.length]?.of ?? index))];
  if (downstream === true) for (const index of below(graph, inGraph)) chosen.add(index);
  if (upstream === true) for (const index of above(graph, inGraph)) chosen.add(index);
  if (act === "clear") for (const index of withSetups(graph, inGraph, { upstream, downstream })) chosen.add(index);
  const all = [...chosen].sort((one, other) => one - other);
  return { touched: all.filter((index) => mayTouch(act, stateOf(index))), busy: all.filter((index) => atWork.has(stateOf(index)) && !mayTouch(act, stateOf(index))) };
}

/** What is cleared between a setup and its teardown cannot run again without them, as in Airflow: the setups that it needs, with their teardowns. */
function withSetups({ tasks }: RunGraph, named: readonly number[], { upstream, downstream }: Pick<ActChoice, "upstream" | "downstream">): number[] {
  const work = new Set([...named, ...(downstream === true ? below({ tasks }, named) : [])]);
  const needed = [...work].filter((index) => tasks[index]?.isSetup === false && tasks[index]?.isTeardown === false).flatMap((index) => tasks[index]?.needs ?? []);
  const setups = new Set([...needed, ...[...named, ...(upstream === true ? above({ tasks }, named) : [])].filter((index) => tasks[index]?.isSetup === true)]);
  return [...setups, ...[...setups].flatMap((setup) => teardownsOf(tasks, setup))];
}

/** A mapped task stands for its instances. */
function withFailedInstances(count: number, instances: readonly MapInstance[], named: readonly number[]): readonly number[] {
  if (instances.length === 0) return named;
  const meant = new Set(named);
  return [...meant, ...instances.flatMap(({ of }, index) => (meant.has(of) && !meant.has(count + index) ? [count + index] : []))];
}

/** A mapped task of which instances failed did not fail itself: to clear it would do the others again too. */
function withoutFailedByOthers(count: number, instances: readonly MapInstance[], failed: readonly number[]): readonly number[] {
  const byOthers = new Set(failed.flatMap((index) => instances[index - count]?.of ?? []));
  return failed.filter((index) => !byOthers.has(index));
}

const atWork: ReadonlySet<TaskState> = new Set(["queued", "running", "up_for_retry", "up_for_reschedule", "deferred"]);

/** What has not ended is not cleared; what is on its way has no outcome to be said. */
function mayTouch(act: ActKind, state: TaskState): boolean {
  if (state === "removed") return false;
  if (act === "clear") return isFinished(state);
  return state !== "queued" && state !== "running" && state !== act;
}
