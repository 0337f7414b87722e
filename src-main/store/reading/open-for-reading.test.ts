/** A newer Dagwright's state, as real files: refused by who works, shown to who reads, and never changed by a byte. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { commitNumbered } from "../fixtures/ledger.ts";
import { digests, knownSchema, makeNewer, newerSchemas, type NewerSchema } from "../fixtures/newer-state.ts";
import { migrationsFolder } from "../fixtures/old-state.ts";
import { openStore } from "../store.ts";
import { openForReading, type OpenedForReading } from "./open-for-reading.ts";
import { schemaNumberOf } from "./schema-number.ts";

let folder: string;
let file: string;
const opened: OpenedForReading[] = [];
const runs = 5;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dagwright-newer-"));
  file = join(folder, "state.db");
  const store = openStore({ file, migrations: migrationsFolder, writtenBy: "0.9.3" });
  for (let n = 1; n <= runs; n += 1) commitNumbered(store, n);
  store.close();
});
afterEach(() => {
  for (const each of opened.splice(0)) each.close();
  rmSync(folder, { recursive: true, force: true });
});

const write = () => openStore({ file, migrations: migrationsFolder });
const read = async (more: { freeBytes?: () => number } = {}): Promise<OpenedForReading> => {
  const found = await openForReading({ file, migrations: migrationsFolder, folder: join(folder, "reading"), ...more });
  opened.push(found);
  return found;
};
const kinds = (Object.keys(newerSchemas) as NewerSchema[]).flatMap((how) => [[how, false] as const, [how, true] as const]);

describe("a newer state", () => {
  it.each(kinds)("(%s, killed: %s) is refused with what wrote it and what can be done, and stays as it is", (how, crashed) => {
    makeNewer(file, how, { crashed });
    const before = digests(folder);
    expect(Object.keys(before)).toEqual(crashed ? ["state.db", "state.db-shm", "state.db-wal", "state.db.by", "state.db.mark"] : ["state.db", "state.db.by", "state.db.mark"]);
    expect(schemaNumberOf(file)).toBe(knownSchema + 2);
    expect(write).toThrow(expect.objectContaining({ code: "store/newer", message: expect.stringMatching(new RegExp(`written by Dagwright 0\\.9\\.3 \\(schema ${knownSchema + 2}, this one knows ${knownSchema}\\).*--read-only`)) as string }));
    expect(digests(folder)).toEqual(before);
  });

  it("names the backup from before the upgrade, and no version where none is known", () => {
    makeNewer(file, "added");
    mkBackups([`state-20260101T000000000Z-upgrade-v${knownSchema}-0123456789abcdef.db`, `state-20260301T000000000Z-daily-v${knownSchema + 2}-0123456789abcdef.db`, `state-20250101T000000000Z-upgrade-v3-0123456789abcdef.db`]);
    writeFileSync(`${file}.by`, "<b>9</b>\n");
    expect(write).toThrow(new RegExp(`written by a newer Dagwright .*restore state-20260101T000000000Z-upgrade-v${knownSchema}-`));
  });

  it.each([false, true])("is read whole where nothing that we need is gone (killed: %s), and nothing of it changes", async (crashed) => {
    makeNewer(file, "added", { crashed });
    const before = digests(folder);
    const { store, reading, close } = await read();
    expect(reading).toEqual({ schema: knownSchema + 2, known: knownSchema, writtenBy: "0.9.3", missing: [] });
    expect([store.runs.count(), store.search.find("u-3", { exact: true, limit: 5 }).hits.length]).toEqual([runs, 1]);
    // Whatever is written goes to the copy.
    commitNumbered(store, runs + 1);
    expect(digests(folder)).toEqual(before);
    close();
    opened.pop();
    expect([digests(folder), existsSync(join(folder, "reading"))]).toEqual([before, false]);
  });

  it("is read in part where columns and tables are gone, and what is missing is named", async () => {
    makeNewer(file, "changed");
    const { store, reading } = await read();
    expect(reading.missing).toEqual([
      { table: "attempt", column: "signal", rows: null },
      { table: "audit", column: null, rows: null },
      { table: "dag_run", column: "reason", rows: null },
      { table: "note", column: null, rows: null },
      { table: "search_key", column: null, rows: null },
    ]);
    expect(store.runs.count()).toBe(runs);
    expect(store.runs.find("d", "r2")?.record).toMatchObject({ state: "queued", reason: null });
  });

  it("leaves out runs of an unknown kind with all that is theirs, and says that an unknown state of a task is unknown", async () => {
    makeNewer(file, "words");
    const { store, reading } = await read();
    expect(reading.missing).toEqual([
      { table: "dag_run", column: null, rows: 1 },
      { table: "task_instance", column: "state", rows: runs },
    ]);
    expect(store.runs.count()).toBe(runs - 1);
    const copy = new Sqlite(join(folder, "reading/state.db"), { readonly: true });
    expect(copy.pragma("foreign_key_check")).toEqual([]);
    expect(copy.prepare("select distinct state, reason from task_instance order by state").all()).toEqual([{ state: "interrupted", reason: 'in state "napping", which this version does not know' }, { state: "success", reason: null }]);
    copy.close();
  });

  it("is refused even for reading where runs cannot be shown, with what is gone", async () => {
    makeNewer(file, "essential");
    const before = digests(folder);
    await expect(read()).rejects.toMatchObject({ code: "store/newer", message: expect.stringContaining("its table dag_run has no state any more") as string });
    expect([digests(folder), existsSync(join(folder, "reading"))]).toEqual([before, false]);
  });

  it("that is damaged is named so, and one without room for its copy too", async () => {
    makeNewer(file, "added");
    await expect(read({ freeBytes: () => 1_000 })).rejects.toMatchObject({ code: "store/full" });
    writeFileSync(file, "SQLite format 3\0 and then something else entirely, longer than a header is, and no database whatsoever at all.");
    await expect(read()).rejects.toMatchObject({ code: "store/damaged" });
    expect(existsSync(join(folder, "reading"))).toBe(false);
  });

  it("of this version or an older one is read too, and what a killed reader left goes", async () => {
    const before = digests(folder);
    const first = await read();
    expect([first.reading.missing, first.reading.schema, first.store.runs.count()]).toEqual([[], knownSchema, runs]);
    writeFileSync(join(folder, "reading/left"), "");
    first.close();
    opened.pop();
    const second = await read();
    expect([second.store.runs.count(), readdirSync(join(folder, "reading")).includes("left"), digests(folder)]).toEqual([runs, false, before]);
  });
});

function mkBackups(names: readonly string[]): void {
  rmSync(join(folder, "backups"), { recursive: true, force: true });
  mkdirSync(join(folder, "backups"));
  for (const name of names) writeFileSync(join(folder, "backups", name), "");
}
