/** What the list of runs is narrowed to: it stands in the address, so that it can be linked and comes back. Pure. */
import type { RunListFilter } from "../../../shared/contract/runs.ts";
import type { Route } from "../../app/route.ts";
import { dayStart, nextDay } from "../../ui/day-start.ts";

export type RunsRoute = Extract<Route, { page: "runs" }>;
export type RunsFilter = Omit<RunListFilter, "cursor" | "limit">;

/** Days begin at midnight in the zone in which times are shown. */
export function filterOf({ dagId, state, runType, from, to, text }: RunsRoute, zone: string | undefined): RunsFilter {
  const [start, end] = [dayStart(from ?? "", zone), dayStart(nextDay(to ?? ""), zone)];
  return {
    ...(dagId === undefined ? {} : { dagId }),
    ...(state === undefined ? {} : { states: [state] }),
    ...(runType === undefined ? {} : { runTypes: [runType] }),
    ...(start === null ? {} : { from: start }),
    ...(end === null ? {} : { before: end }),
    ...(text === undefined ? {} : { text }),
  };
}

export function isNarrowed({ page: _page, ...filter }: RunsRoute): boolean {
  return Object.values(filter).some((value) => value !== undefined);
}

/** The same place with another filter; what is undefined is asked for no more. */
export function changedFilter(route: RunsRoute, change: { readonly [Key in keyof Omit<RunsRoute, "page">]?: RunsRoute[Key] | undefined }): RunsRoute {
  const { page: _page, ...wanted } = { ...route, ...change };
  return { page: "runs", ...Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined && value !== "")) };
}
