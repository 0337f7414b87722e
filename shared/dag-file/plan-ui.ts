/** Plans the edits of the drawing: places, pins, notes, groups and their folds. None of them changes what runs. */
import { taskIdPattern, taskIdWords } from "./check-graph.ts";
import { suggestion } from "./did-you-mean.ts";
import { type DagEdit, type Place, Refusal } from "./edit.ts";
import { Draft } from "./patch-map.ts";
import type { Page } from "./patch.ts";
import { getIn } from "./plain-edit.ts";
import { isPlain } from "./plain-form.ts";
import { type Plan, refuseUnknownTask } from "./plan-value.ts";
import { readGroups } from "./read-ui.ts";
import { NoteForm } from "./ui-schema.ts";
import { child, nodeAt, textOf, textsOf, toPlain, type TreeNode } from "./yaml-tree.ts";

type Edit<K extends DagEdit["kind"]> = Extract<DagEdit, { kind: K }>;

export function planMoveTasks(page: Page, root: TreeNode, { positions }: Edit<"moveTasks">): Plan {
  needTasks(root, Object.keys(positions));
  const draft = new Draft(page, root);
  draft.patch(["ui", "positions"], Object.fromEntries(Object.entries(positions).map(([id, place]) => [id, place === null ? undefined : wholePlace(place)])));
  return draft;
}

/** Hundredths of a pixel make every diff of a drag unreadable. */
export function wholePlace([x, y]: Place): [number, number] {
  if (!Number.isFinite(x) || !Number.isFinite(y)) throw new Refusal("edit/invalid-value", `A place is two numbers, such as [120, 80]; found [${x}, ${y}].`);
  return [Math.round(x) + 0, Math.round(y) + 0];
}

function needTasks(root: TreeNode, ids: readonly string[]): void {
  const tasks = child(root, "tasks");
  for (const id of ids) if (child(tasks, id) === null) refuseUnknownTask(root, id);
}

export function planSetPinned(page: Page, root: TreeNode, { tasks, isPinned }: Edit<"setPinned">): Plan {
  needTasks(root, tasks);
  return planNames(page, root, "pinned", { names: tasks, isIn: isPinned });
}

export function planSetCollapsed(page: Page, root: TreeNode, { group, isCollapsed }: Edit<"setCollapsed">): Plan {
  needGroup(root, group);
  return planNames(page, root, "collapsed", { names: [group], isIn: isCollapsed });
}

function planNames(page: Page, root: TreeNode, key: "pinned" | "collapsed", { names, isIn }: { names: readonly string[]; isIn: boolean }): Plan {
  const draft = new Draft(page, root);
  const before = textsOf(nodeAt(root, ["ui", key]));
  const rest = before.filter((name) => isIn || !names.includes(name));
  draft.names(["ui", key], isIn ? [...rest, ...new Set(names.filter((name) => !before.includes(name)))] : rest);
  return draft;
}

export function planSetNote(page: Page, root: TreeNode, { id, note }: Edit<"setNote">): Plan {
  if (!taskIdPattern.test(id)) throw new Refusal("edit/invalid-value", `Note id ${JSON.stringify(id)}: an id has ${taskIdWords}.`);
  const { at, size, ...words } = note;
  const given = { ...words, ...(at === undefined ? {} : { at: wholePlace(at) }), ...(size === undefined ? {} : { size: wholePlace(size) }) };
  const known = toPlain(nodeAt(root, ["ui", "notes", id]));
  const checked = NoteForm.safeParse({ ...(isPlain(known) ? known : {}), ...given });
  if (!checked.success) {
    const [issue] = checked.error.issues;
    throw new Refusal("edit/invalid-value", `Note \`${id}\`: ${issue?.path.join(".") || "it"} needs ${issue?.message ?? "another value"}.`);
  }
  const draft = new Draft(page, root);
  draft.patch(["ui", "notes", id], given);
  return draft;
}

export function planRemoveNote(page: Page, root: TreeNode, { id }: Edit<"removeNote">): Plan {
  const notes = nodeAt(root, ["ui", "notes"]);
  if (child(notes, id) === null) throw new Refusal("edit/not-found", `There is no note \`${id}\`.${suggestion(id, notes?.kind === "map" ? notes.entries.keys() : [])}`);
  const draft = new Draft(page, root);
  draft.remove(["ui", "notes", id]);
  return draft;
}

export function planCreateGroup(page: Page, root: TreeNode, { id, tasks, doc }: Edit<"createGroup">): Plan {
  if (!taskIdPattern.test(id) || id === "__proto__") throw new Refusal("edit/invalid-value", `Group id ${JSON.stringify(id)}: an id has ${taskIdWords}.`);
  const isTaken = readGroups(root).some((group) => group.id === id) || nodeAt(root, ["tasks", id]) !== null;
  if (isTaken) throw new Refusal("edit/exists", `There is a task or a group \`${id}\` already.`);
  needTasks(root, tasks);
  const around = new Set(tasks.map((task) => groupOf(root, task)));
  const [parent = null] = around.size === 1 ? around : [];
  const draft = new Draft(page, root);
  draft.patch(["task_groups"], { [id]: { ...(doc === undefined ? {} : { doc }), ...(parent === null ? {} : { group: parent }) } });
  for (const task of new Set(tasks)) putGroup(draft, ["tasks", task], id);
  return draft;
}

export function planSetGroup(page: Page, root: TreeNode, { tasks, group }: Edit<"setGroup">): Plan {
  needTasks(root, tasks);
  if (group !== null) needGroup(root, group);
  const draft = new Draft(page, root);
  for (const task of new Set(tasks)) putGroup(draft, ["tasks", task], group);
  return draft;
}

export function planUngroup(page: Page, root: TreeNode, { id }: Edit<"ungroup">): Plan {
  needGroup(root, id);
  const groups = readGroups(root);
  const parent = groups.find((group) => group.id === id)?.parent ?? null;
  const draft = new Draft(page, root);
  const tasks = child(root, "tasks");
  for (const task of tasks?.kind === "map" ? tasks.entries.keys() : []) if (groupOf(root, task) === id) putGroup(draft, ["tasks", task], parent);
  for (const inner of groups) if (inner.parent === id && inner.id !== id) putGroup(draft, ["task_groups", inner.id], parent);
  draft.remove(["task_groups", id]);
  const collapsed = textsOf(nodeAt(root, ["ui", "collapsed"]));
  if (collapsed.includes(id)) draft.names(["ui", "collapsed"], collapsed.filter((name) => name !== id));
  return draft;
}

function groupOf(root: TreeNode, task: string): string | null {
  return textOf(nodeAt(root, ["tasks", task, "group"]));
}

function putGroup(draft: Draft, holder: [string, string], group: string | null): void {
  const path = [...holder, "group"];
  if (group !== null) {
    if (getIn(draft.expected, path) !== group) draft.put(path, group);
    return;
  }
  if (nodeAt(draft.root, path) === null) return;
  const entry = nodeAt(draft.root, holder);
  // The task stays, and a group that has nothing more to say does too.
  if (entry?.kind === "map" && entry.entries.size === 1) draft.put(holder, {});
  else draft.remove(path);
}

function needGroup(root: TreeNode, id: string): void {
  const known = readGroups(root).map((group) => group.id);
  if (!known.includes(id)) throw new Refusal("edit/not-found", `There is no group \`${id}\`.${suggestion(id, known)}`);
}
