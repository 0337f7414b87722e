/**
 * Puts another state in the place of the present one. The new one is made whole beside it first; then the present files are renamed (nothing is
 * deleted), the database before its log, and the new one gets the name. Killed anywhere, the next engine finds the old state, the new one,
 * or none: it then says that it is gone (state-mark.ts), and restoring once more goes on from there. The caller holds the workspace claim.
 */
import { copyFileSync, existsSync, renameSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { randomBytes } from "node:crypto";
import Sqlite, { type Database } from "better-sqlite3";
import { AppError, messageOf } from "../../../shared/errors/app-error.ts";
import { parseBackupName } from "../../../shared/model/backup-name.ts";
import { assertWritable } from "../disk-room.ts";
import { digestOf, syncFile, syncNames } from "../durable.ts";
import { writeMark } from "../state-mark.ts";
import { assertWhole } from "./write-backup.ts";

/** `present` is what can be read of the state as it is; `empty` has no history. */
export type RestoreSource = { readonly kind: "backup"; readonly path: string; readonly name: string } | { readonly kind: "present" } | { readonly kind: "empty" };

export interface RestoreOrder {
  /** The database. */
  readonly file: string;
  readonly source: RestoreSource;
  readonly at: number;
  /** Number of the newest migration that this program knows. */
  readonly knownSchema: number;
  /** Only for the kill tests: told of points between which a crash may fall. */
  readonly reached?: (point: RestorePoint) => void;
}

export type RestorePoint = "made" | "set aside" | "named";

export interface Restored {
  /** Where the state that was there lies now; null where there was none. */
  readonly aside: string | null;
  /** Runs of the state that is there now. */
  readonly runs: number;
}

/** Throws store/damaged for a source that is not whole, store/newer for one that this program does not know, store/full where the folder may not be written. */
export function restoreState({ file, source, at, knownSchema, reached = () => {} }: RestoreOrder): Restored {
  assertWritable(dirname(file));
  const made = `${file}.restoring`;
  removeAll(made);
  removeAll(`${made}-from`);
  const runs = make(made, { file, source, at, knownSchema });
  reached("made");
  const aside = setAside(file, at);
  writeMark(file, { state: source.kind === "empty" ? "fresh" : "closed", logBytes: 0 });
  reached("set aside");
  if (source.kind !== "empty") renameSync(made, file);
  syncNames(dirname(file));
  reached("named");
  return { aside, runs };
}

function make(made: string, { file, source, at, knownSchema }: Omit<RestoreOrder, "reached">): number {
  if (source.kind === "empty") return 0;
  try {
    if (source.kind === "backup") takeBackup(made, source);
    else readPresent(made, file);
    const runs = settle(made, { at, knownSchema, named: source.kind === "backup" ? source.name : file });
    syncFile(made);
    return runs;
  } catch (thrown) {
    removeAll(made);
    throw thrown;
  }
}

function takeBackup(made: string, { path, name }: { path: string; name: string }): void {
  copyFileSync(path, made);
  const digest = parseBackupName(name)?.digest;
  if (digest !== undefined && digestOf(made) !== digest) throw new AppError("store/damaged", `${name}: is not what it was when it was written (its bytes do not match the digest in its name); take another backup.`, { file: path });
}

/** From copies, since SQLite changes what it opens. */
function readPresent(made: string, file: string): void {
  const from = `${made}-from`;
  if (!existsSync(file)) throw new AppError("store/damaged", `${file}: is not there, so that nothing of it can be kept; restore a backup.`, { file });
  try {
    for (const tail of ["", "-wal"]) if (existsSync(file + tail)) copyFileSync(file + tail, from + tail);
    const database = new Sqlite(from);
    try {
      database.prepare("vacuum into ?").run(made);
    } finally {
      database.close();
    }
  } catch (thrown) {
    throw new AppError("store/damaged", `${file}: cannot be read whole (${messageOf(thrown)}); restore a backup.`, { file }, { cause: thrown });
  } finally {
    removeAll(from);
  }
}

/** Checks it and makes it one that goes its own way: ids of tries that were given since the backup are not given again, and schedules wait for a person to look. */
function settle(made: string, { at, knownSchema, named }: { at: number; knownSchema: number; named: string }): number {
  const database = open(made, named);
  try {
    const schema = assertWhole(database, named);
    if (schema > knownSchema) throw new AppError("store/newer", `${named}: has schema ${schema}, this Dagwright knows ${knownSchema}; take an older backup, or update Dagwright.`, { file: named, found: schema, known: knownSchema });
    database.pragma("journal_mode = delete");
    database.pragma("synchronous = FULL");
    return database.transaction(() => {
      const put = database.prepare("insert into meta (key, value) values (?, ?) on conflict (key) do update set value = excluded.value");
      put.run("id", randomBytes(4).toString("hex"));
      put.run("schedules_paused", String(at));
      return Number(database.prepare("select count(*) from dag_run where run_type <> 'try'").pluck().get());
    })();
  } catch (thrown) {
    if (thrown instanceof AppError) throw thrown;
    throw new AppError("store/damaged", `${named}: is not a state of Dagwright (${messageOf(thrown)}); take another backup.`, { file: named }, { cause: thrown });
  } finally {
    database.close();
  }
}

function open(made: string, named: string): Database {
  try {
    return new Sqlite(made);
  } catch (thrown) {
    throw new AppError("store/damaged", `${named}: cannot be opened (${messageOf(thrown)}); take another backup.`, { file: named }, { cause: thrown });
  }
}

/** The database first: without it, its log is never taken for that of another. */
function setAside(file: string, at: number): string | null {
  const stamp = new Date(at).toISOString().replaceAll(/[-:.]/g, "");
  const target = `${file}.aside-${stamp}`;
  let isAny = false;
  for (const tail of ["", "-wal", "-shm", "-journal"]) {
    if (!existsSync(file + tail)) continue;
    renameSync(file + tail, target + tail);
    syncNames(dirname(file));
    isAny = true;
  }
  return isAny ? target : null;
}

function removeAll(file: string): void {
  for (const tail of ["", "-wal", "-shm", "-journal"]) rmSync(file + tail, { force: true });
}
