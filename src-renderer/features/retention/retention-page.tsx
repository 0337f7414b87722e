/** Which old runs the rules let go and why the others stay; dropping them; what was dropped; and what of it lies in the archive. */
import { Button } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import type { RetentionPreview, RetentionWork } from "../../../shared/contract/retention.ts";
import { useEngineInfo } from "../../rpc/engine-info.ts";
import { toFailure } from "../../rpc/failure.ts";
import { useRpc } from "../../rpc/rpc-provider.tsx";
import { whyOnlyRead } from "../../rpc/why-still.ts";
import { t } from "../../strings/t.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { formatBytes, formatCount } from "../../ui/format.ts";
import { Page } from "../../ui/page.tsx";
import { SkeletonRows } from "../../ui/skeleton-rows.tsx";
import { ArchiveCard } from "./archive-card.tsx";
import { PastDrops } from "./past-drops.tsx";
import { PreviewTable } from "./preview-table.tsx";
import { RulesCard } from "./rules-card.tsx";
import styles from "./retention.module.css";

export function RetentionPage(): ReactNode {
  const rpc = useRpc();
  const { data, error, refetch, isPending } = useQuery(rpc.retention.preview.queryOptions({ input: {} }));
  const { data: now } = useQuery(rpc.retention.work.queryOptions({ input: {} }));
  return (
    <Page title={t("Retention")} scroll count={data === undefined ? null : t("{{count}} runs in the history", { count: data.runs })}>
      {isPending && <SkeletonRows rows={8} label={t("Going through the history")} />}
      {error !== null && data === undefined && <ErrorState title={t("The history could not be gone through")} failure={toFailure(error)} onRetry={() => void refetch()} />}
      {data !== undefined && (
        <div className={styles.cards}>
          <Answer preview={data} work={now?.work ?? null} />
          <RulesCard rules={data.rules} />
          {data.dags.length > 0 && <PreviewTable dags={data.dags} />}
          <ArchiveCard isOn={data.rules.archive} />
          <PastDrops />
        </div>
      )}
    </Page>
  );
}

function Answer({ preview, work }: { readonly preview: RetentionPreview; readonly work: RetentionWork | null }): ReactNode {
  const rpc = useRpc();
  const [isAsked, setAsked] = useState(false);
  const { mutate: drop, isPending, error } = useMutation(rpc.retention.run.mutationOptions());
  const { mutate: cancel } = useMutation(rpc.retention.cancel.mutationOptions());
  const whyNot = whyOnlyRead(useEngineInfo());
  const isAtWork = work !== null || isPending;
  return (
    <>
      <div className={styles.answer}>
        <p role="status">{isAtWork ? progressOf(work) : answerOf(preview)}</p>
        {isAtWork ? (
          <Button size="compact-sm" variant="default" disabled={work === null || work.isCancelled} onClick={() => cancel({})}>
            {t("Cancel")}
          </Button>
        ) : (
          preview.drops + preview.eventKeys > 0 && (
            <Button size="compact-sm" color="red" disabled={whyNot !== null} title={whyNot ?? undefined} onClick={() => setAsked(true)}>
              {preview.drops === 0 ? t("Drop {{count}} keys of events…", { count: preview.eventKeys }) : t("Drop {{count}} runs…", { count: preview.drops })}
            </Button>
          )
        )}
      </div>
      {error !== null && !isAtWork && (
        <p className={styles.trouble} role="alert">
          {toFailure(error).message}
        </p>
      )}
      {isAsked && (
        <Dialog title={preview.drops === 0 ? t("Drop {{count}} keys of events", { count: preview.eventKeys }) : t("Drop {{count}} runs", { count: preview.drops })} size={460} onClose={() => setAsked(false)}>
          <p>{answerOf(preview)}</p>
          {preview.eventKeys > 0 && <p>{t("What comes with one of these keys again is a new event, and starts a run.")}</p>}
          {preview.drops > 0 && <p>{preview.rules.archive ? t("They are put into the archive before, without their logs. Scheduling goes on meanwhile.") : t("They are not put into the archive and cannot be brought back. Scheduling goes on meanwhile.")}</p>}
          <div className={styles.foot}>
            <Button variant="default" onClick={() => setAsked(false)}>
              {t("Cancel")}
            </Button>
            <Button
              color="red"
              onClick={() => {
                setAsked(false);
                drop({});
              }}
            >
              {preview.drops === 0 ? t("Drop the keys") : t("Drop the runs")}
            </Button>
          </div>
        </Dialog>
      )}
    </>
  );
}

function answerOf(preview: RetentionPreview): string {
  const { eventKeys, rules } = preview;
  return [runsWords(preview), ...(eventKeys === 0 ? [] : [t("{{count}} keys of events older than {{age}} may go; their runs are gone, or go now.", { count: eventKeys, age: rules.eventKeys })])].join(" ");
}

function runsWords({ runs, drops, dags, logBytes, aboutRowBytes }: RetentionPreview): string {
  if (runs === 0) return t("No runs yet.");
  if (drops === 0) return dags.every(({ from }) => from === "none") ? t("All runs stay: no rule says that any may go.") : t("No run may go now.");
  return t("{{drops}} of {{runs}} runs may go, with {{logs}} of logs and about {{rows}} in the database.", { drops: formatCount(drops), runs: formatCount(runs), logs: formatBytes(logBytes), rows: formatBytes(aboutRowBytes) });
}

function progressOf(work: RetentionWork | null): string {
  if (work === null || work.planned === 0) return t("Going through the history…");
  const { planned, archived, dropped, isCancelled } = work;
  if (isCancelled) return t("Cancelled: it ends after the runs at hand.");
  if (archived > 0) return t("{{dropped}} of {{planned}} runs are dropped, {{archived}} are in the archive.", { dropped: formatCount(dropped), planned: formatCount(planned), archived: formatCount(archived) });
  return t("{{dropped}} of {{planned}} runs are dropped.", { dropped: formatCount(dropped), planned: formatCount(planned) });
}
