/** What can be done with the DAG and its shown run. Of a run at work tasks change many times a second: these buttons do not, unless they say so. */
import { memo, type ReactNode } from "react";
import { isRunFinished, type TaskState } from "../../../shared/model/states.ts";
import { CompareMenu } from "./compare/compare-menu.tsx";
import { RunShare } from "./capsule/run-share.tsx";
import type { ShownRun } from "./dag-selection.ts";
import { RunButtons, type RunButtonsProps } from "./run-buttons.tsx";

export interface HeaderActsProps extends Omit<ShownRun, "place">, Omit<RunButtonsProps, "shown" | "broken"> {
  readonly dagId: string;
  readonly source: string | undefined;
  /** It is only looked at. */
  readonly isKept: boolean;
  readonly canRun: boolean;
  readonly failed: number;
  readonly upstreamFailed: number;
}

export const HeaderActs = memo(function HeaderActs({ dagId, source, isKept, canRun, run, runId, taskId, failed, upstreamFailed, ...buttons }: HeaderActsProps): ReactNode {
  const shown: ShownRun = { place: { dagId, source }, run, runId, taskId };
  return (
    <>
      {run !== null && !isKept && <CompareMenu shown={shown} run={run} />}
      <RunShare shown={shown} isBroken={run?.state === "failed" || failed > 0} />
      {canRun && <RunButtons {...buttons} shown={run === null ? null : { runId: run.runId, isActive: !isRunFinished(run.state), taskId }} broken={failed + upstreamFailed} />}
    </>
  );
});

/** Tasks that did not do their work, and those that therefore never began. */
export function brokenCounts(counts: ReadonlyMap<TaskState, number>): Pick<HeaderActsProps, "failed" | "upstreamFailed"> {
  return { failed: (counts.get("failed") ?? 0) + (counts.get("interrupted") ?? 0), upstreamFailed: counts.get("upstream_failed") ?? 0 };
}
