/** One task of one run: its tries, and for the chosen try the log, rendered text, checks, output and details. */
import { ActionIcon, Button, Tabs, Tooltip } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { PanelBottom, PanelRight, RotateCcw, X } from "lucide-react";
import { useState, type ReactNode } from "react";
import { toFailure } from "../../../rpc/failure.ts";
import { useRpc } from "../../../rpc/rpc-provider.tsx";
import { isFinished } from "../../../../shared/model/states.ts";
import { t } from "../../../strings/t.ts";
import { ErrorState } from "../../../ui/error-state.tsx";
import { SkeletonRows } from "../../../ui/skeleton-rows.tsx";
import type { DagPageState } from "../use-dag-page.ts";
import type { Dock } from "../use-split.ts";
import { brokenAbove, chosenAttempt, outcomeOf, type PanelTab } from "./attempt-choice.ts";
import { OutcomeLine } from "./outcome-line.tsx";
import { PlannedTask } from "./planned-task.tsx";
import styles from "./task-panel.module.css";
import { TaskTabs } from "./task-tabs.tsx";
import { TrySelector } from "./try-selector.tsx";

export interface TaskPanelProps {
  readonly page: DagPageState;
  readonly taskId: string;
  readonly dock: Dock;
  /** Why nothing may run now; null when it may. */
  readonly whyNot: string | null;
  readonly onDock: () => void;
  readonly onClear: (taskId: string) => void;
  readonly onClose: () => void;
}

export function TaskPanel(props: TaskPanelProps): ReactNode {
  const { page, taskId } = props;
  const { runId } = page;
  const [tab, setTab] = useState<PanelTab | null>(null);
  const query = useQuery(useRpc().runs.task.queryOptions({ input: { dagId: page.place.dagId, runId: runId ?? "", taskId }, enabled: runId !== null }));
  if (runId === null) {
    return (
      <PanelFrame {...props} clear={null}>
        <PlannedTask page={page} taskId={taskId} />
      </PanelFrame>
    );
  }
  if (query.data === undefined) {
    const content = query.error ? <ErrorState title={t("{{taskId}} cannot be shown", { taskId })} failure={toFailure(query.error)} onRetry={() => void query.refetch()} /> : <SkeletonRows rows={6} label={t("Loading the task")} />;
    return <PanelFrame {...props} clear={null}>{content}</PanelFrame>;
  }
  const { instance, attempts } = query.data;
  const attempt = chosenAttempt(attempts, page.place.tryNumber);
  const causes = instance.state === "upstream_failed" ? brokenAbove(taskId, page.tasks, page.instances) : [];
  const hasChecks = (attempt?.checks.length ?? 0) > 0;
  const shown = tab ?? (hasChecks && attempt?.checks.some((check) => check.outcome !== "passed" && check.severity === "error") ? "checks" : "log");
  return (
    <PanelFrame {...props} clear={isFinished(instance.state) ? () => props.onClear(taskId) : null}>
      <OutcomeLine outcome={outcomeOf(instance, attempt, attempts)} tries={attempts.length} causes={causes} onOpenTask={page.selectTask}>
        <TrySelector attempts={attempts} shown={attempt?.tryNumber ?? null} onSelect={page.selectTry} />
      </OutcomeLine>
      <Tabs value={shown} onChange={(value) => setTab(value as PanelTab)} className={styles.tabs ?? ""} variant="default" keepMounted={false}>
        <div className={styles.tabLine}>
          <Tabs.List>
            <Tabs.Tab value="log">{t("Log")}</Tabs.Tab>
            <Tabs.Tab value="rendered">{t("Rendered")}</Tabs.Tab>
            <Tabs.Tab value="checks">{t("Checks{{checks}}", { checks: hasChecks ? ` ${attempt?.checks.length}` : "" })}</Tabs.Tab>
            <Tabs.Tab value="output">{t("Output")}</Tabs.Tab>
            <Tabs.Tab value="details">{t("Details")}</Tabs.Tab>
          </Tabs.List>
        </div>
        <Tabs.Panel value={shown} className={styles.tabPanel ?? ""}>
          <TaskTabs tab={shown} page={page} runId={runId} detail={query.data} attempt={attempt} />
        </Tabs.Panel>
      </Tabs>
    </PanelFrame>
  );
}

function PanelFrame({ taskId, dock, whyNot, onDock, onClose, clear, children }: TaskPanelProps & { clear: (() => void) | null; children: ReactNode }): ReactNode {
  const otherDock = dock === "side" ? "bottom" : "side";
  return (
    <section className={styles.panel} aria-label={t("Task {{taskId}}", { taskId })}>
      <header className={styles.head}>
        <h2 className={styles.name} title={taskId}>
          {taskId}
        </h2>
        {clear !== null && (
          <Button size="compact-sm" variant="default" className={styles.clear ?? ""} leftSection={<RotateCcw size={12} />} disabled={whyNot !== null} title={whyNot ?? undefined} onClick={clear}>
            {t("Clear…")}
          </Button>
        )}
        <Tooltip label={t("Move to the {{otherDock}}", { otherDock })}>
          <ActionIcon variant="subtle" color="gray" size={26} aria-label={t("Move the panel to the {{otherDock}}", { otherDock })} onClick={onDock}>
            {dock === "side" ? <PanelBottom size={15} /> : <PanelRight size={15} />}
          </ActionIcon>
        </Tooltip>
        <Tooltip label={t("Close")}>
          <ActionIcon variant="subtle" color="gray" size={26} aria-label={t("Close the task panel")} onClick={onClose}>
            <X size={15} />
          </ActionIcon>
        </Tooltip>
      </header>
      {children}
    </section>
  );
}
