/** Cells as text for the clipboard. NULL is empty in TSV, CSV and Markdown's `NULL`, null in JSON, and left out of an IN list. */
import { isNumberType } from "./data-grid-model.ts";

export const copyFormats = ["tsv", "csv", "json", "markdown", "in"] as const;
export type CopyFormat = (typeof copyFormats)[number];
export interface CopyColumn {
  readonly name: string;
  readonly type: string;
}
type Cell = string | null;
type Rows = readonly (readonly Cell[])[];

/** `heads`: with a line of column names, where the format has them at all. */
export function cellsAsText(columns: readonly CopyColumn[], rows: Rows, format: CopyFormat, heads = true): string {
  const names = columns.map(({ name }) => name);
  switch (format) {
    case "json":
      return JSON.stringify(rows.map((row) => toRecord(columns, row)), null, 2);
    case "markdown":
      return markdown(columns, rows);
    case "in":
      return inList(columns, rows);
    case "csv":
      return (heads ? [names, ...rows] : rows).map((row) => row.map(quoteCsv).join(",")).join("\n");
    case "tsv":
      return (heads ? [names, ...rows] : rows).map((row) => row.map(quoteTsv).join("\t")).join("\n");
  }
}

const exactDigits = 15;

/** A number where readers of JSON keep it exactly, else its text. */
function jsonCell(cell: Cell, type: string): Cell | number | boolean {
  if (cell === null || !isNumberType(type)) return cell !== null && /^bool/i.test(type) ? cell === "true" : cell;
  const digits = cell.replace(/e.*$/i, "").replace(/\D/g, "").replace(/^0+/, "").length;
  return digits <= exactDigits && cell.trim() !== "" && Number.isFinite(Number(cell)) ? Number(cell) : cell;
}

/** Columns of the same name get a number, so that no value is lost. */
function toRecord(columns: readonly CopyColumn[], row: readonly Cell[]): Record<string, Cell | number | boolean> {
  const record = new Map<string, Cell | number | boolean>();
  columns.forEach(({ name, type }, index) => {
    let key = name;
    for (let copy = 2; record.has(key); copy += 1) key = `${name}_${copy}`;
    record.set(key, jsonCell(row[index] ?? null, type));
  });
  return Object.fromEntries(record);
}

function quoteCsv(cell: Cell): string {
  if (cell === null) return "";
  return /[",\r\n]/.test(cell) || cell === "" ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** Tabs and line breaks would tear the row apart in a spreadsheet. */
function quoteTsv(cell: Cell): string {
  return cell === null ? "" : cell.replaceAll(/[\t\r\n]+/g, " ");
}

function markdown(columns: readonly CopyColumn[], rows: Rows): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const escape = (text: string): string => text.replaceAll(/[\\|`*_<>[\]]/g, "\\$&").replaceAll(/[\r\n]+/g, " ");
  const rule = columns.map(({ type }) => (isNumberType(type) ? "---:" : "---"));
  return [line(columns.map(({ name }) => escape(name))), line(rule), ...rows.map((row) => line(row.map((cell) => (cell === null ? "NULL" : escape(cell)))))].join("\n");
}

/** The distinct values, row by row, as SQL writes them: NULL is never equal to anything, so it does not stand in the list. */
function inList(columns: readonly CopyColumn[], rows: Rows): string {
  const values = rows.flatMap((row) => row.flatMap((cell, index) => (cell === null ? [] : [sqlValue(cell, columns[index]?.type ?? "")])));
  return `(${[...new Set(values)].join(", ")})`;
}

function sqlValue(cell: string, type: string): string {
  const isPlainNumber = isNumberType(type) && /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(cell);
  return isPlainNumber ? cell : `'${cell.replaceAll("'", "''")}'`;
}
