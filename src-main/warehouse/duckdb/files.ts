/** Fills a table from a CSV, JSON-lines or Parquet file inside DuckDB. Text cells stay text until the table's type is known. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mapColumns } from "../load/columns.ts";
import { readCsvHeader } from "../load/delimited.ts";
import { convertJsonLines, readJsonKeys, writeScalar } from "../load/json-lines.ts";
import type { Column, FileLoad, Session } from "../session.ts";
import { quoteName, quoteTable, quoteText } from "../sql-text/names.ts";

const nested = /[[(]|^(STRUCT|MAP|UNION|VARIANT)/;

/** JSON text does not cast to a nested type, but JSON does. */
function cellOf(index: number, type: string | undefined, isJson: boolean): string {
  const cell = `source.c${index + 1}`;
  return isJson && type !== undefined && nested.test(type) && !/^(DECIMAL|VARCHAR)\(\d/.test(type) ? `CAST(CAST(${cell} AS JSON) AS ${type})` : cell;
}

async function insertFrom(
  session: Session,
  load: FileLoad,
  source: { relation: string; names: readonly string[]; isJson: boolean },
): Promise<{ rows: number; columns: readonly Column[] }> {
  const map = mapColumns(source.names, load.columns, load.target.table.replace(/__dw_[0-9a-f]{8}$/, ""));
  if (map.note !== null) load.note(`columns ${map.note}`);
  const aliases = source.names.map((_, index) => `c${index + 1}`).join(", ");
  const cells = map.columns.map((column, index) => cellOf(index, column.type, source.isJson)).join(", ");
  const list = map.columns.map((column) => quoteName(column.name)).join(", ");
  const rows = await session.execute(`INSERT INTO ${quoteTable(load.target)} (${list}) SELECT ${cells} FROM ${source.relation} AS source(${aliases})`);
  return { rows: rows ?? 0, columns: map.columns };
}

function readCsv(path: string, delimiter: string): string {
  return `read_csv(${quoteText(path)}, header = true, all_varchar = true, delim = ${quoteText(delimiter)}, quote = '"', escape = '"', allow_quoted_nulls = false, nullstr = '')`;
}

async function loadJsonLines(session: Session, load: FileLoad): Promise<{ rows: number; columns: readonly Column[] }> {
  const folder = await mkdtemp(join(tmpdir(), "dagwright-load-"));
  try {
    const names = await readJsonKeys(load.path);
    if (names.length === 0) return { rows: 0, columns: load.columns.filter((column) => !column.generated) };
    const path = join(folder, "rows.csv");
    await convertJsonLines(
      load.path,
      path,
      names.map((key) => ({ key, write: writeScalar })),
    );
    return await insertFrom(session, load, { relation: readCsv(path, ","), names, isJson: true });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export async function loadFile(session: Session, load: FileLoad): Promise<{ rows: number; columns: readonly Column[] }> {
  if (load.format === "jsonl") return loadJsonLines(session, load);
  if (load.format === "csv") {
    const header = await readCsvHeader(load.path);
    return insertFrom(session, load, { relation: readCsv(load.path, header.delimiter), names: header.names, isJson: false });
  }
  const relation = `read_parquet(${quoteText(load.path)})`;
  const columns = await session.describe(`SELECT * FROM ${relation}`);
  return insertFrom(session, load, { relation, names: columns.map((column) => column.name), isJson: false });
}
