/** The list of what an act touches: by run, each task with its state. Only what is in view is drawn. */
import { useVirtualizer } from "@tanstack/react-virtual";
import { useMemo, useRef, type ReactNode } from "react";
import type { ActFailure, ActPlan, PlannedRun, PlannedTask } from "../../shared/contract/acts.ts";
import type { TaskState } from "../../shared/model/states.ts";
import { rich } from "../strings/rich.tsx";
import { t } from "../strings/t.ts";
import { StateBadge } from "../ui/state-badge.tsx";
import { stateLook } from "../ui/state-look.ts";
import { InstantText } from "../ui/time-text.tsx";
import styles from "./acts.module.css";

type Line = { readonly kind: "run"; readonly run: PlannedRun } | { readonly kind: "task"; readonly run: PlannedRun; readonly task: PlannedTask } | { readonly kind: "busy"; readonly task: PlannedRun["busy"][number] } | { readonly kind: "follows"; readonly task: PlannedRun["follows"][number] } | { readonly kind: "refused"; readonly run: ActFailure };

const linePx = 28;
const mostPx = 282;

export function PlanList({ plan, label, busy }: { plan: ActPlan; label: string; busy: boolean }): ReactNode {
  const lines = useMemo(() => linesOf(plan), [plan]);
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({ count: lines.length, getScrollElement: () => scroller.current, estimateSize: () => linePx, overscan: 12, initialRect: { width: 600, height: 280 } });
  return (
    <div ref={scroller} className={styles.list} style={{ height: Math.min(mostPx, lines.length * linePx + 2) }} role="region" aria-label={label} aria-busy={busy} tabIndex={0}>
      <div role="list" className={styles.lines} style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map((row) => {
          const line = lines[row.index];
          return line === undefined ? null : (
            <div key={row.key} role="listitem" aria-setsize={lines.length} aria-posinset={row.index + 1} className={styles.line} data-kind={line.kind} style={{ top: row.start, height: row.size }}>
              <LineText line={line} />
            </div>
          );
        })}
      </div>
    </div>
  );
}

function linesOf({ runs, refused }: ActPlan): Line[] {
  const isOne = runs.length + refused.length === 1;
  const ofRuns = runs.flatMap((run): Line[] => [...(isOne ? [] : [{ kind: "run" as const, run }]), ...run.tasks.map((task) => ({ kind: "task" as const, run, task })), ...run.busy.map((task) => ({ kind: "busy" as const, task })), ...run.follows.map((task) => ({ kind: "follows" as const, task }))]);
  return [...ofRuns, ...refused.map((run) => ({ kind: "refused" as const, run }))];
}

function LineText({ line }: { line: Line }): ReactNode {
  switch (line.kind) {
    case "refused":
      return (
        <span className="dw-ellipsis" title={`${line.run.runId}: ${line.run.why}`}>
          <code>{line.run.runId}</code> <span className={styles.refused}>{t("left alone: {{why}}", { why: line.run.why })}</span>
        </span>
      );
    case "run":
      return <RunText run={line.run} />;
    case "task":
      return <TaskText state={line.task.state} taskId={line.task.taskId}>{line.task.taskId}</TaskText>;
    case "busy":
    case "follows":
      return <AlsoText line={line} />;
  }
}

function RunText({ run: { dagId, runId, tasks, logicalDate } }: { run: PlannedRun }): ReactNode {
  return (
    <>
      <span className="dw-ellipsis" title={`${dagId}\n${runId}`}>
        <strong>{dagId}</strong> <code>{runId}</code>
      </span>
      <span className="dw-dim">{logicalDate !== null && <InstantText at={logicalDate} />}</span>
      <span className="dw-num">{t("{{count}} tasks", { count: tasks.length })}</span>
    </>
  );
}

/** A task that is not touched itself. */
function AlsoText({ line }: { line: Extract<Line, { kind: "busy" | "follows" }> }): ReactNode {
  const { taskId } = line.task;
  const task = <span className={styles.taskName}>{taskId}</span>;
  return (
    <TaskText state={line.kind === "busy" ? line.task.state : line.task.from} taskId={taskId}>
      <span className="dw-dim">{line.kind === "busy" ? rich("{{task}} is at work and goes on as it is", { task }) : rich("{{task}} follows: {{state}}", { task, state: stateLook(line.task.to).word.toLowerCase() })}</span>
    </TaskText>
  );
}

function TaskText({ state, taskId, children }: { state: TaskState; taskId: string; children: ReactNode }): ReactNode {
  return (
    <>
      <StateBadge state={state} />
      <span className="dw-ellipsis" title={taskId}>
        {children}
      </span>
    </>
  );
}
