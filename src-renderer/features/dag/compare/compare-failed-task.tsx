/** From the failure of a task straight to what is different from the last time that it worked. */
import { Button } from "@mantine/core";
import { GitCompareArrows } from "lucide-react";
import type { ReactNode } from "react";
import type { TaskInstance } from "../../../../shared/model/run.ts";
import { t } from "../../../strings/t.ts";
import type { DagPageState } from "../use-dag-page.ts";
import styles from "./compare.module.css";
import { useCompareWith } from "./use-compare-with.ts";

export function CompareFailedTask({ page, instance }: { page: DagPageState; instance: TaskInstance }): ReactNode {
  const compare = useCompareWith({ ...page, run: page.detail?.run ?? null });
  if (instance.state !== "failed" && instance.state !== "interrupted" && instance.state !== "upstream_failed") return null;
  return (
    <div className={styles.fromFailure}>
      <Button size="compact-xs" variant="default" leftSection={<GitCompareArrows size={12} />} title={t("Compare with the last run before this one in which {{taskId}} succeeded", { taskId: instance.taskId })} onClick={() => compare.lastGood(instance.taskId)}>
        {t("Compare with last good run")}
      </Button>
    </div>
  );
}
