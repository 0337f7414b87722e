/** One run, or many that lie too close to be told apart. A run is a link to its page; many open up closer. */
import { memo, type ReactNode } from "react";
import type { RunCluster, RunTimes } from "../../../shared/contract/time.ts";
import type { Span } from "../../../shared/run-view/time-view.ts";
import { formatRoute } from "../../app/route.ts";
import { t } from "../../strings/t.ts";
import { formatCount, formatDuration, formatInstant } from "../../ui/format.ts";
import { runTypeWords } from "../../ui/model-words.ts";
import { useDisplayZone } from "../../ui/preferences.tsx";
import { stateLook } from "../../ui/state-look.ts";
import { countOf, lanePx, type TimelineBar } from "./timeline-rows.ts";
import styles from "./timeline.module.css";

export interface TimelineBarViewProps {
  readonly bar: TimelineBar;
  readonly lane: number;
  readonly view: Span;
  readonly now: number | null;
  readonly inTab: boolean;
  readonly onZoom: (span: Span) => void;
}

export const TimelineBarView = memo(function TimelineBarView({ bar, lane, view, inTab, onZoom }: TimelineBarViewProps): ReactNode {
  const zone = useDisplayZone();
  const scale = 100 / (view.to - view.from);
  const from = Math.max(bar.from, view.from - (view.to - view.from) * 0.02);
  const place = { left: `${(from - view.from) * scale}%`, width: `${Math.max(0, Math.min(bar.to, view.to) - from) * scale}%`, top: lane * lanePx + 6 };
  const common = { "data-bar": true, tabIndex: inTab ? 0 : -1, draggable: false } as const;
  if (bar.kind === "run") {
    const words = runWords(bar.run, bar.to, zone);
    return <a {...common} className={styles.run} style={{ ...place, color: stateLook(bar.run.state).color }} href={formatRoute({ page: "run", dagId: bar.run.dagId, runId: bar.run.runId })} data-state={bar.run.state} aria-label={words.join(", ")} title={words.join("\n")} />;
  }
  const words = clusterWords(bar.cluster, zone);
  const room = Math.max(60_000, (bar.to - bar.from) * 0.1);
  return (
    <button {...common} type="button" className={styles.cluster} style={place} data-failed={bar.cluster.failed > 0 || undefined} aria-label={words.join(", ")} title={words.join("\n")} onClick={() => onZoom({ from: bar.from - room, to: bar.to + room })}>
      <span>{formatCount(countOf(bar))}</span>
    </button>
  );
});

function runWords(run: RunTimes, to: number, zone: string | undefined): string[] {
  const spent = run.startedAt === null ? [] : [formatDuration(Math.max(0, to - run.startedAt))];
  return [[run.dagId, stateLook(run.state).word, ...spent].join(" · "), `${runTypeWords[run.runType]} · ${formatInstant(run.startedAt ?? run.queuedAt, zone)}`, ...(run.reason === null ? [] : [run.reason]), run.runId];
}

function clusterWords({ dagId, from, to, queued, running, success, failed }: RunCluster, zone: string | undefined): string[] {
  const counts = [
    [success, stateLook("success").word],
    [failed, stateLook("failed").word],
    [running, stateLook("running").word],
    [queued, stateLook("queued").word],
  ] as const;
  const words = counts.flatMap(([count, word]) => (count === 0 ? [] : [`${formatCount(count)} ${word.toLowerCase()}`]));
  return [`${dagId}: ${words.join(", ")}`, `${formatInstant(from, zone)} – ${formatInstant(to, zone)}`, t("Look closer")];
}
