/** The weeks to come of all schedules: how much runs, what meets, what the pools have to take, what changes of the clock do. */
import { SegmentedControl, Switch } from "@mantine/core";
import { useState, type ReactNode } from "react";
import type { ScheduleForecast } from "../../../shared/contract/schedules.ts";
import { toFailure } from "../../rpc/failure.ts";
import { t } from "../../strings/t.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { ExampleText } from "../../ui/example-text.tsx";
import { formatCount } from "../../ui/format.ts";
import { Page } from "../../ui/page.tsx";
import { SkeletonRows } from "../../ui/skeleton-rows.tsx";
import { PauseLine } from "./pause-line.tsx";
import { DagForecasts } from "./dag-forecasts.tsx";
import { ByAssets, Collisions, Oddities, Owed } from "./forecast-lists.tsx";
import { HeatMap } from "./heat-map.tsx";
import { useForecast } from "./use-forecast.ts";
import styles from "./schedules.module.css";

const spans = [
  { value: "7", label: t("7 days") },
  { value: "28", label: t("28 days") },
  { value: "90", label: t("90 days") },
  { value: "365", label: t("A year") },
];

export function SchedulesPage(): ReactNode {
  const [days, setDays] = useState("28");
  const [onlyOn, setOnlyOn] = useState(false);
  const { data, error, refetch, isPending, progress } = useForecast({ days: Number(days), onlyOn });
  const isAsItIs = onlyOn || data?.dags.every((dag) => dag.isOn) === true;
  const runs = data?.dags.reduce((sum, dag) => sum + dag.runs, 0) ?? 0;
  return (
    <Page
      title={t("Schedules")}
      scroll
      count={data === undefined ? null : isAsItIs ? t("{{count}} runs to come", { count: runs }) : t("{{count}} runs to come, if all were on", { count: runs })}
      tools={
        <>
          <SegmentedControl data={spans} value={days} onChange={setDays} aria-label={t("How far")} />
          <Switch size="xs" checked={onlyOn} onChange={(event) => setOnlyOn(event.currentTarget.checked)} label={t("Only those that are on")} />
        </>
      }
    >
      <PauseLine />
      {isPending && <SkeletonRows rows={12} label={t("Working out the weeks to come")} />}
      {isPending && progress !== null && <p className={styles.progress}>{t("{{done}} of {{count}} DAGs are worked out", { done: progress.done, count: progress.of })}</p>}
      {error !== null && <ErrorState title={t("The weeks to come could not be worked out")} failure={toFailure(error)} onRetry={() => void refetch()} />}
      {data !== undefined && (data.dags.length + data.byAssets.length === 0 ? <Nothing onlyOn={onlyOn} /> : <Forecast forecast={data} />)}
    </Page>
  );
}

function Forecast({ forecast }: { forecast: ScheduleForecast }): ReactNode {
  return (
    <div className={styles.forecast}>
      {forecast.dags.length > 0 && <p className={styles.answer}>{answerOf(forecast)}</p>}
      <Owed dags={forecast.dags} />
      <Oddities oddities={forecast.oddities} />
      {forecast.dags.length > 0 && <HeatMap forecast={forecast} />}
      <Collisions collisions={forecast.collisions} />
      <ByAssets byAssets={forecast.byAssets} />
      {forecast.dags.length > 0 && <DagForecasts dags={forecast.dags} />}
    </div>
  );
}

function answerOf({ dags, pools, oddities }: ScheduleForecast): string {
  const owed = dags.reduce((sum, dag) => sum + dag.owed, 0);
  const behind = dags.filter((dag) => dag.fallsBehind).map(({ dagId }) => dagId);
  const over = pools.filter((pool) => pool.hoursOver > 0).map(({ pool }) => pool);
  const troubles = [
    ...(behind.length > 0 ? [t("{{dags}} cannot keep up with the schedule", { dags: behind.slice(0, 3).join(", ") })] : []),
    ...(over.length > 0 ? [t("pool {{pools}} is asked for more than it has", { pools: over.slice(0, 3).join(", ") })] : []),
    ...(owed > 0 ? [t("{{runs}} runs for the past would be made", { runs: formatCount(owed) })] : []),
    ...(oddities.length > 0 ? [t("the clock changes for {{count}} of them", { count: new Set(oddities.map(({ dagId }) => dagId)).size })] : []),
  ];
  const count = t("{{count}} DAGs have a schedule", { count: dags.length });
  return troubles.length === 0 ? t("{{dags}}, and nothing stands out.", { dags: count }) : `${count}: ${troubles.join("; ")}.`;
}

function Nothing({ onlyOn }: { onlyOn: boolean }): ReactNode {
  if (onlyOn) return <EmptyState title={t("No schedule is on")}>{t("Turn one on at its DAG, or look at those that are off, too.")}</EmptyState>;
  return (
    <EmptyState title={t("No DAG has a schedule")}>
      {t("Give a DAG one in its file, such as:")} <ExampleText text={t("schedule: '@daily'")} />
    </EmptyState>
  );
}
