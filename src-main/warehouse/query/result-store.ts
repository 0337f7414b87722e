/**
 * Results of queries, kept in a DuckDB of their own: in memory up to a limit, in a temporary folder beyond it, each in a database of
 * its own so that releasing it gives all of its room back. Owns their life: released by name, by age, by number, or with this process.
 */
import type { DuckDBAppender, DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import type { ResultOrder, SqlPage } from "../../../shared/contract/sql.ts";
import { AppError } from "../../../shared/errors/app-error.ts";
import { toFailure } from "../duckdb/failure.ts";
import { type JobControl, JobStopped } from "../job-control.ts";
import type { Batch, Cells, CursorColumn } from "../session.ts";
import { orderKey, orderSql } from "./result-order.ts";
import { type StoredColumn, storedColumns, textOf } from "./stored-column.ts";

const memoryLimit = "192MiB";
/** A result that nobody looked at for so long goes; so does the oldest of more than so many. */
const unusedMs = 30 * 60_000;
const mostResults = 200;
/** Pieces of DuckDB hold memory that V8 does not see: they are collected after every so many. */
const piecesBetweenCollections = 64;

export interface StoredResult {
  readonly id: string;
  readonly columns: readonly StoredColumn[];
  /** Rows that can be read now. */
  readonly rows: number;
}

export interface ResultWriter {
  readonly id: string;
  /** Rows appended so far, flushed or not. */
  readonly appended: number;
  append(batch: Batch): void;
  /** Lets readers see what was appended. */
  flush(): void;
  /** No more rows come; what is over `limit` goes. */
  finish(limit: number): Promise<number>;
  /** Nothing of it is kept. */
  drop(): Promise<void>;
}

export interface ResultStore {
  create(columns: readonly CursorColumn[]): Promise<ResultWriter>;
  /** Keeps what a query of ours makes of other results; `select` gets what to select their rows from. */
  derive(columns: readonly StoredColumn[], from: readonly string[], select: (relations: readonly string[]) => string, control: JobControl): Promise<StoredResult>;
  /** Throws result/not-found. */
  find(id: string): StoredResult;
  page(id: string, order: ResultOrder, page: { offset: number; limit: number }, cellLimit: number): Promise<SqlPage>;
  /** Runs work on a connection of its own; `relation` is what to select the ordered rows from. */
  reading<T>(id: string, order: ResultOrder, work: (connection: DuckDBConnection, relation: string, result: StoredResult) => Promise<T>): Promise<T>;
  release(ids: readonly string[]): Promise<number>;
  readonly size: number;
  close(): Promise<void>;
}

interface Kept {
  readonly id: string;
  readonly columns: readonly StoredColumn[];
  readonly database: string;
  rows: number;
  touchedAt: number;
  view: { readonly key: string; readonly rows: number; readonly made: Promise<{ table: string; rows: number }> } | null;
  views: number;
  readers: number;
}

export interface ResultStoreOptions {
  /** Where what does not fit into memory goes; made when needed. */
  readonly folder: string;
  readonly onSize?: (size: number) => void;
}

/** The library throws plain errors; what has a class or a system call is somebody else's. */
function isOfDuckDb(error: unknown): boolean {
  return error instanceof Error && Object.getPrototypeOf(error) === Error.prototype && !("syscall" in error);
}

function collect(): void {
  (globalThis as { gc?: (options: { type: "minor" }) => void }).gc?.({ type: "minor" });
}

function lost(id: string): AppError {
  return new AppError("result/not-found", `Result ${id.slice(0, 60)}: is not there any more (it was released, nobody looked at it for half an hour, or the SQL host was started anew); run the query again.`);
}

export function createResultStore({ folder, onSize = () => undefined }: ResultStoreOptions): ResultStore {
  const results = new Map<string, Kept>();
  const mark = Math.random().toString(36).slice(2, 8);
  let instance: Promise<DuckDBInstance> | null = null;
  let made = 0;
  const connect = async (): Promise<DuckDBConnection> => {
    instance ??= import("@duckdb/node-api").then(({ DuckDBInstance: Library }) =>
      Library.create(":memory:", { memory_limit: memoryLimit, temp_directory: folder, threads: "2", autoinstall_known_extensions: "false" }),
    );
    const connection = await (await instance).connect();
    await connection.run("SET TimeZone = 'UTC'");
    await connection.run("SET errors_as_json = true");
    return connection;
  };
  const using = async <T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> => {
    const connection = await connect();
    try {
      return await work(connection);
    } catch (error) {
      throw isOfDuckDb(error) ? toFailure(error, "") : error;
    } finally {
      connection.disconnectSync();
    }
  };
  const keptOf = (id: string): Kept => {
    const kept = results.get(id);
    if (kept === undefined) throw lost(id);
    kept.touchedAt = Date.now();
    return kept;
  };
  const release = async (ids: readonly string[]): Promise<number> => {
    const known = ids.flatMap((id) => results.get(id) ?? []);
    for (const kept of known) results.delete(kept.id);
    if (known.length === 0) return 0;
    onSize(results.size);
    await using(async (connection) => {
      for (const kept of known) await connection.run(`DETACH ${kept.database}`);
    });
    return known.length;
  };
  const sweep = (): void => {
    const idle = [...results.values()].filter((kept) => kept.readers === 0).toSorted((one, other) => one.touchedAt - other.touchedAt);
    const old = idle.filter((kept, index) => kept.touchedAt < Date.now() - unusedMs || index < results.size - mostResults);
    if (old.length > 0) void release(old.map((kept) => kept.id)).catch(() => undefined);
  };
  const sweeper = setInterval(sweep, 60_000);
  sweeper.unref();

  const attach = async (columns: readonly StoredColumn[]): Promise<{ kept: Kept; connection: DuckDBConnection }> => {
    const database = `r${++made}`;
    const connection = await connect();
    try {
      await connection.run(`ATTACH ':memory:' AS ${database} (COMPRESS)`);
      await connection.run(`CREATE TABLE ${database}.main.rows (${columns.map(({ key, storedAs }) => `${key} ${storedAs}`).join(", ")})`);
    } catch (error) {
      connection.disconnectSync();
      throw toFailure(error, "");
    }
    const kept: Kept = { id: `${mark}-${made}`, columns, database, rows: 0, touchedAt: Date.now(), view: null, views: 0, readers: 1 };
    results.set(kept.id, kept);
    onSize(results.size);
    if (results.size > mostResults) sweep();
    return { kept, connection };
  };

  const create = async (columns: readonly CursorColumn[]): Promise<ResultWriter> => {
    const { kept, connection } = await attach(storedColumns(columns));
    return writerOf(kept, connection, await connection.createAppender("rows", "main", kept.database), () => void release([kept.id]).catch(() => undefined));
  };

  const derive: ResultStore["derive"] = async (columns, from, select, control) => {
    const sources = from.map(keptOf);
    for (const source of sources) source.readers++;
    const { kept, connection } = await attach(columns).catch((thrown: unknown) => {
      for (const source of sources) source.readers--;
      throw thrown;
    });
    const stopper = setInterval(() => void (control.stopped() !== null && connection.interrupt()), 100);
    try {
      await connection.run(`INSERT INTO ${kept.database}.main.rows ${select(sources.map(({ database }) => `${database}.main.rows`))}`);
      const [count] = (await connection.runAndReadAll(`SELECT CAST(count(*) AS varchar) FROM ${kept.database}.main.rows`)).getRows();
      kept.rows = Number(count?.[0] ?? 0);
      return kept;
    } catch (error) {
      void release([kept.id]).catch(() => undefined);
      throw control.stopped() === null ? toFailure(error, "") : new JobStopped("cancelled");
    } finally {
      clearInterval(stopper);
      connection.disconnectSync();
      for (const each of [kept, ...sources]) each.readers--;
    }
  };

  /** Sorted or filtered rows are laid out once, so that any page of them is as near as any of the plain ones. One at a time is kept. */
  const viewOf = (kept: Kept, order: ResultOrder): Promise<{ table: string; rows: number }> => {
    const key = orderKey(order);
    if (key === null) return Promise.resolve({ table: `${kept.database}.main.rows`, rows: kept.rows });
    if (kept.view?.key === key && kept.view.rows === kept.rows) return kept.view.made;
    const before = kept.view;
    const table = `${kept.database}.main.view${++kept.views}`;
    const laid = using(async (connection) => {
      const { where, orderBy, values } = orderSql(kept.columns, order);
      await connection.run(`CREATE TABLE ${table} AS SELECT * FROM ${kept.database}.main.rows WHERE ${where} ORDER BY ${orderBy}`, [...values]);
      const [count] = (await connection.runAndReadAll(`SELECT CAST(count(*) AS varchar) FROM ${table}`)).getRows();
      await dropView(connection, before);
      return { table, rows: Number(count?.[0] ?? 0) };
    });
    kept.view = { key, rows: kept.rows, made: laid };
    laid.catch(() => (kept.view = kept.view?.key === key ? null : kept.view));
    return laid;
  };

  const reading: ResultStore["reading"] = async (id, order, work) => {
    const kept = keptOf(id);
    kept.readers++;
    try {
      const { table, rows } = await viewOf(kept, order);
      return await using((connection) => work(connection, table, { id, columns: kept.columns, rows }));
    } catch (error) {
      if (!results.has(id)) throw lost(id);
      throw error;
    } finally {
      kept.readers--;
      kept.touchedAt = Date.now();
    }
  };

  return {
    create,
    derive,
    find: (id) => keptOf(id),
    reading,
    page: (id, order, page, cellLimit) => reading(id, order, (connection, table, result) => readPage(connection, table, result, page, cellLimit)),
    release,
    get size() {
      return results.size;
    },
    async close() {
      clearInterval(sweeper);
      results.clear();
      (await instance?.catch(() => null))?.closeSync();
    },
  };
}

async function dropView(connection: DuckDBConnection, view: Kept["view"]): Promise<void> {
  const before = await view?.made.catch(() => null);
  if (before) await connection.run(`DROP TABLE IF EXISTS ${before.table}`);
}

function writerOf(kept: Kept, connection: DuckDBConnection, appender: DuckDBAppender, release: () => void): ResultWriter {
  let appended = 0;
  let pieces = 0;
  let isOver = false;
  const flush = (): void => {
    appender.flushSync();
    kept.rows = appended;
    kept.touchedAt = Date.now();
  };
  const end = (): void => {
    if (isOver) return;
    isOver = true;
    kept.readers--;
    connection.disconnectSync();
  };
  return {
    id: kept.id,
    get appended() {
      return appended;
    },
    append(batch) {
      if ("chunk" in batch) appender.appendDataChunk(batch.chunk);
      else appendCells(appender, batch.cells);
      appended += batch.rows;
      if (++pieces % piecesBetweenCollections === 0) collect();
    },
    flush,
    async finish(limit) {
      appender.closeSync();
      if (appended > limit) await connection.run(`DELETE FROM ${kept.database}.main.rows WHERE rowid >= ${limit}`);
      kept.rows = Math.min(limit, appended);
      end();
      return kept.rows;
    },
    async drop() {
      end();
      release();
    },
  };
}

function appendCells(appender: DuckDBAppender, rows: readonly Cells[]): void {
  for (const row of rows) {
    for (const cell of row) {
      if (cell === null) appender.appendNull();
      else appender.appendVarchar(cell);
    }
    appender.endRow();
  }
}

async function readPage(connection: DuckDBConnection, table: string, { columns, rows }: StoredResult, page: { offset: number; limit: number }, cellLimit: number): Promise<SqlPage> {
  const to = Math.min(rows, page.offset + page.limit);
  if (page.offset >= to) return { offset: page.offset, rows: [], totalRows: rows, cut: [] };
  const texts = columns.map((column) => textOf(column, cellLimit + 1)).join(", ");
  const read = await connection.runAndReadAll(`SELECT ${texts} FROM ${table} WHERE rowid >= ${page.offset} AND rowid < ${to} ORDER BY rowid`);
  const cells = read.getRows() as (string | null)[][];
  const cut: SqlPage["cut"] = [];
  for (const [row, line] of cells.entries()) {
    for (const [column, cell] of line.entries()) {
      const short = cell === null || cell.length <= cellLimit ? null : shortened(cell, cellLimit);
      if (short === null) continue;
      line[column] = short;
      cut.push([row, column, await lengthOf(connection, table, page.offset + row, columns[column])]);
    }
  }
  return { offset: page.offset, rows: cells, totalRows: rows, cut };
}

/** Null when it is not too long, counted in whole characters. */
function shortened(cell: string, limit: number): string | null {
  const characters = [...cell];
  return characters.length <= limit ? null : characters.slice(0, limit).join("");
}

async function lengthOf(connection: DuckDBConnection, table: string, row: number, column: StoredColumn | undefined): Promise<number> {
  if (column === undefined) return 0;
  const read = await connection.runAndReadAll(`SELECT CAST(length(${textOf(column)}) AS varchar) FROM ${table} WHERE rowid = ${row}`);
  return Number(read.getRows()[0]?.[0] ?? 0);
}

/** One cell in full, up to `limit` characters. */
export function readCell(store: ResultStore, id: string, order: ResultOrder, cell: { row: number; column: number; limit: number }): Promise<{ text: string | null; characters: number }> {
  return store.reading(id, order, async (connection, table, { columns, rows }) => {
    const column = columns[cell.column];
    if (column === undefined || cell.row >= rows) throw new AppError("input/invalid", `Result: there is no cell in row ${cell.row + 1}, column ${cell.column + 1}; it has ${rows} rows and ${columns.length} columns.`);
    const text = textOf(column);
    const read = await connection.runAndReadAll(`SELECT left(${text}, ${cell.limit}), CAST(length(${text}) AS varchar) FROM ${table} WHERE rowid = ${cell.row}`);
    const [found] = read.getRows() as (string | null)[][];
    return { text: found?.[0] ?? null, characters: Number(found?.[1] ?? 0) };
  });
}

