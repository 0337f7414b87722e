/**
 * Opens the state database with the durability that every promise rests on: WAL and synchronous=FULL, both read back and
 * refused if the file system would not keep them. The caller holds the workspace claim: there is one writer.
 */
import { existsSync, mkdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import Sqlite, { type Database } from "better-sqlite3";
import { AppError, messageOf } from "../../shared/errors/app-error.ts";
import { backupFolderName } from "../../shared/model/backup-name.ts";
import { assertWritable } from "./disk-room.ts";
import { assertKnown, migrate, readMigrations } from "./migrate.ts";
import { newerState, noteWriter } from "./reading/newer-state.ts";
import { schemaNumberOf } from "./reading/schema-number.ts";
import { assertNothingLost, writeMark } from "./state-mark.ts";
import { checkpointPages, layOutWal } from "./wal-room.ts";

export interface OpenOptions {
  readonly file: string;
  readonly migrations: string;
  /** Only for the proof that the crash tests notice a weaker setting. */
  readonly synchronous?: "FULL" | "NORMAL" | "OFF";
  /** Made from something that is kept elsewhere: no backup before a migration, and nobody misses it when it is gone. */
  readonly isCopy?: boolean;
  /** The version of the program, told to an older one that comes upon the state later. */
  readonly writtenBy?: string;
  /** Only for the kill tests: told of each statement of the migrations, before it is done. */
  readonly traced?: (sql: string) => void;
}

/** Throws store/damaged, where something of what was committed is missing too, and store/newer, store/full. */
export function openDatabase(options: OpenOptions): Database {
  const { file } = options;
  mkdirSync(dirname(file), { recursive: true });
  assertWritable(dirname(file));
  if (!options.isCopy) assertNothingLost(file);
  if (!statSync(file, { throwIfNoEntry: false })?.size) makeEmpty(file);
  const migrations = readMigrations(options.migrations);
  const found = schemaNumberOf(file);
  if (found !== null && found > migrations.length) throw newerState(file, found, migrations.length);
  look(file, (database) => {
    assertSound(database, file);
    assertKnown(database, migrations);
  });
  const logBytes = layOutWal(file);
  const database = connect(file, options.traced === undefined ? {} : { verbose: (sql) => options.traced?.(String(sql)) });
  try {
    configure(database, options);
    migrate(database, migrations, options.isCopy ? null : join(dirname(file), backupFolderName));
    if (!options.isCopy) markOpen(file, logBytes);
    if (options.writtenBy !== undefined) noteWriter(file, options.writtenBy);
    return database;
  } catch (thrown) {
    closeDatabase(database, options);
    throw thrown;
  }
}

function markOpen(file: string, logBytes: number): void {
  try {
    writeMark(file, { state: "open", logBytes });
  } catch {
    // On a full disk, say: then only a loss of the log would not be noticed, and work goes on.
  }
}

/** Reads without changing a byte of it: a connection that may write puts the log into the database when it is closed. */
function look(file: string, read: (database: Database) => void): void {
  // What another journal has begun to write has to be taken back first, and only a writer does that.
  const database = connect(file, { readonly: !existsSync(`${file}-journal`) });
  try {
    read(database);
  } finally {
    database.close();
  }
}

/** SQLite removes the log on closing: what it held is in the database, and the mark says so, before that. Both go on as they are where another program reads. */
export function closeDatabase(database: Database, { file, isCopy = false }: OpenOptions): void {
  if (database.open && !isCopy) foldIn(database, file);
  database.close();
}

function foldIn(database: Database, file: string): void {
  try {
    // The log keeps its length until the mark says that it may go: killed between the two, it is not missed.
    const [result] = database.pragma("wal_checkpoint(FULL)") as { busy: number; log: number; checkpointed: number }[];
    if (result !== undefined && result.busy === 0 && result.log === result.checkpointed) writeMark(file, { state: "closed", logBytes: 0 });
  } catch {
    // A disk that is full, say: the log stays as it is, and is read when the database is opened again.
  }
}

function connect(file: string, options: { readonly?: boolean; verbose?: (sql?: unknown) => void } = {}): Database {
  try {
    return new Sqlite(file, { timeout: 1000, ...options });
  } catch (thrown) {
    throw new AppError("store/damaged", `${file}: cannot be opened (${messageOf(thrown)}); check that the folder is writable.`, { file }, { cause: thrown });
  }
}

/** SQLite removes a log that lies beside a database without pages: the first pages come before the log. */
function makeEmpty(file: string): void {
  const database = connect(file);
  try {
    database.pragma("journal_mode = WAL");
  } catch (thrown) {
    throw damaged(file, messageOf(thrown));
  } finally {
    database.close();
  }
}

function configure(database: Database, options: OpenOptions): void {
  const wanted = options.synchronous ?? "FULL";
  try {
    database.pragma("journal_mode = WAL");
    database.pragma(`synchronous = ${wanted}`);
    database.pragma("fullfsync = ON");
    database.pragma("checkpoint_fullfsync = ON");
    database.pragma("foreign_keys = ON");
    database.pragma("cache_size = -4000");
    database.pragma(`wal_autocheckpoint = ${checkpointPages}`);
  } catch (thrown) {
    throw damaged(options.file, messageOf(thrown));
  }
  const journal = database.pragma("journal_mode", { simple: true });
  const synchronous = database.pragma("synchronous", { simple: true });
  if (journal !== "wal" || (wanted === "FULL" && synchronous !== 2)) {
    throw new AppError(
      "store/damaged",
      `${options.file}: SQLite gave journal_mode ${journal} and synchronous ${synchronous} where wal and 2 (FULL) are needed; a network folder cannot hold the state, move the workspace to a local disk.`,
      { file: options.file },
    );
  }
}

/** A full check of a large file would take seconds at each start; from this size on only the schema is read. */
const checkedBytes = 64 * 1024 * 1024;

export function assertSound(database: Database, file: string): void {
  const found = statSync(file).size > checkedBytes ? headOf(database) : quickCheck(database);
  if (found !== "ok") throw damaged(file, found);
}

function quickCheck(database: Database): string {
  try {
    return String(database.pragma("quick_check(1)", { simple: true }));
  } catch (thrown) {
    return messageOf(thrown);
  }
}

function headOf(database: Database): string {
  try {
    database.prepare("select count(*) from sqlite_schema").get();
    return "ok";
  } catch (thrown) {
    return messageOf(thrown);
  }
}

function damaged(file: string, found: string): AppError {
  return new AppError(
    "store/damaged",
    `${file}: is not a sound SQLite database (${found}); it was left as it is. See the backups with "dagwright backup list" and put one back with "dagwright backup restore NAME".`,
    { file },
  );
}
