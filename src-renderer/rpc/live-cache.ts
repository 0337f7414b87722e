/** Carries a folded batch of events into the query cache. The one writer of live facts; screens only read. */
import { hashKey, notifyManager, type QueryClient, type QueryKey } from "@tanstack/react-query";
import type { InfiniteData } from "@tanstack/react-query";
import { isFinished, isRunFinished } from "../../shared/model/states.ts";
import type { RunSummary } from "../../shared/model/run.ts";
import type { DagDetail, DagSummary } from "../../shared/contract/dags.ts";
import type { FindHit } from "../../shared/contract/find.ts";
import type { RunDetail, TaskDetail } from "../../shared/contract/runs.ts";
import type { TryState } from "../../shared/contract/tries.ts";
import type { EngineQueries } from "./client.ts";
import { mergeTries } from "./fold-tries.ts";
import { applyToComparisons } from "./live-compare.ts";
import { mergeRunIntoDag, mergeRunIntoHits, mergeRunIntoPage, mergeRunIntoPages, mergeTasks, type Changes, type RunFilter, type RunPage, type TasksOfRun } from "./fold.ts";
import { applyInstances } from "./live-instances.ts";
import { applyGrids } from "./live-grid.ts";
import { patch, patchAll, patchLarge } from "./patch.ts";

export function applyChanges(cache: QueryClient, queries: EngineQueries, changes: Changes): void {
  notifyManager.batch(() => {
    if (changes.info !== null) cache.setQueryData(queries.engine.info.queryKey({ input: {} }), changes.info);
    if (changes.reset) void readAnew(cache, queries);
    for (const run of changes.runs) applyRun(cache, queries, run);
    for (const entry of changes.tasks) applyTasks(cache, queries, entry);
    if (changes.runs.length + changes.tasks.length + changes.dagIds.length + changes.audited.length > 0 || changes.files.includes(workspaceFile)) askSoon(cache, [queries.runs.waiting.key(), queries.pools.key()]);
    if (changes.assets.length + changes.dagIds.length > 0) askSoon(cache, [queries.assets.key()]);
    // A DAG that is being edited may name one that came or went.
    if (changes.files.some(mayBeDags)) void cache.invalidateQueries({ queryKey: queries.dags.advise.key() });
    applyGrids(cache, queries, changes);
    applyTries(cache, queries, changes);
    applyToComparisons(cache, queries, changes);
    applyDags(cache, queries, changes.dagIds);
    if (changes.audited.length > 0) applyAudit(cache, queries);
    if (changes.backfilled.length > 0) void cache.invalidateQueries({ queryKey: queries.backfills.list.key() });
    if (changes.retention !== undefined) cache.setQueryData(queries.retention.work.queryKey({ input: {} }), { work: changes.retention });
    // Runs may be gone from any list.
    if (changes.retention === null) void readAnew(cache, queries);
    for (const { connection, table } of changes.tables) applyTable(cache, queries, connection, table);
  });
}

/** Everything the engine told us may be old: what is on screen is read again, the rest when it is next shown. */
export function readAnew(cache: QueryClient, queries: EngineQueries): Promise<void> {
  return cache.invalidateQueries({ queryKey: [], predicate: (query) => query.queryKey[0] !== queries.engine.events.key()[0] });
}

function applyRun(cache: QueryClient, queries: EngineQueries, run: RunSummary): void {
  patchAll<RunPage>(cache, queries.runs.list.key({ type: "query" }), (page, key) => mergeRunIntoPage(page, run, filterOf(key), true), isOurs);
  patchAll<InfiniteData<RunPage>>(cache, queries.runs.list.key({ type: "infinite" }), (data, key) => ({ ...data, pages: mergeRunIntoPages(data.pages, run, filterOf(key)) }), isOurs);
  // What is reckoned over many runs has one more of them now.
  if (isRunFinished(run.state) && run.runType !== "try") void cache.invalidateQueries({ queryKey: queries.runGraph.history.key({ type: "query", input: { dagId: run.dagId } }) });
  const ref = { dagId: run.dagId, runId: run.runId };
  // How late it was in the end stands in the lists of its DAG and of all too.
  void cache.invalidateQueries({ queryKey: queries.deadlines.list.key(isRunFinished(run.state) && (run.missedDeadlines ?? 0) > 0 ? { type: "query" } : { type: "query", input: ref }) });
  patch<RunDetail>(cache, queries.runs.get.queryKey({ input: ref }), (detail) => ({ ...detail, run }));
  patch<{ dags: DagSummary[] }>(cache, queries.dags.list.queryKey({ input: {} }), (list) => ({ ...list, dags: list.dags.map((dag) => mergeRunIntoDag(dag, run)) }));
  patch<DagDetail>(cache, queries.dags.get.queryKey({ input: { dagId: run.dagId } }), (detail) => ({ ...detail, summary: mergeRunIntoDag(detail.summary, run) }));
  patchAll<{ hits: FindHit[] }>(cache, queries.find.search.key({ type: "query" }), (found) => ({ ...found, hits: mergeRunIntoHits(found.hits, run) }));
}

function applyTasks(cache: QueryClient, queries: EngineQueries, entry: TasksOfRun): void {
  const ref = { dagId: entry.dagId, runId: entry.runId };
  applyInstances(cache, queries, entry);
  patchLarge<RunDetail>(cache, queries.runs.get.queryKey({ input: ref }), (detail) => mergeTasks(detail, entry.tasks));
  applyRunTries(cache, queries, entry);
  // Of thousands of tasks a few are looked at.
  for (const [key] of cache.getQueriesData<TaskDetail>({ queryKey: queries.runs.task.key({ type: "query", input: ref }) })) {
    const { source, taskId = "" } = inputOf<{ readonly taskId: string; readonly source: string }>(key);
    const instance = source === undefined ? entry.tasks.get(taskId) : undefined;
    if (instance === undefined) continue;
    patch<TaskDetail>(cache, key, (detail) => ({ ...detail, instance }));
    void cache.invalidateQueries({ queryKey: key });
  }
}

const askSoonMs = 200;
const toAsk = new WeakMap<QueryClient, Map<string, QueryKey>>();

/** DAG files, and folders, which may hold some. */
const mayBeDags = (path: string): boolean => path.endsWith(".dag.yaml") || !(path.split("/").at(-1) ?? "").slice(1).includes(".");

/** Slots of pools are bounded there. */
const workspaceFile = "dagwright.json";

/**
 * What hangs on everything that the engine does (what a task waits for, who holds a slot, what came of assets) is asked anew after a change, a few times a
 * second at most, and never while an answer is on its way: a flood of changes would cut off one after the other.
 */
function askSoon(cache: QueryClient, keys: readonly QueryKey[]): void {
  const waiting = toAsk.get(cache) ?? new Map<string, QueryKey>();
  const isArmed = waiting.size > 0;
  for (const key of keys) if (cache.getQueryCache().findAll({ queryKey: key }).length > 0) waiting.set(hashKey(key), key);
  toAsk.set(cache, waiting);
  if (!isArmed && waiting.size > 0) setTimeout(() => askWaiting(cache, waiting), askSoonMs);
}

function askWaiting(cache: QueryClient, waiting: Map<string, QueryKey>): void {
  for (const [name, queryKey] of waiting) {
    if (cache.isFetching({ queryKey }) > 0) continue;
    waiting.delete(name);
    void cache.invalidateQueries({ queryKey });
  }
  if (waiting.size > 0) setTimeout(() => askWaiting(cache, waiting), askSoonMs);
}

function applyRunTries(cache: QueryClient, queries: EngineQueries, { dagId, runId, tasks }: TasksOfRun): void {
  const key = queries.time.tries.queryKey({ input: { dagId, runId } });
  const known = cache.getQueryData(key);
  if (known === undefined) return;
  const next = mergeTries(known, tasks.values());
  if (next === null) void cache.invalidateQueries({ queryKey: key });
  else patch(cache, key, () => next);
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
    patch<TryState>(cache, key, (now) => ({ ...now, tasks: now.tasks.map((one) => (one.run.runId === runId ? { ...one, instance: changed.get(one.instance.taskId) ?? one.instance } : one)) }));
  }
  for (const dagId of stale) {
    void cache.invalidateQueries({ queryKey: queries.tries.state.queryKey({ input: { dagId } }) });
    void cache.invalidateQueries({ queryKey: queries.tries.outputs.key({ type: "query" }) });
  }
}

function applyDags(cache: QueryClient, queries: EngineQueries, dagIds: readonly string[]): void {
  if (dagIds.length === 0) return;
  void cache.invalidateQueries({ queryKey: queries.dags.list.key() });
  void cache.invalidateQueries({ queryKey: queries.schedules.key() });
  void cache.invalidateQueries({ queryKey: queries.queues.key() });
  void cache.invalidateQueries({ queryKey: queries.health.key() });
  for (const dagId of dagIds) {
    void cache.invalidateQueries({ queryKey: queries.dags.get.key({ type: "query", input: { dagId } }) });
    void cache.invalidateQueries({ queryKey: queries.dags.render.key({ type: "query", input: { dagId } }) });
  }
}

/** Both grow at a person's pace: what is on screen is read again. */
function applyAudit(cache: QueryClient, queries: EngineQueries): void {
  void cache.invalidateQueries({ queryKey: queries.audit.key() });
  void cache.invalidateQueries({ queryKey: queries.acts.notes.key() });
  void cache.invalidateQueries({ queryKey: queries.messages.ofRun.key() });
  void cache.invalidateQueries({ queryKey: queries.deadlines.list.key() });
}

function applyTable(cache: QueryClient, queries: EngineQueries, connection: string, table: string): void {
  const dot = table.indexOf(".");
  const input = dot < 0 ? { connection, table } : { connection, schema: table.slice(0, dot), table: table.slice(dot + 1) };
  void cache.invalidateQueries({ queryKey: queries.warehouse.catalog.key({ type: "query", input: { connection } }) });
  void cache.invalidateQueries({ queryKey: queries.warehouse.rows.key({ input }) });
  void cache.invalidateQueries({ queryKey: queries.warehouse.profile.key({ type: "query", input }) });
}

/** A run of another source may have the name of one of ours. */
function isOurs(key: readonly unknown[]): boolean {
  return filterOf(key).source === undefined;
}

const filterOf = (key: readonly unknown[]): RunFilter => inputOf<RunFilter>(key);

/** What was asked for by a query of this key; of such a form because its procedure takes no other. */
function inputOf<Input extends object>(key: readonly unknown[]): Partial<Input> {
  return (key[1] as { input?: Input } | undefined)?.input ?? {};
}
