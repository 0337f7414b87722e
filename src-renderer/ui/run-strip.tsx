/** The last runs of a DAG as small bars, oldest at the left: colour is the state, height the duration. */
import type { ReactNode } from "react";
import type { RunSummary } from "../../shared/model/run.ts";
import type { RunState } from "../../shared/model/states.ts";
import { t } from "../strings/t.ts";
import { formatAgo, formatDuration } from "./format.ts";
import styles from "./run-strip.module.css";
import { stateLook } from "./state-look.ts";
import { runTypeWords } from "./model-words.ts";

export interface RunStripProps {
  /** Newest first, as the engine gives them. */
  readonly runs: readonly RunSummary[];
  readonly onOpen: (run: RunSummary) => void;
}

export function RunStrip({ runs, onOpen }: RunStripProps): ReactNode {
  if (runs.length === 0) return <span className="dw-dim">{t("No runs yet")}</span>;
  const longest = Math.max(1, ...runs.map(spentMs));
  return (
    <span className={styles.strip} role="img" aria-label={stripWords(runs)}>
      {runs.toReversed().map((run) => (
        <span
          key={run.runId}
          className={styles.bar}
          data-state={run.state}
          style={{ color: stateLook(run.state).color, height: `${30 + (70 * spentMs(run)) / longest}%` }}
          title={barWords(run)}
          onClick={(event) => {
            event.stopPropagation();
            onOpen(run);
          }}
        />
      ))}
    </span>
  );
}

function spentMs(run: RunSummary): number {
  return run.startedAt === null ? 0 : Math.max(0, (run.endedAt ?? Date.now()) - run.startedAt);
}

function barWords(run: RunSummary): string {
  const parts = [stateLook(run.state).word, formatAgo(run.queuedAt, Date.now()), formatDuration(spentMs(run)), runTypeWords[run.runType], run.reason];
  return [parts.filter((part) => part !== null).join(" · "), run.runId].join("\n");
}

/** `Last 14 runs: 12 success, 2 failed.` */
export function stripWords(runs: readonly RunSummary[]): string {
  const counts = new Map<RunState, number>();
  for (const run of runs) counts.set(run.state, (counts.get(run.state) ?? 0) + 1);
  const words = [...counts].map(([state, count]) => `${count} ${stateLook(state).word.toLowerCase()}`);
  return t("Last {{count}} runs: {{words}}.", { count: runs.length, words: words.join(", ") });
}
