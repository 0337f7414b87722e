/** The answer first: state of the shown run, why, how long, since when; then the schedule and what to do next. */
import { useMemo, type ReactNode } from "react";
import type { DagDetail } from "../../../shared/contract/dags.ts";
import type { RunDetail } from "../../../shared/contract/runs.ts";
import type { RunAgain, RunSummary } from "../../../shared/model/run.ts";
import type { StartedBy } from "../../../shared/model/trigger.ts";
import { isAnyEnough, progressOf, type AssetCondition } from "../../../shared/model/asset.ts";
import { formatRoute } from "../../app/route.ts";
import { useRunFailureLine } from "../../app/use-failure-line.ts";
import { NoteButton, NoteMark } from "../../run-acts/note-mark.tsx";
import { useNotes } from "../../run-acts/use-notes.ts";
import { ScheduleSwitch } from "../../run-acts/schedule-switch.tsx";
import { rich } from "../../strings/rich.tsx";
import { t } from "../../strings/t.ts";
import { formatDuration } from "../../ui/format.ts";
import { MessageText } from "../../ui/message-text.tsx";
import { StateBadge } from "../../ui/state-badge.tsx";
import { DurationText, InstantText, RelativeTime } from "../../ui/time-text.tsx";
import styles from "./dag-header.module.css";
import { RunDeadlines } from "./run-deadlines.tsx";
import { RunEta } from "./run-graph/run-eta.tsx";
import { usualDuration } from "./run-bars.ts";
import { headlineOf } from "../../ui/run-headline.ts";
import { runTypeWords } from "../../ui/model-words.ts";

export interface DagHeaderProps {
  readonly dagId: string;
  readonly dag: DagDetail | null;
  readonly detail: RunDetail | null;
  readonly runs: readonly RunSummary[];
  /** It is only looked at. */
  readonly isKept: boolean;
  /** Its file is no longer in the workspace. */
  readonly isGone: boolean;
  /** Whose run it is; undefined is this machine's. */
  readonly source: string | undefined;
  readonly children: ReactNode;
}

export function DagHeader({ dagId, dag, detail, runs, isKept, isGone, source, children }: DagHeaderProps): ReactNode {
  const notes = useNotes(dagId, source);
  const note = detail === null ? null : notes.ofRun(dagId, detail.run.runId);
  const said = useRunFailureLine(detail, source);
  const headline = useMemo(() => (detail === null ? null : headlineOf(detail.run, detail.tasks, said)), [detail, said]);
  return (
    <header className={styles.header}>
      <div className={styles.answer}>
        <div className={styles.titleLine}>
          <h1 className={styles.title} title={dagId}>
            {dagId}
          </h1>
          {detail && <StateBadge state={detail.run.state} />}
          {headline !== null && (
            <span className={styles.why} title={headline}>
              <MessageText text={headline} />
            </span>
          )}
          {dag && dag.summary.errors > 0 && <span className={styles.brokenFile}>{t("{{count}} errors in the file: it cannot run until mended", { count: dag.summary.errors })}</span>}
        </div>
        <div className={styles.facts}>
          {detail && source === undefined && <RunDeadlines run={detail.run} />}
          {detail && <RunFacts run={detail.run} runs={runs} isHere={source === undefined} />}
          {detail && <RunEta detail={detail} />}
          {dag?.dag && <ScheduleFacts dag={dag} isHere={!isKept && !isGone} />}
          {dag && dag.dag === null && <code>{dag.summary.file}</code>}
          {detail && (
            <code className={styles.runId} title={t("Run ID: {{runId}}", { runId: detail.run.runId })}>
              {detail.run.runId}
            </code>
          )}
        </div>
      </div>
      <div className={styles.acts}>
        {detail && !isKept && <NoteButton run={detail.run} taskId={null} note={note} />}
        {isKept && <NoteMark note={note} />}
        {children}
      </div>
    </header>
  );
}

function RunFacts({ run, runs, isHere }: { run: RunSummary; runs: readonly RunSummary[]; isHere: boolean }): ReactNode {
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
      {run.startedAt !== null && run.endedAt !== null && (
        <span>
          {rich("started {{startedAt}}", { startedAt: <RelativeTime at={run.startedAt} /> })}
        </span>
      )}
      {run.startedBy === undefined ? <span>{run.event !== undefined ? rich("started by event {{name}}", { name: <code>{run.event}</code> }) : run.runType === "manual" ? t("by hand") : runTypeWords[run.runType]}</span> : <StarterFact by={run.startedBy} isHere={isHere} />}
      {run.again !== undefined && <AgainFact dagId={run.dagId} again={run.again} isHere={isHere} />}
      {run.logicalDate !== null && run.runType !== "manual" && (
        <span>
          {rich("for {{date}}", { date: <InstantText at={run.logicalDate} /> })}
        </span>
      )}
    </>
  );
}

/** The task that has started it, which is a way there. */
function StarterFact({ by: { dagId, runId, taskId }, isHere }: { by: StartedBy; isHere: boolean }): ReactNode {
  const name = `${dagId} · ${taskId}`;
  const task = isHere ? (
    <a className="dw-link" href={formatRoute({ page: "run", dagId, runId, taskId })} title={`${dagId} · ${runId} · ${taskId}`}>
      {name}
    </a>
  ) : (
    <span title={runId}>{name}</span>
  );
  return <span>{rich("started by {{task}}", { task })}</span>;
}

/** Which run it repeats, and whether on that run's version of the DAG. */
function AgainFact({ dagId, again, isHere }: { dagId: string; again: RunAgain; isHere: boolean }): ReactNode {
  const run = isHere ? (
    <a className="dw-link" href={formatRoute({ page: "run", dagId, runId: again.runId })} title={again.runId}>
      {t("another run")}
    </a>
  ) : (
    <span title={again.runId}>{t("another run")}</span>
  );
  if (again.from !== undefined) return <span>{rich("repeats {{run}} from {{task}} on, on its version of the DAG", { run, task: <code>{again.from}</code> })}</span>;
  return <span>{again.version === "then" ? rich("repeats {{run}} on its version of the DAG", { run }) : rich("repeats {{run}}", { run })}</span>;
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

/** How much of what it waits for was loaded; where one load is enough, the run itself says so. */
function AssetsCame({ summary: { assets = [], scheduleOn }, condition }: { summary: DagDetail["summary"]; condition: AssetCondition | undefined }): ReactNode {
  if (!scheduleOn || condition === undefined || isAnyEnough(condition)) return null;
  const waiting = new Set(assets.flatMap((one) => (one.waiting > 0 ? [one.name] : [])));
  const { came, of, missing } = progressOf(condition, (asset) => waiting.has(asset));
  return <span title={missing.length === 0 ? undefined : t("not yet: {{assets}}", { assets: missing.join(", ") })}>{t("{{came}} of {{all}} came", { came, all: of })}</span>;
}

/** `isHere`: it is that of a file of this workspace, which the engine may follow. */
function ScheduleFacts({ dag: { summary, dag }, isHere }: { dag: DagDetail; isHere: boolean }): ReactNode {
  if (summary.scheduleText === null) return <span>{dag?.queue === undefined ? t("no schedule: runs by hand") : t("no schedule: its queue starts it")}</span>;
  return (
    <span className={styles.schedule} title={`${summary.scheduleText} (${summary.timezone})`}>
      {isHere && <ScheduleSwitch dag={summary} />}
      <span className={styles.scheduleWords}>{summary.scheduleWords ?? summary.scheduleText}</span>
      {isHere && <AssetsCame summary={summary} condition={dag?.assets} />}
      {isHere && <ScheduleEnd summary={summary} />}
    </span>
  );
}
