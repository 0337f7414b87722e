/** The answer first: state of the shown run, why, how long, since when; then the schedule and what to do next. */
import type { ReactNode } from "react";
import type { DagDetail } from "../../../shared/contract/dags.ts";
import type { RunDetail } from "../../../shared/contract/runs.ts";
import type { RunSummary } from "../../../shared/model/run.ts";
import { ScheduleSwitch } from "../../rpc/schedule-switch.tsx";
import { formatDuration, formatPlural } from "../../ui/format.ts";
import { MessageText } from "../../ui/message-text.tsx";
import { StateBadge } from "../../ui/state-badge.tsx";
import { DurationText, InstantText, RelativeTime } from "../../ui/time-text.tsx";
import styles from "./dag-header.module.css";
import { usualDuration } from "./run-bars.ts";
import { headlineOf } from "../../ui/run-headline.ts";

export interface DagHeaderProps {
  readonly dagId: string;
  readonly dag: DagDetail | null;
  readonly detail: RunDetail | null;
  readonly runs: readonly RunSummary[];
  readonly children: ReactNode;
}

export function DagHeader({ dagId, dag, detail, runs, children }: DagHeaderProps): ReactNode {
  return (
    <header className={styles.header}>
      <div className={styles.answer}>
        <div className={styles.titleLine}>
          <h1 className={styles.title} title={dagId}>
            {dagId}
          </h1>
          {detail && <StateBadge state={detail.run.state} />}
          {detail && (
            <span className={styles.why} title={headlineOf(detail.run, detail.tasks)}>
              <MessageText text={headlineOf(detail.run, detail.tasks)} />
            </span>
          )}
          {dag && dag.summary.errors > 0 && <span className={styles.brokenFile}>{formatPlural(dag.summary.errors, "error")} in the file: it cannot run until mended</span>}
        </div>
        <div className={styles.facts}>
          {detail && <RunFacts run={detail.run} runs={runs} />}
          {dag?.dag && <ScheduleFacts dag={dag} />}
          {dag && dag.dag === null && <code>{dag.summary.file}</code>}
          {detail && (
            <code className={styles.runId} title={`Run ID: ${detail.run.runId}`}>
              {detail.run.runId}
            </code>
          )}
        </div>
      </div>
      <div className={styles.acts}>{children}</div>
    </header>
  );
}

function RunFacts({ run, runs }: { run: RunSummary; runs: readonly RunSummary[] }): ReactNode {
  const usual = usualDuration(runs, run.runId);
  return (
    <>
      {run.startedAt === null ? (
        <span>
          queued <RelativeTime at={run.queuedAt} />
        </span>
      ) : (
        <span>
          {run.endedAt === null ? "running for " : "took "}
          <DurationText startedAt={run.startedAt} endedAt={run.endedAt} />
          {usual !== null && `, usually ${formatDuration(usual)}`}
        </span>
      )}
      <span>
        started <RelativeTime at={run.startedAt ?? run.queuedAt} />
      </span>
      <span>{run.runType === "manual" ? "by hand" : run.runType}</span>
      {run.logicalDate !== null && run.runType !== "manual" && (
        <span>
          for <InstantText at={run.logicalDate} />
        </span>
      )}
    </>
  );
}

function ScheduleEnd({ summary }: { summary: DagDetail["summary"] }): ReactNode {
  if (!summary.scheduleOn) return <span>switched off</span>;
  if (summary.nextRunAt === null) return null;
  return (
    <span>
      next <RelativeTime at={summary.nextRunAt} upcoming />
    </span>
  );
}

function ScheduleFacts({ dag: { summary } }: { dag: DagDetail }): ReactNode {
  if (summary.scheduleText === null) return <span>no schedule: runs by hand</span>;
  return (
    <span className={styles.schedule} title={`${summary.scheduleText} (${summary.timezone})`}>
      <ScheduleSwitch dag={summary} />
      <span className={styles.scheduleWords}>{summary.scheduleWords ?? summary.scheduleText}</span>
      <ScheduleEnd summary={summary} />
    </span>
  );
}
