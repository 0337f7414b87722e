/**
 * Queues that are on and whose DAG is there no more. A file may be away for a while, as on another branch, and what its queue dealt with has to be known when it
 * is back: so since when it is gone is stored, and the queue is turned off when that is as long ago as keys of events are kept. Its keys then go as any others do.
 */
import { durationWords } from "../../../shared/base/duration.ts";
import type { Clock } from "../../ports/machine.ts";
import type { Store } from "../../ports/store.ts";
import type { Workspace } from "../../ports/workspace.ts";
import { keptSince } from "../retention/event-keys.ts";

export interface GoneQueuesParts {
  readonly store: Pick<Store, "queues" | "atomically">;
  readonly clock: Pick<Clock, "now">;
  readonly workspace: Pick<Workspace, "config">;
}

export class GoneQueues {
  readonly #parts: GoneQueuesParts;
  /** Called with a sentence when a queue begins to rest, goes on, or is turned off. */
  onNews: (words: string) => void = () => {};

  constructor(parts: GoneQueuesParts) {
    this.#parts = parts;
  }

  /** Its DAG is there. Throws what the store says, as below. */
  there(dagId: string): void {
    const { store } = this.#parts;
    if (store.queues.goneSince(dagId) === null) return;
    store.atomically(() => store.queues.setGone(dagId, null));
    this.onNews(`The queue of ${dagId} works again: its DAG is back.`);
  }

  gone(dagId: string): void {
    const { store, clock, workspace } = this.#parts;
    const [now, since] = [clock.now(), store.queues.goneSince(dagId)];
    const keptFrom = keptSince(workspace.config().config.retention, now);
    if (since === null) {
      store.atomically(() => store.queues.setGone(dagId, now));
      this.onNews(`The queue of ${dagId} rests: there is no DAG of that name any more. It is turned off when that has been so for ${durationWords(now - keptFrom)}.`);
    } else if (since < keptFrom) {
      store.atomically(() => store.queues.setOn(dagId, false));
      this.onNews(`The queue of ${dagId} was turned off: its DAG has been gone for ${durationWords(60_000 * Math.round((now - since) / 60_000))}.`);
    }
  }
}
