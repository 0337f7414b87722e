/** The recent runs as bars: height is the duration, colour and icon the state. Click selects; Shift+arrows too. */
import { memo, useLayoutEffect, useRef, type ReactNode } from "react";
import type { RunSummary } from "../../../shared/model/run.ts";
import { t } from "../../strings/t.ts";
import { useNow } from "../../ui/clock.ts";
import { formatAgo, formatDuration, formatInstant } from "../../ui/format.ts";
import { useDisplayZone } from "../../ui/preferences.tsx";
import { StateIcon } from "../../ui/state-badge.tsx";
import { stateLook } from "../../ui/state-look.ts";
import styles from "./face-line.module.css";
import { barsOf, type RunBar } from "./run-bars.ts";
import { recentRuns } from "./dag-queries.ts";
import { runTypeWords } from "../../ui/model-words.ts";

export interface RunHistoryProps {
  readonly runs: readonly RunSummary[];
  readonly runId: string | null;
  readonly onSelect: (runId: string) => void;
}

/** Of a run at work only tasks change, many times a second: these bars do not. */
export const RunHistory = memo(function RunHistory({ runs, runId, onSelect }: RunHistoryProps): ReactNode {
  const now = useNow(runs.some((run) => run.state === "running"));
  const strip = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    strip.current?.querySelector('[aria-pressed="true"]')?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [runId, runs.length]);
  const bars = barsOf(runs, recentRuns, now);
  // A run that is too old to be here has no bar: the newest one is reached then.
  const inTab = bars.some(({ run }) => run.runId === runId) ? runId : bars.at(-1)?.run.runId;
  return (
    <div ref={strip} className={styles.history} role="group" aria-label={t("Last {{count}} runs, oldest first", { count: runs.length })}>
      {bars.map((bar) => (
        <HistoryBar key={bar.run.runId} bar={bar} now={now} selected={bar.run.runId === runId} inTab={bar.run.runId === inTab} onSelect={onSelect} />
      ))}
    </div>
  );
});

function HistoryBar({ bar, now, selected, inTab, onSelect }: { bar: RunBar; now: number; selected: boolean; inTab: boolean; onSelect: (runId: string) => void }): ReactNode {
  const { run, share, durationMs } = bar;
  const zone = useDisplayZone();
  const look = stateLook(run.state);
  const words = [
    `${look.word}${durationMs === null ? "" : ` · ${formatDuration(durationMs)}`} · ${formatAgo(run.startedAt ?? run.queuedAt, now)}`,
    ...(run.reason === null ? [] : [run.reason]),
    `${runTypeWords[run.runType]} · ${formatInstant(run.startedAt ?? run.queuedAt, zone)}`,
    ...(Object.keys(run.conf).length === 0 ? [] : [t("conf {{conf}}", { conf: JSON.stringify(run.conf).slice(0, 200) })]),
    run.runId,
  ];
  return (
    <button className={styles.bar} aria-pressed={selected} aria-label={words.join(", ")} title={words.join("\n")} tabIndex={inTab ? 0 : -1} data-state={run.state} onClick={() => onSelect(run.runId)}>
      <span className={styles.barTrack}>
        <span className={styles.barFill} style={{ height: `${Math.max(8, Math.round(share * 100))}%`, background: look.color }} />
      </span>
      <StateIcon state={run.state} size={11} />
    </button>
  );
}
