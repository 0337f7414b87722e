/**
 * What a task that depends on the run before waits for in the end: from the task that holds it, which may be held by a run before it or by a
 * task above it, back to the first one that nothing in these runs holds: it failed, runs, or waits for something else. Only reads.
 */
import { isFinished, type TaskState } from "../../shared/model/states.ts";
import type { RunRow, Store } from "../ports/store.ts";
import type { RunImages } from "./images.ts";

export interface PastPlace {
  readonly run: RunRow;
  readonly taskId: string;
}

export interface PastCause extends PastPlace {
  /** Null where its run does not have the task. */
  readonly state: TaskState | null;
  /** How many runs lie between who asks and this one, with this one. */
  readonly runsBack: number;
}

/** A year of hours has fewer; beyond them the last one that was looked at is told. */
const mostSteps = 10_000;

/** @param from who holds the task that is asked about, in the run before its own */
export function firstCause(parts: { readonly store: Pick<Store, "past">; readonly images: RunImages }, from: PastPlace): PastCause {
  let place = from;
  let runsBack = 1;
  for (let step = 0; step < mostSteps; step += 1) {
    const next = heldBy(parts, place);
    if (next === null) break;
    if (next.run.key !== place.run.key) runsBack += 1;
    place = next;
  }
  return { ...place, state: stateOf(parts, place), runsBack };
}

type Parts = Parameters<typeof firstCause>[0];

function stateOf({ store, images }: Parts, { run, taskId }: PastPlace): TaskState | null {
  const index = images.version(run.versionId).graph.indexOf.get(taskId);
  return index === undefined ? null : store.past.stateAt(run.key, index);
}

/** The next one on the way back; null where it ends. Tasks of one run depend on each other without a circle, and runs on earlier ones. */
function heldBy(parts: Parts, place: PastPlace): PastPlace | null {
  const { run, taskId } = place;
  const { version, graph } = parts.images.version(run.versionId);
  const index = graph.indexOf.get(taskId);
  const state = stateOf(parts, place);
  if (index === undefined || (state !== "none" && state !== "upstream_failed")) return null;
  const hold = state === "none" && graph.tasks[index]?.dependsOnPast === true ? parts.images.past.holdOf({ row: run, version, graph }, index) : null;
  const holder = hold?.holders[0];
  if (hold != null && holder !== undefined) return { run: hold.run, taskId: holder.taskId };
  const above = (graph.tasks[index]?.upstream ?? []).flatMap((parent) => graph.tasks[parent]?.id ?? []).map((id) => ({ run, taskId: id }));
  return above.find((one) => blocks(state, stateOf(parts, one))) ?? null;
}

function blocks(state: TaskState, above: TaskState | null): boolean {
  if (above === null) return false;
  return state === "upstream_failed" ? above === "failed" || above === "upstream_failed" || above === "interrupted" : !isFinished(above);
}
