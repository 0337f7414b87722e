import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Store } from "../ports/store.ts";
import { openStore } from "./store.ts";

let folder: string;
let store: Store;
const file = (): string => join(folder, "state.db");
const by = { kind: "cli", name: "bo" } as const;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dagwright-audit-"));
  store = openStore({ file: file(), migrations: new URL("migrations", import.meta.url).pathname });
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

describe("the audit trail", () => {
  it("refuses to be changed or shortened, whoever tries it in SQL", () => {
    store.audit.add({ at: 1, by, act: "note.set", dagId: "d", runId: "r", former: { text: "" } });
    const other = new Sqlite(file());
    for (const sql of ["update audit set reason = 'better'", "delete from audit", "delete from audit_detail", "update audit_detail set former = null"]) expect(() => other.exec(sql)).toThrow(/audit trail is never/);
    other.close();
    expect(store.audit.list({ limit: 5 })).toMatchObject([{ id: 1, act: "note.set", mayUndo: true }]);
  });

  it("leaves nothing of an entry whose act was not stored", () => {
    expect(() => store.atomically(() => {
      store.audit.add({ at: 1, by, act: "run.start", dagId: "d" });
      throw new Error("refused");
    })).toThrow("refused");
    expect(store.audit.list({ limit: 5 })).toEqual([]);
  });

  it("takes one undo of an entry, not two", () => {
    const id = store.audit.add({ at: 1, by, act: "schedule.on", dagId: "d", former: null });
    store.audit.add({ at: 2, by, act: "undo", dagId: "d", undoes: id });
    expect(() => store.audit.add({ at: 3, by, act: "undo", dagId: "d", undoes: id })).toThrow(/UNIQUE/);
    expect(store.audit.get(id)).toMatchObject({ undoneBy: 2, mayUndo: false });
  });

  it("keeps hostile text as text", () => {
    const text = `'); drop table audit; -- %_\u0000"`;
    store.audit.add({ at: 1, by: { kind: "cli", name: text }, act: "note.set", dagId: text, runId: text, reason: text, arguments: { text }, affected: [{ taskId: text, from: "none", to: "success" }] });
    expect(store.audit.list({ dagId: text, text: "%_", limit: 1 })).toMatchObject([{ by: { name: text }, reason: text, arguments: { text }, tasks: 1 }]);
    expect(store.audit.affected(1)).toEqual([{ taskId: text, from: "none", to: "success" }]);
    expect(store.audit.list({ text: "x%", limit: 1 })).toEqual([]);
  });
});
