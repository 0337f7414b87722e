/** What is written on the graph of a run: figures on tasks, latency on edges, the critical path; and the way to the filter. */
import { Button, NativeSelect } from "@mantine/core";
import { Filter, Route, Timer } from "lucide-react";
import type { ReactNode } from "react";
import { CommandKey } from "../../../app/command-key.tsx";
import { t } from "../../../strings/t.ts";
import type { GraphViewState, NodeFigures } from "./graph-view-state.ts";
import styles from "./run-graph.module.css";

interface ViewBarProps {
  readonly state: GraphViewState;
  readonly onChange: (change: Partial<GraphViewState>) => void;
  readonly onFilter: () => void;
  /** A run is shown: without one there is nothing to write. */
  readonly hasRun: boolean;
}

const figures: { value: NodeFigures; label: string }[] = [
  { value: "duration", label: t("Duration and share") },
  { value: "rows", label: t("Rows") },
  { value: "nothing", label: t("Nothing") },
];

export function ViewBar({ state, onChange, onFilter, hasRun }: ViewBarProps): ReactNode {
  return (
    <div className={styles.bar} role="toolbar" aria-label={t("View of the graph")}>
      <Button size="compact-sm" variant={state.isFiltering ? "light" : "default"} aria-pressed={state.isFiltering} leftSection={<Filter size={13} aria-hidden />} rightSection={<CommandKey id="graph.filter" />} onClick={onFilter}>
        {t("Filter")}
      </Button>
      {hasRun && (
        <>
          <label className={styles.field}>
            {t("Show")}
            <NativeSelect size="xs" aria-label={t("Show on tasks")} data={figures} value={state.figures} onChange={(event) => onChange({ figures: figures.find(({ value }) => value === event.currentTarget.value)?.value ?? "duration" })} />
          </label>
          <Button size="compact-sm" variant={state.latency === null ? "default" : "light"} aria-pressed={state.latency !== null} leftSection={<Timer size={13} aria-hidden />} onClick={() => onChange({ latency: state.latency === null ? "runs" : null })}>
            {t("Latency")}
          </Button>
          <Button size="compact-sm" variant={state.isPath ? "light" : "default"} aria-pressed={state.isPath} leftSection={<Route size={13} aria-hidden />} onClick={() => onChange({ isPath: !state.isPath })}>
            {t("Critical path")}
          </Button>
        </>
      )}
    </div>
  );
}
