/** What the store keeps of queues. */
import type { QueueEvent, QueueLatency } from "../../shared/contract/queues.ts";

/** As it is written down: when its first task started is known later, from its run. */
export interface NewQueueEvent extends Omit<QueueEvent, "id" | "startedAt"> {
  /** Of what it said; null where that does not matter. */
  readonly digest?: string | null;
}

export interface KnownEvent {
  readonly runId: string | null;
  readonly reason: string | null;
  readonly digest: string | null;
}

export interface EventPage {
  readonly before?: number | undefined;
  readonly setAside?: boolean | undefined;
  readonly limit: number;
}

export interface QueueStore {
  /** Throws where an event with this key is known: nothing of its transaction happens then. One that was set aside may be taken after all, or be set aside anew. */
  add(dagId: string, key: string, event: NewQueueEvent): void;
  find(dagId: string, key: string): KnownEvent | null;
  /** The newest first, of those with smaller ids than `before` where that is given; of all, or of those that were set aside. */
  list(dagId: string, page: EventPage): QueueEvent[];
  counts(dagId: string): { readonly taken: number; readonly setAside: number };
  /** From when an event was heard of to when the first task of its run started, over the newest `limit` events; null while there is none. */
  latency(dagId: string, limit: number): QueueLatency | null;
  /** Runs that began with an event, have not ended, and of which no task has ever started: one that was cleared is not among them. */
  notStarted(): { readonly dagId: string; readonly runId: string; readonly heardAt: number }[];
  /** Of all DAGs that have events, whether their files are there or not. */
  dagIds(): string[];
  /** Looks at `limit` events with higher ids than `after`: those that came before `before` and whose run is not in the history. `last` is where to go on; null at the end. */
  withoutRun(dagId: string, page: { readonly after: number; readonly before: number; readonly limit: number }): { readonly ids: number[]; readonly last: number | null };
  /** Whether this run began with an event that came before `before`. */
  isOfOldEvent(dagId: string, runId: string, before: number): boolean;
  /** What comes with these keys again is new. Belongs inside `atomically`. */
  dropKeys(ids: readonly number[]): void;
  setOn(dagId: string, on: boolean): void;
  listOn(): string[];
  /** Since when the DAG of a queue that is on is gone, as far as was noticed; null while it is there, and for one that is off. */
  goneSince(dagId: string): number | null;
  setGone(dagId: string, at: number | null): void;
}
