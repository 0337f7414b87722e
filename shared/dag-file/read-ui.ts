/** Reads `ui` and `task_groups`. Of `ui` whatever is sound is taken, the rest warned about: a bad place must never stop a run. */
import type { DagNote, DagUi, Point, TaskGroup } from "../model/dag-ui.ts";
import { taskIdPattern, taskIdWords } from "./check-graph.ts";
import { suggestion } from "./did-you-mean.ts";
import { formatPath, type FieldPath } from "./field-path.ts";
import { findCycles } from "./find-cycles.ts";
import { isPlain } from "./plain-form.ts";
import type { Report } from "./report.ts";
import { NoteForm, UiForm } from "./ui-schema.ts";
import { child, spanAt, textOf, toPlain, type TreeNode } from "./yaml-tree.ts";

export function readUi(root: TreeNode | null): DagUi {
  const ui = plainOf(child(root, "ui"));
  const { layout, positions, pinned, collapsed, pins } = UiForm.shape;
  return {
    layout: layout.safeParse(ui["layout"]).data ?? null,
    positions: entriesOf(ui["positions"], (value) => pointOf(positions.unwrap().valueType.safeParse(value).data)),
    pinned: pinned.safeParse(ui["pinned"]).data ?? [],
    notes: entriesOf(ui["notes"], noteOf),
    collapsed: collapsed.safeParse(ui["collapsed"]).data ?? [],
    pins: pins.safeParse(ui["pins"]).data ?? {},
  };
}

function plainOf(node: TreeNode | null): Readonly<Record<string, unknown>> {
  const plain = toPlain(node);
  return isPlain(plain) ? plain : {};
}

/** The entries that can be read; the others are left out. */
function entriesOf<T>(value: unknown, read: (value: unknown) => T | null): Record<string, T> {
  if (!isPlain(value)) return {};
  return Object.fromEntries(Object.entries(value).flatMap(([key, item]) => {
    const made = read(item);
    return made === null ? [] : [[key, made] as const];
  }));
}

function pointOf(pair: readonly [number, number] | undefined): Point | null {
  return pair === undefined ? null : { x: pair[0], y: pair[1] };
}

function noteOf(value: unknown): DagNote | null {
  const note = NoteForm.safeParse(value).data;
  const at = pointOf(note?.at);
  if (note === undefined || at === null) return null;
  return { text: note.text, at, size: note.size === undefined ? null : { width: note.size[0], height: note.size[1] }, color: note.color ?? null };
}

export function checkUi(root: TreeNode, report: Report): void {
  const ui = child(root, "ui");
  if (ui === null || (ui.kind === "scalar" && ui.value === null)) return;
  const result = UiForm.safeParse(toPlain(ui));
  for (const issue of result.success ? [] : result.error.issues) {
    const at = ["ui", ...issue.path.map((part) => (typeof part === "symbol" ? String(part) : part))];
    if (issue.code === "unrecognized_keys") for (const key of issue.keys) warn(root, [...at, key], `\`${formatPath([...at, key])}\` is not known here and is not used.`, report);
    else warn(root, at, `\`${formatPath(at)}\`: expected ${/^(?:Invalid|Too )/.test(issue.message) ? "another value" : issue.message}. It is not used for the drawing.`, report);
  }
}

function warn(root: TreeNode, path: FieldPath, message: string, report: Report): void {
  report.add({ code: "dag/bad-ui", severity: "warning", message, span: spanAt(root, path, "key"), path });
}

/** In file order. */
export function readGroups(root: TreeNode | null): TaskGroup[] {
  const groups = child(root, "task_groups");
  if (groups?.kind !== "map") return [];
  return [...groups.entries].map(([id, { value }]) => ({ id, doc: textOf(child(value, "doc")), parent: textOf(child(value, "group")) }));
}

/** Groups that nobody made, that lie in themselves, or that are named like a task. */
export function checkGroups(root: TreeNode, report: Report): void {
  const groups = readGroups(root);
  const known = new Map(groups.map((group) => [group.id, group]));
  const tasks = child(root, "tasks");
  for (const { id, parent } of groups) {
    const place = { span: spanAt(root, ["task_groups", id], "key"), path: ["task_groups", id] };
    if (!taskIdPattern.test(id)) report.add({ code: "dag/invalid-id", message: `Group id ${JSON.stringify(id.slice(0, 80))}: an id has ${taskIdWords}.`, ...place });
    if (child(tasks, id) !== null) report.add({ code: "dag/id-clash", message: `\`${id}\` is both a task and a group. Rename one.`, ...place });
    if (parent !== null && !known.has(parent)) refuseUnknown(`Group \`${id}\``, parent, ["task_groups", id, "group"]);
  }
  if (tasks?.kind === "map") {
    for (const [id, { value }] of tasks.entries) {
      const group = textOf(child(value, "group"));
      if (group !== null && !known.has(group)) refuseUnknown(`Task \`${id}\``, group, ["tasks", id, "group"]);
    }
  }
  for (const { id, parent } of groups) if (parent === id) refuseCycle([id]);
  for (const cycle of findCycles(groups.map(({ id, parent }) => ({ id, deps: parent !== null && parent !== id && known.has(parent) ? [parent] : [] })))) refuseCycle(cycle);

  function refuseUnknown(who: string, group: string, path: string[]): void {
    const message = `${who} lies in the group \`${group}\`, which is not among the \`task_groups\`.${suggestion(group, known.keys())}`;
    report.add({ code: "dag/unknown-group", message, span: spanAt(root, path), path });
  }

  function refuseCycle(cycle: readonly string[]): void {
    const [first = ""] = cycle;
    const path = ["task_groups", first, "group"];
    report.add({ code: "dag/group-cycle", message: `Groups lie in each other: ${[...cycle, first].join(" → ")}. Take one of them out.`, span: spanAt(root, path), path });
  }
}
