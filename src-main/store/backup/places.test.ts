/** T11: backups in a folder on another device, and where nothing may be written. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import Sqlite from "better-sqlite3";
import { afterEach, beforeEach, expect, it } from "vitest";
import { commitNumbered, readLedger } from "../fixtures/ledger.ts";
import { knownSchema } from "../fixtures/newer-state.ts";
import { migrationsFolder } from "../fixtures/old-state.ts";
import { openDatabase } from "../open.ts";
import { openStore } from "../store.ts";
import { restoreState } from "./restore.ts";
import { writeBackup } from "./write-backup.ts";

const shared = "/dev/shm";
const deviceOf = (path: string): number => statSync(path).dev;
const isOther = existsSync(shared) && deviceOf(shared) !== deviceOf(tmpdir());
const made: string[] = [];
let folder: string;
let file: string;

beforeEach(() => {
  folder = place(tmpdir());
  file = join(folder, "state.db");
  const store = openStore({ file, migrations: migrationsFolder });
  for (let n = 1; n <= 3; n += 1) commitNumbered(store, n);
  store.close();
});
afterEach(() => {
  for (const each of made.splice(0)) rmSync(each, { recursive: true, force: true });
});

function place(within: string): string {
  made.push(mkdtempSync(join(within, "dagwright-places-")));
  return made.at(-1) ?? "";
}

function backUp(into: string): string {
  const database = new Sqlite(file, { readonly: true });
  try {
    return writeBackup(database, { folder: into, at: 1_700_000_000_000, why: "asked" }) ?? "";
  } finally {
    database.close();
  }
}

function commits(of: string): number | string {
  const database = openDatabase({ file: of, migrations: migrationsFolder });
  try {
    return readLedger(database);
  } finally {
    database.close();
  }
}

it.skipIf(!isOther)("a backup on another device is whole, and is put back across devices either way", { timeout: 60_000 }, () => {
  const other = place(shared);
  const backup = backUp(join(other, "backups"));
  expect([deviceOf(backup) === deviceOf(file), readdirSync(join(other, "backups"))]).toEqual([false, [basename(backup)]]);
  const store = openStore({ file, migrations: migrationsFolder });
  commitNumbered(store, 4);
  store.close();
  for (const target of [file, join(other, "state.db")]) {
    const { aside, runs } = restoreState({ file: target, source: { kind: "backup", name: basename(backup), path: backup }, at: 1_800_000_000_000, knownSchema });
    expect([runs, commits(target), aside === null ? null : commits(aside)]).toEqual([3, 3, target === file ? 4 : null]);
  }
});

it.skipIf(process.platform === "win32")("where nothing may be written, it is named, and state and backups stay as they are", { timeout: 60_000 }, () => {
  const name = basename(backUp(join(folder, "backups")));
  const before = readFileSync(join(folder, "backups", name));
  const told = JSON.parse(execFileSync(process.execPath, [join(import.meta.dirname, "../fixtures/read-only.ts"), folder, name], { encoding: "utf8" })) as Record<string, [string, string]>;
  expect(told).toEqual({
    backup: ["store/full", expect.stringContaining(join(folder, "backups"))],
    open: ["store/full", `${folder}: the state goes there, and this user may not read or write it; change its permissions.`],
    restore: ["store/full", `${folder}: the state goes there, and this user may not read or write it; change its permissions.`],
  });
  expect([commits(file), readdirSync(join(folder, "backups")), readFileSync(join(folder, "backups", name)).equals(before), readdirSync(folder).filter((each) => /aside|restoring/.test(each))]).toEqual([3, [name], true, []]);
});
