/**
 * Opens the state database with the durability that every promise rests on: WAL and synchronous=FULL, both read back and
 * refused if the file system would not keep them. The caller holds the workspace claim: there is one writer.
 */
import { existsSync, mkdirSync, renameSync, rmSync, statSync } from "node:fs";
import { dirname } from "node:path";
import Sqlite, { type Database } from "better-sqlite3";
import { AppError, messageOf } from "../../shared/errors/app-error.ts";
import { migrate, readMigrations } from "./migrate.ts";
import { checkpointPages, layOutWal } from "./wal-room.ts";

export interface OpenOptions {
  readonly file: string;
  readonly migrations: string;
  /** Only for the proof that the crash tests notice a weaker setting. */
  readonly synchronous?: "FULL" | "OFF";
}

export function openDatabase(options: OpenOptions): Database {
  mkdirSync(dirname(options.file), { recursive: true });
  if (!existsSync(options.file)) makeEmpty(options.file);
  layOutWal(options.file);
  const database = connect(options.file);
  try {
    configure(database, options);
    assertSound(database, options.file);
    migrate(database, options.file, readMigrations(options.migrations));
    return database;
  } catch (thrown) {
    database.close();
    throw thrown;
  }
}

function connect(file: string): Database {
  try {
    return new Sqlite(file, { timeout: 1000 });
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

function assertSound(database: Database, file: string): void {
  if (statSync(file).size > checkedBytes) return;
  const found = database.pragma("quick_check(1)", { simple: true });
  if (found !== "ok") throw damaged(file, String(found));
}

function damaged(file: string, found: string): AppError {
  return new AppError(
    "store/damaged",
    `${file}: is not a sound SQLite database (${found}); it was left as it is. Restore a backup (${file}.before-*), or move it aside to start with an empty history.`,
    { file },
  );
}

/** Moves a damaged database aside, with its log files, and says where to. Nothing is deleted. */
export function setAside(file: string, stamp: string): string {
  const target = `${file}.damaged-${stamp}`;
  renameSync(file, target);
  for (const tail of ["-wal", "-shm"]) if (existsSync(file + tail)) renameSync(file + tail, target + tail);
  rmSync(`${file}-journal`, { force: true });
  return target;
}
