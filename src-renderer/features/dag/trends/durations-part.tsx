/** How long the runs took: the newest one by one, or a year by day with median and 95th percentile; and when scheduled ones landed. */
import { SegmentedControl } from "@mantine/core";
import { useMemo, type ReactNode } from "react";
import type { DayDurations, RunTimes } from "../../../../shared/contract/time.ts";
import { dayName, dayNumber, dayOfName, daySpan } from "../../../../shared/run-view/day-zones.ts";
import { ascending, quantile } from "../../../../shared/run-view/quantile.ts";
import { useKeptState } from "../../../app/kept-view.ts";
import { toFailure } from "../../../rpc/failure.ts";
import { t } from "../../../strings/t.ts";
import { useNow } from "../../../ui/clock.ts";
import { ErrorState } from "../../../ui/error-state.tsx";
import { formatCount, formatDuration, formatInstant } from "../../../ui/format.ts";
import { SkeletonRows } from "../../../ui/skeleton-rows.tsx";
import { stateLook } from "../../../ui/state-look.ts";
import { clockText, dateText } from "../../../ui/time-axis.ts";
import { dayText } from "./calendar-words.ts";
import type { TrendPoint } from "./draw-trend.ts";
import { TrendChart } from "./trend-chart.tsx";
import styles from "./trends.module.css";
import { useDurations, useRunsOf, type SpanOfDays, type TrendsOf } from "./use-trends.ts";

const ranges = { runs: 0, month: 30, quarter: 90, year: 365 } as const;
type Range = keyof typeof ranges;
const rangeChoices: { value: Range; label: string }[] = [
  { value: "runs", label: t("Newest runs") },
  { value: "month", label: t("30 days") },
  { value: "quarter", label: t("90 days") },
  { value: "year", label: t("A year") },
];
const newestRuns = 60;

export interface DurationsPartProps {
  readonly of: TrendsOf;
  readonly zone: string;
  readonly today: number;
  readonly selected: string | null;
  readonly onSelect: (runId: string) => void;
}

export function DurationsPart({ of, zone, today, selected, onSelect }: DurationsPartProps): ReactNode {
  const [range, setRange] = useKeptState<Range>("durations", "runs", (value): value is Range => typeof value === "string" && Object.hasOwn(ranges, value));
  const byDay = range !== "runs";
  const span = useMemo((): SpanOfDays => ({ from: daySpan(today + 1 - (byDay ? ranges[range] : 365), zone).from, to: daySpan(today, zone).to }), [today, range, byDay, zone]);
  return (
    <section className={styles.part} aria-label={t("Durations")}>
      <header className={styles.head}>
        <h2>{t("Durations of the runs")}</h2>
        <SegmentedControl data={rangeChoices} value={range} onChange={setRange} aria-label={t("Range of the durations")} />
      </header>
      {byDay ? <ByDay of={of} span={span} zone={zone} /> : <ByRun of={of} span={span} zone={zone} selected={selected} onSelect={onSelect} />}
    </section>
  );
}

function spentOf({ startedAt, endedAt }: RunTimes, now: number): number | null {
  return startedAt === null ? null : Math.max(0, (endedAt ?? now) - startedAt);
}

interface PartOf {
  readonly of: TrendsOf;
  readonly span: SpanOfDays;
  readonly zone: string;
}

function ByRun({ of, span, zone, selected, onSelect }: PartOf & Pick<DurationsPartProps, "selected" | "onSelect">): ReactNode {
  const { data, error, refetch } = useRunsOf(of, span, newestRuns);
  const now = useNow(data?.runs.some((run) => run.state === "running") ?? false);
  const runs = useMemo(() => (data?.runs ?? []).toReversed(), [data]);
  const points = useMemo(() => runs.map((run): TrendPoint => ({ key: run.runId, label: runLabel(run, zone), value: spentOf(run, now), high: null, color: stateLook(run.state).color })), [runs, zone, now]);
  const landings = useMemo(() => runs.filter((run) => run.runType === "scheduled" && run.state === "success" && run.dataIntervalEnd !== null && run.endedAt !== null), [runs]);
  if (error !== null && data === undefined) return <ErrorState title={t("The runs could not be read")} failure={toFailure(error)} onRetry={() => void refetch()} />;
  if (data === undefined) return <SkeletonRows rows={5} label={t("Loading runs")} />;
  if (points.every(({ value }) => value === null)) return <p className={styles.none}>{t("No run of the last year has begun.")}</p>;
  const good = ascending(runs.flatMap((run) => (run.state === "success" ? [spentOf(run, now) ?? 0] : [])));
  const [median, p95] = [quantile(good, 0.5), quantile(good, 0.95)];
  const marks = good.length < 3 || median === null || p95 === null ? [] : [{ value: median, label: t("median {{spent}}", { spent: formatDuration(median) }) }, ...(p95 > median * 1.15 ? [{ value: p95, label: t("p95 {{spent}}", { spent: formatDuration(p95) }) }] : [])];
  const words = (index: number): string => {
    const run = runs[index];
    return run === undefined ? "" : [stateLook(run.state).word, formatDuration(points[index]?.value ?? 0), formatInstant(run.startedAt ?? run.queuedAt, zone), run.runId].join(" · ");
  };
  return (
    <>
      <TrendChart label={t("Durations of the newest runs")} kind="bars" points={points} words={words} marks={marks} selected={selected} onOpen={onSelect} />
      {landings.length > 0 && <Landing points={landings.map((run) => ({ key: run.runId, label: runLabel(run, zone), value: (run.endedAt ?? 0) - (run.dataIntervalEnd ?? 0), high: null, color: null }))} words={(index) => landingWords((landings[index]?.endedAt ?? 0) - (landings[index]?.dataIntervalEnd ?? 0), formatInstant(landings[index]?.endedAt ?? 0, zone))} onOpen={onSelect} />}
    </>
  );
}

function runLabel(run: RunTimes, zone: string): string {
  const at = run.startedAt ?? run.queuedAt;
  return `${dateText(at, zone).slice(5)} ${clockText(at, zone, 60_000)}`;
}

function ByDay({ of, span, zone }: PartOf): ReactNode {
  const { data, error, refetch } = useDurations(of, span, zone, true);
  const days = useMemo(() => everyDay(data?.days ?? [], span, zone), [data, span, zone]);
  const points = useMemo(() => days.map(({ name, day }): TrendPoint => ({ key: name, label: name.slice(5), value: day?.medianMs ?? null, high: day?.p95Ms ?? null, color: null })), [days]);
  if (error !== null && data === undefined) return <ErrorState title={t("The durations could not be read")} failure={toFailure(error)} onRetry={() => void refetch()} />;
  if (data === undefined) return <SkeletonRows rows={5} label={t("Loading durations")} />;
  if (data.days.length === 0) return <p className={styles.none}>{t("No run of this time ended well.")}</p>;
  return (
    <>
      <TrendChart label={t("Median duration by day, with the 95th percentile")} kind="line" points={points} words={(index) => dayWords(days[index])} />
      <p className={styles.note}>
        {t("The line is the median of a day's runs that ended well, the band goes up to their 95th percentile.")}
        {data.everyNth > 1 && ` ${t("One run of {{every}} was looked at.", { every: formatCount(data.everyNth) })}`}
      </p>
      {data.days.some(({ landingMs }) => landingMs !== null) && <Landing points={days.map(({ name, day }) => ({ key: name, label: name.slice(5), value: day?.landingMs ?? null, high: null, color: null }))} words={(index) => landingOfDay(days[index])} />}
    </>
  );
}

interface NamedDay {
  readonly name: string;
  readonly day: DayDurations | null;
}

/** Days without a run are gaps. */
function everyDay(known: readonly DayDurations[], span: SpanOfDays, zone: string): NamedDay[] {
  const byName = new Map(known.map((day) => [day.day, day]));
  const first = dayNumber(span.from, zone);
  return Array.from({ length: dayNumber(span.to - 1, zone) - first + 1 }, (_, index) => {
    const name = dayName(first + index);
    return { name, day: byName.get(name) ?? null };
  });
}

function landingOfDay(of: NamedDay | undefined): string {
  if (of === undefined) return "";
  const when = dayText(dayOfName(of.name));
  return of.day === null || of.day.landingMs === null ? [when, t("no scheduled run ended well")].join(" · ") : landingWords(of.day.landingMs, when);
}

function dayWords(of: NamedDay | undefined): string {
  if (of === undefined) return "";
  const { name, day } = of;
  if (day === null) return [dayText(dayOfName(name)), t("no run ended well")].join(" · ");
  return [dayText(dayOfName(name)), t("median {{spent}}", { spent: formatDuration(day.medianMs) }), t("p95 {{spent}}", { spent: formatDuration(day.p95Ms) }), t("longest {{spent}}", { spent: formatDuration(day.longestMs) }), t("{{count}} runs", { count: day.runs })].join(" · ");
}

function landingWords(ms: number, when: string): string {
  return [t("landed {{spent}} after its interval", { spent: formatDuration(ms) }), when].join(" · ");
}

function Landing({ points, words, onOpen }: { points: readonly TrendPoint[]; words: (index: number) => string; onOpen?: (key: string) => void }): ReactNode {
  return (
    <>
      <h3 className={styles.subhead}>{t("Landing time")}</h3>
      <TrendChart label={t("Landing time")} kind="line" points={points} words={words} height={120} {...(onOpen ? { onOpen } : {})} />
      <p className={styles.note}>{t("From the end of a scheduled run's data interval to the end of the run.")}</p>
    </>
  );
}
