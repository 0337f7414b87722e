/** Stores what a decision wants done, in the transaction of the decision, and notes it to be carried out once that is committed. */
import type { Effect, TaskRecord } from "../core/run-image.ts";
import type { Store } from "../ports/store.ts";
import type { ActiveRun } from "./images.ts";
import { emptyEnd } from "./try-ends.ts";
import type { Turn } from "./turn.ts";

export interface DecidedEffect {
  readonly run: ActiveRun;
  readonly effect: Effect;
  readonly at: number;
  /** What becomes of the task. */
  readonly record: TaskRecord | undefined;
}

export function recordEffect(store: Store, { run, effect, at, record }: DecidedEffect, turn: Turn): void {
  const key = { run: run.image.key, task: effect.task, tryNumber: effect.tryNumber };
  switch (effect.kind) {
    // The row of the try is the intent: a try that has one and no end is asked about after a crash.
    case "startAttempt":
      beginTry(store, key, at);
      turn.starts.push(key);
      break;
    case "stopAttempt":
      store.outbox.add({ ...key, kind: "stop" });
      turn.stops.push(key);
      break;
    // The deferred state itself is the intent: it needs no outbox.
    case "startWatch":
      beginTry(store, key, at);
      store.attempts.started(key, null, at);
      turn.watches.push(key);
      break;
    case "stopWatch":
      store.attempts.end(key, { ...emptyEnd(at), state: record?.state === "success" ? "success" : "failed", reason: record?.reason ?? null });
      turn.unwatched.push(key);
      break;
  }
}

function beginTry(store: Store, key: { run: number; task: number; tryNumber: number }, at: number): void {
  if (key.tryNumber > 1) store.xcoms.clear(key.run, key.task);
  store.attempts.begin(key, at);
}
