/** One task of one run: its tries, and for the chosen try the log, rendered text, checks, output and details. */
import { ActionIcon, Button, Tabs, Tooltip } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { PanelBottom, PanelRight, RotateCcw, X } from "lucide-react";
import { useState, type ReactNode } from "react";
import { toFailure, type Failure } from "../../../rpc/failure.ts";
import { useRpc } from "../../../rpc/rpc-provider.tsx";
import { countInstances, instanceMark } from "../../../../shared/model/map-instance.ts";
import { isFinished, isRunFinished } from "../../../../shared/model/states.ts";
import { NoteButton, NoteMark } from "../../../run-acts/note-mark.tsx";
import { useNotes } from "../../../run-acts/use-notes.ts";
import { t } from "../../../strings/t.ts";
import { ErrorState } from "../../../ui/error-state.tsx";
import { SkeletonRows } from "../../../ui/skeleton-rows.tsx";
import { CompareFailedTask } from "../compare/compare-failed-task.tsx";
import { noInstanceFilter, type InstanceFilter } from "../instances/instance-filter.ts";
import { InstanceWay } from "../instances/instance-way.tsx";
import { InstancesTab } from "../instances/instances-tab.tsx";
import type { DagPageState } from "../use-dag-page.ts";
import type { Dock } from "../use-split.ts";
import { asksWhy, chosenAttempt, type PanelTab } from "./attempt-choice.ts";
import { PlannedTask } from "./planned-task.tsx";
import { StartedRuns } from "./started-runs.tsx";
import { TaskOutcome } from "./task-outcome.tsx";
import styles from "./task-panel.module.css";
import { TaskTabs } from "./task-tabs.tsx";

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

/** What is looked for among the instances of a mapped task: kept while one of them is shown. */
interface Listing {
  readonly of: string;
  readonly filter: InstanceFilter;
  readonly last: string | null;
}

export function TaskPanel(props: TaskPanelProps): ReactNode {
  const { page, taskId } = props;
  const { runId } = page;
  const [tab, setTab] = useState<PanelTab | null>(null);
  const [listing, setListing] = useState<Listing>({ of: "", filter: noInstanceFilter, last: null });
  const query = useQuery(useRpc().runs.task.queryOptions({ input: { dagId: page.place.dagId, source: page.place.source, runId: runId ?? "", taskId }, enabled: runId !== null }));
  if (runId === null) {
    return (
      <PanelFrame {...props} clear={null}>
        <PlannedTask page={page} taskId={taskId} />
      </PanelFrame>
    );
  }
  if (query.data === undefined) {
    const content = query.error ? <NoTask {...props} failure={toFailure(query.error)} onRetry={() => void query.refetch()} /> : <SkeletonRows rows={6} label={t("Loading the task")} />;
    return <PanelFrame {...props} clear={null}>{content}</PanelFrame>;
  }
  const { instance, attempts } = query.data;
  const attempt = chosenAttempt(attempts, page.place.tryNumber);
  const hasChecks = (attempt?.checks.length ?? 0) > 0;
  const asks = asksWhy(instance, page.detail !== null && isRunFinished(page.detail.run.state));
  const isMapped = instance.mapped !== undefined;
  const wanted = (tab === "waiting" && !asks) || (tab === "instances" && !isMapped) ? null : tab;
  const first = isMapped && page.place.tryNumber === undefined ? "instances" : asks && (attempt === null || instance.state === "up_for_retry" || instance.state === "deferred") ? "waiting" : null;
  const shown = wanted ?? first ?? (page.place.line !== undefined ? "log" : hasChecks && attempt?.checks.some((check) => check.outcome !== "passed" && check.severity === "error") ? "checks" : "log");
  return (
    <PanelFrame {...props} clear={isFinished(instance.state) ? () => props.onClear(taskId) : null}>
      <TaskOutcome page={page} runId={runId} detail={query.data} attempt={attempt} onLog={() => setTab("log")} />
      <StartedRuns runs={query.data.started ?? []} source={page.place.source} />
      <InstanceWay
        page={page}
        instance={instance}
        onAll={(of) => {
          setTab("instances");
          page.selectTask(of);
        }}
      />
      <MissingTry asked={page.place.tryNumber} shown={attempt?.tryNumber ?? null} />
      <CompareFailedTask page={page} instance={instance} />
      <Tabs value={shown} onChange={(value) => setTab(value as PanelTab)} className={styles.tabs ?? ""} variant="default" keepMounted={false}>
        <div className={styles.tabLine}>
          <Tabs.List>
            {isMapped && <Tabs.Tab value="instances">{t("Instances {{mark}}", { mark: instanceMark(countInstances(instance.mapped ?? {})) })}</Tabs.Tab>}
            {asks && <Tabs.Tab value="waiting">{isFinished(instance.state) ? t("Why it did not run") : t("Why it waits")}</Tabs.Tab>}
            <Tabs.Tab value="log">{t("Log")}</Tabs.Tab>
            <Tabs.Tab value="rendered">{t("Rendered")}</Tabs.Tab>
            <Tabs.Tab value="checks">{t("Checks{{checks}}", { checks: hasChecks ? ` ${attempt?.checks.length}` : "" })}</Tabs.Tab>
            <Tabs.Tab value="output">{t("Output")}</Tabs.Tab>
            <Tabs.Tab value="details">{t("Details")}</Tabs.Tab>
            <Tabs.Tab value="resources">{t("Resources")}</Tabs.Tab>
            <Tabs.Tab value="tries">{attempts.length > 1 ? t("Tries {{count}}", { count: attempts.length }) : t("Tries")}</Tabs.Tab>
          </Tabs.List>
        </div>
        <Tabs.Panel value={shown} className={styles.tabPanel ?? ""}>
          {shown === "instances" ? (
            <InstancesTab
              key={`${runId} ${taskId}`}
              of={{ dagId: page.place.dagId, source: page.place.source, runId, taskId }}
              filter={listing.of === taskId ? listing.filter : noInstanceFilter}
              last={listing.of === taskId ? listing.last : null}
              whyNot={props.whyNot}
              isWide={props.dock === "bottom"}
              onFilter={(filter) => setListing({ of: taskId, filter, last: null })}
              onOpen={(opened) => {
                setListing((before) => ({ of: taskId, filter: before.of === taskId ? before.filter : noInstanceFilter, last: opened }));
                setTab(null);
                page.selectTask(opened);
              }}
            />
          ) : (
            <TaskTabs tab={shown} page={page} runId={runId} detail={query.data} attempt={attempt} />
          )}
        </Tabs.Panel>
      </Tabs>
    </PanelFrame>
  );
}

function NoTask({ taskId, failure, onRetry, onClose }: TaskPanelProps & { failure: Failure; onRetry: () => void }): ReactNode {
  const title = t("{{taskId}} cannot be shown", { taskId });
  if (failure.code !== "task/not-found") return <ErrorState title={title} failure={failure} onRetry={onRetry} />;
  const close = (
    <Button size="compact-sm" variant="default" onClick={onClose}>
      {t("Show the run alone")}
    </Button>
  );
  return <ErrorState title={title} failure={failure} actions={close} />;
}

/** An address may name a try that is not there; what is shown instead is said. */
function MissingTry({ asked, shown }: { asked: number | undefined; shown: number | null }): ReactNode {
  if (asked === undefined || asked === shown) return null;
  return (
    <p className={styles.missing} role="status">
      {shown === null ? t("There is no try {{asked}} of this task: it has not started.", { asked }) : t("There is no try {{asked}} of this task; this is try {{shown}}.", { asked, shown })}
    </p>
  );
}

function PanelFrame({ page, taskId, dock, whyNot, onDock, onClose, clear, children }: TaskPanelProps & { clear: (() => void) | null; children: ReactNode }): ReactNode {
  const notes = useNotes(page.place.dagId, page.place.source);
  const note = page.runId === null ? null : notes.ofTask(page.place.dagId, page.runId, taskId);
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
        {page.runId !== null && !page.isKept && <NoteButton run={{ dagId: page.place.dagId, runId: page.runId }} taskId={taskId} note={note} />}
        {page.isKept && <NoteMark note={note} />}
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
