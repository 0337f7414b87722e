/** The instances of mapped tasks in the query cache: read part by part, and changed by the engine's events meanwhile. */
import type { QueryClient, QueryKey } from "@tanstack/react-query";
import { readInstanceId } from "../../shared/model/map-instance.ts";
import type { TaskInstance } from "../../shared/model/run.ts";
import type { EngineQueries } from "./client.ts";
import type { TasksOfRun } from "./fold.ts";
import { patchLarge } from "./patch.ts";

/** As many are read in one go: the engine does other things in between. */
export const instancesOfPart = 5_000;

type News = ReadonlyMap<string, TaskInstance>;
const noNews: News = new Map();

const keyOfNews = "instances/news";

/** What was told of instances while their list was being read. */
function newsKey(key: QueryKey): QueryKey {
  return [keyOfNews, ...key];
}

/** Reads all parts, with what happens meanwhile. */
export async function readInstances(cache: QueryClient, key: QueryKey, read: (from: number) => Promise<TaskInstance[]>): Promise<TaskInstance[]> {
  cache.setQueryData<News>(newsKey(key), noNews);
  const all: TaskInstance[] = [];
  for (let from = 0; ; from = (all.at(-1)?.mapIndex ?? 0) + 1) {
    const part = await read(from);
    all.push(...part);
    if (part.length < instancesOfPart) break;
  }
  return withChanged(all, (cache.getQueryData<News>(newsKey(key)) ?? noNews).values())?.list ?? all;
}

export function applyInstances(cache: QueryClient, queries: EngineQueries, { dagId, runId, tasks }: TasksOfRun): void {
  const before = cache.getQueryData(queries.runs.get.queryKey({ input: { dagId, runId } }))?.tasks ?? [];
  for (const [taskId, changed] of byTask(tasks)) {
    const key = queries.runs.instances.queryKey({ input: { dagId, runId, taskId } });
    const state = cache.getQueryState(key);
    if (state === undefined) continue;
    if (state.fetchStatus === "fetching") cache.setQueryData<News>(newsKey(key), (news) => new Map([...(news ?? noNews), ...changed.map((each) => [each.taskId, each] as const)]));
    let isWhole = true;
    patchLarge<TaskInstance[]>(cache, key, (list) => {
      const merged = withChanged(list, changed);
      isWhole = merged.isWhole;
      return merged.list;
    });
    // Another expansion gives other names, and perhaps more of them.
    const isExpandedAnew = tasks.get(taskId)?.mapped !== undefined && before.find((each) => each.taskId === taskId)?.mapped === undefined;
    if (!isWhole || isExpandedAnew) void cache.invalidateQueries({ queryKey: key });
  }
}

/** The changed instances by mapped task; one that only changed itself has none. */
function byTask(tasks: TasksOfRun["tasks"]): Map<string, TaskInstance[]> {
  const found = new Map<string, TaskInstance[]>();
  for (const instance of tasks.values()) {
    const taskId = instance.mapIndex === undefined ? (instance.mapped === undefined ? null : instance.taskId) : (readInstanceId(instance.taskId)?.taskId ?? null);
    if (taskId === null) continue;
    const others = found.get(taskId) ?? [];
    found.set(taskId, others);
    if (instance.mapIndex !== undefined) others.push(instance);
  }
  return found;
}

/** `isWhole` is false where one of them is not in the list. Events say nothing of names, so those stay. */
export function withChanged(list: TaskInstance[], changed: Iterable<TaskInstance>): { readonly list: TaskInstance[]; readonly isWhole: boolean } {
  let made: TaskInstance[] | null = null;
  let isWhole = true;
  for (const now of changed) {
    const at = placeOf(list, now.mapIndex ?? -1);
    const known = list[at];
    if (known === undefined) {
      isWhole = false;
      continue;
    }
    made ??= [...list];
    made[at] = known.label === undefined ? now : { ...now, label: known.label };
  }
  return { list: made ?? list, isWhole };
}

/** Every index is there, and in order; but for a list that is not whole. */
function placeOf(list: readonly TaskInstance[], mapIndex: number): number {
  return list[mapIndex]?.mapIndex === mapIndex ? mapIndex : list.findIndex((each) => each.mapIndex === mapIndex);
}
