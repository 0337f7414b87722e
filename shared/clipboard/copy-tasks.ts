/**
 * Tasks as text for the clipboard: a piece of a DAG file that any editor can show and any DAG can take. What the person
 * wrote is copied as it stands, comments included, wherever the text can stand alone; otherwise its meaning is written out.
 */
import type { DagNote, DagUi, TaskGroup } from "../model/dag-ui.ts";
import { differenceOf } from "../dag-file/plain-edit.ts";
import { readDag } from "../dag-file/parse-dag.ts";
import { readGroups, readUi } from "../dag-file/read-ui.ts";
import { renderEntry } from "../dag-file/render-yaml.ts";
import { columnOf, endOfLines, isFirstOnLine, lineStart } from "../dag-file/text-lines.ts";
import { child, toPlain, type TreeEntry, type TreeMap } from "../dag-file/yaml-tree.ts";

const step = 2;

export interface Drawn {
  readonly tasks: readonly string[];
  readonly notes: readonly string[];
  /** Those that are copied with what lies in them. */
  readonly groups?: readonly string[];
}

/** Null when none of it can be read in the text. In file order, whatever the order of the ids. */
export function copyDrawn(text: string, chosen: Drawn, positions: DagUi["positions"]): string | null {
  const root = readDag(text, "").root;
  const tasks = child(root, "tasks");
  const wanted = new Set(chosen.tasks);
  const entries = tasks?.kind === "map" ? [...tasks.entries.values()].filter((entry) => wanted.has(entry.key)) : [];
  const notes = Object.entries(readUi(root).notes).filter(([id]) => chosen.notes.includes(id));
  if (entries.length === 0 && notes.length === 0) return null;
  const groups = readGroups(root).filter(({ id }) => chosen.groups?.includes(id) === true);
  const collapsed = readUi(root).collapsed.filter((id) => groups.some((group) => group.id === id));
  return groupsOf(groups) + (tasks?.kind === "map" && entries.length > 0 ? tasksOf(text, tasks, entries) : "") + drawingOf(entries, positions, { notes, collapsed });
}

function groupsOf(groups: readonly TaskGroup[]): string {
  if (groups.length === 0) return "";
  const written = Object.fromEntries(groups.map(({ id, doc, parent }) => [id, { ...(doc === null ? {} : { doc }), ...(parent === null ? {} : { group: parent }) }]));
  return `${renderEntry("task_groups", written, { column: 0, step }).join("\n")}\n`;
}

/** The same for tasks alone. */
export function copyTasks(text: string, ids: readonly string[], positions: DagUi["positions"]): string | null {
  return copyDrawn(text, { tasks: ids, notes: [] }, positions);
}

function tasksOf(text: string, tasks: TreeMap, entries: readonly TreeEntry[]): string {
  const plain = Object.fromEntries(entries.map((entry) => [entry.key, toPlain(entry.value)]));
  const written = tasks.flow ? null : asWritten(text, entries);
  const stands = written !== null && differenceOf(plain, plainTasks(written)) === null;
  return stands ? written : `${renderEntry("tasks", plain, { column: 0, step }).join("\n")}\n`;
}

/** The lines of the entries, moved to the column of a file of their own. Null when an entry shares its line with something. */
function asWritten(text: string, entries: readonly TreeEntry[]): string | null {
  const blocks: string[] = [];
  for (const entry of entries) {
    const { start } = entry.keySpan;
    if (entry.pair === null || !isFirstOnLine(text, start)) return null;
    const column = columnOf(text, start);
    const lines = text.slice(lineStart(text, start), endOfLines(text, entry.alias?.end ?? entry.value.span.end, column)).split(/\r?\n/);
    if (lines.at(-1) === "") lines.pop();
    if (lines.some((line) => line.trim() !== "" && !line.startsWith(" ".repeat(column)))) return null;
    blocks.push(...lines.map((line) => (line.trim() === "" ? "" : " ".repeat(step) + line.slice(column))));
  }
  return `tasks:\n${blocks.join("\n")}\n`;
}

function drawingOf(entries: readonly TreeEntry[], positions: DagUi["positions"], { notes, collapsed }: { notes: readonly (readonly [string, DagNote])[]; collapsed: readonly string[] }): string {
  const placed = entries.flatMap(({ key }) => {
    const at = Object.hasOwn(positions, key) ? positions[key] : undefined;
    return at === undefined ? [] : [[key, [at.x, at.y]] as const];
  });
  if (placed.length + notes.length + collapsed.length === 0) return "";
  const ui = { ...(placed.length === 0 ? {} : { positions: Object.fromEntries(placed) }), ...(notes.length === 0 ? {} : { notes: Object.fromEntries(notes.map(([id, note]) => [id, noteForm(note)])) }), ...(collapsed.length === 0 ? {} : { collapsed }) };
  return `${renderEntry("ui", ui, { column: 0, step }).join("\n")}\n`;
}

function noteForm({ text, at, size, color }: DagNote): Readonly<Record<string, unknown>> {
  return { text, at: [at.x, at.y], ...(size === null ? {} : { size: [size.width, size.height] }), ...(color === null ? {} : { color }) };
}

function plainTasks(text: string): unknown {
  const tasks = child(readDag(text, "").root, "tasks");
  return tasks === null ? null : toPlain(tasks);
}
