import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Dag } from "../../shared/model/dag.ts";
import { migrationsFolder } from "./fixtures/old-state.ts";
import { repeatRuns } from "./fixtures/repeat-runs.ts";
import { seedHistory } from "./fixtures/seed-history.ts";
import { openStore } from "./store.ts";

/** Not on a whole second. */
const until = Date.parse("2026-03-01T00:10:00.127Z");
const dags = [dagOf("long", 30), dagOf("short", 1)];
const [period, runs] = [7, 31];
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "dagwright-seed-"));
  seedHistory(join(folder, "written.db"), { dags, runs, until, period, written: runs });
  seedHistory(join(folder, "copied.db"), { dags, runs, until, period });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("a history of copies", () => {
  it("is the one that the store would have written, row by row", () => {
    const [written, copied] = [rowsOf("written.db"), rowsOf("copied.db")];
    expect(written["dag_run"]).toHaveLength(2 * runs);
    expect([written["task_instance"]?.length, written["attempt"]?.length]).toEqual([31 * runs, 31 * runs]);
    for (const table of Object.keys(written)) expect([table, copied[table]]).toEqual([table, written[table]]);
  });

  it("is sound, and goes on where it ends", () => {
    const database = new Sqlite(join(folder, "copied.db"));
    expect([database.pragma("integrity_check", { simple: true }), database.pragma("foreign_key_check"), database.pragma("journal_mode", { simple: true })]).toEqual(["ok", [], "wal"]);
    database.close();
    const store = openStore({ file: join(folder, "copied.db"), migrations: migrationsFolder });
    const versionId = store.runs.get(1).versionId;
    const key = store.atomically(() => store.runs.create({ dagId: "long", runId: "next", versionId, runType: "manual", logicalDate: null, dataIntervalStart: null, dataIntervalEnd: null, conf: {}, params: {}, selection: null, queuedAt: until }));
    expect([key, store.runs.count()]).toEqual([2 * runs + 1, 2 * runs + 1]);
    store.close();
  });

  it("refuses runs that have more than tasks and tries", () => {
    const file = join(folder, "noted.db");
    seedHistory(file, { dags, runs: 2, until, period: 2 });
    const database = new Sqlite(file);
    database.exec("insert into note (run, task, text, at, by) values (2, 0, 'x', 0, 'x')");
    database.close();
    expect(() => repeatRuns(file, { first: 1, last: 4, periodMs: 120_000, times: 1, until: until + 1e6 })).toThrow("note holds rows of these runs");
  });
});

function dagOf(id: string, tasks: number): Dag {
  return { id, tasks: Array.from({ length: tasks }, (_, at) => ({ id: `t${at}`, kind: "EmptyTask", deps: [], enabled: true })) } as unknown as Dag;
}

/** Every table but the store's own id. */
function rowsOf(name: string): Record<string, string[]> {
  const database = new Sqlite(join(folder, name), { readonly: true });
  const tables = database.prepare<[], string>("select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' and name <> 'meta'").pluck().all();
  const rows = Object.fromEntries(tables.map((table) => [table, database.prepare(`select * from ${table}`).raw().all().map((row) => JSON.stringify(row)).sort()]));
  database.close();
  return rows;
}
