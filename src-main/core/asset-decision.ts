/**
 * What becomes of the events that wait for a DAG: a run that consumes all of them, or they wait on, or they are passed over. Pure.
 *
 * Where the condition holds there is a run, which `overlap` decides about while `max_active_runs` are unfinished: `queue` makes it, and it waits its
 * turn, but only so many wait; beyond that the events gather, and the next run consumes them all. `skip` passes them over, `cancel_old` makes room.
 */
import { isCalledFor, type AssetCondition } from "../../shared/model/asset.ts";
import type { Overlap } from "../../shared/model/dag.ts";
import { mostWaiting } from "./due-instants.ts";

export interface AssetQuestion {
  readonly condition: AssetCondition;
  readonly came: ReadonlySet<string>;
  readonly overlap: Overlap;
  /** Runs of the DAG that have not ended. */
  readonly unfinished: number;
  readonly maxActiveRuns: number;
}

export type AssetAnswer =
  | { readonly kind: "wait" }
  /** There is no room for one more run. */
  | { readonly kind: "gather" }
  | { readonly kind: "pass" }
  | { readonly kind: "start"; /** So many of the oldest runs that nobody started by hand are cancelled. */ readonly cancelOldest: number };

export function decideAssets({ condition, came, overlap, unfinished, maxActiveRuns }: AssetQuestion): AssetAnswer {
  if (!isCalledFor(condition, (asset) => came.has(asset))) return { kind: "wait" };
  const over = unfinished - maxActiveRuns + 1;
  if (over > 0 && overlap === "skip") return { kind: "pass" };
  if (over > 0 && overlap === "cancel_old") return { kind: "start", cancelOldest: over };
  return unfinished < maxActiveRuns + mostWaiting ? { kind: "start", cancelOldest: 0 } : { kind: "gather" };
}
