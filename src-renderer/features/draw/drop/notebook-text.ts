/** The Python of a Jupyter notebook: its code cells as they stand, its words as comments, and what only a notebook understands named and left out. Pure. */
import { t } from "../../../strings/t.ts";

export type NotebookText = { readonly ok: true; readonly text: string; /** Magics and commands that were left out. */ readonly left: readonly string[] } | { readonly ok: false; readonly message: string };

interface Cell {
  readonly kind: string;
  readonly lines: readonly string[];
}

export function notebookText(name: string, json: string): NotebookText {
  const cells = cellsOf(json);
  if (cells === null) return { ok: false, message: t("{{name}}: is no Jupyter notebook; expected JSON with a list of `cells`.", { name }) };
  const left: string[] = [];
  const parts = cells.flatMap((cell) => (cell.kind === "code" ? codeOf(cell.lines, left) : cell.kind === "markdown" ? commentOf(cell.lines) : []));
  if (!cells.some((cell) => cell.kind === "code" && cell.lines.some((line) => line.trim() !== ""))) return { ok: false, message: t("{{name}}: has no code cell.", { name }) };
  return { ok: true, text: `${[`# From the notebook ${name}`, ...parts].join("\n\n")}\n`, left };
}

/** Null where it is none. Older notebooks keep their cells in worksheets. */
function cellsOf(json: string): Cell[] | null {
  const notebook = parsed(json);
  const [sheet] = listOf(field(notebook, "worksheets")) ?? [];
  const cells = listOf(field(notebook, "cells")) ?? listOf(field(sheet, "cells"));
  return cells?.map((cell) => ({ kind: String(field(cell, "cell_type")), lines: linesOf(field(cell, "source") ?? field(cell, "input")) })) ?? null;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}

function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}

function listOf(value: unknown): readonly unknown[] | null {
  return Array.isArray(value) ? value : null;
}

function linesOf(source: unknown): string[] {
  const text = Array.isArray(source) ? source.filter((line) => typeof line === "string").join("") : typeof source === "string" ? source : "";
  return text.replaceAll(/\r\n?/g, "\n").replace(/\n+$/, "").split("\n");
}

function commentOf(lines: readonly string[]): string[] {
  return lines.join("").trim() === "" ? [] : [lines.map((line) => (line === "" ? "#" : `# ${line}`)).join("\n")];
}

/** `%magic`, `!command`, `name?` and `%%cell`: IPython's, not Python's. */
const wholeCell = /^\s*%%\s*[A-Za-z]/;
const oneLine = /^(\s*)(?:%[A-Za-z]|!|\?{1,2}[A-Za-z_]|[\w.]+\?{1,2}\s*$|[\w, .]+=\s*(?:!|%[A-Za-z]))/;

function codeOf(lines: readonly string[], left: string[]): string[] {
  if (lines.join("").trim() === "") return [];
  const first = lines.find((line) => line.trim() !== "") ?? "";
  if (wholeCell.test(first)) {
    left.push(first.trim());
    return [["# left out, of the notebook only:", ...lines.map((line) => `#   ${line}`)].join("\n")];
  }
  const kept = lines.map((line, at) => {
    // The line before it goes on here: then a % is arithmetic.
    const found = /[\\(,[{%+*/=-]\s*$/.test(lines[at - 1] ?? "") ? null : oneLine.exec(line);
    if (found === null) return line;
    left.push(line.trim());
    // A block must not become empty by it.
    return `${found[1] ?? ""}pass  # left out, of the notebook only: ${line.trim()}`;
  });
  return [kept.join("\n")];
}
