/** How the graph of a DAG's runs is looked at: what is written on it, and which tasks. Kept for each DAG on this machine. */
import { useCallback } from "react";
import { TaskState } from "../../../../shared/model/states.ts";
import { noFilter, type TaskFilter } from "../../../../shared/run-view/task-filter.ts";
import { useKeptState } from "../../../app/kept-view.ts";

export type NodeFigures = "nothing" | "duration" | "rows";
/** What the latencies are those of. */
export type LatencyBasis = "run" | "runs";

export interface GraphViewState {
  readonly figures: NodeFigures;
  readonly latency: LatencyBasis | null;
  readonly budgetMs: number;
  readonly isTable: boolean;
  readonly isPath: boolean;
  readonly isFiltering: boolean;
  readonly filter: TaskFilter;
  /** What does not match is out of sight, and not only faint. */
  readonly isHiding: boolean;
}

const initial: GraphViewState = { figures: "duration", latency: null, budgetMs: 500, isTable: false, isPath: false, isFiltering: false, filter: noFilter, isHiding: false };

export function useGraphViewState(): readonly [GraphViewState, (change: Partial<GraphViewState>) => void] {
  const [state, keep] = useKeptState<GraphViewState>("runGraph", initial, isGraphViewState);
  const change = useCallback((part: Partial<GraphViewState>) => keep({ ...state, ...part }), [state, keep]);
  return [state, change];
}

/** Anything may stand there: an older version wrote it. */
function isGraphViewState(value: unknown): value is GraphViewState {
  if (typeof value !== "object" || value === null) return false;
  const { figures, latency, budgetMs, isTable, isPath, isFiltering, filter, isHiding } = value as Record<string, unknown>;
  const booleans = [isTable, isPath, isFiltering, isHiding].every((each) => typeof each === "boolean");
  return booleans && ["nothing", "duration", "rows"].includes(String(figures)) && (latency === null || latency === "run" || latency === "runs") && isMs(budgetMs) && isTaskFilter(filter);
}

function isTaskFilter(value: unknown): value is TaskFilter {
  if (typeof value !== "object" || value === null) return false;
  const { query, states, kinds, groups, isFailedOnly, slowerThanMs } = value as Record<string, unknown>;
  const isStates = Array.isArray(states) && states.every((state) => TaskState.safeParse(state).success);
  return typeof query === "string" && isStates && isTexts(kinds) && isTexts(groups) && typeof isFailedOnly === "boolean" && (slowerThanMs === null || isMs(slowerThanMs));
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((each) => typeof each === "string");
}

function isMs(value: unknown): boolean {
  return typeof value === "number" && Number.isFinite(value) && value >= 0;
}
