/** Home: what needs me now. Failed today with the reason, running now, next by schedule; first steps where nothing is. */
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { toFailure } from "../../rpc/failure.ts";
import { useRpc } from "../../rpc/rpc-provider.tsx";
import { rich } from "../../strings/rich.tsx";
import { t } from "../../strings/t.ts";
import { useNow } from "../../ui/clock.ts";
import { ErrorState } from "../../ui/error-state.tsx";
import { usePreferences } from "../../ui/preferences.tsx";
import { SkeletonRows } from "../../ui/skeleton-rows.tsx";
import { RelativeTime } from "../../ui/time-text.tsx";
import { FirstSteps } from "./first-steps.tsx";
import { failedDags, failedSince, headline, nextScheduled, startOfDay, switchedOff } from "./home-facts.ts";
import styles from "./home-page.module.css";
import { BrokenFiles, FailedSection, NextSection, RunningSection, StartSection } from "./home-sections.tsx";

export function HomePage(): ReactNode {
  const rpc = useRpc();
  const dags = useQuery(rpc.dags.list.queryOptions({ input: {} }));
  const failed = useQuery(rpc.runs.list.queryOptions({ input: { states: ["failed"], limit: 100 } }));
  // Apart: however many wait, what runs is shown.
  const running = useQuery(rpc.runs.list.queryOptions({ input: { states: ["running"], limit: 100 } }));
  const queued = useQuery(rpc.runs.list.queryOptions({ input: { states: ["queued"], limit: 100 } }));
  const zone = usePreferences().timeZone === "utc" ? "utc" : "local";
  const today = startOfDay(useNow(), zone);
  const failures = [dags, failed, running, queued].filter((query) => query.isError);
  if (failures[0] !== undefined) {
    return <ErrorState title={t("The overview could not be read")} failure={toFailure(failures[0].error)} onRetry={() => failures.forEach((query) => void query.refetch())} />;
  }
  if (dags.data === undefined || failed.data === undefined || running.data === undefined || queued.data === undefined) {
    return (
      <div className={styles.home}>
        <h1>{t("Home")}</h1>
        <SkeletonRows rows={10} label={t("Loading the overview")} />
      </div>
    );
  }
  const failedToday = failedSince(failed.data, today);
  const next = nextScheduled(dags.data.dags, 6);
  const isUntouched = running.data.runs.length + queued.data.runs.length === 0 && dags.data.dags.every((dag) => dag.lastRuns.length === 0);
  return (
    <div style={{ overflow: "auto", flex: 1 }} tabIndex={0} role="region" aria-label={t("Overview")}>
      <div className={styles.home}>
        <div className={styles.headline}>
          <h1>{dags.data.dags.length === 0 ? t("Welcome to Dagwright") : isUntouched ? t("Nothing has run yet") : headline(failedToday, running.data, queued.data)}</h1>
          {next[0] !== undefined && (
            <span className="dw-dim">
              {rich("Next by schedule: {{dagId}} {{nextRunAt}}", { dagId: next[0].dagId, nextRunAt: <RelativeTime at={next[0].nextRunAt} upcoming /> })}
            </span>
          )}
        </div>
        {dags.data.dags.length === 0 ? (
          <FirstSteps />
        ) : (
          <>
            <BrokenFiles dags={dags.data.dags} />
            {isUntouched ? (
              <StartSection dags={dags.data.dags.filter((dag) => dag.errors === 0).slice(0, 5)} />
            ) : (
              <>
                <FailedSection failed={failedDags(failedToday.runs, dags.data.dags)} today={failedToday} />
                <RunningSection running={running.data} queued={queued.data} />
              </>
            )}
            <NextSection dags={next} off={switchedOff(dags.data.dags)} />
          </>
        )}
      </div>
    </div>
  );
}
