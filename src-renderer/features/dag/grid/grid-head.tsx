/** The head of the grid: each run as a bar of its duration with the icon of its type; days, and where the DAG changed between two runs. */
import { CalendarClock, Database, History, Play, type LucideIcon } from "lucide-react";
import { memo, type ReactNode } from "react";
import type { RunSummary } from "../../../../shared/model/run.ts";
import type { RunType } from "../../../../shared/model/states.ts";
import { t } from "../../../strings/t.ts";
import { formatDuration, formatInstant } from "../../../ui/format.ts";
import { runTypeWords } from "../../../ui/model-words.ts";
import { stateLook } from "../../../ui/state-look.ts";
import { placeId } from "./grid-row.tsx";
import styles from "./grid.module.css";

export const barPx = 44;
const icons: Readonly<Record<RunType, LucideIcon>> = { manual: Play, scheduled: CalendarClock, asset_triggered: Database, backfill: History, try: Play };

export interface RunColumn {
  readonly run: RunSummary;
  /** Null before its start. */
  readonly durationMs: number | null;
  /** 0 to 1 of the longest. */
  readonly share: number;
  /** The day it was queued on, where that begins here: `Nov 21`. */
  readonly day: string | null;
  /** The run before, where that used another version of the DAG. */
  readonly former: RunSummary | null;
}

export interface GridHeadCellProps extends RunColumn {
  readonly gridId: string;
  readonly column: number;
  readonly left: number;
  readonly width: number;
  readonly zone: string | undefined;
  readonly isActive: boolean;
  readonly isSelected: boolean;
}

export const GridHeadCell = memo(function GridHeadCell({ gridId, column, left, width, zone, isActive, isSelected, ...of }: GridHeadCellProps): ReactNode {
  const { run, share, day, former } = of;
  const Icon = icons[run.runType];
  const look = stateLook(run.state);
  return (
    <div role="columnheader" id={placeId(gridId, -1, column)} aria-colindex={column + 2} aria-label={runWords(of, zone).join(", ")} {...(isSelected ? { "aria-selected": true } : {})} className={styles.runHead} style={{ left, width }} data-active={isActive || undefined} data-selected={isSelected || undefined} data-changed={former !== null || undefined} data-run={run.runId}>
      {day !== null && (
        <span className={styles.day} aria-hidden>
          {day}
        </span>
      )}
      <span className={styles.barTrack} style={{ height: barPx }}>
        <span className={styles.bar} style={{ height: `${Math.max(6, Math.round(share * 100))}%`, background: look.color }} data-state={run.state} />
      </span>
      <Icon size={12} aria-hidden className={styles.typeIcon} />
    </div>
  );
});

/** The run, for a tooltip and for a screen reader. */
export function runWords({ run, durationMs, former }: RunColumn, zone: string | undefined): string[] {
  return [
    `${t("Run {{runId}}", { runId: run.runId })}`,
    `${stateLook(run.state).word}${durationMs === null ? "" : ` · ${formatDuration(durationMs)}`}`,
    `${runTypeWords[run.runType]} · ${formatInstant(run.startedAt ?? run.queuedAt, zone)}`,
    ...(run.reason === null ? [] : [run.reason]),
    ...(former === null ? [] : [changedWords(former.versionNumber, run.versionNumber)]),
  ];
}

function changedWords(former: number | undefined, version: number | undefined): string {
  return former === undefined || version === undefined ? t("the DAG changed before this run") : t("the DAG changed before this run: version {{former}} became {{version}}", { former, version });
}
