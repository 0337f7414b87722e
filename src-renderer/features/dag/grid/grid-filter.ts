/** What the grid is narrowed to, as it is kept with the view, and what that asks of the engine. Pure. */
import type { RunType } from "../../../../shared/model/states.ts";
import { RunState, TaskState } from "../../../../shared/model/states.ts";
import { dayStart, nextDay } from "../../../ui/day-start.ts";
import type { GridAsk } from "./use-run-grid.ts";

export const gridRunTypes = ["manual", "scheduled", "asset_triggered", "backfill"] as const satisfies readonly RunType[];

export interface GridFilter {
  readonly runStates: readonly RunState[];
  readonly runTypes: readonly (typeof gridRunTypes)[number][];
  /** Days, as `2026-11-21`; empty for none. Both are included. */
  readonly from: string;
  readonly to: string;
  /** `+load` and the like. */
  readonly query: string;
  readonly kinds: readonly string[];
  /** In any of the shown runs. */
  readonly taskStates: readonly TaskState[];
}

export const noGridFilter: GridFilter = { runStates: [], runTypes: [], from: "", to: "", query: "", kinds: [], taskStates: [] };

/** Of all but the query, which stands in sight: how many things are asked for. */
export function countOfFilters({ runStates, runTypes, from, to, kinds, taskStates }: GridFilter): number {
  return [runStates, runTypes, from, to, kinds, taskStates].filter(({ length }) => length > 0).length;
}

export function askOf({ dagId, source }: Pick<GridAsk, "dagId" | "source">, { runStates, runTypes, from, to }: GridFilter, zone: string | undefined): GridAsk {
  const [start, end] = [dayStart(from, zone), dayStart(nextDay(to), zone)];
  return {
    dagId,
    ...(source === undefined ? {} : { source }),
    ...(runStates.length === 0 ? {} : { states: [...runStates] }),
    ...(runTypes.length === 0 ? {} : { runTypes: [...runTypes] }),
    ...(start === null ? {} : { from: start }),
    ...(end === null ? {} : { before: end }),
  };
}

export function isGridFilter(value: unknown): value is GridFilter {
  if (typeof value !== "object" || value === null) return false;
  const of = value as Record<keyof GridFilter, unknown>;
  const areTexts = (list: unknown, allowed?: readonly string[]): boolean => Array.isArray(list) && list.every((each) => typeof each === "string" && (allowed?.includes(each) ?? true));
  return [of.from, of.to, of.query].every((text) => typeof text === "string") && areTexts(of.runStates, RunState.options) && areTexts(of.runTypes, gridRunTypes) && areTexts(of.kinds) && areTexts(of.taskStates, TaskState.options);
}
