/**
 * The graph as it is drawn: each folded group is one node, what lies in it is out of sight, and the edges of the inside
 * end at the group. Pure. Whatever the file says of groups, the answer is a tree: circles and unknown names are left out.
 */
import type { GraphTask } from "../../../shared/model/dag.ts";
import type { TaskGroup } from "../../../shared/model/dag-ui.ts";
import { edgeId, indexGraph, type GraphEdge, type GraphIndex } from "../graph-index.ts";

/** The kind of the node that stands for a folded group. */
export const groupKind = "TaskGroup";

export interface GroupFacts {
  readonly id: string;
  readonly doc: string | null;
  readonly parent: string | null;
  /** Everything that lies in it, at any depth, in file order. */
  readonly tasks: readonly string[];
  /** The groups that lie in it, at any depth. */
  readonly inner: readonly string[];
}

export interface FoldedGraph {
  /** What is drawn: tasks in sight, and folded groups as tasks of the kind `TaskGroup`. */
  readonly index: GraphIndex;
  readonly full: GraphIndex;
  /** In file order. */
  readonly groups: ReadonlyMap<string, GroupFacts>;
  /** Open groups with something in sight; outer ones come first. */
  readonly frames: readonly string[];
  /** The open group around each node and frame that lies in one. */
  readonly parents: ReadonlyMap<string, string>;
  /** What stands for a task or a group: itself, or the folded group that hides it. Null for what is not there. */
  readonly shownFor: (id: string) => string | null;
  /** The nodes in sight that lie in an open group, at any depth. */
  readonly within: (frame: string) => readonly string[];
  /** The edges of the file that one drawn edge stands for. */
  readonly behind: (drawnEdge: string) => readonly GraphEdge[];
  /** The drawn edge that stands for an edge of the file; null when both its ends are out of sight together. */
  readonly drawnFor: (edge: string) => string | null;
}

const noGroups: FoldedGraph["groups"] = new Map();

export function foldGraph(full: GraphIndex, groups: readonly TaskGroup[], collapsed: Iterable<string>): FoldedGraph {
  const around = soundParents(full, groups);
  if (around.groups.size === 0) return unfolded(full);
  const facts = gatherFacts(full, groups, around);
  const folded = new Set([...collapsed].filter((id) => (facts.get(id)?.tasks.length ?? 0) > 0));
  const shown = (id: string): string => outermost(id, around.parentOf, (each) => each !== id && folded.has(each)) ?? id;
  const shownFor = (id: string): string | null => (full.byId.has(id) || facts.has(id) ? shown(id) : null);
  const { tasks, behind, drawn } = drawTasks(full, { facts, around, folded, shown });
  const index = folded.size === 0 ? full : indexGraph(tasks);
  const frames = [...facts.values()].filter((group) => group.tasks.length > 0 && !folded.has(group.id) && shown(group.id) === group.id).map((group) => group.id);
  const parents = new Map<string, string>();
  for (const id of [...tasks.map((task) => task.id), ...frames]) {
    const parent = around.parentOf.get(id);
    if (parent !== undefined) parents.set(id, parent);
  }
  const depth = (id: string): number => (parents.has(id) ? 1 + depth(parents.get(id) ?? "") : 0);
  return {
    index,
    full,
    groups: facts,
    frames: frames.toSorted((a, b) => depth(a) - depth(b)),
    parents,
    shownFor,
    within: (frame) => [...new Set((facts.get(frame)?.tasks ?? []).map(shown))],
    behind: (id) => behind.get(id) ?? [],
    drawnFor: (id) => drawn.get(id) ?? null,
  };
}

/** True for an open group that is drawn as a frame. */
export function isFramed({ groups, index }: FoldedGraph, id: string): boolean {
  return groups.has(id) && !index.byId.has(id);
}

function unfolded(full: GraphIndex): FoldedGraph {
  const edges = new Map(full.edges.map((edge) => [edge.id, [edge]]));
  return {
    index: full,
    full,
    groups: noGroups,
    frames: [],
    parents: new Map(),
    shownFor: (id) => (full.byId.has(id) ? id : null),
    within: () => [],
    behind: (id) => edges.get(id) ?? [],
    drawnFor: (id) => (edges.has(id) ? id : null),
  };
}

interface Around {
  readonly groups: ReadonlySet<string>;
  /** Of tasks and groups. */
  readonly parentOf: ReadonlyMap<string, string>;
}

/** Groups named like a task are none; a circle of groups has no outside, so that its members lie in nothing. */
function soundParents(full: GraphIndex, groups: readonly TaskGroup[]): Around {
  const known = new Map<string, TaskGroup>();
  for (const group of groups) if (!full.byId.has(group.id) && !known.has(group.id)) known.set(group.id, group);
  const parentOf = new Map<string, string>();
  const endless = (start: string): boolean => {
    const seen = new Set<string>();
    for (let at: string | null = start; at !== null && known.has(at); at = known.get(at)?.parent ?? null) {
      if (seen.has(at)) return true;
      seen.add(at);
    }
    return false;
  };
  for (const { id, parent } of known.values()) if (parent !== null && known.has(parent) && !endless(id)) parentOf.set(id, parent);
  for (const { id, group } of full.tasks) if (group !== undefined && known.has(group)) parentOf.set(id, group);
  return { groups: new Set(known.keys()), parentOf };
}

/** The way outwards from a task or group, itself left out. */
function pathOut(id: string, parentOf: ReadonlyMap<string, string>): string[] {
  const path: string[] = [];
  for (let at = parentOf.get(id); at !== undefined; at = parentOf.get(at)) path.push(at);
  return path;
}

/** The outermost of those around an id that a test takes. */
function outermost(id: string, parentOf: ReadonlyMap<string, string>, takes: (each: string) => boolean): string | null {
  return pathOut(id, parentOf).findLast(takes) ?? null;
}

function gatherFacts(full: GraphIndex, groups: readonly TaskGroup[], { groups: known, parentOf }: Around): Map<string, GroupFacts> {
  const tasks = new Map<string, string[]>([...known].map((id) => [id, []]));
  const inner = new Map<string, string[]>([...known].map((id) => [id, []]));
  for (const { id } of full.tasks) for (const group of pathOut(id, parentOf)) tasks.get(group)?.push(id);
  for (const id of known) for (const group of pathOut(id, parentOf)) inner.get(group)?.push(id);
  const docs = new Map(groups.toReversed().map((group) => [group.id, group.doc]));
  return new Map([...known].map((id) => [id, { id, doc: docs.get(id) ?? null, parent: parentOf.get(id) ?? null, tasks: tasks.get(id) ?? [], inner: inner.get(id) ?? [] }]));
}

interface Folding {
  readonly facts: ReadonlyMap<string, GroupFacts>;
  readonly around: Around;
  readonly folded: ReadonlySet<string>;
  readonly shown: (id: string) => string;
}

function drawTasks(full: GraphIndex, { around, folded, shown }: Folding): { tasks: GraphTask[]; behind: Map<string, GraphEdge[]>; drawn: Map<string, string> } {
  const stands = new Map(full.tasks.map((task) => [task.id, folded.size === 0 ? task.id : shown(task.id)]));
  const behind = new Map<string, GraphEdge[]>();
  const drawn = new Map<string, string>();
  const deps = new Map<string, Set<string>>();
  for (const edge of full.edges) {
    const source = stands.get(edge.source) ?? edge.source;
    const target = stands.get(edge.target) ?? edge.target;
    if (source === target) continue;
    const id = edgeId(source, target);
    const others = behind.get(id);
    if (others) others.push(edge);
    else behind.set(id, [edge]);
    drawn.set(edge.id, id);
    deps.set(target, (deps.get(target) ?? new Set()).add(source));
  }
  const tasks = new Map<string, GraphTask>();
  for (const task of full.tasks) {
    const id = stands.get(task.id) ?? task.id;
    const own = [...(deps.get(id) ?? [])];
    if (id === task.id) tasks.set(id, task.deps.some((dep) => stands.get(dep) !== dep) ? { ...task, deps: own } : task);
    else if (!tasks.has(id)) tasks.set(id, groupTask(id, own, around.parentOf.get(id)));
  }
  return { tasks: [...tasks.values()], behind, drawn };
}

function groupTask(id: string, deps: string[], group: string | undefined): GraphTask {
  return { id, kind: groupKind, deps, enabled: true, ...(group === undefined ? {} : { group }) };
}
