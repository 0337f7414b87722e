/** What is missing of a state is named before SQLite takes it for a new one, and nothing is wrongly missed. */
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { commitNumbered, readLedger } from "./fixtures/ledger.ts";
import { migrationsFolder } from "./fixtures/old-state.ts";
import { openDatabase } from "./open.ts";
import { readMark } from "./state-mark.ts";
import { openStore } from "./store.ts";
import { breakOf } from "./wal-break.ts";

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dagwright-mark-"));
  file = join(folder, "state.db");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = (): ReturnType<typeof openStore> => openStore({ file, migrations: migrationsFolder });

/** The files as a killed engine leaves them after so many commits, in a folder of their own. */
function killedAfter(commits: number): string {
  const store = open();
  for (let n = 1; n <= commits; n += 1) commitNumbered(store, n);
  const left = join(folder, "left");
  mkdirSync(left);
  for (const tail of ["", "-wal", "-shm", ".mark"]) copyFileSync(file + tail, join(left, `state.db${tail}`));
  store.close();
  return join(left, "state.db");
}

function commitsIn(path: string): number | string {
  const database = openDatabase({ file: path, migrations: migrationsFolder });
  try {
    return readLedger(database);
  } finally {
    database.close();
  }
}

const refusal = (path: string, words: string) => {
  expect(() => commitsIn(path)).toThrow(expect.objectContaining({ code: "store/damaged", message: expect.stringContaining(words) as string }));
};

describe("a state that was closed, or whose engine was killed", () => {
  it("opens with all of it", () => {
    expect(commitsIn(killedAfter(3))).toBe(3);
    expect([readMark(file), commitsIn(file)]).toEqual([{ state: "closed", logBytes: 0 }, 3]);
  });

  it("is refused without its database, and without its log", () => {
    const left = killedAfter(3);
    rmSync(`${left}-wal`);
    refusal(left, "state.db-wal: is gone");
    expect(existsSync(`${left}-wal`)).toBe(false);
    rmSync(left);
    refusal(left, "state.db: is gone");
    expect(existsSync(left)).toBe(false);
    truncateSync(file, 0);
    refusal(file, "state.db: is empty");
  });

  it("is refused with a log that was cut off, or changed before its last commit", () => {
    const left = killedAfter(3);
    const log = readFileSync(`${left}-wal`);
    truncateSync(`${left}-wal`, 60_000);
    refusal(left, "has 60000 of its");
    log[32 + 24 + 100] = (log[32 + 24 + 100] ?? 0) ^ 1;
    writeFileSync(`${left}-wal`, log);
    refusal(left, "frame 1 does not match its checksum, and commits follow behind it");
    log[8] = (log[8] ?? 0) ^ 1;
    writeFileSync(`${left}-wal`, log);
    refusal(left, "its header does not match its checksum");
  });

  it("opens where another program has put the log into the database and removed it", () => {
    const left = killedAfter(3);
    new Sqlite(left).close();
    const other = new Sqlite(left);
    other.prepare("select count(*) from dag_run").get();
    other.close();
    expect([existsSync(`${left}-wal`), commitsIn(left)]).toEqual([false, 3]);
  });

  it("of a version that had no mark is missed by its log alone", () => {
    const left = killedAfter(3);
    rmSync(`${left}.mark`);
    expect(commitsIn(left)).toBe(3);
    const again = killedTwice(left);
    rmSync(`${again}.mark`);
    truncateSync(again, 0);
    refusal(again, "state.db: is empty");
  });
});

/** What is left has no log any more: make one. */
function killedTwice(left: string): string {
  const database = openDatabase({ file: left, migrations: migrationsFolder });
  database.prepare("insert into meta (key, value) values ('again', '1')").run();
  const copy = join(folder, "copy.db");
  for (const tail of ["", "-wal", ".mark"]) copyFileSync(left + tail, copy + tail);
  database.close();
  const target = join(folder, "twice");
  mkdirSync(target);
  for (const tail of ["", "-wal", ".mark"]) copyFileSync(copy + tail, join(target, `state.db${tail}`));
  return join(target, "state.db");
}

describe("a log with a frame that a power cut has torn", () => {
  it("is no damage where nothing was committed behind it", () => {
    const left = killedAfter(3);
    const log = readFileSync(`${left}-wal`);
    let used = log.length;
    while (log[used - 1] === 0) used -= 1;
    log[used - 10] = (log[used - 10] ?? 0) ^ 1;
    expect(breakOf(log)).toBeNull();
    expect(breakOf(Buffer.alloc(10_000))).toBeNull();
  });
});
