/** Which tasks of a run a person wants to see: each thing asked for narrows. Pure. */
import type { GraphTask } from "../model/dag.ts";
import type { TaskGroup } from "../model/dag-ui.ts";
import type { TaskInstance } from "../model/run.ts";
import type { TaskState } from "../model/states.ts";
import { queryTasks } from "./task-query.ts";

export interface TaskFilter {
  readonly query: string;
  /** Any of these; empty asks for nothing. */
  readonly states: readonly TaskState[];
  readonly kinds: readonly string[];
  readonly groups: readonly string[];
  /** Only tasks that failed, and what did not run because of them. */
  readonly isFailedOnly: boolean;
  readonly slowerThanMs: number | null;
}

export const noFilter: TaskFilter = { query: "", states: [], kinds: [], groups: [], isFailedOnly: false, slowerThanMs: null };

export interface FilterAnswer {
  readonly ids: ReadonlySet<string>;
  /** Parts of the query that no task fits. */
  readonly unmatched: readonly string[];
}

export interface FilteredRun {
  readonly tasks: readonly GraphTask[];
  readonly groups: readonly TaskGroup[];
  readonly instances: readonly Pick<TaskInstance, "taskId" | "state" | "startedAt" | "endedAt">[];
  readonly now: number;
}

export function asksForNothing({ query, states, kinds, groups, isFailedOnly, slowerThanMs }: TaskFilter): boolean {
  return query.trim() === "" && states.length === 0 && kinds.length === 0 && groups.length === 0 && !isFailedOnly && slowerThanMs === null;
}

export function filterTasks(filter: TaskFilter, run: FilteredRun): FilterAnswer {
  const { ids: named, unmatched } = queryTasks(run.tasks, filter.query);
  const found = new Map<string, FilteredRun["instances"][number][]>();
  for (const instance of run.instances) (found.get(instance.taskId) ?? found.set(instance.taskId, []).get(instance.taskId))?.push(instance);
  const states = new Set<string>(filter.states);
  const kinds = new Set(filter.kinds);
  const inGroup = filter.groups.length === 0 ? null : membersOf(filter.groups, run);
  const bad = filter.isFailedOnly ? failedAndBlocked(run) : null;
  const isSlow = (id: string): boolean => (found.get(id) ?? []).some(({ startedAt, endedAt }) => startedAt !== null && (endedAt ?? run.now) - startedAt > (filter.slowerThanMs ?? 0));
  const stateFits = (id: string): boolean => {
    const instances = found.get(id) ?? [];
    return instances.length === 0 ? states.has("none") : instances.some(({ state }) => states.has(state));
  };
  const ids = run.tasks.flatMap(({ id, kind }) => {
    const fits = named.has(id) && (states.size === 0 || stateFits(id)) && (kinds.size === 0 || kinds.has(kind)) && inGroup?.has(id) !== false && bad?.has(id) !== false && (filter.slowerThanMs === null || isSlow(id));
    return fits ? [id] : [];
  });
  return { ids: new Set(ids), unmatched };
}

/** Tasks in these groups, at any depth. */
function membersOf(wanted: readonly string[], { tasks, groups }: FilteredRun): Set<string> {
  const parentOf = new Map(groups.map(({ id, parent }) => [id, parent]));
  const isInside = (start: string | undefined): boolean => {
    const seen = new Set<string>();
    for (let at: string | null | undefined = start; at != null && !seen.has(at); at = parentOf.get(at)) {
      if (wanted.includes(at)) return true;
      seen.add(at);
    }
    return false;
  };
  return new Set(tasks.flatMap(({ id, group }) => (isInside(group) ? [id] : [])));
}

const failures: ReadonlySet<TaskState> = new Set(["failed", "interrupted"]);

/** What failed, and below it everything that did not run for it. */
export function failedAndBlocked({ tasks, instances }: Pick<FilteredRun, "tasks" | "instances">): Set<string> {
  const stateOf = new Map<string, TaskState>();
  for (const { taskId, state } of instances) if (!failures.has(stateOf.get(taskId) ?? "none")) stateOf.set(taskId, state);
  const below = new Map<string, string[]>();
  for (const { id, deps } of tasks) {
    for (const dep of deps) {
      const others = below.get(dep);
      if (others === undefined) below.set(dep, [id]);
      else others.push(id);
    }
  }
  const open = tasks.flatMap(({ id }) => (failures.has(stateOf.get(id) ?? "none") ? [id] : []));
  const found = new Set(open);
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const next of below.get(id) ?? []) {
      if (found.has(next) || !isBlocked(stateOf.get(next) ?? "none")) continue;
      found.add(next);
      open.push(next);
    }
  }
  return found;
}

function isBlocked(state: TaskState): boolean {
  return state === "upstream_failed" || state === "skipped" || state === "none";
}

/**
 * The tasks that are left when the others are out of sight; what depended on one of those depends on what that depended on. Where
 * that would draw many times more edges than there are, the ways through what is hidden are left out.
 */
export function withoutHidden(tasks: readonly GraphTask[], kept: ReadonlySet<string>): GraphTask[] {
  const byId = new Map(tasks.map((task) => [task.id, task]));
  const edges = tasks.reduce((sum, { deps }) => sum + deps.length, 0);
  let budget = 4 * edges + 200;
  const through = (task: GraphTask): string[] => {
    const found = new Set<string>();
    const seen = new Set<string>();
    const open = [...task.deps];
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      if (seen.has(id)) continue;
      seen.add(id);
      if ((budget -= 1) < 0) return task.deps.filter((dep) => kept.has(dep));
      if (kept.has(id)) found.add(id);
      else open.push(...(byId.get(id)?.deps ?? []));
    }
    return [...found];
  };
  return tasks.flatMap((task) => (kept.has(task.id) ? [{ ...task, deps: through(task) }] : []));
}
