/**
 * The states of a run's tasks as they were at any instant of it, and the instants at which something changed. Pure. A timeline is made once;
 * asking it costs a search in each task's few changes, and gives the same object for the same state.
 */
import type { TaskInstance } from "../model/run.ts";
import type { TaskState } from "../model/states.ts";
import { isFinished } from "../model/states.ts";
import type { OpenWait, PastTry, TaskHistory } from "./task-history.ts";

/** A task as it was from an instant on. */
export interface TaskMoment {
  readonly at: number;
  readonly taskId: string;
  readonly state: TaskState;
  readonly tryNumber: number;
  readonly maxTries: number;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
}

export interface RunTimeline {
  readonly from: number;
  /** The end of the run; for one that goes on, the latest that is known of it. */
  readonly to: number;
  /** By task, oldest first; before its first a task had no state. */
  readonly moments: ReadonlyMap<string, readonly TaskMoment[]>;
  /** Every instant at which a task changed, oldest first, each once. */
  readonly instants: readonly number[];
}

export function timelineOf(run: { readonly queuedAt: number; readonly startedAt: number | null; readonly endedAt: number | null }, histories: readonly TaskHistory[]): RunTimeline {
  const moments = new Map(histories.map((history) => [history.taskId, momentsOf(history)]));
  const instants = new Set<number>();
  let from = run.startedAt ?? run.queuedAt;
  let to = from;
  for (const own of moments.values()) {
    for (const { at } of own) {
      instants.add(at);
      if (at > to) to = at;
      // A run that was over and went on started anew.
      if (at < from) from = at;
    }
  }
  return { from, to: Math.max(to, run.endedAt ?? from), moments, instants: [...instants].toSorted((a, b) => a - b) };
}

/** Every task as it was then; who had no state yet is `none`. */
export function statesAt(timeline: RunTimeline, at: number): TaskMoment[] {
  return [...timeline.moments].map(([taskId, own]) => lastNotAfter(own, at) ?? noneOf(taskId));
}

/** The changes at one instant. */
export function changesAt(timeline: RunTimeline, at: number): TaskMoment[] {
  return [...timeline.moments.values()].flatMap((own) => own.filter((moment) => moment.at === at).slice(-1));
}

/** The nearest instant after or before at which something changed; null at the end. */
export function neighbourInstant(timeline: RunTimeline, at: number, step: 1 | -1): number | null {
  const { instants } = timeline;
  return (step === 1 ? instants.find((one) => one > at) : instants.findLast((one) => one < at)) ?? null;
}

const nones = new Map<string, TaskMoment>();

function noneOf(taskId: string): TaskMoment {
  const known = nones.get(taskId);
  if (known !== undefined) return known;
  if (nones.size > 20_000) nones.clear();
  const made: TaskMoment = { at: 0, taskId, state: "none", tryNumber: 0, maxTries: 0, startedAt: null, endedAt: null };
  nones.set(taskId, made);
  return made;
}

function lastNotAfter(own: readonly TaskMoment[], at: number): TaskMoment | undefined {
  // Few: a search from the end beats a cleverer one.
  return own.findLast((moment) => moment.at <= at);
}

function momentsOf({ taskId, instance, tries, wait }: TaskHistory): TaskMoment[] {
  const { maxTries } = instance;
  const found: TaskMoment[] = [];
  const add = (at: number, state: TaskState, tryNumber: number, startedAt: number | null = null, endedAt: number | null = null): void => {
    // A later fact of the same instant takes the place of the one before: nobody could see it.
    if (found.at(-1)?.at === at) found.pop();
    found.push({ at, taskId, state, tryNumber, maxTries, startedAt, endedAt });
  };
  tries.forEach((one, index) => addTry(add, one, tries[index + 1], wait));
  const last = tries.at(-1);
  if (wait !== null && wait.scheduledAt !== null) add(wait.scheduledAt, "scheduled", instance.tryNumber);
  // A retry that was given up: until then it waited for it.
  if (wait?.cause === "retry" && wait.to !== null) add(wait.to, instance.state, instance.tryNumber, instance.startedAt, instance.endedAt);
  const isOwnEnd = last?.endedAt === instance.endedAt && last?.state === instance.state;
  if (instance.endedAt !== null && isFinished(instance.state) && !isOwnEnd) add(instance.endedAt, instance.state, instance.tryNumber, instance.startedAt, instance.endedAt);
  return found;
}

type Add = (at: number, state: TaskState, tryNumber: number, startedAt?: number | null, endedAt?: number | null) => void;

function addTry(add: Add, one: PastTry, next: PastTry | undefined, wait: OpenWait | null): void {
  const { tryNumber, queuedAt, startedAt, endedAt } = one;
  const readyAt = one.scheduledAt ?? (one.cause === "first" ? one.waitsFrom : null);
  if (readyAt !== null && readyAt < queuedAt) add(readyAt, "scheduled", tryNumber - 1);
  add(queuedAt, "queued", tryNumber);
  if (startedAt !== null) add(startedAt, "running", tryNumber, startedAt);
  if (endedAt === null || one.state === "starting" || one.state === "running") return;
  const goesOn = next?.cause ?? (wait?.cause === "first" ? undefined : wait?.cause);
  const state = goesOn === "retry" && one.state === "failed" ? "up_for_retry" : goesOn === "lost" ? "scheduled" : one.state;
  add(endedAt, state, tryNumber, startedAt, endedAt);
}

/**
 * The task instances of a run as they were then: nothing in them is later. A task at work counts as having worked until then, so that its
 * duration is that of the instant.
 */
export function instancesAt(timeline: RunTimeline, instances: readonly TaskInstance[], at: number): TaskInstance[] {
  return instances.map(({ mapped, ...instance }) => {
    const own = timeline.moments.get(instance.taskId);
    const moment = (own === undefined ? undefined : lastNotAfter(own, at)) ?? noneOf(instance.taskId);
    const known = (instant: number | null): number | null => (instant !== null && instant <= at && moment.tryNumber === instance.tryNumber ? instant : null);
    const isEnd = moment === own?.at(-1);
    return {
      ...instance,
      state: moment.state,
      tryNumber: moment.tryNumber,
      scheduledAt: known(instance.scheduledAt),
      queuedAt: known(instance.queuedAt),
      startedAt: moment.startedAt,
      endedAt: moment.state === "running" ? at : moment.endedAt,
      retryAt: null,
      reason: isEnd ? instance.reason : null,
      rowsLoaded: moment.state === "success" ? instance.rowsLoaded : null,
      // How many instances were in which state is known of the end alone.
      ...(isEnd && isFinished(moment.state) && mapped !== undefined ? { mapped } : {}),
    };
  });
}
