/**
 * A state that may not be changed, opened for reading: its files are copied as they are, and a store is opened over the copy, which goes when it is
 * closed. The state itself is read by the file system alone, never by SQLite, which would write beside it. Of a newer Dagwright's state the rows
 * are taken that this version understands. The caller holds the workspace claim, so that nobody writes meanwhile.
 */
import { constants, existsSync, mkdirSync, rmSync, renameSync, statSync } from "node:fs";
import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import Sqlite from "better-sqlite3";
import { AppError, messageOf } from "../../../shared/errors/app-error.ts";
import type { MissingPart, Reading } from "../../../shared/model/reading.ts";
import type { Store } from "../../ports/store.ts";
import { assertRoom } from "../disk-room.ts";
import { applyUpTo, readMigrations, type Migration } from "../migrate.ts";
import { assertSound } from "../open.ts";
import { assertNothingLost } from "../state-mark.ts";
import { openStore } from "../store.ts";
import { readWriter } from "./newer-state.ts";
import { takeRows } from "./take-rows.ts";

export interface ReadingOrder {
  /** The database. */
  readonly file: string;
  readonly migrations: string;
  /** For the copy; what a killed engine left there goes. */
  readonly folder: string;
  /** Only for tests. */
  readonly freeBytes?: (folder: string) => number;
}

export interface OpenedForReading {
  readonly store: Store;
  readonly reading: Reading;
  /** Closes the store and removes the copy. */
  close(): void;
}

const tails = ["", "-wal", "-journal"];

/** Throws store/damaged, store/full, and store/newer where nothing of it could be shown. */
export async function openForReading({ file, migrations, folder, freeBytes }: ReadingOrder): Promise<OpenedForReading> {
  assertNothingLost(file);
  dropReading(folder);
  try {
    mkdirSync(folder, { mode: 0o700 });
    // Once as it is, once as rows of ours.
    assertRoom({ folder, what: "a copy of the state to read from", bytes: 2 * tails.reduce((sum, tail) => sum + sizeOf(file + tail), 0), freeBytes });
    const copy = join(folder, "state.db");
    const known = readMigrations(migrations);
    const { schema, missing } = await makeCopy(file, copy, known);
    const store = openStore({ file: copy, migrations, synchronous: "OFF", isCopy: true });
    const reading = { schema, known: known.length, writtenBy: readWriter(file), missing };
    return { store, reading, close: () => void (store.close(), dropReading(folder)) };
  } catch (thrown) {
    dropReading(folder);
    throw thrown;
  }
}

export function dropReading(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

async function makeCopy(file: string, copy: string, known: readonly Migration[]): Promise<{ schema: number; missing: MissingPart[] }> {
  const taken = `${copy}.taken`;
  for (const tail of tails) if (existsSync(file + tail)) await copyFile(file + tail, taken + tail, constants.COPYFILE_FICLONE);
  if (!existsSync(taken)) return { schema: known.length, missing: [] };
  const found = await takeOver(taken, copy, { file, known });
  if (found.schema <= known.length) renameSync(taken, copy);
  else for (const tail of [...tails, "-shm"]) rmSync(taken + tail, { force: true });
  return found;
}

/** The copy as it is where its schema is ours or an older one. */
async function takeOver(taken: string, copy: string, { file, known }: { file: string; known: readonly Migration[] }): Promise<{ schema: number; missing: MissingPart[] }> {
  const from = open(taken, file);
  try {
    from.pragma("trusted_schema = OFF");
    assertSound(from, taken);
    const schema = Number(from.pragma("user_version", { simple: true }));
    return { schema, missing: schema <= known.length ? [] : await takeNewer(from, copy, known) };
  } finally {
    from.close();
  }
}

async function takeNewer(from: Sqlite.Database, copy: string, known: readonly Migration[]): Promise<MissingPart[]> {
  const into = new Sqlite(copy);
  try {
    into.pragma("synchronous = OFF");
    into.pragma("journal_mode = MEMORY");
    applyUpTo(into, known, known.length);
    return await takeRows(from, into, () => setImmediate());
  } finally {
    into.close();
  }
}

function open(taken: string, file: string): Sqlite.Database {
  try {
    return new Sqlite(taken);
  } catch (thrown) {
    throw new AppError("store/damaged", `${file}: cannot be read (${messageOf(thrown)}).`, { file }, { cause: thrown });
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
