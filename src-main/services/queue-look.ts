/** What stands between a task and its slot. */
import type { Claim, Claims } from "./claims.ts";
import type { ActiveRun } from "./images.ts";
import { lineOf, mostRunning, type GateBounds, type RunGate } from "./run-gate.ts";
import type { SlotHolder, Slots } from "./slots.ts";

export interface QueueLook {
  /** Of the whole engine. */
  readonly holders: readonly SlotHolder[];
  /** Tasks that get a slot of the pool first; null while the task waits for none. */
  readonly ahead: number | null;
  readonly poolSlots: number;
  readonly fastSlots: number;
  /** Of the task that is asked about, with the bounds in force. */
  readonly claim: Claim;
  /** Runs of the line of the run that may go at once. */
  readonly mostRuns: number;
  /** Queued runs of the DAG that begin first; null while the run is not queued. */
  readonly runsAhead: number | null;
}

export function lookAtQueue({ claims, slots, gate, bounds }: { readonly claims: Claims; readonly slots: Slots; readonly gate: RunGate; readonly bounds: GateBounds }, run: ActiveRun, task: number): QueueLook {
  const claim = claims.of(run, task, run.image.tasks[task]);
  const limits = claim.limits.map((limit) => ({ ...limit, bound: slots.boundOf(limit) }));
  return { holders: slots.holders(), ahead: slots.ahead({ run: run.row.key, task }), poolSlots: slots.poolSlots(claim.pool), fastSlots: slots.fastSlots(), claim: { ...claim, limits }, mostRuns: mostRunning(run, bounds), runsAhead: gate.ahead(lineOf(run.row), run.row.key) };
}
