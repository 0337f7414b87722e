/**
 * Fills a table from a file through COPY. CSV streams as it is; JSON lines and Parquet (read by DuckDB in memory, loaded
 * only then) become a temporary CSV first.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ColumnMap, mapColumns } from "../load/columns.ts";
import { readCsvHeader } from "../load/delimited.ts";
import { convertJsonLines, readJsonKeys, writeArray, writeScalar } from "../load/json-lines.ts";
import { type Column, type FileLoad, type Session, SqlFailure } from "../session.ts";
import { quoteName, quoteTable, quoteText } from "../sql-text/names.ts";
import { toFailure } from "../duckdb/failure.ts";

type Loaded = { rows: number; columns: readonly Column[] };

function mapFor(load: FileLoad, names: readonly string[]): ColumnMap {
  const map = mapColumns(names, load.columns, load.target.table.replace(/__dw_[0-9a-f]{8}$/, ""));
  if (map.note !== null) load.note(`columns ${map.note}`);
  return map;
}

async function copyCsv(session: Session, load: FileLoad, source: { path: string; delimiter: string; map: ColumnMap }): Promise<Loaded> {
  if (session.copyIn === undefined) throw new SqlFailure({ kind: "connection", message: "this session cannot copy a file in" });
  const list = source.map.columns.map((column) => quoteName(column.name)).join(", ");
  const sql = `COPY ${quoteTable(load.target)} (${list}) FROM STDIN WITH (FORMAT csv, HEADER true, DELIMITER ${quoteText(source.delimiter)})`;
  return { rows: await session.copyIn({ sql, path: source.path }), columns: source.map.columns };
}

async function withFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "dagwright-load-"));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function copyJsonLines(session: Session, load: FileLoad): Promise<Loaded> {
  const keys = await readJsonKeys(load.path);
  if (keys.length === 0) return { rows: 0, columns: load.columns.filter((column) => !column.generated) };
  const map = mapFor(load, keys);
  const writers = keys.map((key, index) => ({ key, write: map.columns[index]?.type.endsWith("]") === true ? writeArray : writeScalar }));
  return withFolder(async (folder) => {
    const path = join(folder, "rows.csv");
    await convertJsonLines(load.path, path, writers);
    return copyCsv(session, load, { path, delimiter: ",", map });
  });
}

/** A DuckDB column as text that PostgreSQL reads into the target's type. */
function exported(name: string, type: string, target: string | undefined): string {
  const quoted = quoteName(name);
  if (type === "BLOB") return `'\\x' || hex(${quoted})`;
  if (type.endsWith("[]") && target?.endsWith("]") === true) {
    const item = `CASE WHEN x IS NULL THEN 'NULL' ELSE '"' || replace(replace(CAST(x AS varchar), '\\', '\\\\'), '"', '\\"') || '"' END`;
    return `CASE WHEN ${quoted} IS NOT NULL THEN '{' || coalesce(array_to_string(list_transform(${quoted}, lambda x: ${item}), ','), '') || '}' END`;
  }
  return /[[\]]|^(STRUCT|MAP|UNION)/.test(type) ? `CAST(to_json(${quoted}) AS varchar)` : `CAST(${quoted} AS varchar)`;
}

async function copyParquet(session: Session, load: FileLoad): Promise<Loaded> {
  const { DuckDBInstance } = await import("@duckdb/node-api");
  const instance = await DuckDBInstance.create(":memory:", { autoinstall_known_extensions: "false", threads: "2" });
  const connection = await instance.connect();
  const relation = `read_parquet(${quoteText(load.path)})`;
  try {
    await connection.run("SET TimeZone = 'UTC'");
    const prepared = await connection.prepare(`SELECT * FROM ${relation}`);
    const source = Array.from({ length: prepared.columnCount }, (_, index) => ({
      name: prepared.columnName(index),
      type: prepared.columnType(index).toString(),
    }));
    const map = mapFor(
      load,
      source.map((column) => column.name),
    );
    const cells = source.map((column, index) => `${exported(column.name, column.type, map.columns[index]?.type)} AS c${index + 1}`).join(", ");
    return await withFolder(async (folder) => {
      const path = join(folder, "rows.csv");
      await connection.run(`COPY (SELECT ${cells} FROM ${relation}) TO ${quoteText(path)} (FORMAT csv, HEADER)`);
      return copyCsv(session, load, { path, delimiter: ",", map });
    });
  } catch (error) {
    throw toFailure(error, "").relocated(() => null);
  } finally {
    connection.disconnectSync();
    instance.closeSync();
  }
}

export async function loadFile(session: Session, load: FileLoad): Promise<Loaded> {
  if (load.format === "jsonl") return copyJsonLines(session, load);
  if (load.format === "parquet") return copyParquet(session, load);
  const header = await readCsvHeader(load.path);
  return copyCsv(session, load, { path: load.path, delimiter: header.delimiter, map: mapFor(load, header.names) });
}
