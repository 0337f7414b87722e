/**
 * Writes a backup: a whole copy in one file, the write-ahead log folded in. It is read back, synced and only then given its name, so that
 * what bears the name of a backup is one, wherever this ends. Other connections go on writing meanwhile; the copy is of one moment.
 */
import { randomBytes } from "node:crypto";
import { chmodSync, mkdirSync, renameSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import Sqlite, { type Database } from "better-sqlite3";
import { AppError, messageOf } from "../../../shared/errors/app-error.ts";
import { backupNameOf, type BackupReason } from "../../../shared/model/backup-name.ts";
import { assertRoom } from "../disk-room.ts";
import { digestOf, syncFile, syncNames } from "../durable.ts";

export interface BackupOrder {
  readonly folder: string;
  readonly at: number;
  readonly why: BackupReason;
  /** Asked before the copy gets its name; it is removed when this says no. */
  readonly mayKeep?: () => boolean;
  /** Only for tests. */
  readonly freeBytes?: (folder: string) => number;
}

/** Returns the path of the backup, null when it may not be kept. Throws store/full without room for it, store/damaged where the database cannot be copied whole. */
export function writeBackup(database: Database, { folder, at, why, mayKeep = () => true, freeBytes }: BackupOrder): string | null {
  makeFolder(folder);
  assertRoom({ folder, what: "a backup of the state", bytes: sizeOf(database.name) + sizeOf(`${database.name}-wal`), freeBytes });
  const part = join(folder, `state-${randomBytes(6).toString("hex")}.part`);
  try {
    copy(database, part);
    const schema = readBack(part);
    syncFile(part);
    const target = join(folder, backupNameOf({ at, why, schema, digest: digestOf(part) }));
    if (!mayKeep()) return null;
    renameSync(part, target);
    syncNames(folder);
    return target;
  } finally {
    for (const tail of ["", "-journal"]) rmSync(part + tail, { force: true });
  }
}

function makeFolder(folder: string): void {
  try {
    if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    syncNames(dirname(folder));
  } catch (thrown) {
    throw new AppError("store/full", `${folder}: cannot be made (${messageOf(thrown)}); backups go there, give it room and the right to write.`, { folder }, { cause: thrown });
  }
}

function copy(database: Database, part: string): void {
  try {
    database.prepare("vacuum into ?").run(part);
    chmodSync(part, 0o600);
  } catch (thrown) {
    const isDamage = thrown instanceof Sqlite.SqliteError && /^SQLITE_(CORRUPT|NOTADB)/.test(thrown.code);
    throw new AppError(isDamage ? "store/damaged" : "store/full", `${database.name}: could not be copied into ${dirname(part)} (${messageOf(thrown)}); ${isDamage ? 'the older backups stay, see "dagwright backup list"' : "give it room and the right to write"}.`, { file: database.name }, { cause: thrown });
  }
}

/** The schema of the copy. Throws store/damaged where it is not sound. */
function readBack(part: string): number {
  const database = new Sqlite(part, { readonly: true });
  try {
    return assertWhole(database, part);
  } finally {
    database.close();
  }
}

/** Reads every page. Returns the version of the schema. Throws store/damaged. */
export function assertWhole(database: Database, named: string): number {
  const found = wholeness(database);
  if (found !== null) throw new AppError("store/damaged", `${named}: is not a sound copy of the state (${found}); take another backup.`, { file: named });
  return Number(database.pragma("user_version", { simple: true }));
}

/** What is wrong with it, as SQLite says; null when nothing is. */
export function wholeness(database: Database): string | null {
  try {
    const found = database.pragma("integrity_check(1)", { simple: true });
    if (found !== "ok") return String(found);
    const [orphan] = database.pragma("foreign_key_check") as { table: string; rowid: number; parent: string }[];
    return orphan === undefined ? null : `row ${orphan.rowid} of ${orphan.table} names a row of ${orphan.parent} that is not there`;
  } catch (thrown) {
    return messageOf(thrown);
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
