/** What gestures on task groups mean for the file. Pure; as in `draw-acts.ts`, each act is one entry of the history. */
import type { DagEdit } from "../../../shared/dag-file/edit.ts";
import { formatPath } from "../../../shared/dag-file/field-path.ts";
import { edgeJudge } from "../../../shared/graph/refuse-edge.ts";
import type { TaskGroup } from "../../../shared/model/dag-ui.ts";
import type { AddLink } from "../../graph-view/edit/editing.ts";
import type { GroupFacts } from "../../graph-view/groups/fold-graph.ts";
import { t } from "../../strings/t.ts";
import type { Act, Drawing } from "./draw-acts.ts";
import { uniqueId } from "./unique-id.ts";

export interface Members {
  readonly tasks: readonly string[];
  readonly groups: readonly string[];
}

/** The tasks themselves and all that lie in the groups, in file order. */
export function tasksOfMembers(drawing: Pick<Drawing, "tasks" | "groups">, { tasks, groups }: Members): string[] {
  const wanted = new Set([...tasks, ...groups.flatMap((id) => drawing.groups.get(id)?.tasks ?? [])]);
  return drawing.tasks.filter(({ id }) => wanted.has(id)).map(({ id }) => id);
}

/** Without what lies in one of the groups anyway. */
export function outermost(drawing: Drawing, { tasks, groups }: Members): Members {
  const facts = groups.flatMap((id) => drawing.groups.get(id) ?? []);
  return { tasks: tasks.filter((id) => !facts.some((group) => group.tasks.includes(id))), groups: groups.filter((id) => !facts.some((group) => group.inner.includes(id))) };
}

function pathOut(groups: ReadonlyMap<string, GroupFacts>, from: string | null): string[] {
  const path: string[] = [];
  for (let at = from; at !== null && groups.has(at); at = groups.get(at)?.parent ?? null) path.push(at);
  return path;
}

function parentsOf(drawing: Drawing, { tasks, groups }: Members): (string | null)[] {
  const groupOf = new Map(drawing.tasks.map((task) => [task.id, task.group]));
  return [...tasks.map((id) => groupOf.get(id) ?? null), ...groups.map((id) => drawing.groups.get(id)?.parent ?? null)];
}

/** Groups that would be left without a task: the canvas could not show them any more. Inner ones come first. */
function emptiedBy(drawing: Drawing, gone: ReadonlySet<string>, stays: ReadonlySet<string>): string[] {
  const empty = [...drawing.groups.values()].filter(({ id, tasks }) => tasks.length > 0 && !stays.has(id) && tasks.every((task) => gone.has(task)));
  return empty.toSorted((a, b) => pathOut(drawing.groups, b.id).length - pathOut(drawing.groups, a.id).length).map(({ id }) => id);
}

function ungroupEdits(ids: readonly string[]): DagEdit[] {
  return ids.map((id) => ({ kind: "ungroup", id }));
}

/** As in names of the history: one by its name, several by their number. */
export function wordFor({ tasks, groups }: Members): string {
  const parts = [tasks.length === 0 ? null : tasks.length === 1 ? (tasks[0] ?? "") : t("{{count}} tasks", { count: tasks.length }), groups.length === 0 ? null : groups.length === 1 ? (groups[0] ?? "") : t("{{count}} groups", { count: groups.length })];
  return parts.filter((part) => part !== null).reduce((all, part) => t("{{all}} and {{part}}", { all, part }));
}

/** A name that no task and no group has. */
export function freeGroupId(drawing: Drawing, wanted = "group"): string {
  return uniqueId(wanted, [...drawing.tasks.map(({ id }) => id), ...drawing.groups.keys()]);
}

/** The new group lies in the innermost one that all of them lie in. */
export function createGroupAct(drawing: Drawing, members: Members, id: string): Act {
  const inside = outermost(drawing, members);
  const paths = parentsOf(drawing, inside).map((parent) => pathOut(drawing.groups, parent));
  const parent = paths[0]?.find((each) => paths.every((path) => path.includes(each))) ?? null;
  const stays = new Set([...pathOut(drawing.groups, parent), ...inside.groups, ...inside.groups.flatMap((group) => drawing.groups.get(group)?.inner ?? [])]);
  const emptied = emptiedBy(drawing, new Set(tasksOfMembers(drawing, inside)), stays);
  return { name: t("Group {{what}} as {{id}}", { what: wordFor(inside), id }), edits: [{ kind: "createGroup", id, ...inside, parent }, ...ungroupEdits(emptied)], select: [], selectGroups: [id] };
}

/** Their tasks and groups stay where they are, in the group around them. */
export function ungroupAct(drawing: Drawing, ids: readonly string[]): Act | string {
  if (ids.length === 0) return t("Select a group to ungroup it.");
  const left = ids.flatMap((id) => drawing.groups.get(id)?.tasks ?? []);
  return { name: t("Ungroup {{groups}}", { groups: ids.length === 1 ? (ids[0] ?? "") : t("{{count}} groups", { count: ids.length }) }), edits: ungroupEdits(ids), select: left };
}

export function renameGroupAct(from: string, to: string): Act {
  return { name: t("Rename group {{from}} to {{to}}", { from, to }), edits: [{ kind: "renameGroup", from, to }], say: t("Renamed group {{from}} to {{to}}", { from, to }), select: [], selectGroups: [to] };
}

export function foldAct(group: string, isCollapsed: boolean): Act {
  return { name: `${isCollapsed ? t("Fold") : t("Unfold")} ${group}`, edits: [{ kind: "setCollapsed", group, isCollapsed }], select: [], selectGroups: [group] };
}

export function groupDocAct(group: string, doc: string): Act {
  const path = formatPath(["task_groups", group, "doc"]);
  return { name: t("Describe {{group}}", { group }), edits: [doc.trim() === "" ? { kind: "removeValue", path } : { kind: "setValue", path, value: doc }] };
}

/** Into a group, or with null out of any. A string says why not. */
export function moveToGroupAct(drawing: Drawing, members: Members, group: string | null): Act | string {
  const inside = outermost(drawing, members);
  if (inside.tasks.length + inside.groups.length === 0) return t("Select tasks or groups to move them.");
  if (group !== null && inside.groups.some((id) => id === group || drawing.groups.get(id)?.inner.includes(group) === true)) return t("{{group}} lies in what is to be moved.", { group });
  if (parentsOf(drawing, inside).every((parent) => parent === group)) return group === null ? t("They are in no group already.") : t("They are in {{group}} already.", { group });
  return { name: regroupName(inside, group), edits: regroupEdits(drawing, inside, group) };
}

export function regroupName(inside: Members, group: string | null): string {
  return group === null ? t("Move {{what}} out of its group", { what: wordFor(inside) }) : t("Move {{what}} into {{group}}", { what: wordFor(inside), group });
}

export function regroupEdits(drawing: Drawing, inside: Members, group: string | null): DagEdit[] {
  const stays = new Set([...pathOut(drawing.groups, group), ...inside.groups, ...inside.groups.flatMap((id) => drawing.groups.get(id)?.inner ?? [])]);
  return [{ kind: "setGroup", ...inside, group }, ...ungroupEdits(emptiedBy(drawing, new Set(tasksOfMembers(drawing, inside)), stays))];
}

/** What a deletion does to groups: those that are deleted go with all in them, those that it empties too. */
export function deleteGroupEdits(drawing: Drawing, groups: readonly string[], gone: ReadonlySet<string>): DagEdit[] {
  const deleted = new Set(groups.flatMap((id) => [id, ...(drawing.groups.get(id)?.inner ?? [])]));
  const emptied = emptiedBy(drawing, gone, deleted);
  const deep = [...deleted].toSorted((a, b) => pathOut(drawing.groups, b).length - pathOut(drawing.groups, a).length);
  return ungroupEdits([...new Set([...deep, ...emptied])]);
}

/** Groups of which everything is chosen: those that are selected, with what lies in them, and those with several tasks that all are. */
export function wholeGroups(drawing: Drawing, { tasks, groups }: Members): string[] {
  const chosen = new Set(tasksOfMembers(drawing, { tasks, groups }));
  const named = new Set(groups.flatMap((id) => [id, ...(drawing.groups.get(id)?.inner ?? [])]));
  return [...drawing.groups.values()].filter((group) => named.has(group.id) || (group.tasks.length > 1 && group.tasks.every((id) => chosen.has(id)))).map(({ id }) => id);
}

/** Copies of groups for copied tasks; `memberOf` says in which of the originals each copy lies. */
export function copyGroupEdits(drawing: Drawing, originals: readonly TaskGroup[], memberOf: ReadonlyMap<string, string>): { readonly edits: DagEdit[]; readonly made: ReadonlyMap<string, string> } {
  const taken = new Set([...drawing.tasks.map(({ id }) => id), ...drawing.groups.keys(), ...memberOf.keys()]);
  const made = new Map<string, string>();
  const edits: DagEdit[] = [];
  const known = new Map(originals.map((group) => [group.id, group]));
  const make = (group: TaskGroup): void => {
    const outer = group.parent === null ? undefined : known.get(group.parent);
    if (made.has(group.id)) return;
    const id = uniqueId(group.id, taken);
    taken.add(id);
    made.set(group.id, id);
    if (outer !== undefined) make(outer);
    const parent = outer !== undefined ? (made.get(outer.id) ?? null) : group.parent !== null && drawing.groups.has(group.parent) ? group.parent : null;
    const tasks = [...memberOf].filter(([, original]) => original === group.id).map(([task]) => task);
    edits.push({ kind: "createGroup", id, tasks, parent, ...(group.doc === null ? {} : { doc: group.doc }) });
  };
  for (const group of originals) make(group);
  return { edits, made };
}

/** The tasks at the rim of a group: the last ones, from which a line leaves, or the first ones. A task is its own rim. */
export function rimOf(drawing: Pick<Drawing, "tasks" | "groups">, id: string, side: "out" | "in"): string[] {
  const group = drawing.groups.get(id);
  if (group === undefined) return [id];
  const inside = new Set(group.tasks);
  const members = drawing.tasks.filter((task) => inside.has(task.id));
  if (side === "in") return members.filter((task) => !task.deps.some((dep) => inside.has(dep))).map((task) => task.id);
  const needed = new Set(members.flatMap((task) => task.deps));
  return members.filter((task) => !needed.has(task.id)).map((task) => task.id);
}

/** Why no edge may go from one to the other; null when some may. Either may be a group. */
export function whyNoEdge(drawing: Pick<Drawing, "tasks" | "groups">, judge: ReturnType<typeof edgeJudge>, from: string, to: string): string | null {
  const reasons = rimOf(drawing, from, "out").flatMap((source) => rimOf(drawing, to, "in").map((target) => judge(source, target)?.message ?? null));
  return reasons.includes(null) ? null : (reasons[0] ?? t("The group has no tasks."));
}

export function connectGroupsAct(drawing: Drawing, from: string, to: string): Act {
  let { tasks } = drawing;
  const edits: DagEdit[] = [];
  for (const source of rimOf(drawing, from, "out")) {
    for (const target of rimOf(drawing, to, "in")) {
      if (edgeJudge(tasks)(source, target) !== null) continue;
      edits.push({ kind: "connect", from: source, to: target });
      tasks = tasks.map((task) => (task.id === target ? { ...task, deps: [...task.deps, source] } : task));
    }
  }
  return { name: t("Connect {{from}} → {{to}}", { from, to }), edits, say: t("{{to}} now comes after {{from}}", { to, from }) };
}

/** The group that a new task goes into: that of what it is joined to, else the one that it is put down in. */
export function groupFor({ tasks, groups }: Pick<Drawing, "tasks" | "groups">, link: AddLink | null, around: () => string | null): string | null {
  const groupOf = (id: string): string | null => groups.get(id)?.parent ?? tasks.find((task) => task.id === id)?.group ?? null;
  if (link === null) return around();
  const found = link.kind === "task" ? groupOf(link.id) : groupOf(link.edge.source) === groupOf(link.edge.target) ? groupOf(link.edge.source) : null;
  return found !== null && groups.has(found) ? found : null;
}
