/** The sections of the overview. */
import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";
import type { DagSummary } from "../../../shared/contract/dags.ts";
import type { RunSummary } from "../../../shared/model/run.ts";
import { formatRoute, type Route } from "../../app/route.ts";
import { RunAnswer } from "../../app/run-answer.tsx";
import { ScheduleSwitch } from "../../run-acts/schedule-switch.tsx";
import { rich } from "../../strings/rich.tsx";
import { t } from "../../strings/t.ts";
import { formatCount } from "../../ui/format.ts";
import { summaryOf } from "../../ui/markdown.ts";
import { StateBadge } from "../../ui/state-badge.tsx";
import { DurationText, InstantText, RelativeTime } from "../../ui/time-text.tsx";
import { countText, type CountedRuns, type FailedDag } from "./home-facts.ts";
import styles from "./home-page.module.css";

const shownEach = 12;

interface SectionProps {
  readonly title: string;
  /** How many there are, or at least; nothing for none. */
  readonly count?: string;
  readonly all: Route;
  /** Shown instead of an empty list. */
  readonly quiet: string;
  readonly children: readonly ReactNode[];
}

function Section({ title, count = "", all, quiet, children }: SectionProps): ReactNode {
  return (
    <section className={styles.section} aria-label={title}>
      <div className={styles.sectionHead}>
        <h2>{title}</h2>
        {count !== "" && <span className="dw-dim dw-num">{count}</span>}
        <a className={`${styles.more} dw-link dw-dim`} href={formatRoute(all)} aria-label={t("Show all: {{title}}", { title })}>
          {t("Show all")}
        </a>
      </div>
      {children.length === 0 ? <div className={styles.quiet}>{quiet}</div> : <ul className={styles.list}>{children}</ul>}
    </section>
  );
}

/** Files that nobody can run until they are mended. */
export function BrokenFiles({ dags }: { dags: readonly DagSummary[] }): ReactNode {
  const broken = dags.filter((dag) => dag.errors > 0);
  if (broken.length === 0) return null;
  const names = broken.slice(0, 3).map((dag) => dag.dagId);
  return (
    <a className={styles.broken} href={formatRoute({ page: "dags" })}>
      <CircleAlert size={14} aria-hidden style={{ flex: "none" }} />
      <strong className={styles.brokenCount}>{t("{{count}} DAGs cannot run: errors in the file", { count: broken.length })}</strong>
      <span className="dw-ellipsis">
        {broken.length > names.length ? t("{{names}} and {{more}} more", { names: names.join(", "), more: broken.length - names.length }) : names.join(", ")}
      </span>
    </a>
  );
}

export function FailedSection({ failed, today }: { failed: readonly FailedDag[]; today: CountedRuns }): ReactNode {
  return (
    <Section title={t("Failed today")} count={countOf(today)} all={{ page: "runs", state: "failed" }} quiet={t("No run failed today.")}>
      {failed.slice(0, shownEach).map((entry) => (
        <FailedRow key={entry.run.dagId} entry={entry} more={today.more} />
      ))}
    </Section>
  );
}

const countOf = (counted: CountedRuns): string => (counted.runs.length === 0 ? "" : countText(counted));

function FailedRow({ entry: { run, count, mendedAt }, more }: { entry: FailedDag; /** Further ones may be of this DAG. */ more: boolean }): ReactNode {
  return (
    <li>
      <a className={styles.row} href={runAddress(run)} title={run.runId}>
        <StateBadge state={run.state} />
        <strong className="dw-ellipsis">{run.dagId}</strong>
        {mendedAt === null ? (
          <RunAnswer run={run} />
        ) : (
          <span className="dw-dim dw-ellipsis">
            {rich("Succeeded again {{mendedAt}}", { mendedAt: <RelativeTime at={mendedAt} /> })}
          </span>
        )}
        <span className={`${styles.end} dw-dim dw-num`}>{more ? t("{{count}} runs or more", { count }) : count > 1 ? t("{{count}} runs", { count }) : ""}</span>
        <span className={`${styles.end} dw-dim`}>
          <RelativeTime at={run.endedAt ?? run.startedAt ?? run.queuedAt} />
        </span>
      </a>
    </li>
  );
}

/** What runs first, then what waits. */
export function RunningSection({ running, queued }: { running: CountedRuns; queued: CountedRuns }): ReactNode {
  const all: CountedRuns = { runs: [...running.runs, ...queued.runs], more: running.more || queued.more };
  return (
    <Section title={t("Running now")} count={countOf(all)} all={{ page: "runs", state: "running" }} quiet={t("Nothing runs now.")}>
      {all.runs.slice(0, shownEach).map((run) => (
        <li key={`${run.dagId}\n${run.runId}`}>
          <a className={styles.row} href={runAddress(run)} title={run.runId}>
            <StateBadge state={run.state} />
            <strong className="dw-ellipsis">{run.dagId}</strong>
            <RunAnswer run={run} />
            <span className={styles.end}>
              <DurationText startedAt={run.startedAt} endedAt={run.endedAt} fallback="waiting" />
            </span>
            <span className={`${styles.end} dw-dim`}>
              <RelativeTime at={run.startedAt ?? run.queuedAt} />
            </span>
          </a>
        </li>
      ))}
    </Section>
  );
}

function runAddress(run: RunSummary): string {
  return formatRoute({ page: "run", dagId: run.dagId, runId: run.runId });
}

/** In a workspace where no DAG has run: which there are to begin with. */
export function StartSection({ dags }: { dags: readonly DagSummary[] }): ReactNode {
  return (
    <Section title={t("Open a DAG and press Run DAG")} all={{ page: "dags" }} quiet={t("Every DAG has errors in its file; mend one first.")}>
      {dags.map((dag) => (
        <StartRow key={dag.dagId} dag={dag} />
      ))}
    </Section>
  );
}

export function StartRow({ dag }: { dag: Pick<DagSummary, "dagId" | "doc" | "file" | "taskCount"> }): ReactNode {
  const about = dag.doc === null ? dag.file : summaryOf(dag.doc);
  return (
    <li>
      <a className={`${styles.row} ${styles.startRow}`} href={formatRoute({ page: "dag", dagId: dag.dagId })}>
        <strong className="dw-ellipsis">{dag.dagId}</strong>
        <span className="dw-ellipsis dw-dim" title={about}>
          {about}
        </span>
        <span className={`${styles.end} dw-dim`}>{t("{{count}} tasks", { count: dag.taskCount })}</span>
      </a>
    </li>
  );
}

/** What runs by itself, soonest first; where nothing does, the schedules that wait to be switched on. */
export function NextSection({ dags, off }: { dags: readonly DagSummary[]; off: readonly DagSummary[] }): ReactNode {
  if (dags.length === 0 && off.length > 0) return <OffSection dags={off} />;
  const title = off.length === 0 ? t("Next by schedule") : t("Next by schedule, {{off}} switched off", { off: formatCount(off.length) });
  return (
    <Section title={title} all={{ page: "dags" }} quiet={t("No DAG has a schedule: every one runs by hand.")}>
      {dags.map((dag) => (
        <li key={dag.dagId}>
          <a className={`${styles.row} ${styles.nextRow}`} href={formatRoute({ page: "dag", dagId: dag.dagId })}>
            <RelativeTime at={dag.nextRunAt} upcoming />
            <strong className="dw-ellipsis">{dag.dagId}</strong>
            <ScheduleWords dag={dag} />
            <span className={`${styles.end} dw-dim`}>
              <InstantText at={dag.nextRunAt} />
            </span>
          </a>
        </li>
      ))}
    </Section>
  );
}

function OffSection({ dags }: { dags: readonly DagSummary[] }): ReactNode {
  return (
    <Section title={t("Schedules, all switched off")} count={formatCount(dags.length)} all={{ page: "dags" }} quiet="">
      {dags.slice(0, shownEach / 2).map((dag) => (
        <li key={dag.dagId} className={`${styles.row} ${styles.offRow}`}>
          <ScheduleSwitch dag={dag} />
          <a className="dw-link dw-ellipsis" href={formatRoute({ page: "dag", dagId: dag.dagId })}>
            <strong>{dag.dagId}</strong>
          </a>
          <ScheduleWords dag={dag} />
        </li>
      ))}
    </Section>
  );
}

function ScheduleWords({ dag }: { dag: DagSummary }): ReactNode {
  return (
    <span className="dw-ellipsis dw-dim" title={dag.scheduleText ?? undefined}>
      {dag.scheduleWords ?? dag.scheduleText}
    </span>
  );
}
