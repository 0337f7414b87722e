/** What can be done with the DAG and its shown run. Of a run at work tasks change many times a second: these buttons do not, unless they say so. */
import { memo, type ReactNode } from "react";
import { isRunFinished, type TaskState } from "../../../shared/model/states.ts";
import { CompareMenu } from "./compare/compare-menu.tsx";
import { RunShare } from "./capsule/run-share.tsx";
import type { ShownRun } from "./dag-selection.ts";
import { RunButtons, type RunButtonsProps } from "./run-buttons.tsx";

export interface HeaderActsProps extends Omit<ShownRun, "place">, Omit<RunButtonsProps, "shown" | "hasBroken"> {
  readonly dagId: string;
  readonly source: string | undefined;
  /** It is only looked at. */
  readonly isKept: boolean;
  readonly canRun: boolean;
  /** A task of the shown run did not do its work. */
  readonly hasFailed: boolean;
  /** That, or one never began because of it. */
  readonly hasBroken: boolean;
}

export const HeaderActs = memo(function HeaderActs({ dagId, source, isKept, canRun, run, runId, taskId, hasFailed, hasBroken, ...buttons }: HeaderActsProps): ReactNode {
  const shown: ShownRun = { place: { dagId, source }, run, runId, taskId };
  return (
    <>
      {run !== null && !isKept && <CompareMenu shown={shown} run={run} />}
      <RunShare shown={shown} isBroken={run?.state === "failed" || hasFailed} />
      {canRun && <RunButtons {...buttons} shown={run === null ? null : { runId: run.runId, isActive: !isRunFinished(run.state), taskId }} hasBroken={hasBroken} />}
    </>
  );
});

/** Whether any did, and not how many: the buttons stay as they are while more of them fail. */
export function brokenTasks(counts: ReadonlyMap<TaskState, number>): Pick<HeaderActsProps, "hasFailed" | "hasBroken"> {
  const hasFailed = counts.has("failed") || counts.has("interrupted");
  return { hasFailed, hasBroken: hasFailed || counts.has("upstream_failed") };
}
