/**
 * The thirteen trigger rules, decided from counts of upstream outcomes alone, so that a task that ends costs each
 * of its children O(1). Meaning as Airflow 3. `interrupted` counts as failed: an unknown outcome never counts as good.
 */
import { assertNever } from "../base/assert-never.ts";
import type { TriggerRule } from "../model/states.ts";

export interface UpstreamTally {
  readonly total: number;
  readonly success: number;
  readonly failed: number;
  readonly upstreamFailed: number;
  readonly skipped: number;
  /** How many of them are setups, and of those which have ended how; 0 when absent. */
  readonly setups?: number;
  readonly setupSuccess?: number;
  readonly setupSkipped?: number;
}

export type Verdict = "wait" | "run" | "skip" | "upstream_failed";

/** Whether a task with this rule may start, must wait, or will never run. Roots (`total` 0) always run. */
export function evaluateTriggerRule(rule: TriggerRule, up: UpstreamTally): Verdict {
  if (up.total === 0 || rule === "always") return "run";
  const bad = up.failed + up.upstreamFailed;
  const done = up.success + bad + up.skipped;
  const allDone = done === up.total;
  switch (rule) {
    case "all_success":
      if (bad > 0) return "upstream_failed";
      if (up.skipped > 0) return "skip";
      return allDone ? "run" : "wait";
    case "all_failed":
      if (up.success + up.skipped > 0) return "skip";
      return allDone ? "run" : "wait";
    case "all_done":
      return allDone ? "run" : "wait";
    case "all_done_setup_success":
      return allDone ? afterSetups(up) : "wait";
    case "all_done_min_one_success":
      // Airflow does not count a skipped task as done here, so that one is enough to skip.
      if (up.skipped > 0) return "skip";
      if (!allDone) return "wait";
      return up.success > 0 ? "run" : "upstream_failed";
    case "one_success":
      if (up.success > 0) return "run";
      if (!allDone) return "wait";
      return bad > 0 ? "upstream_failed" : "skip";
    case "one_failed":
      if (bad > 0) return "run";
      return allDone ? "skip" : "wait";
    case "one_done":
      // What was only given up has done nothing.
      if (up.success + up.failed > 0) return "run";
      return allDone ? "skip" : "wait";
    case "none_failed":
      if (bad > 0) return "upstream_failed";
      return allDone ? "run" : "wait";
    case "none_failed_min_one_success":
      if (bad > 0) return "upstream_failed";
      if (!allDone) return "wait";
      return up.success > 0 ? "run" : "skip";
    case "none_skipped":
      if (up.skipped > 0) return "skip";
      return allDone ? "run" : "wait";
    case "all_skipped":
      if (up.success + bad > 0) return "skip";
      return allDone ? "run" : "wait";
    default:
      return assertNever(rule);
  }
}

/** One setup that succeeded is enough to clean up after. */
function afterSetups({ setups = 0, setupSuccess = 0, setupSkipped = 0 }: UpstreamTally): Verdict {
  if (setups === 0 || setupSuccess > 0) return "run";
  return setupSkipped >= setups ? "skip" : "upstream_failed";
}
