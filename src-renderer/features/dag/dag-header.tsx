/** The answer first: state of the shown run, why, how long, since when; then the schedule and what to do next. */
import type { ReactNode } from "react";
import type { DagDetail } from "../../../shared/contract/dags.ts";
import type { RunDetail } from "../../../shared/contract/runs.ts";
import type { RunSummary } from "../../../shared/model/run.ts";
import { ScheduleSwitch } from "../../rpc/schedule-switch.tsx";
import { rich } from "../../strings/rich.tsx";
import { t } from "../../strings/t.ts";
import { formatDuration } from "../../ui/format.ts";
import { MessageText } from "../../ui/message-text.tsx";
import { StateBadge } from "../../ui/state-badge.tsx";
import { DurationText, InstantText, RelativeTime } from "../../ui/time-text.tsx";
import styles from "./dag-header.module.css";
import { usualDuration } from "./run-bars.ts";
import { headlineOf } from "../../ui/run-headline.ts";
import { runTypeWords } from "../../ui/model-words.ts";

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
          {dag && dag.summary.errors > 0 && <span className={styles.brokenFile}>{t("{{count}} errors in the file: it cannot run until mended", { count: dag.summary.errors })}</span>}
        </div>
        <div className={styles.facts}>
          {detail && <RunFacts run={detail.run} runs={runs} />}
          {dag?.dag && <ScheduleFacts dag={dag} />}
          {dag && dag.dag === null && <code>{dag.summary.file}</code>}
          {detail && (
            <code className={styles.runId} title={t("Run ID: {{runId}}", { runId: detail.run.runId })}>
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
          {rich("queued {{queuedAt}}", { queuedAt: <RelativeTime at={run.queuedAt} /> })}
        </span>
      ) : (
        <span>
          {run.endedAt === null
            ? rich("running for {{duration}}", { duration: <DurationText startedAt={run.startedAt} endedAt={null} /> })
            : rich("took {{duration}}", { duration: <DurationText startedAt={run.startedAt} endedAt={run.endedAt} /> })}
          {usual !== null && `, ${t("usually {{duration}}", { duration: formatDuration(usual) })}`}
        </span>
      )}
      <span>
        {rich("started {{startedAt}}", { startedAt: <RelativeTime at={run.startedAt ?? run.queuedAt} /> })}
      </span>
      <span>{run.runType === "manual" ? t("by hand") : runTypeWords[run.runType]}</span>
      {run.logicalDate !== null && run.runType !== "manual" && (
        <span>
          {rich("for {{date}}", { date: <InstantText at={run.logicalDate} /> })}
        </span>
      )}
    </>
  );
}

function ScheduleEnd({ summary }: { summary: DagDetail["summary"] }): ReactNode {
  if (!summary.scheduleOn) return <span>{t("switched off")}</span>;
  if (summary.nextRunAt === null) return null;
  return (
    <span>
      {rich("next {{nextRunAt}}", { nextRunAt: <RelativeTime at={summary.nextRunAt} upcoming /> })}
    </span>
  );
}

function ScheduleFacts({ dag: { summary } }: { dag: DagDetail }): ReactNode {
  if (summary.scheduleText === null) return <span>{t("no schedule: runs by hand")}</span>;
  return (
    <span className={styles.schedule} title={`${summary.scheduleText} (${summary.timezone})`}>
      <ScheduleSwitch dag={summary} />
      <span className={styles.scheduleWords}>{summary.scheduleWords ?? summary.scheduleText}</span>
      <ScheduleEnd summary={summary} />
    </span>
  );
}
