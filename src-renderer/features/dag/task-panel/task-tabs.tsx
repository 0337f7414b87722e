/** The content of the chosen tab. */
import { useCallback, type ReactNode } from "react";
import type { TaskDetail } from "../../../../shared/contract/runs.ts";
import type { Attempt } from "../../../../shared/model/run.ts";
import { t } from "../../../strings/t.ts";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { drawnFor, type DagPlace } from "../dag-selection.ts";
import type { DagPageState } from "../use-dag-page.ts";
import type { PanelTab } from "./attempt-choice.ts";
import { ChecksTab } from "./checks-tab.tsx";
import { DetailsTab } from "./details-tab.tsx";
import { LogTab } from "./log-tab.tsx";
import { OutputTab } from "./output-tab.tsx";
import { RenderedTab } from "./rendered-tab.tsx";
import { WhyWaiting } from "./why-waiting.tsx";
import { ResourcesTab } from "./resources-tab.tsx";
import { TriesTab } from "./tries-tab.tsx";
import styles from "./task-panel.module.css";

export interface TaskTabsProps {
  readonly tab: PanelTab;
  readonly page: DagPageState;
  readonly runId: string;
  readonly detail: TaskDetail;
  readonly attempt: Attempt | null;
}

export function TaskTabs({ tab, page, runId, detail, attempt }: TaskTabsProps): ReactNode {
  const task = page.dag?.dag?.tasks.find((each) => each.id === drawnFor(detail.instance.taskId, page.tasks)) ?? null;
  const { selectLine } = page;
  const tryNumber = attempt?.tryNumber ?? 0;
  const onLine = useCallback((line: number | null) => selectLine(tryNumber, line), [selectLine, tryNumber]);
  if (tab === "waiting") return <WhyWaiting dagId={page.place.dagId} {...(page.place.source === undefined ? {} : { source: page.place.source })} runId={runId} taskId={detail.instance.taskId} />;
  if (tab === "details") return <DetailsTab detail={detail} attempt={attempt} task={task} />;
  if (attempt === null) {
    return (
      <div className={styles.scroll}>
        <EmptyState title={t("This task has not started")}>{t("There is nothing to show before its first try.")}</EmptyState>
      </div>
    );
  }
  switch (tab) {
    case "log":
      return <LogTab key={attempt.attemptId} tryRef={{ dagId: page.place.dagId, source: page.place.source, runId, taskId: attempt.taskId, tryNumber: attempt.tryNumber }} attempt={attempt} line={lineOf(page.place, attempt)} onLine={onLine} />;
    case "rendered":
      return <RenderedTab kind={detail.kind} rendered={attempt.rendered} />;
    case "resources":
      return <ResourcesTab tryRef={{ dagId: page.place.dagId, source: page.place.source, runId, taskId: attempt.taskId, tryNumber: attempt.tryNumber }} attempt={attempt} />;
    case "tries":
      return <TriesTab attempts={detail.attempts} shown={attempt.tryNumber} maxTries={detail.instance.maxTries} onSelect={page.selectTry} />;
    case "checks":
      return <ChecksTab checks={attempt.checks} />;
    case "output":
      return <OutputTab attempt={attempt} source={page.place.source} xcoms={detail.xcoms} connection={(task !== null && "connection" in task ? task.connection : null) ?? page.dag?.dag?.connection ?? null} />;
  }
}

/** The line that the address names is one of the try that it names. */
function lineOf({ tryNumber, line }: DagPlace, shown: Attempt): number | null {
  return line === undefined || (tryNumber !== undefined && tryNumber !== shown.tryNumber) ? null : line;
}
