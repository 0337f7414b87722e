import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ConnectionSpec } from "../ports/sql-host.ts";
import { createDuckDatabase } from "./duckdb/database.ts";
import { createPostgresDatabase } from "./postgres/database.ts";
import { readOnly } from "./preview.ts";
import type { Database } from "./session.ts";
import { backends, type Bench, titleOf } from "./test-backends.ts";

/** The host's part without its process, so that limits can be short. */
async function databaseOf(spec: ConnectionSpec): Promise<Database> {
  if (spec.kind === "postgres") return createPostgresDatabase(spec);
  // Another process may not open the file while the host has it.
  return createDuckDatabase({ ...spec, file: `${spec.file}.second` });
}

/** Column → [SQL, exact text]; what both databases can hold. */
const shared: Record<string, [string, string | null]> = {
  int_max: ["9223372036854775807::bigint", "9223372036854775807"],
  int_min: ["(-9223372036854775807 - 1)::bigint", "-9223372036854775808"],
  money: ["12345678901234567890123456789012345.678::decimal(38,3)", "12345678901234567890123456789012345.678"],
  tenth: ["0.1::double precision", "0.1"],
  third: ["(1.0::double precision / 3)", "0.3333333333333333"],
  far_day: ["'10000-01-01'::date", "10000-01-01"],
  year_zero: ["'0001-01-01 BC'::date", "0001-01-01 BC"],
  endless: ["'infinity'::date", "infinity"],
  zoned: ["'2020-01-01 00:00:00.123456+02'::timestamptz", "2019-12-31 22:00:00.123456+00"],
  nothing: ["null::int", null],
  yes: ["true", "true"],
  empty: ["''::text", ""],
  html: ["'<img src=x onerror=alert(1)>'::text", "<img src=x onerror=alert(1)>"],
  emoji: ["'é😀'::text", "é😀"],
};

const own = {
  duckdb: {
    year_zero: ["'0001-01-01 (BC)'::date", "0001-01-01 (BC)"],
    huge: ["170141183460469231731687303715884105727::hugeint", "170141183460469231731687303715884105727"],
    nan: ["'NaN'::double", "nan"],
    less_than_all: ["'-Infinity'::double", "-inf"],
    span: ["interval '1 year 2 days 3.5 seconds'", "1 year 2 days 00:00:03.5"],
    list: ["[1, 2, null]", "[1, 2, NULL]"],
    struct: ["{'a': 1, 'b': 'x'}", "{'a': 1, 'b': x}"],
    bytes: ["'\\xAA\\x00b'::blob", "\\xaa0062"],
  },
  postgres: {
    huge: ["99999999999999999999999999999999999999.00000000000000000001::numeric", "99999999999999999999999999999999999999.00000000000000000001"],
    nan: ["'NaN'::numeric", "NaN"],
    less_than_all: ["'-Infinity'::float8", "-Infinity"],
    span: ["interval '1 year 2 days 3.5 seconds'", "1 year 2 days 00:00:03.5"],
    list: ["array[1, 2, null]", "{1,2,NULL}"],
    json: ["'{\"a\": 1.10}'::jsonb", '{"a": 1.10}'],
    bytes: ["'\\xAA0062'::bytea", "\\xaa0062"],
  },
} as unknown as Record<"duckdb" | "postgres", Record<string, [string, string | null]>>;

for (const backend of backends) {
  describe.skipIf(backend.missing !== null)(`looking at ${titleOf(backend)}`, { timeout: 60_000 }, () => {
    let bench: Bench;
    const values = { ...shared, ...own[backend.name] };
    const extremes = { schema: "warehouse", table: "extremes" };
    beforeAll(async () => {
      bench = await backend.start();
      const columns = Object.entries(values).map(([name, [sql]]) => `${sql} as ${name}`);
      const made = await bench.load({
        ddl: `create table extremes as select ${columns.join(", ")}`,
        source: { kind: "none" },
        checks: [{ kind: "sql", name: "show", severity: "warn", query: 'select * from "dagwright"."this"' }],
      });
      expect(made.reason).toBeNull();
      expect(made.checks[0]?.failingRows).toEqual([Object.values(values).map(([, text]) => text)]);
      await bench.script("create view warehouse.seen as select int_max from warehouse.extremes");
    }, 60_000);
    afterAll(async () => bench.stop());

    it("shows extreme values as exact text", async () => {
      const { columns, rows, totalRows } = await bench.host.rows(bench.spec, extremes, { limit: 10, offset: 0 });
      expect(Object.fromEntries(columns.map((column, index) => [column.name, rows[0]?.[index]]))).toEqual(
        Object.fromEntries(Object.entries(values).map(([name, [, text]]) => [name, text])),
      );
      expect(totalRows).toBe(1);
    });

    it("pages, cuts an over-long cell, and quotes what it is asked for", async () => {
      await bench.load({
        ddl: 'create table "odd ""; name" (a int, "b;" text)',
        source: { kind: "query", sql: "select i, repeat('x', 20000) from generate_series(1, 30) as g(i)" },
      });
      const page = await bench.host.rows(bench.spec, { schema: "warehouse", table: 'odd "; name' }, { limit: 2, offset: 28 });
      expect(page.rows.map((row) => row[0])).toEqual(["29", "30"]);
      expect(page.rows[0]?.[1]).toBe(`${"x".repeat(10_000)}… (cut at 10000 characters)`);
      expect(page.totalRows).toBe(30);
      await expect(bench.host.rows(bench.spec, { schema: "warehouse", table: "nosuch; drop table extremes" }, { limit: 1, offset: 0 })).rejects.toMatchObject({
        code: "sql/failed",
      });
    });

    it("ends what is endless at its limit, and the same connection goes on", async () => {
      const database = await databaseOf(bench.spec);
      const session = await database.open();
      const cross = "select cast(count(*) as varchar) from generate_series(1, 1000000000) as a(i), generate_series(1, 1000000000) as b(i)";
      const recursive = "with recursive n(i) as (select 1 union all select i + 1 from n) select cast(count(*) as varchar) from n";
      for (const query of [cross, recursive]) {
        const started = performance.now();
        await expect(readOnly(session, 300, () => session.read(query))).rejects.toMatchObject({
          code: "query/cancelled",
          message: expect.stringContaining("ran longer than 0.3 s"),
        });
        expect(performance.now() - started).toBeLessThan(2300);
        expect(session.inTransaction()).toBe(false);
        expect(await readOnly(session, 5000, () => session.read("select 'fine'"))).toEqual([["fine"]]);
      }
      await session.close();
      await database.close();
    });

    it("changes nothing, whatever a looked-at view or name tries", async () => {
      await bench.load({ ddl: "create table canary (a int)", source: { kind: "query", sql: "select 1 as a" } });
      for (const table of ["canary; drop table warehouse.canary", 'canary"; drop table warehouse.canary; --', "canary' or '1'='1"]) {
        await expect(bench.host.rows(bench.spec, { schema: "warehouse", table }, { limit: 1, offset: 0 })).rejects.toMatchObject({ code: "sql/failed" });
        await expect(bench.host.profile(bench.spec, { schema: "warehouse", table })).rejects.toMatchObject({ code: "sql/failed" });
      }
      const database = await databaseOf(bench.spec);
      const session = await database.open();
      for (const sql of ["create schema if not exists warehouse", "create table if not exists warehouse.canary (a int)"]) await session.execute(sql);
      for (const sql of ["drop table warehouse.canary", "delete from warehouse.canary", "create table warehouse.more (a int)"])
        await expect(readOnly(session, 5000, () => session.execute(sql))).rejects.toThrow(/read-only/i);
      await session.close();
      await database.close();
      if (backend.name === "postgres") {
        await bench.script(
          "create function warehouse.bite() returns int language plpgsql as $$ begin delete from warehouse.canary; return 1; end $$; create view warehouse.trap as select warehouse.bite() as a",
        );
        await expect(bench.host.rows(bench.spec, { schema: "warehouse", table: "trap" }, { limit: 1, offset: 0 })).rejects.toThrow(/read-only/);
        await bench.script("drop view warehouse.trap");
      }
      expect(await bench.cells("select a from warehouse.canary")).toEqual([["1"]]);
      await bench.script("drop table warehouse.canary");
    });

    it("lists schemas, tables, views and columns, and hides its own", async () => {
      const { tables, connection } = await bench.host.catalog(bench.spec);
      expect(connection).toBe("test");
      expect(tables.map((table) => `${table.kind} ${table.schema}.${table.name}`)).toEqual(
        ["table warehouse.extremes", 'table warehouse.odd "; name', "view warehouse.seen"].toSorted(),
      );
      expect(tables.find((table) => table.name === "seen")?.columns).toEqual([
        { name: "int_max", type: backend.name === "duckdb" ? "BIGINT" : "bigint", nullable: true },
      ]);
    });

    it("profiles every kind of column", async () => {
      await bench.host.profile(bench.spec, extremes);
      await bench.load({
        ddl: "create table prof (n decimal(10,2), t text, d date, few int, z timestamptz)",
        source: {
          kind: "query",
          sql: "select i, case when i % 10 = 0 then null when i % 3 = 0 then 'fizz' else 'no' end, date '2020-01-01' + i::int, i % 2, timestamptz '2020-01-01 00:00:00+00' from generate_series(1, 100) as g(i)",
        },
      });
      const [n, t, d, few] = await bench.host.profile(bench.spec, { schema: "warehouse", table: "prof" });
      expect(n).toMatchObject({ name: "n", rowCount: 100, nullCount: 0, distinctCount: 100, min: "1.00", max: "100.00" });
      expect(Number(n?.mean)).toBe(50.5);
      expect(n?.buckets.map((bucket) => bucket.count).reduce((a, b) => a + b)).toBe(100);
      expect(n?.buckets[0]).toEqual({ label: "1 – 9.25", count: 9 });
      expect(t).toMatchObject({
        nullCount: 10,
        distinctCount: 2,
        min: "fizz",
        max: "no",
        mean: null,
        buckets: [
          { label: "no", count: 60 },
          { label: "fizz", count: 30 },
        ],
      });
      expect(d).toMatchObject({ min: "2020-01-02", max: "2020-04-10" });
      expect(d?.buckets[0]?.label).toBe("2020-01-02 – 2020-01-10");
      expect(few?.buckets).toEqual([
        { label: "0", count: 50 },
        { label: "1", count: 50 },
      ]);
    });
  });
}

describe("a DuckDB file that is not there yet", () => {
  it("has an empty catalogue and is not made by looking", async () => {
    const bench = await backends[0]?.start();
    if (bench === undefined) throw new Error("no backend");
    expect((await bench.host.catalog(bench.spec)).tables).toEqual([]);
    expect(await bench.host.wasPublished(bench.spec, "x")).toBeNull();
    await bench.stop();
  });
});
