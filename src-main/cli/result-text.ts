/** Rows of a result as the terminal, a spreadsheet and a script read them. Pure. */
import type { ResultColumn } from "../../shared/contract/sql.ts";
import type { Colors } from "./context.ts";
import { harmless, tableText } from "./words.ts";

export type Row = readonly (string | null)[];

const shownCell = 200;
const exactDigits = 15;

/** Text of a person's data on one line each; NULL is dim, so that it is not taken for the text. */
export function tableLines(columns: readonly ResultColumn[], rows: readonly Row[], paint: Colors): string[] {
  const shown = (cell: string | null): string => {
    if (cell === null) return paint.dim("NULL");
    const line = harmless(cell).replaceAll("\n", "⏎").replaceAll("\t", " ");
    return line.length > shownCell ? `${line.slice(0, shownCell)}…` : line;
  };
  return tableText([columns.map(({ name }) => paint.bold(shown(name))), ...rows.map((row) => row.map(shown))]);
}

/** NULL is nothing at all, an empty text is "". */
export function csvLine(row: Row): string {
  return row.map((cell) => (cell === null ? "" : cell === "" || /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(",");
}

/** Numbers that a reader of JSON would round stay text. */
export function jsonCell(cell: string | null, { kind }: ResultColumn): string {
  if (cell === null) return "null";
  if (kind === "boolean" && (cell === "true" || cell === "false")) return cell;
  const isNumber = kind === "integer" || kind === "decimal" || kind === "float";
  const digits = cell.replace(/e.*$/i, "").replace(/\D/g, "").replace(/^0+/, "").length;
  const isExact = isNumber && /^-?(0|[1-9]\d*)(\.\d+)?(e[+-]?\d+)?$/i.test(cell) && (kind === "float" || digits <= exactDigits);
  return isExact ? cell : JSON.stringify(cell);
}

export function jsonRow(row: Row, columns: readonly ResultColumn[]): string {
  return `[${row.map((cell, index) => jsonCell(cell, columns[index] ?? { name: "", type: "", kind: "text" })).join(",")}]`;
}
