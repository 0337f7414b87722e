/**
 * Fills a table from a CSV, JSON-lines or Parquet file inside DuckDB. Text cells stay text until the table's type is
 * known. Nothing about a CSV file is guessed but its delimiter: DuckDB's own guessing skips rows that do not fit.
 * When DuckDB refuses the rows, the first bad one is looked for and named.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type ColumnMap, mapNamed } from "../load/columns.ts";
import { readCsvHeader } from "../load/delimited.ts";
import { convertJsonLines, readJsonKeys, writeScalar } from "../load/json-lines.ts";
import { cellTrouble, findRecord, shapeTrouble } from "../load/row-trouble.ts";
import { type Column, type FileLoad, type Session, SqlFailure } from "../session.ts";
import { quoteName, quoteTable, quoteText } from "../../../shared/sql/names.ts";

type Loaded = { rows: number; columns: readonly Column[] };

interface Source {
  readonly relation: string;
  /** Types of the source's columns; null when they are all text. */
  readonly types: readonly string[] | null;
  readonly isJson: boolean;
  /** Looks for what is wrong with the file itself. */
  readonly shape: (() => Promise<SqlFailure | null>) | null;
}

const nested = /[[(]|^(STRUCT|MAP|UNION|VARIANT)/;
const whole = /^U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)$/;
const fractional = /^(FLOAT|DOUBLE|DECIMAL\(.*\))$/;
/** DuckDB's own limit of a line of CSV; a higher one costs the parallel reading. */
const usualLine = 2_000_000;

function isNested(type: string): boolean {
  return nested.test(type) && !/^(DECIMAL|VARCHAR)\(\d/.test(type);
}

/** One column of the source on its way to one of the table. */
interface Passage {
  readonly cell: string;
  readonly target: Column;
  readonly isJson: boolean;
  /** True where DuckDB would round a number without a word: 1.5 into a column of whole numbers. */
  readonly rounded: string | null;
}

function passageOf(index: number, target: Column, source: Source): Passage {
  const cell = `source.c${index + 1}`;
  const type = source.types?.[index] ?? null;
  const mayRound = whole.test(target.type) && (type === null || fractional.test(type));
  const looksFractional = type === null ? `regexp_matches(${cell}, '[.eE]') AND ` : "";
  const double = `TRY_CAST(${cell} AS DOUBLE)`;
  return { cell, target, isJson: source.isJson && isNested(target.type), rounded: mayRound ? `(${looksFractional}${double} <> trunc(${double}))` : null };
}

/** JSON text does not cast to a nested type, but JSON does. */
function valueOf({ cell, target, isJson, rounded }: Passage): string {
  if (isJson) return `CAST(CAST(${cell} AS JSON) AS ${target.type})`;
  return rounded === null ? cell : `CASE WHEN ${rounded} THEN error('a number with a fraction') ELSE ${cell} END`;
}

function isRefused({ cell, target, isJson, rounded }: Passage): string {
  // TRY_CAST of JSON makes a NULL of one bad item and calls that fine; TRY does not.
  const value = isJson ? `TRY(CAST(CAST(${cell} AS JSON) AS ${target.type}))` : `TRY_CAST(${cell} AS ${target.type})`;
  const reasons = [`${cell} IS NOT NULL AND ${value} IS NULL`];
  if (rounded !== null) reasons.push(rounded);
  if (!target.nullable) reasons.push(`${cell} IS NULL`);
  return reasons.join(" OR ");
}

/** The first cell that does not fit its column; null when the trouble lies elsewhere (a key that comes twice). */
async function findRefusedCell(session: Session, from: string, passages: readonly Passage[]): Promise<SqlFailure | null> {
  const which = passages.map((passage, index) => `WHEN ${isRefused(passage)} THEN ${index}`).join(" ");
  const values = passages.map((passage, index) => `WHEN ${index} THEN CAST(${passage.cell} AS varchar)`).join(" ");
  const numbered = `(SELECT *, row_number() OVER () AS row, CASE ${which} END AS which FROM ${from}) AS source`;
  const [found] = await session.read(
    `SELECT CAST(row AS varchar), CAST(which AS varchar), CASE which ${values} END FROM ${numbered} WHERE which IS NOT NULL ORDER BY row LIMIT 1`,
  );
  const passage = passages[Number(found?.[1] ?? -1)];
  return found === undefined || passage === undefined ? null : cellTrouble({ row: Number(found[0]), column: passage.target, value: found[2] ?? null });
}

/** DuckDB's long texts on CSV files speak of temporary files and of options that nobody can set here. */
function inShort(failure: SqlFailure): SqlFailure {
  return new SqlFailure({ ...failure, offset: null, message: failure.message.split("\n", 1)[0] ?? failure.message });
}

async function explain(session: Session, source: Source, from: string, passages: readonly Passage[], failure: SqlFailure): Promise<SqlFailure> {
  // A statement that was interrupted has met no trouble of its own.
  session.checkStop();
  const misshapen = source.shape === null ? null : await source.shape();
  if (misshapen !== null) return misshapen;
  try {
    return (await findRefusedCell(session, from, passages)) ?? inShort(failure);
  } catch (error) {
    // The search met the trouble itself: a file that cannot be read at all.
    if (error instanceof SqlFailure && error.kind === "sql") return inShort(failure);
    throw error;
  }
}

async function insertFrom(session: Session, load: FileLoad, source: Source, map: ColumnMap): Promise<Loaded> {
  if (map.note !== null) load.note(`columns ${map.note}`);
  const aliases = map.columns.map((_, index) => `c${index + 1}`).join(", ");
  const from = `${source.relation} AS source(${aliases})`;
  const passages = map.columns.map((column, index) => passageOf(index, column, source));
  const list = map.columns.map((column) => quoteName(column.name)).join(", ");
  const insert = `INSERT INTO ${quoteTable(load.target)} (${list}) SELECT ${passages.map(valueOf).join(", ")} FROM ${from}`;
  try {
    return { rows: (await session.execute(insert)) ?? 0, columns: map.columns };
  } catch (error) {
    throw error instanceof SqlFailure && error.kind === "sql" ? await explain(session, source, from, passages, error) : error;
  }
}

function readCsv(path: string, delimiter: string, columnCount: number, longestLine = 0): string {
  const columns = Array.from({ length: columnCount }, (_, index) => `'c${index + 1}': 'VARCHAR'`).join(", ");
  const limits = longestLine < usualLine ? "" : `, max_line_size = ${longestLine + 1}, buffer_size = ${2 * longestLine + 2}, parallel = false`;
  return `read_csv(${quoteText(path)}, auto_detect = false, header = true, columns = {${columns}}, delim = ${quoteText(delimiter)}, quote = '"', escape = '"', allow_quoted_nulls = false, nullstr = ''${limits})`;
}

async function loadJsonLines(session: Session, load: FileLoad): Promise<Loaded> {
  // Beside the rows themselves: whoever removes these, also after a kill, removes it too.
  const folder = await mkdtemp(join(dirname(load.path), "load-"));
  try {
    const checkStop = (): void => session.checkStop();
    const rowOf = await readJsonKeys(load.path, checkStop);
    const names = [...rowOf.keys()];
    if (names.length === 0) return { rows: 0, columns: load.columns.filter((column) => !column.generated) };
    const map = mapNamed(names, load.columns, load.table, (name) => rowOf.get(name) ?? 0);
    const path = join(folder, "rows.csv");
    const cells = names.map((key) => ({ key, write: writeScalar }));
    const longest = await convertJsonLines({ from: load.path, to: path, checkStop }, cells);
    const relation = readCsv(path, ",", names.length, longest);
    return await insertFrom(session, load, { relation, types: null, isJson: true, shape: null }, map);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function loadCsv(session: Session, load: FileLoad): Promise<Loaded> {
  const { delimiter, names } = await readCsvHeader(load.path);
  const map = mapNamed(names, load.columns, load.table);
  const shape = async (): Promise<SqlFailure | null> => {
    // DuckDB passes over empty lines.
    const isBlank = (cells: readonly (string | null)[]): boolean => cells.length === 1 && cells[0] === null;
    const place = { path: load.path, delimiter, checkStop: () => session.checkStop() };
    const record = await findRecord(place, (each) => !isBlank(each.cells()) && shapeTrouble(each, map.columns) !== null);
    return record === null ? null : shapeTrouble(record, map.columns);
  };
  return insertFrom(session, load, { relation: readCsv(load.path, delimiter, names.length), types: null, isJson: false, shape }, map);
}

async function loadParquet(session: Session, load: FileLoad): Promise<Loaded> {
  const relation = `read_parquet(${quoteText(load.path)})`;
  const columns = await session.describe(`SELECT * FROM ${relation}`);
  const map = mapNamed(
    columns.map((column) => column.name),
    load.columns,
    load.table,
  );
  return insertFrom(session, load, { relation, types: columns.map((column) => column.type), isJson: false, shape: null }, map);
}

export async function loadFile(session: Session, load: FileLoad): Promise<Loaded> {
  if (load.format === "jsonl") return loadJsonLines(session, load);
  return load.format === "csv" ? loadCsv(session, load) : loadParquet(session, load);
}
