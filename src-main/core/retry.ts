/** When a failed try may be repeated. */
import type { TaskPlan } from "./run-graph.ts";

/** Delay in ms before the try after `failedTry` (1 = the first failed); exponential doubles each time, both are capped. */
export function retryDelayOf(plan: Pick<TaskPlan, "retryDelayMs" | "retryBackoff" | "retryMaxDelayMs">, failedTry: number): number {
  const factor = plan.retryBackoff === "exponential" ? 2 ** Math.min(failedTry - 1, 30) : 1;
  return Math.min(plan.retryDelayMs * factor, Math.max(plan.retryMaxDelayMs, plan.retryDelayMs));
}
