/** Saving the page that tells of a failure: which columns of failing rows are masked in it. */
import { Button, Checkbox } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useQuery } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { useHost } from "../../app/host-context.tsx";
import { toFailure, type Failure } from "../../rpc/failure.ts";
import { useEngineClient } from "../../rpc/rpc-provider.tsx";
import type { EngineClient } from "../../rpc/client.ts";
import { t } from "../../strings/t.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { SkeletonRows } from "../../ui/skeleton-rows.tsx";
import styles from "./capsule.module.css";
import { toggled } from "./export-choices.ts";

interface RunName {
  readonly dagId: string;
  readonly runId: string;
  readonly source?: string | undefined;
}

const lookedAt = 20;

export function IncidentDialog({ run, taskId, onClose }: { run: RunName; taskId: string | null; onClose: () => void }): ReactNode {
  const client = useEngineClient();
  const host = useHost();
  const [masked, setMasked] = useState<readonly string[]>([]);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const columns = useQuery({ queryKey: ["failing-columns", run], queryFn: () => failingColumns(client, run), gcTime: 0 });
  const save = async (): Promise<void> => {
    setBusy(true);
    setFailure(null);
    try {
      const { name, html } = await client.capsules.incident({ ...run, ...(taskId === null ? {} : { taskId }), maskedColumns: [...masked] });
      if (!(await host.saveText(name, html))) return setBusy(false);
      notifications.show({ title: t("The incident page is saved"), message: name });
      onClose();
    } catch (thrown) {
      setBusy(false);
      setFailure(toFailure(thrown));
    }
  };
  return (
    <Dialog title={t("Save incident page")} size={520} onClose={onClose}>
      <div className={styles.stack}>
        <p>{t("One page that tells of this failure to somebody who was not there: what failed and why, the log around it, what changed since it last worked. It opens in any browser and loads nothing.")}</p>
        {run.source !== undefined && <p className="dw-dim">{t("A capsule holds this run only: what changed since it last worked is not told of.")}</p>}
        {failure !== null && (
          <p role="alert" className={styles.failure}>
            {failure.message}
          </p>
        )}
        {columns.error ? (
          <ErrorState title={t("The failure could not be read")} failure={toFailure(columns.error)} onRetry={() => void columns.refetch()} />
        ) : columns.data === undefined ? (
          <SkeletonRows rows={2} label={t("Looking at what failed")} />
        ) : (
          <fieldset className={styles.part}>
            <legend>{t("What is masked")}</legend>
            <p>{t("Secrets of this workspace, and whatever looks like one.")}</p>
            {columns.data.map((name) => (
              <Checkbox key={name} size="xs" label={t("Column {{name}} of failing rows", { name })} checked={masked.includes(name)} onChange={(event) => setMasked(toggled(masked, name, event.currentTarget.checked))} />
            ))}
          </fieldset>
        )}
        <div className={styles.foot}>
          <Button size="compact-sm" variant="default" onClick={onClose}>
            {t("Cancel")}
          </Button>
          <Button size="compact-sm" data-autofocus loading={isBusy} disabled={columns.data === undefined} onClick={() => void save()}>
            {t("Save…")}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

/** Of the checks that the page will show. */
async function failingColumns(client: EngineClient, run: RunName): Promise<string[]> {
  const { tasks } = await client.runs.get(run);
  const broken = tasks.filter(({ state }) => state === "failed").slice(0, lookedAt);
  const details = await Promise.all(broken.map(({ taskId }) => client.runs.task({ ...run, taskId })));
  return [...new Set(details.flatMap(({ attempts }) => attempts.at(-1)?.checks.flatMap((check) => (check.failingRows.length > 0 ? check.failingColumns : [])) ?? []))];
}
