/** In which order the checks of a try are shown. Pure. */
import type { CheckResult } from "../model/run.ts";

/** Failing checks first, warnings next, so that what matters is on top. */
export function rankedChecks(checks: readonly CheckResult[]): CheckResult[] {
  return checks.toSorted((a, b) => rankOf(a) - rankOf(b));
}

/** Those that did not pass, in that order. */
export function brokenChecks(checks: readonly CheckResult[]): CheckResult[] {
  return rankedChecks(checks).filter(({ outcome }) => outcome !== "passed");
}

function rankOf({ outcome, severity }: CheckResult): number {
  if (outcome === "passed") return 3;
  if (severity === "error") return outcome === "failed" ? 0 : 1;
  return 2;
}
