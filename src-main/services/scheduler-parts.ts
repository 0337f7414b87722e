/** What the scheduler works with. */
import type { Reached } from "../ports/crash-point.ts";
import type { Clock, Log } from "../ports/machine.ts";
import type { Store, TryKey } from "../ports/store.ts";
import type { EventHub } from "./event-hub.ts";
import type { RunImages } from "./images.ts";
import type { GateBounds } from "./run-gate.ts";
import type { SlotBounds } from "./slots.ts";
import type { TimeWatch } from "./time-watch.ts";

export interface Performer {
  start(tries: readonly TryKey[]): void;
  stop(key: TryKey, reason: "cancelled"): void;
  /** The outcome of these tries is committed. */
  settled(tries: readonly TryKey[]): void;
}

/** Keeps the tries that wait without a slot. */
export interface Watchmen {
  begin(tries: readonly TryKey[]): void;
  /** Nobody waits for these any more. */
  end(tries: readonly TryKey[]): void;
}

export interface SchedulerParts extends SlotBounds, GateBounds {
  readonly store: Store;
  readonly images: RunImages;
  readonly clock: Clock;
  readonly events: EventHub;
  readonly log: Log;
  readonly time: Pick<TimeWatch, "mark">;
  /** How long after a commit outcomes that may share one wait for company, where many are at work. */
  readonly shareMs?: number;
  readonly reached: Reached;
}
