/** All tries of a task side by side: when, how long, how it ended, what it used. */
import type { ReactNode } from "react";
import type { Attempt } from "../../../../shared/model/run.ts";
import { t } from "../../../strings/t.ts";
import { formatBytes, formatCount, formatDuration } from "../../../ui/format.ts";
import { StateBadge } from "../../../ui/state-badge.tsx";
import { DurationText, InstantText } from "../../../ui/time-text.tsx";
import styles from "./task-panel.module.css";
import { isUnmeasured, whyUnmeasured } from "./unmeasured.ts";

interface Line {
  readonly name: string;
  readonly cell: (attempt: Attempt) => ReactNode;
}

const lines: readonly Line[] = [
  { name: t("State"), cell: ({ state }) => <StateBadge state={state} /> },
  { name: t("Reason"), cell: ({ reason }) => reason ?? none },
  { name: t("Queued"), cell: ({ queuedAt }) => <InstantText at={queuedAt} /> },
  { name: t("Started"), cell: ({ startedAt }) => <InstantText at={startedAt} /> },
  { name: t("Ended"), cell: ({ endedAt }) => <InstantText at={endedAt} /> },
  { name: t("Waited"), cell: ({ queuedAt, startedAt }) => (startedAt === null ? none : formatDuration(startedAt - queuedAt)) },
  { name: t("Duration"), cell: ({ startedAt, endedAt }) => <DurationText startedAt={startedAt} endedAt={endedAt} /> },
  { name: t("Exit code"), cell: ({ exitCode }) => exitCode ?? none },
  { name: t("Signal"), cell: ({ signal }) => signal ?? none },
  { name: t("CPU time"), cell: (attempt) => (attempt.cpuMs === null ? <Unknown of={attempt} /> : formatDuration(attempt.cpuMs)) },
  { name: t("Peak memory"), cell: (attempt) => (attempt.peakRssBytes === null ? <Unknown of={attempt} /> : formatBytes(attempt.peakRssBytes)) },
  { name: t("Rows loaded"), cell: ({ rowsLoaded }) => (rowsLoaded === null ? none : formatCount(rowsLoaded)) },
  { name: t("Checks"), cell: ({ checks }) => (checks.length === 0 ? none : t("{{failed}} of {{count}} failed", { failed: checks.filter(({ outcome }) => outcome !== "passed").length, count: checks.length })) },
  { name: t("Log"), cell: ({ logBytes }) => (logBytes === null ? none : formatBytes(logBytes)) },
  { name: t("Process"), cell: ({ pid }) => pid ?? none },
];

const none = "–";

function Unknown({ of }: { of: Attempt }): ReactNode {
  return isUnmeasured(of) ? <span className="dw-dim" title={whyUnmeasured(of)}>{t("not measured")}</span> : none;
}

export function TriesTab({ attempts, shown, maxTries, onSelect }: { attempts: readonly Attempt[]; shown: number; maxTries: number; onSelect: (tryNumber: number) => void }): ReactNode {
  const ordered = attempts.toSorted((one, other) => one.tryNumber - other.tryNumber);
  const unmeasured = ordered.findLast(isUnmeasured);
  return (
    <div className={styles.scroll} tabIndex={0}>
      <p className={styles.checkSum}>{t("Attempt {{shown}} of {{maxTries}}", { shown, maxTries: Math.max(maxTries, ordered.length) })}</p>
      <table className={styles.facts} aria-label={t("Tries compared")}>
        <thead>
          <tr>
            <th scope="col">{t("Of each try")}</th>
            {ordered.map((attempt) => (
              <th key={attempt.attemptId} scope="col" data-shown={attempt.tryNumber === shown || undefined}>
                <button type="button" className={styles.try} aria-pressed={attempt.tryNumber === shown} onClick={() => onSelect(attempt.tryNumber)}>
                  {t("Try {{tryNumber}}", { tryNumber: attempt.tryNumber })}
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map(({ name, cell }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {ordered.map((attempt) => (
                <td key={attempt.attemptId} className="dw-num" data-shown={attempt.tryNumber === shown || undefined}>
                  {cell(attempt)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {unmeasured !== undefined && <p className="dw-dim">{whyUnmeasured(unmeasured)}</p>}
    </div>
  );
}
