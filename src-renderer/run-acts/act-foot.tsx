/** The foot of a dialog that acts: how far it is, what refused, and the buttons. */
import { Button, Progress } from "@mantine/core";
import { useEffect, useState, type ReactNode } from "react";
import { t } from "../strings/t.ts";
import { closeAct } from "./act-store.ts";
import styles from "./acts.module.css";
import type { Performing } from "./use-performing.ts";

/** What is done sooner needs no progress. */
const quietMs = 600;

export interface ActFootProps {
  readonly performing: Performing;
  readonly disabled: boolean;
  readonly word: string;
  readonly onClick: () => void;
}

export function ActFoot({ performing: { progress, done, failure, stop }, disabled, word, onClick }: ActFootProps): ReactNode {
  const isLong = useIsLong(progress !== null);
  const failures = done?.failures ?? [];
  return (
    <>
      {failure !== null && (
        <p className={styles.failure} role="alert">
          {failure}
        </p>
      )}
      {failures.length > 0 && (
        <div role="alert">
          <p className={styles.failure}>{t("{{done}} runs are done; {{count}} refused:", { done: done?.runs ?? 0, count: failures.length })}</p>
          <ul className={styles.failures} tabIndex={0} aria-label={t("Runs that refused")}>
            {failures.map(({ dagId, runId, why }) => (
              <li key={`${dagId}\n${runId}`}>
                <code>{runId}</code> <span className="dw-dim">{why}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
      <div className={styles.foot}>
        {progress !== null && isLong ? (
          <span className={styles.progress} role="status">
            <Progress value={progress.of === 0 ? 0 : (100 * progress.runs) / progress.of} w={120} aria-label={t("Progress")} />
            {t("{{runs}} of {{count}} runs", { runs: progress.runs, count: progress.of })}
          </span>
        ) : (
          <span />
        )}
        {progress === null ? (
          <Button variant="default" onClick={closeAct}>
            {t("Close")}
          </Button>
        ) : (
          <Button variant="default" onClick={stop}>
            {t("Stop")}
          </Button>
        )}
        {failures.length === 0 && (
          <Button disabled={disabled || progress !== null} onClick={onClick}>
            {word}
          </Button>
        )}
      </div>
    </>
  );
}

function useIsLong(going: boolean): boolean {
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    if (!going) return;
    const timer = setTimeout(() => setLong(true), quietMs);
    return () => {
      clearTimeout(timer);
      setLong(false);
    };
  }, [going]);
  return isLong;
}
