/** The critical path as a list: each task with how long it waited and ran, and which part of the whole that is. */
import type { CSSProperties, ReactNode } from "react";
import type { CriticalPath, PathStep } from "../../../../shared/run-view/critical-path.ts";
import { t } from "../../../strings/t.ts";
import { formatDuration } from "../../../ui/format.ts";
import styles from "./run-graph.module.css";

interface PathPanelProps {
  readonly path: CriticalPath | null;
  readonly selected: string | null;
  readonly onSelect: (taskId: string) => void;
}

/** Longer chains are cut: nobody reads on, and all of it is on the graph. */
const mostShown = 500;

export function PathPanel({ path, selected, onSelect }: PathPanelProps): ReactNode {
  if (path === null) return <p className={styles.none}>{t("No task of this run has started: there is no critical path yet.")}</p>;
  const waited = path.steps.reduce((sum, { waitMs }) => sum + waitMs, 0);
  return (
    <section className={`${styles.panel} ${styles.pathPanel}`} aria-label={t("Critical path")}>
      <p className={styles.pathHead} role="status">
        {t("{{count}} tasks decide on {{total}} of this run; {{waited}} of it is waiting.", { count: path.steps.length, total: formatDuration(path.totalMs), waited: formatDuration(waited) })}
      </p>
      <ol className={styles.path} tabIndex={0} aria-label={t("Tasks on the critical path")}>
        {path.steps.slice(0, mostShown).map((step) => (
          <Step key={step.taskId} step={step} whole={path} isSelected={step.taskId === selected} onSelect={onSelect} />
        ))}
      </ol>
      {path.steps.length > mostShown && <p className={styles.none}>{t("and {{count}} more tasks", { count: path.steps.length - mostShown })}</p>}
    </section>
  );
}

interface StepProps {
  readonly step: PathStep;
  readonly whole: CriticalPath;
  readonly isSelected: boolean;
  readonly onSelect: (taskId: string) => void;
}

function Step({ step, whole, isSelected, onSelect }: StepProps): ReactNode {
  const share = (ms: number): number => (whole.totalMs === 0 ? 0 : ms / whole.totalMs);
  const parts = { "--from": share(step.readyAt - whole.startAt), "--wait": share(step.waitMs), "--run": share(step.runMs) } as CSSProperties;
  return (
    <li>
      <button type="button" className={styles.step} aria-current={isSelected || undefined} onClick={() => onSelect(step.taskId)}>
        <span className={styles.stepName} title={step.taskId}>
          {step.taskId}
        </span>
        <span className={styles.track} style={parts} aria-hidden>
          <i data-part="wait" />
          <i data-part="run" />
        </span>
        <span className={styles.stepWords}>{stepWords(step)}</span>
        <span className={styles.stepShare}>{t("{{percent}} %", { percent: Math.round(share(step.waitMs + step.runMs) * 100) })}</span>
      </button>
    </li>
  );
}

function stepWords({ waitMs, runMs, tryNumber, isRunning }: PathStep): string {
  const ran = isRunning ? t("running for {{run}}", { run: formatDuration(runMs) }) : t("ran {{run}}", { run: formatDuration(runMs) });
  const waited = tryNumber > 1 ? t("{{wait}} of waiting and earlier tries", { wait: formatDuration(waitMs) }) : t("waited {{wait}}", { wait: formatDuration(waitMs) });
  return `${waited}, ${ran}`;
}
