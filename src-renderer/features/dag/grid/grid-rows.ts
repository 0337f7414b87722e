/**
 * The rows of the grid: tasks in the order in which they can run, with the tasks of a group together where the first of them stands, and
 * below all of them what today's DAG has no more. Pure.
 */
import { topologicalOrder } from "../../../../shared/graph/order.ts";
import type { GraphTask } from "../../../../shared/model/dag.ts";
import type { TaskGroup } from "../../../../shared/model/dag-ui.ts";
import type { GridRun } from "../../../../shared/run-view/run-grid.ts";
import { indexGraph } from "../../../graph-view/graph-index.ts";
import { foldGraph } from "../../../graph-view/groups/fold-graph.ts";

export interface GridRow {
  readonly id: string;
  readonly kind: string;
  /** Groups around it. */
  readonly depth: number;
  /** Of a group: the tasks in it that the filter lets through, at any depth; empty for a task. */
  readonly tasks: readonly string[];
  readonly isGroup: boolean;
  readonly isFolded: boolean;
  /** No longer in the DAG as it is today. */
  readonly isGone: boolean;
}

export interface GridRowParts {
  /** Of today's DAG. */
  readonly tasks: readonly GraphTask[];
  readonly groups: readonly TaskGroup[];
  readonly folded: readonly string[];
  readonly runs: readonly GridRun[];
  /** Null lets all through. */
  readonly shown: ReadonlySet<string> | null;
}

interface Tree {
  readonly children: ReadonlyMap<string, readonly string[]>;
  readonly byId: ReadonlyMap<string, GraphTask>;
  readonly folded: ReadonlySet<string>;
}

const root = "";

export function gridRows({ tasks, groups, folded, runs, shown }: GridRowParts): GridRow[] {
  const { parents, groups: known } = foldGraph(indexGraph(tasks), groups, []);
  const byId = new Map(tasks.map((task) => [task.id, task]));
  const order = topologicalOrder(tasks);
  // What lies on a circle has no place in the order, and is there all the same.
  const placed = new Set(order);
  const all = [...order, ...tasks.flatMap(({ id }) => (placed.has(id) ? [] : [id]))].filter((id) => shown === null || shown.has(id));
  const children = new Map<string, string[]>();
  const added = new Set<string>();
  const add = (id: string): void => {
    if (added.has(id)) return;
    added.add(id);
    const parent = parents.get(id) ?? root;
    if (parent !== root) add(parent);
    const others = children.get(parent);
    if (others === undefined) children.set(parent, [id]);
    else others.push(id);
  };
  for (const id of all) add(id);
  const tree: Tree = { children, byId, folded: new Set(folded.filter((id) => known.has(id))) };
  return [...below(root, tree), ...goneRows(byId, runs, shown)];
}

/** Without recursion over tasks, only over groups: those are as deep as a person nests them, and circles of groups are no parents. */
function below(parent: string, tree: Tree, depth = 0): GridRow[] {
  return (tree.children.get(parent) ?? []).flatMap((id): GridRow[] => {
    const task = tree.byId.get(id);
    if (task !== undefined) return [{ id, kind: task.kind, depth, tasks: [], isGroup: false, isFolded: false, isGone: false }];
    const isFolded = tree.folded.has(id);
    const row: GridRow = { id, kind: "TaskGroup", depth, tasks: tasksIn(id, tree), isGroup: true, isFolded, isGone: false };
    return isFolded ? [row] : [row, ...below(id, tree, depth + 1)];
  });
}

function tasksIn(group: string, { children, byId }: Tree): string[] {
  const found: string[] = [];
  const open = [group];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const id of children.get(at) ?? []) {
      if (byId.has(id)) found.push(id);
      else open.push(id);
    }
  }
  return found;
}

function goneRows(today: ReadonlyMap<string, GraphTask>, runs: readonly GridRun[], shown: ReadonlySet<string> | null): GridRow[] {
  const gone = new Map<string, string>();
  for (const version of new Set(runs.map((run) => run.version))) {
    for (const { id, kind } of version.tasks) if (!today.has(id) && !gone.has(id) && (shown === null || shown.has(id))) gone.set(id, kind);
  }
  return [...gone].map(([id, kind]) => ({ id, kind, depth: 0, tasks: [], isGroup: false, isFolded: false, isGone: true }));
}

/** Of these runs, the tasks that are in one of the states in any of them. */
export function tasksInStates(runs: readonly GridRun[], isWanted: readonly boolean[]): Set<string> {
  const places = new Map<GridRun["version"], Uint8Array>();
  for (const { version, states } of runs) {
    const found = places.get(version) ?? new Uint8Array(version.tasks.length);
    for (let place = 0; place < states.length; place += 1) if (isWanted[states[place] ?? 0] === true) found[place] = 1;
    places.set(version, found);
  }
  const ids = new Set<string>();
  for (const [version, found] of places) for (const [place, { id }] of version.tasks.entries()) if (found[place] === 1) ids.add(id);
  return ids;
}
