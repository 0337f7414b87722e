import { copyFileSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openDatabase } from "./open.ts";
import { layOutWal } from "./wal-room.ts";

let folder = "";
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "wal-room-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = (file: string): Sqlite.Database => {
  const database = new Sqlite(file);
  database.pragma("journal_mode = WAL");
  return database;
};

it("gives commits room, so that the log does not grow with them", () => {
  const file = join(folder, "state.db");
  open(file).close();
  layOutWal(file);
  const room = statSync(`${file}-wal`).size;
  const database = open(file);
  database.exec("create table t (x)");
  for (let index = 0; index < 50; index += 1) database.prepare("insert into t values (?)").run(index);
  expect(statSync(`${file}-wal`).size).toBe(room);
  expect(room).toBeGreaterThan(1_000 * 4_096);
  database.close();
});

it("keeps what a crashed engine left in the log, and adds the room behind it", () => {
  const file = join(folder, "state.db");
  const crashed = join(folder, "crashed.db");
  const database = open(file);
  database.exec("create table t (x)");
  for (let index = 0; index < 50; index += 1) database.prepare("insert into t values (?)").run(index);
  for (const tail of ["", "-wal"]) copyFileSync(file + tail, crashed + tail);
  database.close();
  const before = statSync(`${crashed}-wal`).size;
  layOutWal(crashed);
  expect(statSync(`${crashed}-wal`).size).toBeGreaterThan(before);
  const again = open(crashed);
  expect(again.prepare("select count(*) from t").pluck().get()).toBe(50);
  again.prepare("insert into t values (50)").run();
  expect(again.pragma("integrity_check", { simple: true })).toBe("ok");
  again.close();
});

it("is there from the first start of a workspace", () => {
  const file = join(folder, "first", "state.db");
  const database = openDatabase({ file, migrations: join(import.meta.dirname, "migrations") });
  expect(statSync(`${file}-wal`).size).toBeGreaterThan(1_000 * 4_096);
  database.close();
});
