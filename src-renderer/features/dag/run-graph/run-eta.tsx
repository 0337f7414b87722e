/** When a run that is on its way will end, by how long its tasks took in earlier runs; moves with each state and each second. */
import { useMemo, type ReactNode } from "react";
import type { RunDetail } from "../../../../shared/contract/runs.ts";
import { isRunFinished } from "../../../../shared/model/states.ts";
import { prepareForecast, type Forecast } from "../../../../shared/run-view/forecast.ts";
import { t } from "../../../strings/t.ts";
import { useNow } from "../../../ui/clock.ts";
import { formatGoing, formatInstant } from "../../../ui/format.ts";
import { useDisplayZone } from "../../../ui/preferences.tsx";
import { useCalm } from "./use-calm.ts";
import { useLatencyHistory } from "../../../rpc/use-latency-history.ts";

export function RunEta({ detail }: { detail: RunDetail }): ReactNode {
  return isRunFinished(detail.run.state) || detail.run.startedAt === null ? null : <Eta detail={detail} />;
}

function Eta({ detail }: { detail: RunDetail }): ReactNode {
  const { history } = useLatencyHistory(detail.run, true);
  const { graph } = detail;
  const tasks = useCalm(detail.tasks, detail.run.runId, true);
  const now = useNow();
  const zone = useDisplayZone();
  const ask = useMemo(() => (history === null ? null : prepareForecast(graph, history.tasks)), [graph, history]);
  const forecast = useMemo(() => ask?.(tasks, now) ?? null, [ask, tasks, now]);
  if (history === null) return null;
  if (history.runs === 0 || forecast === null) return <span data-eta>{t("no earlier runs to tell its end by")}</span>;
  return (
    <span data-eta title={whyWords(forecast, history.runs, zone)}>
      {leftWords(forecast, now)}
    </span>
  );
}

function leftWords({ likelyAt, lateAt }: Forecast, now: number): string {
  const [likely, late] = [formatGoing(likelyAt - now), formatGoing(lateAt - now)];
  if (lateAt - now < 1_000) return t("ends any moment");
  if (likelyAt - now < 1_000) return t("ends within {{late}}", { late });
  return likely === late ? t("ends in about {{likely}}", { likely }) : t("ends in {{likely}} to {{late}}", { likely, late });
}

const mostNamed = 8;

function whyWords({ likelyAt, lateAt, path, unknown }: Forecast, runs: number, zone: string | undefined): string {
  const named = path.slice(0, mostNamed).join(" → ") + (path.length > mostNamed ? " → …" : "");
  const lines = [
    t("At {{likely}} (p50) to {{late}} (p90)", { likely: formatInstant(likelyAt, zone), late: formatInstant(lateAt, zone) }),
    t("from what tasks took in {{count}} earlier runs, along {{path}}", { count: runs, path: named }),
    ...(unknown.length > 0 ? [t("{{count}} tasks on the way never ran before: they count as usual ones", { count: unknown.length })] : []),
  ];
  return lines.join("\n");
}
