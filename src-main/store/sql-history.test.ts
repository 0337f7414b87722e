import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Store } from "../ports/store.ts";
import { openStore } from "./store.ts";

const migrations = new URL("migrations", import.meta.url).pathname;

describe("sql history", () => {
  let folder: string;
  let store: Store;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "dagwright-history-"));
    store = openStore({ file: join(folder, "state.db"), migrations, synchronous: "OFF" });
  });
  afterEach(() => {
    store.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const add = (text: string, more: object = {}): void => store.sqlHistory.add({ connection: "warehouse", text, startedAt: 1, ms: 2.5, state: "success", rows: 3, error: null, params: {}, ...more });
  const texts = (filter: object = {}): string[] => store.sqlHistory.list({ limit: 10, ...filter }).map((entry) => entry.text);

  it("keeps what was run, newest first, and pages backwards", () => {
    add("select 1");
    add("select 2", { state: "failed", rows: null, error: "no such table" });
    const [newest, oldest] = store.sqlHistory.list({ limit: 10 });
    expect(newest).toEqual({ id: newest?.id, connection: "warehouse", text: "select 2", startedAt: 1, ms: 2.5, state: "failed", rows: null, error: "no such table", params: {} });
    expect(texts({ before: newest?.id })).toEqual(["select 1"]);
    expect(texts({ limit: 1 })).toEqual(["select 2"]);
    expect(store.sqlHistory.forget([oldest?.id ?? 0, 999])).toBe(1);
    expect(texts()).toEqual(["select 2"]);
    expect(store.sqlHistory.forget(null)).toBe(1);
  });

  it("gives back the values that a query ran with, and null where they were not kept", () => {
    const params = { name: { type: "text", value: "'; --" }, "1": { type: "number", value: null } };
    add("select :name, $1", { params });
    add("select :large", { params: null });
    expect(store.sqlHistory.list({ limit: 2 }).map((entry) => entry.params)).toEqual([null, params]);
  });

  it("finds text and errors without regard to case, and takes signs as they are", () => {
    add("SELECT '100%' AS share");
    add("select 1", { connection: "claims", error: "Table PETS does not exist" });
    expect(texts({ search: "100%" })).toEqual(["SELECT '100%' AS share"]);
    expect(texts({ search: "select" })).toHaveLength(2);
    expect(texts({ search: "pets" })).toEqual(["select 1"]);
    expect(texts({ search: "_%" })).toEqual([]);
    expect(texts({ connection: "claims" })).toEqual(["select 1"]);
  });

  it("forgets the oldest when there are too many", () => {
    store.atomically(() => {
      for (let index = 0; index < 5003; index++) add(`select ${index}`);
    });
    expect(store.sqlHistory.list({ limit: 10_000 })).toHaveLength(5000);
    expect(texts({ limit: 1 })).toEqual(["select 5002"]);
  });
});
