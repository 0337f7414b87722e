/** When a failed try may be repeated. */
import type { TaskPlan } from "./run-graph.ts";

/**
 * Delay in ms before the try after `failedTry` (1 = the first failed). An exponential one doubles each time, and up to as much again is added
 * by the name of the try, as in Airflow, so that tasks that failed together do not come back together. Both are capped.
 */
export function retryDelayOf(plan: Pick<TaskPlan, "retryDelayMs" | "retryBackoff" | "retryMaxDelayMs">, failedTry: number, tryName: string): number {
  const highest = Math.max(plan.retryMaxDelayMs, plan.retryDelayMs);
  if (plan.retryBackoff === "fixed") return Math.min(plan.retryDelayMs, highest);
  const least = plan.retryDelayMs * 2 ** Math.min(failedTry - 1, 30);
  return Math.min(least + Math.floor(least * shareOf(tryName)), highest);
}

/** Between 0 and 1, the same for the same name: FNV-1a, and a last stir because it leaves names that differ at their end close together. */
function shareOf(name: string): number {
  let hash = 0x811c_9dc5;
  for (let at = 0; at < name.length; at += 1) hash = Math.imul(hash ^ name.charCodeAt(at), 0x0100_0193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85eb_ca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2_ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
