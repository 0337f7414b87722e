/** All runs of all DAGs over a window of time, as bars; live while the window ends now. */
import { Button, SegmentedControl } from "@mantine/core";
import { useElementSize } from "@mantine/hooks";
import { ChevronLeft, ChevronRight } from "lucide-react";
import { useMemo, useState, type ReactNode } from "react";
import { formatRoute, navigate } from "../../app/route.ts";
import { TimeZoom } from "../../app/time-zoom.tsx";
import { toFailure } from "../../rpc/failure.ts";
import { t } from "../../strings/t.ts";
import { useNow } from "../../ui/clock.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { formatCount, formatInstant } from "../../ui/format.ts";
import { Page } from "../../ui/page.tsx";
import { useDisplayZone } from "../../ui/preferences.tsx";
import { SkeletonRows } from "../../ui/skeleton-rows.tsx";
import { useTimeView } from "../../ui/use-time-view.ts";
import { TimelineChart } from "./timeline-chart.tsx";
import { spanChoices, spans, type SpanName } from "./timeline-filter.ts";
import { TimelineFilters } from "./timeline-filters.tsx";
import { timelineRows } from "./timeline-rows.ts";
import styles from "./timeline.module.css";
import { useTimeline, type TimelineRoute } from "./use-timeline.ts";

const leastBarPx = 5;
/** Beside the present, as a part of the window: what has just ended is not hidden by the edge. */
const roomAfterNow = 0.02;

export function TimelinePage({ route }: { route: TimelineRoute }): ReactNode {
  const span = route.span ?? "24h";
  // Null follows the present.
  const [end, setEnd] = useState<number | null>(null);
  const now = useNow();
  const to = end ?? now;
  const whole = useMemo(() => ({ from: to - spans[span], to: end === null ? to + spans[span] * roomAfterNow : to }), [to, span, end]);
  const view = useTimeView(whole, `${span} ${end}`, end === null ? "end" : "middle");
  const { data, error, refetch, isPending } = useTimeline(route, view.span);
  const { ref, width } = useElementSize<HTMLDivElement>();
  const leastMs = ((view.span.to - view.span.from) / Math.max(200, width)) * leastBarPx;
  const rows = useMemo(() => (data === undefined ? [] : timelineRows(data, view.span, leastMs, now)), [data, view.span, leastMs, now]);
  const total = rows.reduce((sum, row) => ({ runs: sum.runs + row.runs, failed: sum.failed + row.failed }), { runs: 0, failed: 0 });
  const zone = useDisplayZone();
  const isFiltered = route.text !== undefined || route.state !== undefined || route.runType !== undefined;
  const move = (by: 1 | -1): void => {
    const next = to + by * spans[span];
    setEnd(next >= now ? null : next);
  };
  return (
    <Page title={t("Timeline")} count={data === undefined ? null : `${t("{{count}} runs", { count: total.runs })}${total.failed > 0 ? `, ${t("{{failed}} failed", { failed: formatCount(total.failed) })}` : ""}`} tools={<TimelineFilters route={route} />}>
      <div className={styles.bar}>
        <Button size="compact-sm" variant="default" aria-label={t("Earlier")} onClick={() => move(-1)}>
          <ChevronLeft size={15} aria-hidden />
        </Button>
        <SegmentedControl data={spanChoices} value={span} onChange={(next: SpanName) => navigate({ ...route, span: next }, { replace: true })} aria-label={t("Window of time")} />
        <Button size="compact-sm" variant="default" aria-label={t("Later")} disabled={end === null} onClick={() => move(1)}>
          <ChevronRight size={15} aria-hidden />
        </Button>
        <Button size="compact-sm" variant={end === null ? "light" : "default"} aria-pressed={end === null} onClick={() => (setEnd(null), view.reset())}>
          {t("Now")}
        </Button>
        <span className="dw-dim dw-num">{`${formatInstant(view.span.from, zone)} – ${end === null && view.zoom <= 1 ? t("now") : formatInstant(view.span.to, zone)}`}</span>
        <span className={styles.barEnd}>
          <TimeZoom view={view} />
        </span>
      </div>
      <div className={styles.body} ref={ref}>
        {isPending && <SkeletonRows rows={12} label={t("Loading runs")} />}
        {error !== null && data === undefined && <ErrorState title={t("The runs could not be read")} failure={toFailure(error)} onRetry={() => void refetch()} />}
        {data !== undefined && data.since !== null && data.since > view.span.from && (
          <p className={styles.note} role="status">
            {t("There are too many runs to count: those before {{instant}} are left out. Zoom in, or filter.", { instant: formatInstant(data.since, zone) })}
          </p>
        )}
        {rows.length > 0 && <TimelineChart rows={rows} view={view} now={end === null ? now : null} />}
        {data !== undefined && rows.length === 0 && <Nothing isFiltered={isFiltered} span={span} />}
      </div>
    </Page>
  );
}

function Nothing({ isFiltered, span }: { isFiltered: boolean; span: SpanName }): ReactNode {
  if (isFiltered) {
    return (
      <EmptyState title={t("No run matches in this time")} action={<Button variant="default" onClick={() => navigate({ page: "timeline", span }, { replace: true })}>{t("Show all runs")}</Button>}>
        {t("Look at another time, or leave out the filters.")}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title={t("Nothing ran in this time")}
      action={
        span === "30d" ? (
          <Button component="a" href={formatRoute({ page: "dags" })}>
            {t("Choose a DAG to run")}
          </Button>
        ) : (
          <Button variant="default" onClick={() => navigate({ page: "timeline", span: "30d" }, { replace: true })}>
            {t("Show the last 30 days")}
          </Button>
        )
      }
    >
      {t("Runs of all DAGs show up here as bars, as they start.")}
    </EmptyState>
  );
}
