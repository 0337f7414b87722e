/**
 * Tasks as text for the clipboard: a piece of a DAG file that any editor can show and any DAG can take. What the person
 * wrote is copied as it stands, comments included, wherever the text can stand alone; otherwise its meaning is written out.
 */
import type { DagUi } from "../model/dag-ui.ts";
import { differenceOf } from "../dag-file/plain-edit.ts";
import { readDag } from "../dag-file/parse-dag.ts";
import { renderEntry } from "../dag-file/render-yaml.ts";
import { columnOf, endOfLines, isFirstOnLine, lineStart } from "../dag-file/text-lines.ts";
import { child, toPlain, type TreeEntry } from "../dag-file/yaml-tree.ts";

const step = 2;

/** Null when none of the tasks can be read in the text. In file order, whatever the order of `ids`. */
export function copyTasks(text: string, ids: readonly string[], positions: DagUi["positions"]): string | null {
  const root = readDag(text, "").root;
  const tasks = child(root, "tasks");
  if (tasks?.kind !== "map") return null;
  const wanted = new Set(ids);
  const entries = [...tasks.entries.values()].filter((entry) => wanted.has(entry.key));
  if (entries.length === 0) return null;
  const plain = Object.fromEntries(entries.map((entry) => [entry.key, toPlain(entry.value)]));
  const written = tasks.flow ? null : asWritten(text, entries);
  const stands = written !== null && differenceOf(plain, plainTasks(written)) === null;
  const head = stands ? written : `${renderEntry("tasks", plain, { column: 0, step }).join("\n")}\n`;
  return head + placesOf(entries, positions);
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

function placesOf(entries: readonly TreeEntry[], positions: DagUi["positions"]): string {
  const placed = entries.flatMap(({ key }) => {
    const at = Object.hasOwn(positions, key) ? positions[key] : undefined;
    return at === undefined ? [] : [[key, [at.x, at.y]] as const];
  });
  if (placed.length === 0) return "";
  return `${renderEntry("ui", { positions: Object.fromEntries(placed) }, { column: 0, step }).join("\n")}\n`;
}

function plainTasks(text: string): unknown {
  const tasks = child(readDag(text, "").root, "tasks");
  return tasks === null ? null : toPlain(tasks);
}
