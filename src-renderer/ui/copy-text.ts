/** A row set, a row or a column as text for the clipboard. NULL is empty in TSV and CSV, null in JSON. */

export type CopyFormat = "tsv" | "csv" | "json";
type Cell = string | null;

export function cellsAsText(columns: readonly string[], rows: readonly (readonly Cell[])[], format: CopyFormat): string {
  if (format === "json") return JSON.stringify(rows.map((row) => toRecord(columns, row)), null, 2);
  const quote = format === "csv" ? quoteCsv : quoteTsv;
  const mark = format === "csv" ? "," : "\t";
  return [columns, ...rows].map((row) => row.map(quote).join(mark)).join("\n");
}

/** Columns of the same name get a number, so that no value is lost. */
function toRecord(columns: readonly string[], row: readonly Cell[]): Record<string, Cell> {
  const record: Record<string, Cell> = {};
  columns.forEach((name, index) => {
    let key = name;
    for (let copy = 2; key in record; copy += 1) key = `${name}_${copy}`;
    record[key] = row[index] ?? null;
  });
  return record;
}

function quoteCsv(cell: Cell): string {
  if (cell === null) return "";
  return /[",\r\n]/.test(cell) || cell === "" ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** Tabs and line breaks would tear the row apart in a spreadsheet. */
function quoteTsv(cell: Cell): string {
  return cell === null ? "" : cell.replaceAll(/[\t\r\n]+/g, " ");
}
