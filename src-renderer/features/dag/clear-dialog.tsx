/** Clearing shows exactly which tasks would run again before anything happens. */
import { Button, Modal, SegmentedControl, Switch } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import type { ClearRun, RunDetail } from "../../../shared/contract/runs.ts";
import { toFailure } from "../../rpc/failure.ts";
import { useRpc } from "../../rpc/rpc-provider.tsx";
import { t } from "../../strings/t.ts";
import { ErrorState } from "../../ui/error-state.tsx";
import { SkeletonRows } from "../../ui/skeleton-rows.tsx";
import { StateBadge } from "../../ui/state-badge.tsx";
import styles from "./dag-dialogs.module.css";
import { firstBroken } from "../../ui/run-headline.ts";
import type { RunActs } from "./use-run-acts.ts";

export interface ClearDialogProps {
  readonly detail: RunDetail;
  /** Null clears in the whole run. */
  readonly taskId: string | null;
  readonly acts: RunActs;
  readonly onClose: () => void;
}

export function ClearDialog({ detail, taskId, acts, onClose }: ClearDialogProps): ReactNode {
  const [scope, setScope] = useState(taskId === null && firstBroken(detail.tasks) !== null ? "failed" : "all");
  const [downstream, setDownstream] = useState(true);
  const request: ClearRun = {
    dagId: detail.run.dagId,
    runId: detail.run.runId,
    ...(taskId === null ? { onlyFailed: scope === "failed" } : { taskIds: [taskId], downstream }),
  };
  const plan = useQuery({ ...useRpc().runs.clear.queryOptions({ input: { ...request, dryRun: true } }), staleTime: 0, gcTime: 0 });
  const states = new Map(detail.tasks.map((task) => [task.taskId, task.state]));
  const ids = plan.data?.taskIds ?? [];
  return (
    <Modal opened onClose={onClose} title={taskId === null ? t("Clear tasks of this run") : t("Clear {{taskId}}", { taskId })} size="lg">
      {taskId === null ? (
        <SegmentedControl value={scope} onChange={setScope} data={[{ value: "failed", label: t("Failed and not run") }, { value: "all", label: t("All tasks") }]} aria-label={t("What to clear")} />
      ) : (
        <Switch checked={downstream} onChange={(event) => setDownstream(event.currentTarget.checked)} label={t("And everything after it")} />
      )}
      <div className={styles.clearList} role="region" aria-label={t("Tasks that run again")} tabIndex={0} aria-live="polite" aria-busy={plan.isPending}>
        {plan.error ? <ErrorState title={t("This cannot be cleared now")} failure={toFailure(plan.error)} /> : plan.isPending ? <SkeletonRows rows={4} /> : ids.length === 0 ? <p className="dw-dim">{t("There is nothing to clear here.")}</p> : null}
        {ids.map((id) => (
          <div key={id} className={styles.clearRow}>
            <StateBadge state={states.get(id) ?? "none"} />
            <span className="dw-ellipsis">{id}</span>
          </div>
        ))}
      </div>
      <p className="dw-dim">{t("Cleared tasks lose their state and run again in this same run. Their earlier tries and logs stay.")}</p>
      <div className={styles.dialogFoot}>
        <Button data-autofocus variant="default" onClick={onClose}>
          {t("Close")}
        </Button>
        <Button
          disabled={ids.length === 0}
          onClick={() => {
            acts.clear(request);
            onClose();
          }}
        >
          {t("Clear {{count}} tasks", { count: ids.length })}
        </Button>
      </div>
    </Modal>
  );
}
