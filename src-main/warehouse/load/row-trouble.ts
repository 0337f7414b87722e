/**
 * Says which row, column and value a database has refused, in words that do not depend on the database. Rows count from
 * 1 in the order they were handed over; the header of a CSV file is none.
 */
import { type Column, SqlFailure } from "../session.ts";
import { type CsvRecord, readRecords } from "./delimited.ts";

const shownCharacters = 100;

export interface RefusedCell {
  readonly row: number;
  readonly column: Column;
  readonly value: string | null;
}

function shown(value: string): string {
  const short = value.length > shownCharacters ? `${value.slice(0, shownCharacters)}…` : value;
  return `${JSON.stringify(short)}${value === "" ? " (empty text)" : ""}`;
}

function trouble(message: string): SqlFailure {
  return new SqlFailure({ kind: "sql", code: "row", message });
}

export function cellTrouble({ row, column, value }: RefusedCell): SqlFailure {
  const place = `row ${row}, column ${column.name}`;
  if (value === null) return trouble(`${place}: found no value (NULL); expected ${column.type} that is not NULL`);
  if (value.includes("\0")) return trouble(`${place}: found ${shown(value)}, which holds a NUL character; expected ${column.type} without one`);
  return trouble(`${place}: found ${shown(value)}; expected ${column.type}`);
}

export function rowTrouble(row: number, message: string): SqlFailure {
  return trouble(`row ${row}: ${message}`);
}

/** What is wrong with the shape of a record, or null. `columns` are those that the file fills. */
export function shapeTrouble(record: CsvRecord, columns: readonly Column[]): SqlFailure | null {
  const { row } = record;
  const cells = record.cells();
  if (cells.length !== columns.length) {
    const count = cells.length === 1 ? "1 cell" : `${cells.length} cells`;
    return rowTrouble(row, `found ${count}; expected ${columns.length} (${columns.map((column) => column.name).join(", ")})`);
  }
  // U+FFFD is what the reader makes of bytes that are no UTF-8.
  const at = cells.findIndex((cell) => cell?.includes("\uFFFD") === true);
  const column = columns[at];
  if (column === undefined) return null;
  return trouble(`row ${row}, column ${column.name}: found ${shown(cells[at] ?? "")}, which is not UTF-8 text; write the file as UTF-8`);
}

/** The first record after the header that a test picks, or null. `checkStop` throws to end the search. */
export async function findRecord(
  { path, delimiter, checkStop }: { path: string; delimiter: string; checkStop: () => void },
  isIt: (record: CsvRecord) => boolean,
): Promise<CsvRecord | null> {
  for await (const record of readRecords(path, delimiter)) {
    checkStop();
    if (record.row > 0 && isIt(record)) return record;
  }
  return null;
}
