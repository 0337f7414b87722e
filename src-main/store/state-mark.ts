/**
 * What stands beside the database and says whether there was one, so that a lost file is told from a new workspace: `state.db.mark`.
 *   none    nobody wrote here yet, or a version that had no mark
 *   fresh   a person asked for an empty history
 *   open    the log `-wal` has to be there, and be at least this long: we say `closed` before SQLite removes it on closing
 *   closed  everything is in the database itself
 * The mark is one short line that is overwritten in place: a power cut leaves the old or the new one.
 */
import { closeSync, existsSync, fsyncSync, openSync, readdirSync, readFileSync, readSync, statSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { AppError } from "../../shared/errors/app-error.ts";
import { backupFolderName, parseBackupName } from "../../shared/model/backup-name.ts";
import { syncNames } from "./durable.ts";
import { findBreak } from "./wal-break.ts";

export interface StateMark {
  readonly state: "fresh" | "open" | "closed";
  readonly logBytes: number;
}

const lineLength = 40;

/** `unreadable` is a mark that is none of ours, or damaged. */
export function readMark(file: string): StateMark | "none" | "unreadable" {
  const path = `${file}.mark`;
  if (!existsSync(path)) return "none";
  const [, state, bytes] = /^dagwright-state (fresh|open|closed) (\d+) *\n$/.exec(readFileSync(path, "latin1")) ?? [];
  return state === undefined ? "unreadable" : { state: state as StateMark["state"], logBytes: Number(bytes) };
}

export function writeMark(file: string, { state, logBytes }: StateMark): void {
  const path = `${file}.mark`;
  const isNew = !existsSync(path);
  const fd = openSync(path, isNew ? "w" : "r+", 0o600);
  try {
    writeSync(fd, `${`dagwright-state ${state} ${logBytes}`.padEnd(lineLength)}\n`, 0);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  if (isNew) syncNames(dirname(file));
}

/** Throws store/damaged where something of what was committed is gone. Before SQLite has seen the file: it removes a log that it cannot place. */
export function assertNothingLost(file: string): void {
  const mark = readMark(file);
  if (mark !== "none" && mark !== "unreadable" && mark.state === "fresh") return;
  const log = `${file}-wal`;
  const logBytes = sizeOf(log);
  if (sizeOf(file) === 0) {
    const traces = [...(mark === "none" ? [] : [`${file}.mark`]), ...(hasHeader(log) ? [log] : []), ...backupsOf(file)];
    if (traces[0] !== undefined) throw lost(file, existsSync(file) ? "is empty" : "is gone", `${traces[0]} says that there was one`);
    return;
  }
  // Another program that reads the last puts the log into the database, and removes it together with its index.
  const isFolded = !existsSync(log) && !existsSync(`${file}-shm`);
  if (mark !== "none" && mark !== "unreadable" && mark.state === "open" && logBytes < mark.logBytes && !isFolded) {
    throw lost(log, existsSync(log) ? `has ${logBytes} of its ${mark.logBytes} bytes` : "is gone", `it held what was committed last`);
  }
  const found = findBreak(log);
  if (found !== null) throw lost(log, "is damaged", found);
}

function lost(path: string, what: string, why: string): AppError {
  return new AppError(
    "store/damaged",
    `${path}: ${what} (${why}); all was left as it is. See the backups with "dagwright backup list" and put one back with "dagwright backup restore NAME"; "dagwright backup restore present" goes on with what can be read, and "dagwright backup restore empty" with no history.`,
    { file: path },
  );
}

function backupsOf(file: string): string[] {
  const folder = join(dirname(file), backupFolderName);
  if (!existsSync(folder)) return [];
  return readdirSync(folder).filter((name) => parseBackupName(name) !== null).map((name) => join(folder, name));
}

function hasHeader(log: string): boolean {
  if (sizeOf(log) < 32) return false;
  const header = Buffer.alloc(4);
  const fd = openSync(log, "r");
  try {
    readSync(fd, header, 0, 4, 0);
  } finally {
    closeSync(fd);
  }
  return header.some((byte) => byte !== 0);
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
