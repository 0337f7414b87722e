/** The grids of runs in the query cache: how they are read, and how the engine's events change them without reading anew. */
import type { InfiniteData, QueryClient } from "@tanstack/react-query";
import { emptyRun, withTasks, type GridRun, type RunGrid } from "../../shared/run-view/run-grid.ts";
import type { RunSummary, TaskInstance } from "../../shared/model/run.ts";
import type { EngineQueries } from "./client.ts";
import { patch } from "./patch.ts";
import { matchesFilter, runKey, type Changes, type RunFilter } from "./fold.ts";

export type GridData = InfiniteData<RunGrid, string | undefined>;

type GridChanges = Pick<Changes, "runs" | "tasks">;

export function applyGrids(cache: QueryClient, queries: EngineQueries, changes: GridChanges): void {
  if (changes.runs.length === 0 && changes.tasks.length === 0) return;
  for (const [key, data] of cache.getQueriesData<GridData>({ queryKey: queries.grid.read.key({ type: "infinite" }) })) {
    const input = (key[1] as { input?: RunFilter & { source?: string } } | undefined)?.input ?? {};
    // Events tell of this machine's runs.
    if (data === undefined || input.source !== undefined) continue;
    const { data: next, isStale } = mergeIntoGrid(data, changes, input);
    patch(cache, key, () => next);
    if (isStale) void cache.invalidateQueries({ queryKey: key, exact: true });
  }
}

/** Pure. `isStale`: what happened cannot be told from the events alone. */
export function mergeIntoGrid(data: GridData, { runs, tasks }: GridChanges, filter: RunFilter): { readonly data: GridData; readonly isStale: boolean } {
  const known = new Set(data.pages.flatMap((page) => page.runs.map(({ run }) => runKey(run))));
  const changedRuns = new Map(runs.filter((run) => run.dagId === filter.dagId).map((run) => [runKey(run), run]));
  const changedTasks = new Map(tasks.filter(({ dagId }) => dagId === filter.dagId).map((entry) => [runKey(entry), entry.tasks]));
  const changesOne = [...changedRuns.keys(), ...changedTasks.keys()].some((key) => known.has(key));
  let pages = changesOne ? data.pages.map((page) => mergeIntoPage(page, changedRuns, changedTasks, filter)) : data.pages;
  let isStale = false;
  for (const [key, run] of changedRuns) {
    if (known.has(key) || !matchesFilter(run, filter)) continue;
    // Where only some states are shown, it may have begun long before it came into sight.
    const added = filter.states === undefined || filter.states.length === 0 ? withNewRun(pages, run, changedTasks.get(key)) : null;
    if (added === null) isStale = true;
    else pages = added;
  }
  return { data: pages === data.pages ? data : { ...data, pages }, isStale };
}

function mergeIntoPage(page: RunGrid, runs: ReadonlyMap<string, RunSummary>, tasks: ReadonlyMap<string, ReadonlyMap<string, TaskInstance>>, filter: RunFilter): RunGrid {
  const merged = page.runs.flatMap((each): GridRun[] => {
    const key = runKey(each.run);
    const run = runs.get(key);
    if (run !== undefined && !matchesFilter(run, filter)) return [];
    const changed = withTasks(each, tasks.get(key)?.values() ?? []);
    return [run === undefined ? changed : { ...changed, run }];
  });
  const isSame = merged.length === page.runs.length && merged.every((run, at) => run === page.runs[at]);
  return isSame ? page : { ...page, runs: merged };
}

/** A run that has only just been made, of a version that is known: all that has happened in it came with the events. Null for any other. */
function withNewRun(pages: readonly RunGrid[], run: RunSummary, tasks: ReadonlyMap<string, TaskInstance> | undefined): RunGrid[] | null {
  const [first] = pages;
  const newest = first?.runs[0];
  const version = pages.flatMap((page) => page.runs).find((each) => each.version.id === run.dagVersion)?.version;
  const isNew = first !== undefined && version !== undefined && (newest === undefined || run.queuedAt >= newest.run.queuedAt) && run.endedAt === null;
  if (!isNew) return null;
  const made = withTasks(emptyRun(run, version), tasks?.values() ?? []);
  return [{ ...first, runs: [made, ...first.runs] }, ...pages.slice(1)];
}
