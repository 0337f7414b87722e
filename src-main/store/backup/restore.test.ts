/** Putting a backup in the place of the state: what is refused, what is kept, and a kill at each of its points. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import Sqlite from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AppError } from "../../../shared/errors/app-error.ts";
import { commitNumbered, readLedger } from "../fixtures/ledger.ts";
import { migrationsFolder } from "../fixtures/old-state.ts";
import { openDatabase } from "../open.ts";
import { openStore } from "../store.ts";
import { restoreState, type RestorePoint, type RestoreSource } from "./restore.ts";
import { writeBackup } from "./write-backup.ts";

let folder: string;
let file: string;
let backup: string;
const knownSchema = readdirSync(migrationsFolder).length;

/** A backup with three commits, and a state with five. */
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dagwright-restore-"));
  file = join(folder, "state.db");
  const store = openStore({ file, migrations: migrationsFolder });
  for (let n = 1; n <= 3; n += 1) commitNumbered(store, n);
  const reader = new Sqlite(file, { readonly: true });
  backup = writeBackup(reader, { folder: join(folder, "backups"), at: 1_700_000_000_000, why: "asked" }) ?? "";
  reader.close();
  for (let n = 4; n <= 5; n += 1) commitNumbered(store, n);
  store.close();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const source = (): RestoreSource => ({ kind: "backup", name: basename(backup), path: backup });
const restore = (from: RestoreSource, more: { knownSchema?: number; reached?: (point: RestorePoint) => void } = {}) => restoreState({ file, source: from, at: 1_800_000_000_000, knownSchema, ...more });

function commits(): number | string {
  const database = openDatabase({ file, migrations: migrationsFolder });
  try {
    return readLedger(database);
  } finally {
    database.close();
  }
}

const idOf = (path: string): unknown => {
  const database = new Sqlite(path, { readonly: true });
  try {
    return database.prepare("select value from meta where key = 'id'").pluck().get();
  } finally {
    database.close();
  }
};

describe("restoring", () => {
  it("gives the state of the backup, keeps the one before, pauses schedules, and gives no id of a try twice", () => {
    const before = idOf(file);
    const { aside, runs } = restore(source());
    expect(runs).toBe(3);
    expect(idOf(file)).not.toBe(before);
    const store = openStore({ file, migrations: migrationsFolder });
    expect([store.runs.count(), store.dagSettings.pausedSince()]).toEqual([3, 1_800_000_000_000]);
    store.close();
    const kept = new Sqlite(aside ?? "");
    expect(readLedger(kept)).toBe(5);
    kept.close();
  });

  it("keeps what can be read of the present state, and begins anew where that is asked for", () => {
    restore({ kind: "present" });
    expect(commits()).toBe(5);
    restore({ kind: "empty" });
    expect(commits()).toBe(0);
  });

  it.each([
    ["changed", "store/damaged", () => ruin(backup, 5_000)],
    ["cut off", "store/damaged", () => writeFileSync(backup, readFileSync(backup).subarray(0, 9_000))],
    ["of a newer version", "store/newer", () => {}],
  ])("refuses a backup that is %s, and leaves the state as it is", (what, code, harm) => {
    harm();
    expect(() => restore(source(), what === "of a newer version" ? { knownSchema: 2 } : {})).toThrow(expect.objectContaining({ code }));
    expect([commits(), readdirSync(folder).filter((name) => /aside|restoring/.test(name))]).toEqual([5, []]);
  });

  it.each([
    ["made", 5],
    ["set aside", null],
    ["named", 3],
  ] as const)("that is killed when the new state is %s leaves the old state, the new one, or says that there is none", (point, left) => {
    const kill = new Error("killed");
    const reached = (at: RestorePoint): void => {
      if (at === point) throw kill;
    };
    expect(() => restore(source(), { reached })).toThrow(kill);
    if (left === null) expect(() => commits()).toThrow(expect.objectContaining({ code: "store/damaged", message: expect.stringContaining("is gone") as string }));
    else expect(commits()).toBe(left);
    restore(source());
    expect([commits(), readdirSync(folder).filter((name) => name.includes("restoring"))]).toEqual([3, []]);
  });
});

describe("a backup", () => {
  it("needs room on the disk, and leaves nothing where it cannot be written", () => {
    const database = new Sqlite(file, { readonly: true });
    expect(() => writeBackup(database, { folder: join(folder, "backups"), at: 1, why: "daily", freeBytes: () => 1_000 })).toThrow(expect.objectContaining({ code: "store/full" }));
    expect(writeBackup(database, { folder: join(folder, "backups"), at: 1, why: "daily", mayKeep: () => false })).toBeNull();
    writeFileSync(join(folder, "file"), "");
    expect(() => writeBackup(database, { folder: join(folder, "file"), at: 1, why: "daily" })).toThrow(AppError);
    expect(readdirSync(join(folder, "backups"))).toEqual([basename(backup)]);
    database.close();
  });
});

function ruin(path: string, at: number): void {
  const bytes = readFileSync(path);
  bytes[at] = (bytes[at] ?? 0) ^ 255;
  writeFileSync(path, bytes);
}
