/** Above an instance of a mapped task: what it is called, and the ways to all instances and to those beside it. */
import { ActionIcon, Tooltip } from "@mantine/core";
import { ChevronLeft, ChevronRight, List } from "lucide-react";
import type { ReactNode } from "react";
import { instanceId, readInstanceId } from "../../../../shared/model/map-instance.ts";
import type { TaskInstance } from "../../../../shared/model/run.ts";
import { t } from "../../../strings/t.ts";
import { besideInstance } from "../dag-selection.ts";
import type { DagPageState } from "../use-dag-page.ts";
import styles from "./instances.module.css";

export interface InstanceWayProps {
  readonly page: DagPageState;
  readonly instance: TaskInstance;
  /** All instances are asked for. */
  readonly onAll: (taskId: string) => void;
}

export function InstanceWay({ page, instance, onAll }: InstanceWayProps): ReactNode {
  const of = instance.mapIndex === undefined ? null : readInstanceId(instance.taskId);
  if (of === null) return null;
  const shown = { taskId: instanceId(of.taskId, of.mapIndex), nodeId: of.taskId, instances: page.instances };
  const step = (by: 1 | -1, word: string): ReactNode => {
    const to = besideInstance(shown, by);
    const Icon = by === 1 ? ChevronRight : ChevronLeft;
    return (
      <Tooltip label={word}>
        <ActionIcon variant="subtle" color="gray" size={22} aria-label={word} disabled={to === null || to === shown.taskId} onClick={() => page.selectTask(to)}>
          <Icon size={14} />
        </ActionIcon>
      </Tooltip>
    );
  };
  return (
    <nav className={styles.way} aria-label={t("Instances of {{taskId}}", { taskId: of.taskId })}>
      <button type="button" className={styles.back} onClick={() => onAll(of.taskId)}>
        <List size={13} aria-hidden /> {t("All instances of {{taskId}}", { taskId: of.taskId })}
      </button>
      {step(-1, t("The instance before"))}
      {step(1, t("The instance after"))}
      {instance.label !== undefined && (
        <span className="dw-ellipsis" title={instance.label}>
          {instance.label}
        </span>
      )}
    </nav>
  );
}
