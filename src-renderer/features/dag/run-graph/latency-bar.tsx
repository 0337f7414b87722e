/** Whose latencies stand on the edges, the budget that they are held against, and how many are over it. */
import { Button, NativeSelect, NumberInput } from "@mantine/core";
import { Table2 } from "lucide-react";
import type { ReactNode } from "react";
import { t } from "../../../strings/t.ts";
import { formatDuration } from "../../../ui/format.ts";
import type { GraphViewState } from "./graph-view-state.ts";
import type { Latencies } from "./latency-rows.ts";
import { LatencySums } from "./latency-sums.tsx";
import styles from "./run-graph.module.css";
import type { KnownHistory } from "../../../rpc/use-latency-history.ts";

interface LatencyBarProps {
  readonly state: GraphViewState;
  readonly onChange: (change: Partial<GraphViewState>) => void;
  readonly latencies: Latencies;
  readonly known: KnownHistory;
  /** The task that is selected. */
  readonly selected: string | null;
}

export function LatencyBar({ state, onChange, latencies, known, selected }: LatencyBarProps): ReactNode {
  const runs = known.history?.runs ?? 0;
  return (
    <div className={styles.bar} role="group" aria-label={t("Latency on edges")}>
      <label className={styles.field}>
        {t("Latency of")}
        <NativeSelect
          size="xs"
          aria-label={t("Latency of")}
          data={[
            { value: "runs", label: t("the last 100 runs (p50, p95)") },
            { value: "run", label: t("this run") },
          ]}
          value={state.latency ?? "runs"}
          onChange={(event) => onChange({ latency: event.currentTarget.value === "run" ? "run" : "runs" })}
        />
      </label>
      <label className={styles.field}>
        {t("Budget")}
        <NumberInput size="xs" w={92} min={0} step={100} hideControls suffix={` ${t("ms")}`} aria-label={t("Budget, in milliseconds")} value={state.budgetMs} onChange={(value) => typeof value === "number" && onChange({ budgetMs: Math.max(0, value) })} />
      </label>
      <span className={styles.said} role="status" data-over={latencies.over > 0 || undefined}>
        {sentence(state, latencies, known)} {state.latency === "runs" && runs > 0 && <span className="dw-dim">{t("Over {{count}} runs.", { count: runs })}</span>}
      </span>
      {state.latency === "runs" && known.history !== null && <LatencySums history={known.history} selected={selected} />}
      <Button size="compact-xs" variant={state.isTable ? "light" : "default"} aria-pressed={state.isTable} leftSection={<Table2 size={12} aria-hidden />} onClick={() => onChange({ isTable: !state.isTable })}>
        {t("As a table")}
      </Button>
    </div>
  );
}

function sentence({ latency, budgetMs }: GraphViewState, { known, over, rows }: Latencies, { history, failure }: KnownHistory): string {
  if (rows.length === 0) return t("This DAG has no edges.");
  const budget = formatDuration(budgetMs);
  if (latency === "run") return known === 0 ? t("No task of this run has started after another one yet.") : t("{{over}} of {{count}} edges are over {{budget}}.", { over, count: rows.length, budget });
  if (failure !== null) return t("The earlier runs cannot be read: {{message}}", { message: failure.message });
  if (history === null) return t("Reading the last runs…");
  if (history.runs === 0) return t("No run of this DAG has finished yet.");
  if (known === 0) return t("In the finished runs no task started after another one.");
  return t("{{over}} of {{count}} edges are over {{budget}} at p95.", { over, count: rows.length, budget });
}
