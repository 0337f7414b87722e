/** Plans the edits of the drawing: places, pins, notes, folds and the direction. None of them changes what runs. */
import { taskIdPattern, taskIdWords } from "./check-graph.ts";
import { suggestion } from "./did-you-mean.ts";
import { type DagEdit, type Place, Refusal } from "./edit.ts";
import { Draft } from "./patch-map.ts";
import type { Page } from "./patch.ts";
import { isPlain } from "./plain-form.ts";
import { needTasks, type Plan } from "./plan-value.ts";
import { groupsOf, needGroup } from "./plan-group.ts";
import { NoteForm } from "./ui-schema.ts";
import { child, nodeAt, textsOf, toPlain, type TreeNode } from "./yaml-tree.ts";

type Edit<K extends DagEdit["kind"]> = Extract<DagEdit, { kind: K }>;

export function planMoveTasks(page: Page, root: TreeNode, { positions }: Edit<"moveTasks">): Plan {
  const groups = groupsOf(root);
  needTasks(root, Object.keys(positions).filter((id) => !groups.has(id)));
  const draft = new Draft(page, root);
  draft.patch(["ui", "positions"], Object.fromEntries(Object.entries(positions).map(([id, place]) => [id, place === null ? undefined : wholePlace(place)])));
  return draft;
}

/** Hundredths of a pixel make every diff of a drag unreadable. */
export function wholePlace([x, y]: Place): [number, number] {
  if (!Number.isFinite(x) || !Number.isFinite(y)) throw new Refusal("edit/invalid-value", `A place is two numbers, such as [120, 80]; found [${x}, ${y}].`);
  return [Math.round(x) + 0, Math.round(y) + 0];
}

export function planSetPinned(page: Page, root: TreeNode, { tasks, isPinned }: Edit<"setPinned">): Plan {
  needTasks(root, tasks);
  return planNames(page, root, "pinned", { names: tasks, isIn: isPinned });
}

export function planSetPin(page: Page, root: TreeNode, { task, pin }: Edit<"setPin">): Plan {
  needTasks(root, [task]);
  const draft = new Draft(page, root);
  draft.patch(["ui", "pins"], { [task]: pin ?? undefined });
  return draft;
}

export function planSetCollapsed(page: Page, root: TreeNode, { group, isCollapsed }: Edit<"setCollapsed">): Plan {
  needGroup(root, group);
  return planNames(page, root, "collapsed", { names: [group], isIn: isCollapsed });
}

/** Null leaves it to the screen: left to right. */
export function planSetDirection(page: Page, root: TreeNode, { direction }: Edit<"setDirection">): Plan {
  const draft = new Draft(page, root);
  if (direction === null) draft.remove(["ui", "layout"]);
  else draft.patch(["ui"], { layout: direction });
  return draft;
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
