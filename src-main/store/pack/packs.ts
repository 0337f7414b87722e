/**
 * Tables packed_run and pack_words. A packed run has its rows of `packedTables` in one blob. Who reads it reads rows all the same: they are
 * unpacked into a database in memory with the same tables, where the same statements find them. Who writes to it loosens it first, in the
 * same transaction.
 */
import { isDeepStrictEqual } from "node:util";
import Sqlite, { type Database } from "better-sqlite3";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { AppError, messageOf } from "../../../shared/errors/app-error.ts";
import type { StoredValue } from "../../ports/store.ts";
import { columnsOf, quoted } from "../run-rows.ts";
import type { TableRows } from "./columns.ts";
import { packTables, unpackTables, wordsOf } from "./pack-format.ts";

/** The first is the one whose columns the others are guessed by. */
export const packedTables: readonly string[] = ["task_instance", "attempt", "attempt_detail", "attempt_process", "xcom", "map_item"];
/** After so many runs of a version were packed without, its words are made. */
const runsBeforeWords = 4;
/** Rows in memory, over all runs that are there unpacked; one run is always there whole. */
const mostShownRows = 40_000;
const mostKnown = 1_000;
const keptWords = 32;

interface PackRow {
  readonly run: number;
  readonly version_id: number;
  readonly has_words: number;
  readonly body: Buffer;
}

export interface Packs {
  isPacked(run: number): boolean;
  /** The rows of a packed run. Throws AppError store/damaged. */
  rowsOf(run: number): readonly TableRows[];
  /** A database in memory that holds the rows of the packed run. */
  show(run: number): Database;
  /** Packs a finished run. False where it is packed, has something under way, is a try of a person or has more rows. Belongs inside a transaction. */
  pack(run: number, mostRows: number): boolean;
  /** Makes rows of a packed run again; does nothing to others. Belongs inside a transaction. */
  loosen(run: number): void;
  /** Told of each run that is rows again: what was known of it may change now. */
  onLoosened(listener: (run: number) => void): void;
  logBytesOf(run: number): number | null;
  /** What is known may be of a transaction that came to nothing. */
  forget(): void;
  close(): void;
}

export function preparePacks(database: Database): Packs {
  const isPacked = database.prepare<[number], number>("select is_packed from dag_run where id = ?").pluck();
  const one = database.prepare<[number], PackRow>("select run, version_id, has_words, body from packed_run join dag_run on dag_run.id = run where run = ?");
  const logBytes = database.prepare<[number], number>("select log_bytes from packed_run where run = ?").pluck();
  const remove = database.prepare("delete from packed_run where run = ?");
  const mark = database.prepare("update dag_run set is_packed = ? where id = ?");
  const words = prepareWords(database);
  const shown = new ShownRuns(database);
  /** Not packed, as far as anybody wrote since. */
  const loose = new Set<number>();
  const listeners: ((run: number) => void)[] = [];
  const rowsOf = (run: number): readonly TableRows[] => {
    const row = one.get(run);
    if (!row) throw new Error(`Run ${run} is not packed.`);
    try {
      return unpackTables(row.body, row.has_words === 1 ? words.of(row.version_id) : null);
    } catch (thrown) {
      throw new AppError("store/damaged", `${database.name}: run ${run} cannot be unpacked (${messageOf(thrown)}); restore a backup of the file.`, { file: database.name }, { cause: thrown });
    }
  };
  const pack = preparePack(database, words);
  return {
    isPacked: (run) => !loose.has(run) && isPacked.get(run) === 1,
    rowsOf,
    show: (run) => shown.show(run, rowsOf),
    pack: (run, mostRows) => {
      loose.delete(run);
      return pack(run, mostRows);
    },
    loosen: (run) => {
      if (loose.has(run)) return;
      if (isPacked.get(run) === 1) {
        insertRows(database, run, rowsOf(run));
        remove.run(run);
        mark.run(0, run);
        shown.remove(run);
        for (const listener of listeners) listener(run);
      }
      if (loose.size >= mostKnown) loose.clear();
      loose.add(run);
    },
    onLoosened: (listener) => void listeners.push(listener),
    logBytesOf: (run) => logBytes.get(run) ?? null,
    forget: () => {
      loose.clear();
      words.forget();
    },
    close: () => shown.close(),
  };
}

function preparePack(database: Database, words: ReturnType<typeof prepareWords>): Packs["pack"] {
  const fit = database.prepare<[number], number>(
    `select version_id from dag_run where id = ? and is_packed = 0 and ended_at is not null and state in ('success', 'failed') and run_type <> 'try'
       and not exists (select 1 from outbox where outbox.run = dag_run.id) and not exists (select 1 from attempt where attempt.run = dag_run.id and attempt.state in ('starting', 'running'))`,
  ).pluck();
  const rows = database.prepare<[number, number, number], number>("select (select count(*) from task_instance where run = ?) + (select count(*) from attempt where run = ?) + (select count(*) from xcom where run = ?)").pluck();
  const bytes = database.prepare<[number], number>("select coalesce(sum(log_bytes), 0) from attempt where run = ?").pluck();
  const insert = database.prepare(
    "insert into packed_run (run, has_words, log_bytes, first_ms, body) select id, ?, ?, (select min(started_at) from task_instance where run = dag_run.id) - queued_at, ? from dag_run where id = ?",
  );
  const removes = packedTables.map((table) => database.prepare(`delete from ${table} where run = ?`));
  const mark = database.prepare("update dag_run set is_packed = 1 where id = ?");
  const reads = packedTables.map((table) => prepareRead(database, table));
  return (run, mostRows) => {
    const version = fit.get(run);
    if (version === undefined || (rows.get(run, run, run) ?? 0) > mostRows) return false;
    const tables = reads.map((read) => read(run)).filter(({ rows }) => rows.length > 0);
    const known = words.with(version, tables);
    const body = packTables(tables, known);
    // What cannot be had back is not taken away.
    if (!isDeepStrictEqual(unpackTables(body, known), tables)) throw new Error(`Run ${run} would not come back as it is.`);
    insert.run(Number(known !== null), bytes.get(run) ?? 0, body, run);
    for (const removal of removes) removal.run(run);
    mark.run(run);
    return true;
  };
}

function prepareRead(database: Database, name: string): (run: number) => TableRows {
  const all = columnsOf(database, name).filter((column) => column.name !== "run");
  const columns = all.map((column) => column.name);
  const key = all.filter(({ pk }) => pk > 0).toSorted((a, b) => a.pk - b.pk).map((column) => quoted(column.name));
  const read = database.prepare<[number], StoredValue[]>(`select ${columns.map(quoted).join(", ")} from ${name} where run = ? order by ${key.join(", ")}`).raw();
  return (run) => ({ name, columns, rows: read.all(run) });
}

/** A column that a later version took away stays away, and one that it added is as it is made. */
function insertRows(database: Database, run: number, tables: readonly TableRows[]): void {
  for (const { name, columns, rows } of tables) {
    const known = new Set(columnsOf(database, name).map((column) => column.name));
    const kept = columns.flatMap((column, at) => (known.has(column) ? [{ column, at }] : []));
    const insert = database.prepare(`insert into ${quoted(name)} (run, ${kept.map(({ column }) => quoted(column)).join(", ")}) values (?, ${kept.map(() => "?").join(", ")})`);
    for (const row of rows) insert.run(run, ...kept.map(({ at }) => row[at]));
  }
}

function prepareWords(database: Database) {
  const read = database.prepare<[number], { words: Buffer | null }>("select words from pack_words where version_id = ?");
  const count = database.prepare<[number], { runs: number }>("insert into pack_words (version_id, runs) values (?, 1) on conflict (version_id) do update set runs = runs + 1 returning runs");
  const save = database.prepare("update pack_words set words = ? where version_id = ?");
  const kept = new Map<number, Buffer>();
  const of = (version: number): Buffer | null => {
    const known = kept.get(version);
    if (known) return known;
    const stored = read.get(version)?.words ?? null;
    if (stored === null) return null;
    const found = inflateRawSync(stored);
    for (const oldest of kept.keys()) if (kept.size >= keptWords) kept.delete(oldest);
    kept.set(version, found);
    return found;
  };
  return {
    of,
    forget: () => kept.clear(),
    /** The words of the version; made of this run where enough were packed without. */
    with: (version: number, tables: readonly TableRows[]): Buffer | null => {
      const known = of(version);
      if (known !== null) return known;
      if ((count.get(version)?.runs ?? 0) <= runsBeforeWords) return null;
      save.run(deflateRawSync(wordsOf(tables), { level: 9 }), version);
      return Buffer.from(wordsOf(tables));
    },
  };
}

/** Packed runs as rows in memory, those that were looked at last. */
class ShownRuns {
  readonly #like: Database;
  #database: Database | null = null;
  readonly #rows = new Map<number, number>();

  constructor(like: Database) {
    this.#like = like;
  }

  show(run: number, rowsOf: (run: number) => readonly TableRows[]): Database {
    const database = (this.#database ??= emptyLike(this.#like));
    const known = this.#rows.get(run);
    this.#rows.delete(run);
    if (known !== undefined) {
      this.#rows.set(run, known);
      return database;
    }
    const tables = rowsOf(run);
    const count = tables.reduce((sum, { rows }) => sum + rows.length, 0);
    this.#makeRoom(count);
    database.transaction(() => insertRows(database, run, tables))();
    this.#rows.set(run, count);
    return database;
  }

  remove(run: number): void {
    if (!this.#rows.delete(run)) return;
    for (const table of packedTables) this.#database?.prepare(`delete from ${table} where run = ?`).run(run);
  }

  close(): void {
    this.#database?.close();
    this.#database = null;
    this.#rows.clear();
  }

  #makeRoom(wanted: number): void {
    let rows = [...this.#rows.values()].reduce((sum, count) => sum + count, wanted);
    for (const [run, count] of [...this.#rows]) {
      if (rows <= mostShownRows) return;
      this.remove(run);
      rows -= count;
    }
  }
}

/** The same tables and indexes, without rows. Rows there belong to runs that are elsewhere. */
function emptyLike(like: Database): Database {
  const database = new Sqlite(":memory:");
  database.pragma("foreign_keys = OFF");
  const made = like.prepare<[], { sql: string }>("select sql from sqlite_schema where sql is not null and name not like 'sqlite_%' and type in ('table', 'index') order by type = 'index'").all();
  for (const { sql } of made) database.exec(sql);
  return database;
}
