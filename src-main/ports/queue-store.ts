/** What the store keeps of queues. */
import type { QueueEvent, QueueLatency } from "../../shared/contract/queues.ts";

/** As it is written down: when its first task started is known later, from its run. */
export interface NewQueueEvent extends Omit<QueueEvent, "startedAt"> {
  /** Of what it said; null where that does not matter. */
  readonly digest?: string | null;
}

export interface KnownEvent {
  readonly runId: string | null;
  readonly reason: string | null;
  readonly digest: string | null;
}

export interface QueueStore {
  /** Throws where an event with this key is known: nothing of its transaction happens then. One that was set aside may be taken after all, or be set aside anew. */
  add(dagId: string, key: string, event: NewQueueEvent): void;
  find(dagId: string, key: string): KnownEvent | null;
  /** The newest first. */
  list(dagId: string, limit: number): QueueEvent[];
  counts(dagId: string): { readonly taken: number; readonly setAside: number };
  /** From when an event was heard of to when the first task of its run started, over the newest `limit` events; null while there is none. */
  latency(dagId: string, limit: number): QueueLatency | null;
  setOn(dagId: string, on: boolean): void;
  listOn(): string[];
}
