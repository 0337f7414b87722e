/** Rows of a capsule, there and back through both databases: masked on the way out, with their types on the way in. */
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { backends, titleOf } from "../test-backends.ts";
import { isPlainType } from "./load-parquet.ts";

describe.each(backends)("rows of a capsule", (backend) => {
  it.skipIf(backend.missing !== null)(`come back with their types in ${titleOf(backend)}`, { timeout: 60_000 }, async () => {
    const bench = await backend.start();
    try {
      const made = await bench.script("create schema src; create table src.t (id integer, email varchar(80), amount numeric(12, 2), seen timestamp, note text); insert into src.t values (1, 'a@x.org', 1.50, timestamp '2026-01-02 03:04:05', 'it''s'), (2, null, null, null, '')");
      expect(made.reason).toBeNull();
      const file = join(bench.folder, "t.parquet");
      const csv = { delimiter: ",", header: true, nullText: "", guardFormulas: false };
      await bench.host.queries.export({ queryId: "q", source: { kind: "query", connection: bench.spec, text: "select * from src.t", params: {} }, format: "parquet", file, csv, secrets: [] }, () => undefined);
      const types = backend.name === "duckdb" ? ["INTEGER", "VARCHAR", "DECIMAL(12,2)", "TIMESTAMP", "VARCHAR"] : ["integer", "character varying(80)", "numeric(12,2)", "timestamp without time zone", "text"];
      const columns = ["id", "email", "amount", "seen", "note"].map((name, index) => ({ name, type: types[index] ?? "" }));
      expect(await bench.host.loadIntoTrials(bench.spec, { file, columns }, { schema: "dagwright_try_x", table: "c1_0" })).toBe(2);
      expect(await bench.cells("select * from dagwright_try_x.c1_0 order by id")).toEqual(await bench.cells("select * from src.t order by id"));
      const catalog = await bench.host.catalog(bench.spec);
      expect(catalog.tables.find(({ name }) => name === "c1_0")?.columns.map(({ name, type }) => ({ name, type }))).toEqual(columns);
    } finally {
      await bench.stop();
    }
  });
});

describe("types that a stranger names", () => {
  it.each(["INTEGER", "numeric(12,2)", "character varying(80)", "timestamp with time zone", "timestamp(3) without time zone", "text[]", "HUGEINT"])("takes %s", (type) => expect(isPlainType(type)).toBe(true));
  it.each(["text); drop table x; --", "int default 1", "ENUM('a')", "text check (1=1)", "", "a b c"])("does not write %s", (type) => expect(isPlainType(type)).toBe(false));
});
