/** Home: what needs me now. Failed today with the reason, running now, next by schedule; first steps where nothing is. */
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { DagSummary } from "../../../shared/contract/dags.ts";
import type { RunSummary } from "../../../shared/model/run.ts";
import { formatRoute, type Route } from "../../app/route.ts";
import { toFailure } from "../../rpc/failure.ts";
import { useRpc } from "../../rpc/rpc-provider.tsx";
import { useNow } from "../../ui/clock.ts";
import { ErrorState } from "../../ui/error-state.tsx";
import { formatCount } from "../../ui/format.ts";
import { usePreferences } from "../../ui/preferences.tsx";
import { SkeletonRows } from "../../ui/skeleton-rows.tsx";
import { StateBadge } from "../../ui/state-badge.tsx";
import { DurationText, InstantText, RelativeTime } from "../../ui/time-text.tsx";
import { FirstSteps } from "./first-steps.tsx";
import { endedSince, headline, nextScheduled, startOfDay } from "./home-facts.ts";
import styles from "./home-page.module.css";

const shownEach = 12;

export function HomePage(): ReactNode {
  const rpc = useRpc();
  const dags = useQuery(rpc.dags.list.queryOptions({ input: {} }));
  const failed = useQuery(rpc.runs.list.queryOptions({ input: { states: ["failed"], limit: 100 } }));
  const active = useQuery(rpc.runs.list.queryOptions({ input: { states: ["running", "queued"], limit: 100 } }));
  const zone = usePreferences().timeZone === "utc" ? "utc" : "local";
  const today = startOfDay(useNow(), zone);
  const failures = [dags, failed, active].filter((query) => query.isError);
  if (failures[0] !== undefined) {
    return <ErrorState title="The overview could not be read" failure={toFailure(failures[0].error)} onRetry={() => failures.forEach((query) => void query.refetch())} />;
  }
  if (dags.data === undefined || failed.data === undefined || active.data === undefined) return <SkeletonRows rows={10} label="Loading the overview" />;
  const failedToday = endedSince(failed.data.runs, today);
  const next = nextScheduled(dags.data.dags, 6);
  return (
    <div style={{ overflow: "auto", flex: 1 }} tabIndex={0} role="region" aria-label="Overview">
      <div className={styles.home}>
        <div className={styles.headline}>
          <h1>{dags.data.dags.length === 0 ? "Welcome to Dagwright" : headline(failedToday.length, active.data.runs)}</h1>
          {next[0] !== undefined && (
            <span className="dw-dim">
              Next by schedule: {next[0].dagId} <RelativeTime at={next[0].nextRunAt} />
            </span>
          )}
        </div>
        {dags.data.dags.length === 0 ? (
          <FirstSteps />
        ) : (
          <>
            <RunsSection title="Failed today" runs={failedToday} all={{ page: "runs", state: "failed" }} quiet="No run failed today." />
            <RunsSection title="Running now" runs={active.data.runs} all={{ page: "runs", state: "running" }} quiet="Nothing runs now." />
            <NextSection dags={next} />
          </>
        )}
      </div>
    </div>
  );
}

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

function RunsSection({ title, runs, all, quiet }: { title: string; runs: readonly RunSummary[]; all: Route; quiet: string }): ReactNode {
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

function NextSection({ dags }: { dags: readonly DagSummary[] }): ReactNode {
  return (
    <Section title="Next by schedule" count={null} all={{ page: "dags" }}>
      {dags.length === 0 ? (
        <div className={styles.quiet}>No DAG has a schedule; all run by hand.</div>
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
