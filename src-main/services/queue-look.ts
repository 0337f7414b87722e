/** What stands between a task and its slot. */
import type { Claim } from "./claims.ts";
import type { SlotHolder } from "./slots.ts";

export interface QueueLook {
  /** Of the whole engine. */
  readonly holders: readonly SlotHolder[];
  /** Tasks that get a slot of the pool first; null while the task waits for none. */
  readonly ahead: number | null;
  readonly poolSlots: number;
  readonly fastSlots: number;
  /** Of the task that is asked about, with the bounds in force. */
  readonly claim: Claim;
  /** Queued runs of the DAG that begin first; null while the run is not queued. */
  readonly runsAhead: number | null;
}
