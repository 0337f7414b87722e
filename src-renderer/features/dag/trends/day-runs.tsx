/** The runs of one day or of several, newest first, and their backfill: of a day without runs there is nothing else to do. */
import { Button, CloseButton } from "@mantine/core";
import { CalendarRange } from "lucide-react";
import type { ReactNode } from "react";
import type { RunTimes } from "../../../../shared/contract/time.ts";
import { daySpan } from "../../../../shared/run-view/day-zones.ts";
import { toFailure } from "../../../rpc/failure.ts";
import { t } from "../../../strings/t.ts";
import { ErrorState } from "../../../ui/error-state.tsx";
import { formatCount } from "../../../ui/format.ts";
import { runTypeWords } from "../../../ui/model-words.ts";
import { useRowHeight } from "../../../ui/preferences.tsx";
import { SkeletonRows } from "../../../ui/skeleton-rows.tsx";
import { StateBadge } from "../../../ui/state-badge.tsx";
import { DurationText, InstantText } from "../../../ui/time-text.tsx";
import { VirtualTable, type VirtualColumn } from "../../../ui/virtual-table.tsx";
import { useAskBackfill } from "../backfill/backfill-ask.ts";
import type { DaysChosen } from "./calendar-grid.tsx";
import { dayText } from "./calendar-words.ts";
import styles from "./trends.module.css";
import { useRunsOf, type TrendsOf } from "./use-trends.ts";

export interface DayRunsProps {
  readonly of: TrendsOf;
  readonly days: DaysChosen;
  readonly today: number;
  readonly zone: string;
  readonly selected: string | null;
  readonly onSelect: (runId: string) => void;
  readonly onClose: () => void;
}

const mostShown = 1000;

export function DayRuns({ of, days: { first, last }, today, zone, selected, onSelect, onClose }: DayRunsProps): ReactNode {
  const { data, error, isPlaceholderData, refetch } = useRunsOf(of, { from: daySpan(first, zone).from, to: daySpan(last, zone).to }, mostShown);
  const name = first === last ? t("Runs of {{day}}", { day: dayText(first) }) : t("Runs of {{first}} to {{last}}", { first: dayText(first), last: dayText(last) });
  const askBackfill = useAskBackfill();
  const until = Math.min(last, today);
  const runs = data?.runs ?? [];
  const rowPx = useRowHeight();
  return (
    <section className={styles.part} aria-label={name} aria-busy={isPlaceholderData}>
      <header className={styles.head}>
        <h2>{name}</h2>
        {data !== undefined && <span className="dw-dim dw-num">{data.more ? t("the newest {{shown}}", { shown: formatCount(runs.length) }) : t("{{count}} runs", { count: runs.length })}</span>}
        {askBackfill !== null && first <= today && (
          <Button size="compact-sm" variant="default" leftSection={<CalendarRange size={13} />} onClick={() => askBackfill({ from: daySpan(first, zone).from, to: daySpan(until, zone).to - 1, tasks: [] })}>
            {first === until ? t("Backfill this day…") : t("Backfill these {{count}} days…", { count: until - first + 1 })}
          </Button>
        )}
        <CloseButton className={styles.close as string} size="sm" aria-label={t("Close the list of the day")} onClick={onClose} />
      </header>
      {askBackfill !== null && <p className={styles.none}>{t("Days are those on which runs were queued; a backfill goes by logical dates.")}</p>}
      {error !== null && data === undefined && <ErrorState title={t("The runs could not be read")} failure={toFailure(error)} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <SkeletonRows rows={3} label={t("Loading runs")} />}
      {data !== undefined && runs.length === 0 && <p className={styles.none}>{first === last ? t("Nothing ran on this day.") : t("Nothing ran on these days.")}</p>}
      {runs.length > 0 && (
        <div className={styles.table} style={{ height: Math.min(280, 31 + runs.length * rowPx) }}>
          <VirtualTable label={name} items={runs} columns={columnsFor(selected)} keyOf={(run) => run.runId} onOpen={(run) => onSelect(run.runId)} />
        </div>
      )}
    </section>
  );
}

function columnsFor(selected: string | null): VirtualColumn<RunTimes>[] {
  return [
    { key: "state", head: t("State"), width: "124px", cell: (run) => <StateBadge state={run.state} /> },
    { key: "run", head: t("Run"), width: "minmax(160px, 1.4fr)", cell: (run) => <span className={`dw-mono dw-ellipsis ${run.runId === selected ? styles.picked : ""}`} aria-current={run.runId === selected || undefined} title={run.runId}>{run.runId}</span> },
    { key: "type", head: t("Type"), width: "92px", cell: (run) => <span className="dw-dim">{runTypeWords[run.runType]}</span> },
    { key: "queued", head: t("Queued"), width: "190px", cell: (run) => <InstantText at={run.queuedAt} /> },
    { key: "duration", head: t("Duration"), width: "104px", align: "end", cell: (run) => <DurationText startedAt={run.startedAt} endedAt={run.endedAt} /> },
    { key: "reason", head: t("What happened"), width: "minmax(100px, 2fr)", cell: (run) => <span className="dw-dim dw-ellipsis" title={run.reason ?? undefined}>{run.reason ?? ""}</span> },
  ];
}
