/** Views of a try that another feature owns; the page that holds both hands them in. */
import type { ComponentType } from "react";
import type { Attempt, CheckResult } from "../../../../shared/model/run.ts";

export interface OutputViews {
  readonly Log: ComponentType<{ readonly tryRef: { readonly dagId: string; readonly runId: string; readonly taskId: string; readonly tryNumber: number }; readonly attempt: Attempt }>;
  readonly Checks: ComponentType<{ readonly checks: readonly CheckResult[] }>;
}
