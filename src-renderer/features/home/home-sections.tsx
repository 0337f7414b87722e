/** The sections of the overview. */
import type { ReactNode } from "react";
import type { DagSummary } from "../../../shared/contract/dags.ts";
import type { RunSummary } from "../../../shared/model/run.ts";
import { formatRoute, type Route } from "../../app/route.ts";
import { formatCount, formatPlural } from "../../ui/format.ts";
import { StateBadge } from "../../ui/state-badge.tsx";
import { DurationText, InstantText, RelativeTime } from "../../ui/time-text.tsx";
import styles from "./home-page.module.css";

const shownEach = 12;

function Section({ title, count, all, children }: { title: string; count: number | null; all: Route; children: ReactNode }): ReactNode {
  return (
    <section className={styles.section} aria-label={title}>
      <div className={styles.sectionHead}>
        <h2>{title}</h2>
        {count !== null && count > 0 && <span className="dw-dim dw-num">{formatCount(count)}</span>}
        <a className={`${styles.more} dw-link dw-dim`} href={formatRoute(all)}>
          Show all
        </a>
      </div>
      {children}
    </section>
  );
}

export function RunsSection({ title, runs, all, quiet }: { title: string; runs: readonly RunSummary[]; all: Route; quiet: string }): ReactNode {
  return (
    <Section title={title} count={runs.length} all={all}>
      {runs.length === 0 ? (
        <div className={styles.quiet}>{quiet}</div>
      ) : (
        <ul className={styles.list}>
          {runs.slice(0, shownEach).map((run) => (
            <li key={`${run.dagId}\n${run.runId}`}>
              <RunRow run={run} />
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function RunRow({ run }: { run: RunSummary }): ReactNode {
  return (
    <a className={styles.row} href={formatRoute({ page: "run", dagId: run.dagId, runId: run.runId })} title={run.runId}>
      <StateBadge state={run.state} />
      <strong className="dw-ellipsis">{run.dagId}</strong>
      <span className="dw-ellipsis dw-dim" title={run.reason ?? undefined}>
        {run.reason ?? run.runId}
      </span>
      <span className={styles.end}>
        <DurationText startedAt={run.startedAt} endedAt={run.endedAt} fallback="waiting" />
      </span>
      <span className={`${styles.end} dw-dim`}>
        <RelativeTime at={run.endedAt ?? run.startedAt ?? run.queuedAt} />
      </span>
    </a>
  );
}

/** In a workspace where no DAG has run: which there are to begin with. */
export function StartSection({ dags }: { dags: readonly DagSummary[] }): ReactNode {
  return (
    <Section title="Open a DAG and press Run DAG" count={null} all={{ page: "dags" }}>
      <ul className={styles.list}>
        {dags.map((dag) => (
          <li key={dag.dagId}>
            <a className={styles.row} href={formatRoute({ page: "dag", dagId: dag.dagId })} style={{ gridTemplateColumns: "minmax(120px, 1fr) minmax(0, 3fr) 96px" }}>
              <strong className="dw-ellipsis">{dag.dagId}</strong>
              <span className="dw-ellipsis dw-dim" title={dag.doc ?? undefined}>
                {dag.doc ?? dag.file}
              </span>
              <span className={`${styles.end} dw-dim`}>{formatPlural(dag.taskCount, "task")}</span>
            </a>
          </li>
        ))}
      </ul>
    </Section>
  );
}

export function NextSection({ dags }: { dags: readonly DagSummary[] }): ReactNode {
  return (
    <Section title="Next by schedule" count={null} all={{ page: "dags" }}>
      {dags.length === 0 ? (
        <div className={styles.quiet}>No schedule is switched on; every DAG runs by hand.</div>
      ) : (
        <ul className={styles.list}>
          {dags.map((dag) => (
            <li key={dag.dagId}>
              <a className={styles.row} href={formatRoute({ page: "dag", dagId: dag.dagId })} style={{ gridTemplateColumns: "104px minmax(120px, 1fr) minmax(0, 1.6fr) 204px" }}>
                <RelativeTime at={dag.nextRunAt} />
                <strong className="dw-ellipsis">{dag.dagId}</strong>
                <span className="dw-ellipsis dw-dim" title={dag.scheduleText ?? undefined}>
                  {dag.scheduleWords ?? dag.scheduleText}
                </span>
                <span className={`${styles.end} dw-dim`}>
                  <InstantText at={dag.nextRunAt} />
                </span>
              </a>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
