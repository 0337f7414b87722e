/**
 * How one batch of engine events changes cached answers. Pure: old answer in, new answer out, and the same
 * object again when nothing changed (so that nothing re-renders).
 */
import type { DagSummary } from "../../shared/contract/dags.ts";
import type { RetentionWork } from "../../shared/contract/retention.ts";
import type { EngineEvent, EngineInfo } from "../../shared/contract/engine.ts";
import type { FindHit } from "../../shared/contract/find.ts";
import type { RunDetail } from "../../shared/contract/runs.ts";
import type { RunSummary, TaskInstance } from "../../shared/model/run.ts";
import type { RunState, RunType } from "../../shared/model/states.ts";

const lastRunsShown = 14;

export interface TasksOfRun {
  readonly dagId: string;
  readonly runId: string;
  readonly tasks: Map<string, TaskInstance>;
}

/** A batch with only the last word on each thing. */
export interface Changes {
  readonly reset: boolean;
  readonly runs: readonly RunSummary[];
  readonly tasks: readonly TasksOfRun[];
  readonly dagIds: readonly string[];
  /** Assets of which loads came or were consumed. */
  readonly assets: readonly string[];
  readonly tables: readonly { connection: string; table: string }[];
  /** Paths of files that changed on the disk; "." stands for any. */
  readonly files: readonly string[];
  /** Of these DAGs the audit trail or the notes grew; null is the workspace. */
  readonly audited: readonly (string | null)[];
  /** DAGs of which a backfill went on. */
  readonly backfilled: readonly string[];
  /** How far the dropping of old runs is, null when it has ended; undefined where nothing was told of it. */
  readonly retention: RetentionWork | null | undefined;
  readonly info: EngineInfo | null;
  readonly lastSeq: number | null;
  readonly instanceId: string | null;
}

export function foldBatch(batch: readonly EngineEvent[]): Changes {
  const runs = new Map<string, RunSummary>();
  const tasks = new Map<string, TasksOfRun>();
  const dagIds = new Set<string>();
  const assets = new Set<string>();
  const tables = new Map<string, { connection: string; table: string }>();
  const files = new Set<string>();
  const audited = new Set<string | null>();
  const backfilled = new Set<string>();
  let reset = false;
  let retention: Changes["retention"];
  let info: EngineInfo | null = null;
  let instanceId: string | null = null;
  for (const event of batch) {
    switch (event.kind) {
      case "reset":
        reset = true;
        instanceId = event.instanceId;
        break;
      case "run":
        runs.set(runKey(event.run), event.run);
        break;
      case "tasks": {
        const key = runKey(event);
        const entry = tasks.get(key) ?? { dagId: event.dagId, runId: event.runId, tasks: new Map() };
        for (const task of event.tasks) entry.tasks.set(task.taskId, task);
        tasks.set(key, entry);
        break;
      }
      case "dags":
        for (const id of event.dagIds) dagIds.add(id);
        break;
      case "assets":
        for (const name of event.names) assets.add(name);
        break;
      case "audit":
        audited.add(event.dagId);
        break;
      case "backfills":
        backfilled.add(event.dagId);
        break;
      case "files":
        for (const path of event.paths) files.add(path);
        break;
      case "retention":
        retention = event.work;
        break;
      case "warehouse":
        tables.set(`${event.connection}\n${event.table}`, { connection: event.connection, table: event.table });
        break;
      case "engine":
        info = event.info;
        instanceId = event.info.instanceId;
        break;
    }
  }
  const lastSeq = batch.at(-1)?.seq ?? null;
  return { reset, runs: [...runs.values()], tasks: [...tasks.values()], dagIds: [...dagIds], assets: [...assets], tables: [...tables.values()], files: [...files], audited: [...audited], backfilled: [...backfilled], retention, info, lastSeq, instanceId };
}

export function runKey(run: { dagId: string; runId: string }): string {
  return `${run.dagId}\n${run.runId}`;
}

export interface RunFilter {
  readonly dagId?: string | undefined;
  readonly states?: readonly RunState[] | undefined;
  readonly runTypes?: readonly RunType[] | undefined;
  readonly from?: number | undefined;
  readonly before?: number | undefined;
  readonly text?: string | undefined;
  /** Of runs elsewhere, which no event of this engine is about. */
  readonly source?: string | undefined;
}

/** A try is in no list of runs. */
export function matchesFilter(run: RunSummary, filter: RunFilter): boolean {
  if (run.runType === "try") return false;
  if (filter.dagId !== undefined && filter.dagId !== run.dagId) return false;
  if (filter.states !== undefined && filter.states.length > 0 && !filter.states.includes(run.state)) return false;
  if (filter.runTypes !== undefined && filter.runTypes.length > 0 && !filter.runTypes.includes(run.runType)) return false;
  if (filter.text !== undefined && !run.runId.toLowerCase().includes(filter.text.toLowerCase())) return false;
  if (filter.from !== undefined && run.queuedAt < filter.from) return false;
  return filter.before === undefined || run.queuedAt < filter.before;
}

export interface RunPage {
  readonly runs: RunSummary[];
  readonly more: boolean;
  readonly cursor?: string | null;
}

/** The page after `run` changed: replaced in place, taken out when it no longer fits, put in by age when it is new and within the page. */
export function mergeRunIntoPage(page: RunPage, run: RunSummary, filter: RunFilter, isNew: boolean): RunPage {
  const at = page.runs.findIndex((other) => runKey(other) === runKey(run));
  const fits = matchesFilter(run, filter);
  if (at >= 0) return { ...page, runs: fits ? page.runs.with(at, run) : page.runs.toSpliced(at, 1) };
  if (!fits || !isNew) return page;
  const place = page.runs.findIndex((other) => other.queuedAt <= run.queuedAt);
  if (place < 0 && page.more) return page;
  return { ...page, runs: page.runs.toSpliced(place < 0 ? page.runs.length : place, 0, run) };
}

export function mergeRunIntoPages(pages: readonly RunPage[], run: RunSummary, filter: RunFilter): RunPage[] {
  const holder = pages.findIndex((page) => page.runs.some((other) => runKey(other) === runKey(run)));
  let placed = holder >= 0;
  return pages.map((page, index) => {
    if (holder >= 0) return index === holder ? mergeRunIntoPage(page, run, filter, false) : page;
    if (placed) return page;
    const next = mergeRunIntoPage(page, run, filter, true);
    placed = next !== page;
    return next;
  });
}

export function mergeTasks(detail: RunDetail, changed: ReadonlyMap<string, TaskInstance>): RunDetail {
  // Instances of mapped tasks stand for themselves only where one asks for them.
  const added = new Map([...changed].filter(([, { mapIndex }]) => mapIndex === undefined));
  let isSame = true;
  const tasks = detail.tasks.map((task) => {
    const now = changed.get(task.taskId);
    if (now === undefined) return task;
    isSame = false;
    added.delete(task.taskId);
    return now;
  });
  if (isSame && added.size === 0) return detail;
  return { ...detail, tasks: added.size === 0 ? tasks : [...tasks, ...added.values()] };
}

export function mergeRunIntoDag(dag: DagSummary, run: RunSummary): DagSummary {
  if (dag.dagId !== run.dagId) return dag;
  const lastRuns = mergeRunIntoPage({ runs: dag.lastRuns, more: dag.lastRuns.length >= lastRunsShown }, run, {}, true).runs;
  return lastRuns === dag.lastRuns ? dag : { ...dag, lastRuns: lastRuns.slice(0, lastRunsShown) };
}

export function mergeRunIntoHits(hits: readonly FindHit[], run: RunSummary): FindHit[] {
  return hits.map((hit) => (hit.remote === null && runKey(hit) === runKey(run) && hit.state !== run.state ? { ...hit, state: run.state } : hit));
}
