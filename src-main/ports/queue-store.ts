/** What the store keeps of queues. */
import type { QueueEvent } from "../../shared/contract/queues.ts";

export interface QueueStore {
  /** Throws where an event with this key is known: nothing of its transaction happens then. */
  add(dagId: string, key: string, event: QueueEvent): void;
  has(dagId: string, key: string): boolean;
  /** The newest first. */
  list(dagId: string, limit: number): QueueEvent[];
  counts(dagId: string): { readonly taken: number; readonly setAside: number };
  setOn(dagId: string, on: boolean): void;
  listOn(): string[];
}
