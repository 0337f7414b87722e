/** The tries of a task as small buttons: number and state; the reason on hover. Hidden while there is only one. */
import type { ReactNode } from "react";
import type { Attempt } from "../../../../shared/model/run.ts";
import { t } from "../../../strings/t.ts";
import { formatDuration } from "../../../ui/format.ts";
import { StateIcon } from "../../../ui/state-badge.tsx";
import { stateLook } from "../../../ui/state-look.ts";
import styles from "./task-panel.module.css";

export function TrySelector({ attempts, shown, onSelect }: { attempts: readonly Attempt[]; shown: number | null; onSelect: (tryNumber: number) => void }): ReactNode {
  if (attempts.length < 2) return null;
  const ordered = attempts.toSorted((a, b) => a.tryNumber - b.tryNumber);
  return (
    <div className={styles.tries} role="group" aria-label={t("Tries")}>
      {ordered.map((attempt) => {
        const words = wordsOf(attempt);
        return (
          <button key={attempt.attemptId} className={styles.try} aria-pressed={attempt.tryNumber === shown} aria-label={words} title={words} onClick={() => onSelect(attempt.tryNumber)}>
            <StateIcon state={attempt.state} size={12} />
            {attempt.tryNumber}
          </button>
        );
      })}
    </div>
  );
}

function wordsOf(attempt: Attempt): string {
  const spent = attempt.startedAt !== null && attempt.endedAt !== null ? formatDuration(attempt.endedAt - attempt.startedAt) : null;
  return [t("Try {{tryNumber}}", { tryNumber: attempt.tryNumber }), stateLook(attempt.state).word, spent, attempt.reason].filter((part) => part !== null).join(" · ");
}
