/**
 * Waiting without a slot: what becomes of a task whose try is a watch (a sensor). The watch itself is kept by the shell; the machine
 * only says when one begins (startWatch), what its findings mean, and when it is not wanted any more (stopWatch).
 */
import type { TaskPlan } from "./run-graph.ts";
import type { TaskRecord } from "./run-image.ts";

type OfTry = { readonly task: number; readonly tryNumber: number; readonly at: number };

/** What a watch found. A wait that took too long is final: the time was for all its tries. */
export type WatchSignal =
  | ({ readonly kind: "watchMet" } & OfTry)
  | ({ readonly kind: "watchFailed"; readonly reason: string; readonly mayRetry: boolean } & OfTry)
  | ({ readonly kind: "watchTimedOut"; readonly reason: string } & OfTry)
  /** There is nothing to wait for, and that is no failure. */
  | ({ readonly kind: "watchSkipped"; readonly reason: string } & OfTry);

/** The own try of a mapped task makes the expansion, and takes a slot for that; its instances wait. */
export function waitsAtOnce({ isWatch, isMapped }: Pick<TaskPlan, "isWatch" | "isMapped">): boolean {
  return isWatch && !isMapped;
}

/** A try of it begins, and waits at once. */
export function deferred(task: TaskRecord, at: number): TaskRecord {
  const scheduledAt = task.state === "none" ? at : task.scheduledAt;
  return { ...task, state: "deferred", tryNumber: task.tryNumber + 1, scheduledAt, queuedAt: at, startedAt: at, endedAt: null, retryAt: null, reason: null };
}

/** For a signal about another try, or one that was ended meanwhile, false: it is a late echo. */
export function isWatchOf(task: TaskRecord, tryNumber: number): boolean {
  return task.state === "deferred" && task.tryNumber === tryNumber;
}

/** A wait that was given up is not taken up again as the same try: the record before a new one, which counts as none of its retries. */
export function beforeWait(record: TaskRecord): TaskRecord {
  return { ...record, state: "none", maxTries: record.maxTries + 1, scheduledAt: null, queuedAt: null, startedAt: null, endedAt: null, retryAt: null, reason: null };
}

/** How often a watch looks. */
export interface LookPace {
  readonly pokeMs: number;
  readonly isBackingOff: boolean;
  /** Upper bound of a backed-off pause. */
  readonly maxWaitMs: number | null;
}

/**
 * The pause after a look. Backing off doubles it with every look; as the pauses so far then add up to one less than the next, it follows
 * from how long the try has waited, and a restart goes on where it was.
 */
export function pauseAfter({ pokeMs, isBackingOff, maxWaitMs }: LookPace, waitedMs: number): number {
  if (!isBackingOff) return pokeMs;
  const doubled = pokeMs * 2 ** Math.floor(Math.log2(Math.max(0, waitedMs) / pokeMs + 1));
  return Math.max(pokeMs, Math.min(maxWaitMs ?? Number.MAX_SAFE_INTEGER, doubled));
}
