/** Carries a folded batch of events into the query cache. The one writer of live facts; screens only read. */
import { notifyManager, type QueryClient } from "@tanstack/react-query";
import type { InfiniteData } from "@tanstack/react-query";
import { isFinished } from "../../shared/model/states.ts";
import type { RunSummary } from "../../shared/model/run.ts";
import type { EngineQueries } from "./client.ts";
import { mergeRunIntoDag, mergeRunIntoHits, mergeRunIntoPage, mergeRunIntoPages, mergeTasks, type Changes, type RunFilter, type RunPage, type TasksOfRun } from "./fold.ts";

export function applyChanges(cache: QueryClient, queries: EngineQueries, changes: Changes): void {
  notifyManager.batch(() => {
    if (changes.info !== null) cache.setQueryData(queries.engine.info.queryKey({ input: {} }), changes.info);
    if (changes.reset) void readAnew(cache, queries);
    for (const run of changes.runs) applyRun(cache, queries, run);
    for (const entry of changes.tasks) applyTasks(cache, queries, entry);
    applyTries(cache, queries, changes);
    applyDags(cache, queries, changes.dagIds);
    for (const { connection, table } of changes.tables) applyTable(cache, queries, connection, table);
  });
}

/** Everything the engine told us may be old: what is on screen is read again, the rest when it is next shown. */
export function readAnew(cache: QueryClient, queries: EngineQueries): Promise<void> {
  return cache.invalidateQueries({ queryKey: [], predicate: (query) => query.queryKey[0] !== queries.engine.events.key()[0] });
}

function applyRun(cache: QueryClient, queries: EngineQueries, run: RunSummary): void {
  for (const [key, page] of cache.getQueriesData<RunPage>({ queryKey: queries.runs.list.key({ type: "query" }) })) {
    if (page !== undefined) cache.setQueryData(key, mergeRunIntoPage(page, run, filterOf(key), true));
  }
  for (const [key, data] of cache.getQueriesData<InfiniteData<RunPage>>({ queryKey: queries.runs.list.key({ type: "infinite" }) })) {
    if (data !== undefined) cache.setQueryData(key, { ...data, pages: mergeRunIntoPages(data.pages, run, filterOf(key)) });
  }
  const ref = { dagId: run.dagId, runId: run.runId };
  cache.setQueryData(queries.runs.get.queryKey({ input: ref }), (detail) => (detail === undefined ? detail : { ...detail, run }));
  cache.setQueryData(queries.dags.list.queryKey({ input: {} }), (list) => (list === undefined ? list : { ...list, dags: list.dags.map((dag) => mergeRunIntoDag(dag, run)) }));
  cache.setQueryData(queries.dags.get.queryKey({ input: { dagId: run.dagId } }), (detail) => (detail === undefined ? detail : { ...detail, summary: mergeRunIntoDag(detail.summary, run) }));
  cache.setQueriesData<{ hits: Parameters<typeof mergeRunIntoHits>[0] }>({ queryKey: queries.find.search.key({ type: "query" }) }, (found) =>
    found === undefined ? found : { ...found, hits: mergeRunIntoHits(found.hits, run) },
  );
}

function applyTasks(cache: QueryClient, queries: EngineQueries, entry: TasksOfRun): void {
  const ref = { dagId: entry.dagId, runId: entry.runId };
  cache.setQueryData(queries.runs.get.queryKey({ input: ref }), (detail) => (detail === undefined ? detail : mergeTasks(detail, entry.tasks)));
  for (const [taskId, instance] of entry.tasks) {
    const key = queries.runs.task.queryKey({ input: { ...ref, taskId } });
    if (cache.getQueryState(key) === undefined) continue;
    cache.setQueryData(key, (detail) => (detail === undefined ? detail : { ...detail, instance }));
    void cache.invalidateQueries({ queryKey: key });
  }
}

/** What was tried is read anew when a try begins, ends, or a task of it has ended; its states in between come with the events. */
function applyTries(cache: QueryClient, queries: EngineQueries, { runs, tasks }: Pick<Changes, "runs" | "tasks">): void {
  const stale = new Set(runs.flatMap(({ runType, dagId }) => (runType === "try" ? [dagId] : [])));
  for (const { dagId, runId, tasks: changed } of tasks) {
    const key = queries.tries.state.queryKey({ input: { dagId } });
    const state = cache.getQueryData(key);
    if (state === undefined || !runId.startsWith("try__")) continue;
    const known = new Set(state.tasks.flatMap(({ run, instance }) => (run.runId === runId ? [instance.taskId] : [])));
    if ([...changed.values()].some((instance) => isFinished(instance.state) || (instance.tryNumber > 0 && !known.has(instance.taskId)))) stale.add(dagId);
    cache.setQueryData(key, { ...state, tasks: state.tasks.map((one) => (one.run.runId === runId ? { ...one, instance: changed.get(one.instance.taskId) ?? one.instance } : one)) });
  }
  for (const dagId of stale) {
    void cache.invalidateQueries({ queryKey: queries.tries.state.queryKey({ input: { dagId } }) });
    void cache.invalidateQueries({ queryKey: queries.tries.outputs.key({ type: "query" }) });
  }
}

function applyDags(cache: QueryClient, queries: EngineQueries, dagIds: readonly string[]): void {
  if (dagIds.length === 0) return;
  void cache.invalidateQueries({ queryKey: queries.dags.list.key() });
  for (const dagId of dagIds) {
    void cache.invalidateQueries({ queryKey: queries.dags.get.key({ type: "query", input: { dagId } }) });
    void cache.invalidateQueries({ queryKey: queries.dags.render.key({ type: "query", input: { dagId } }) });
  }
}

function applyTable(cache: QueryClient, queries: EngineQueries, connection: string, table: string): void {
  const dot = table.indexOf(".");
  const input = dot < 0 ? { connection, table } : { connection, schema: table.slice(0, dot), table: table.slice(dot + 1) };
  void cache.invalidateQueries({ queryKey: queries.warehouse.catalog.key({ type: "query", input: { connection } }) });
  void cache.invalidateQueries({ queryKey: queries.warehouse.rows.key({ input }) });
  void cache.invalidateQueries({ queryKey: queries.warehouse.profile.key({ type: "query", input }) });
}

function filterOf(key: readonly unknown[]): RunFilter {
  const options = key[1] as { input?: RunFilter } | undefined;
  return options?.input ?? {};
}
