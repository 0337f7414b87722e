/** Saying how a task or a run ended shows which tasks take that state before anything is written down. */
import { Button, Modal, TextInput } from "@mantine/core";
import { useState, type ReactNode } from "react";
import type { RunDetail } from "../../../shared/contract/runs.ts";
import type { TaskInstance } from "../../../shared/model/run.ts";
import { t } from "../../strings/t.ts";
import { StateBadge } from "../../ui/state-badge.tsx";
import styles from "./dag-dialogs.module.css";
import type { RunActs } from "./use-run-acts.ts";

export interface MarkDialogProps {
  readonly detail: RunDetail;
  /** Null marks the whole run. */
  readonly taskId: string | null;
  readonly state: "success" | "failed";
  readonly acts: RunActs;
  readonly onClose: () => void;
}

export function MarkDialog({ detail, taskId, state, acts, onClose }: MarkDialogProps): ReactNode {
  const [reason, setReason] = useState("");
  const tasks = detail.tasks.filter((task) => (taskId === null || task.taskId === taskId) && maybeMarked(task, state));
  const mark = (): void => {
    acts.mark({ dagId: detail.run.dagId, runId: detail.run.runId, state, ...(taskId === null ? {} : { taskId }), ...(reason.trim() === "" ? {} : { reason: reason.trim() }) });
    onClose();
  };
  return (
    <Modal opened onClose={onClose} title={t("Mark {{taskId}} as {{state}}", { taskId: taskId ?? t("this run"), state })} size="lg">
      <div className={styles.clearList} role="region" aria-label={t("Tasks that take this state")} tabIndex={0}>
        {tasks.length === 0 && <p className="dw-dim">{t("There is no task to mark: running tasks end by themselves.")}</p>}
        {tasks.map((task) => (
          <div key={task.taskId} className={styles.clearRow}>
            <StateBadge state={task.state} />
            <span className="dw-ellipsis">{task.taskId}</span>
          </div>
        ))}
      </div>
      <TextInput data-autofocus label={t("Reason")} description={t("Shown with the task. Nothing runs or stops by this.")} value={reason} maxLength={500} onChange={(event) => setReason(event.currentTarget.value)} />
      <div className={styles.dialogFoot}>
        <Button variant="default" onClick={onClose}>
          {t("Close")}
        </Button>
        <Button disabled={tasks.length === 0} onClick={mark}>
          {t("Mark {{count}} tasks {{state}}", { count: tasks.length, state })}
        </Button>
      </div>
    </Modal>
  );
}

/** A task on its way has no outcome to be said yet. */
function maybeMarked(task: TaskInstance, state: "success" | "failed"): boolean {
  return task.state !== "queued" && task.state !== "running" && task.state !== state;
}
