/**
 * Fills a table from a file through COPY. CSV streams as it is; JSON lines and Parquet (read by DuckDB in memory, loaded
 * only then) become a temporary CSV first. When the server refuses a row, it tells a line of that CSV: row, column and
 * value are read from there.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { toFailure } from "../duckdb/failure.ts";
import { type ColumnMap, mapNamed } from "../load/columns.ts";
import { type CsvRecord, readCsvHeader } from "../load/delimited.ts";
import { convertJsonLines, readJsonKeys, writeArray, writeInteger, writeScalar } from "../load/json-lines.ts";
import { cellTrouble, findRecord, rowTrouble, shapeTrouble } from "../load/row-trouble.ts";
import { type Column, type FileLoad, type Session, SqlFailure } from "../session.ts";
import { quoteName, quoteTable, quoteText } from "../../../shared/sql/names.ts";

type Loaded = { rows: number; columns: readonly Column[] };

interface CsvSource {
  readonly path: string;
  readonly delimiter: string;
  readonly map: ColumnMap;
}

const whole = /^(smallint|integer|bigint)$/;

function noted(load: FileLoad, map: ColumnMap): ColumnMap {
  if (map.note !== null) load.note(`columns ${map.note}`);
  return map;
}

/** What follows the table's name in `COPY table, line 3, column id: "x"`, whatever the server's language. */
function placeIn(failure: SqlFailure, table: string): { line: number; rest: string } | null {
  const start = `COPY ${table}, `;
  if (failure.context?.startsWith(start) !== true) return null;
  const match = /^\D*(\d+)(.*)$/s.exec(failure.context.slice(start.length));
  return match === null ? null : { line: Number(match[1]), rest: match[2] ?? "" };
}

function refusedColumn(failure: SqlFailure, rest: string, record: CsvRecord, columns: readonly Column[]): number {
  // The longest name wins: `b` may end another column's name.
  const candidates = columns.flatMap((column, index) => (rest.includes(` ${column.name}: `) || failure.column === column.name ? [index] : []));
  const named = candidates.toSorted((a, b) => (columns[b]?.name.length ?? 0) - (columns[a]?.name.length ?? 0))[0];
  return named ?? record.cells().findIndex((cell) => cell?.includes("\0") === true);
}

/** Class 22 is about values; 23502 is a NULL where none may be. What is left (keys, conditions) the server says best itself. */
function isAboutValue(code: string): boolean {
  return code === "23502" || (code.startsWith("22") && code !== "22P04");
}

async function explain(session: Session, failure: SqlFailure, load: FileLoad, { path, delimiter, map }: CsvSource): Promise<SqlFailure> {
  const place = placeIn(failure, load.target.table);
  const file = { path, delimiter, checkStop: () => session.checkStop() };
  const record = place === null ? null : await findRecord(file, (each) => each.line >= place.line);
  if (place === null || record === null) return failure;
  const misshapen = shapeTrouble(record, map.columns);
  if (misshapen !== null) return misshapen;
  const index = refusedColumn(failure, place.rest, record, map.columns);
  const column = map.columns[index];
  if (isAboutValue(failure.code) && column !== undefined) return cellTrouble({ row: record.row, column, value: record.cells()[index] ?? null });
  return rowTrouble(record.row, `${failure.message}${failure.detail === null ? "" : ` (${failure.detail})`}`);
}

async function copyCsv(session: Session, load: FileLoad, source: CsvSource): Promise<Loaded> {
  if (session.copyIn === undefined) throw new SqlFailure({ kind: "connection", message: "this session cannot copy a file in" });
  const list = source.map.columns.map((column) => quoteName(column.name)).join(", ");
  const sql = `COPY ${quoteTable(load.target)} (${list}) FROM STDIN WITH (FORMAT csv, HEADER true, DELIMITER ${quoteText(source.delimiter)})`;
  try {
    return { rows: await session.copyIn({ sql, path: source.path }), columns: source.map.columns };
  } catch (error) {
    throw error instanceof SqlFailure && error.kind === "sql" ? await explain(session, error, load, source) : error;
  }
}

/** Beside the rows themselves: whoever removes these, also after a kill, removes it too. */
async function withFolder<T>({ path }: FileLoad, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(dirname(path), "load-"));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function writerFor(column: Column | undefined): (value: unknown) => string | null {
  if (column?.type.endsWith("]") === true) return writeArray;
  return column !== undefined && whole.test(column.type) ? writeInteger : writeScalar;
}

async function copyJsonLines(session: Session, load: FileLoad): Promise<Loaded> {
  const checkStop = (): void => session.checkStop();
  const rowOf = await readJsonKeys(load.path, checkStop);
  const keys = [...rowOf.keys()];
  if (keys.length === 0) return { rows: 0, columns: load.columns.filter((column) => !column.generated) };
  const map = noted(
    load,
    mapNamed(keys, load.columns, load.table, (name) => rowOf.get(name) ?? 0),
  );
  const writers = keys.map((key, index) => ({ key, write: writerFor(map.columns[index]) }));
  return withFolder(load, async (folder) => {
    const path = join(folder, "rows.csv");
    await convertJsonLines({ from: load.path, to: path, checkStop }, writers);
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
  if (/^(FLOAT|DOUBLE)$/.test(type) && target !== undefined && whole.test(target))
    return `CASE WHEN ${quoted} = trunc(${quoted}) THEN CAST(TRY_CAST(${quoted} AS hugeint) AS varchar) ELSE CAST(${quoted} AS varchar) END`;
  return /[[\]]|^(STRUCT|MAP|UNION)/.test(type) ? `CAST(to_json(${quoted}) AS varchar)` : `CAST(${quoted} AS varchar)`;
}

/** The job's stop reaches its PostgreSQL session only; this passes it on to DuckDB. */
async function whileWanted<T>(session: Session, connection: { interrupt(): void }, work: () => Promise<T>): Promise<T> {
  const passOn = (): void => {
    try {
      session.checkStop();
    } catch {
      connection.interrupt();
    }
  };
  const timer = setInterval(passOn, 100);
  try {
    return await work();
  } catch (error) {
    session.checkStop();
    throw error;
  } finally {
    clearInterval(timer);
  }
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
    const names = source.map((column) => column.name);
    const map = noted(load, mapNamed(names, load.columns, load.table));
    const cells = source.map((column, index) => `${exported(column.name, column.type, map.columns[index]?.type)} AS c${index + 1}`).join(", ");
    return await withFolder(load, async (folder) => {
      const path = join(folder, "rows.csv");
      await whileWanted(session, connection, () => connection.run(`COPY (SELECT ${cells} FROM ${relation}) TO ${quoteText(path)} (FORMAT csv, HEADER)`));
      return copyCsv(session, load, { path, delimiter: ",", map });
    });
  } catch (error) {
    session.checkStop();
    throw toFailure(error, "").relocated(() => null);
  } finally {
    connection.disconnectSync();
    instance.closeSync();
  }
}

export async function loadFile(session: Session, load: FileLoad): Promise<Loaded> {
  if (load.format === "jsonl") return copyJsonLines(session, load);
  if (load.format === "parquet") return copyParquet(session, load);
  const { delimiter, names } = await readCsvHeader(load.path);
  return copyCsv(session, load, { path: load.path, delimiter, map: noted(load, mapNamed(names, load.columns, load.table)) });
}
