/** Keeps comparisons that are on screen live: states and times come with the events, what a try left is read again soon after. */
import type { QueryClient } from "@tanstack/react-query";
import type { CompareRuns } from "../../shared/contract/compare.ts";
import { patchRun, patchTasks } from "../../shared/run-view/patch-comparison.ts";
import type { RunComparison } from "../../shared/run-view/comparison.ts";
import type { EngineQueries } from "./client.ts";
import { runKey, type Changes } from "./fold.ts";
import { patch } from "./patch.ts";

/** A comparison of large runs costs the engine some time, so it is asked for no more often. */
const askSoonMs = 1000;
const asksSoon = new WeakSet<QueryClient>();

/** Events tell of this machine's runs: sides of other sources stay as they are. */
export function applyToComparisons(cache: QueryClient, queries: EngineQueries, { runs, tasks }: Pick<Changes, "runs" | "tasks">): void {
  if (runs.length + tasks.length === 0) return;
  const shown = cache.getQueriesData<RunComparison>({ queryKey: queries.compare.runs.key({ type: "query" }) });
  let isTouched = false;
  for (const [key, comparison] of shown) {
    const input = inputOf(key);
    if (comparison === undefined || input === null) continue;
    let next = comparison;
    for (const side of ["before", "after"] as const) {
      if (input[side].source !== undefined) continue;
      const of = runKey(input[side]);
      for (const run of runs) if (runKey(run) === of) next = patchRun(next, side, run);
      for (const entry of tasks) if (runKey(entry) === of) next = patchTasks(next, side, entry.tasks);
    }
    if (next === comparison) continue;
    isTouched = true;
    patch(cache, key, () => next);
  }
  if (isTouched) askSoon(cache, queries);
}

function askSoon(cache: QueryClient, queries: EngineQueries): void {
  if (asksSoon.has(cache)) return;
  asksSoon.add(cache);
  setTimeout(() => {
    asksSoon.delete(cache);
    void cache.invalidateQueries({ queryKey: queries.compare.runs.key() });
    void cache.invalidateQueries({ queryKey: queries.compare.logs.key() });
  }, askSoonMs);
}

function inputOf(key: readonly unknown[]): CompareRuns | null {
  return (key[1] as { input?: CompareRuns } | undefined)?.input ?? null;
}
