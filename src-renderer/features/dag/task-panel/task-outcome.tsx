/** What became of the shown try, with what its log says of why it failed. */
import type { ReactNode } from "react";
import type { TaskDetail } from "../../../../shared/contract/runs.ts";
import type { Attempt } from "../../../../shared/model/run.ts";
import { isBareReason } from "../../../../shared/run-view/error-line.ts";
import { useFailureLine, type FailedTry } from "../../../app/use-failure-line.ts";
import type { DagPageState } from "../use-dag-page.ts";
import { brokenAbove, outcomeOf } from "./attempt-choice.ts";
import { OutcomeLine } from "./outcome-line.tsx";
import { TrySelector } from "./try-selector.tsx";

export interface TaskOutcomeProps {
  readonly page: DagPageState;
  readonly runId: string;
  readonly detail: TaskDetail;
  /** The shown one; null before the first. */
  readonly attempt: Attempt | null;
  /** The log is asked for. */
  readonly onLog: () => void;
}

export function TaskOutcome({ page, runId, detail: { instance, attempts }, attempt, onLog }: TaskOutcomeProps): ReactNode {
  const { dagId, source } = page.place;
  const said = useFailureLine(attempt === null ? null : tellingOf(attempt, { dagId, runId, source }));
  const causes = instance.state === "upstream_failed" ? brokenAbove(instance.taskId, page.tasks, page.instances) : [];
  const onLine = (line: number): void => {
    if (attempt === null) return;
    page.selectLine(attempt.tryNumber, line);
    onLog();
  };
  return (
    <OutcomeLine outcome={outcomeOf(instance, attempt, attempts)} tries={attempts.length} said={said} isSilent={attempt?.logBytes === 0} causes={causes} onOpenTask={page.selectTask} onLine={onLine}>
      <TrySelector attempts={attempts} shown={attempt?.tryNumber ?? null} onSelect={page.selectTry} />
    </OutcomeLine>
  );
}

function tellingOf({ taskId, tryNumber, state, reason }: Attempt, { source, ...run }: Omit<FailedTry, "taskId" | "tryNumber">): FailedTry | null {
  if (state !== "failed" || !isBareReason(reason)) return null;
  return { ...run, taskId, tryNumber, ...(source === undefined ? {} : { source }) };
}
