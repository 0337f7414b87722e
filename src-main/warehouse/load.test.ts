import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { backends, type Bench, titleOf } from "./test-backends.ts";

for (const backend of backends) {
  describe.skipIf(backend.missing !== null)(`load on ${titleOf(backend)}`, { timeout: 60_000 }, () => {
    let bench: Bench;
    beforeAll(async () => {
      bench = await backend.start();
    }, 60_000);
    afterAll(async () => bench.stop());

    const tablesIn = async (schema: string): Promise<string[]> =>
      (await bench.cells(`select table_name from information_schema.tables where table_schema = '${schema}'`)).map(([name]) => name ?? "").toSorted();

    it("publishes the query's rows, leaves a marker and no prep table", async () => {
      const outcome = await bench.load({
        ddl: "-- the members\ncreate table if not exists anything.dim_member (member_id int primary key, plan text not null);",
        source: { kind: "query", sql: "/* two */ select 1 as member_id, 'gold' as plan union all select 2, 'silver'; -- end" },
        checks: [{ kind: "sql", name: "this", severity: "error", query: 'select * from "dagwright"."this" where member_id > 2' }],
      });
      expect(outcome).toMatchObject({ state: "success", reason: null, failure: null, table: "warehouse.dim_member", rowsLoaded: 2 });
      expect(await bench.cells("select * from warehouse.dim_member order by 1")).toEqual([
        ["1", "gold"],
        ["2", "silver"],
      ]);
      expect(await tablesIn("staging")).toEqual([]);
      expect(await bench.host.wasPublished(bench.spec, outcome.attemptId)).toEqual({ table: "warehouse.dim_member", rowsLoaded: 2 });
      expect(await bench.host.wasPublished(bench.spec, "never")).toBeNull();
      expect(bench.log(outcome.attemptId)).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z connecting to .*\n(.*\n)*.*published 2 rows to warehouse.dim_member \(replace\)/);
    });

    it("replaces twice, and takes a changed structure", async () => {
      await bench.load({ ddl: "create table r (a int)", source: { kind: "query", sql: "select 1 as a" } });
      await bench.load({ ddl: "create table r (a int)", source: { kind: "query", sql: "select 2 as a" } });
      expect(await bench.cells("select * from warehouse.r")).toEqual([["2"]]);
      const changed = await bench.load({ ddl: "create table r (a bigint, b text)", source: { kind: "query", sql: "select 3 as a, 'x' as b" } });
      expect(changed.reason).toBeNull();
      expect(await bench.cells("select * from warehouse.r")).toEqual([["3", "x"]]);
    });

    it("lets a view of the table survive a replace", async () => {
      await bench.load({ ddl: "create table seen (a int primary key)", source: { kind: "query", sql: "select 1 as a" } });
      await bench.script("create view warehouse.seen_view as select a + 1 as b from warehouse.seen");
      const again = await bench.load({ ddl: "create table seen (a int primary key)", source: { kind: "query", sql: "select 5 as a" } });
      expect(again.reason).toBeNull();
      expect(await bench.cells("select * from warehouse.seen_view")).toEqual([["6"]]);
    });

    it("appends", async () => {
      for (const value of [1, 2]) {
        const outcome = await bench.load({
          ddl: "create table ap (a int, seen_at timestamp default now())",
          load: { mode: "append" },
          source: { kind: "query", sql: `select ${value} as a` },
        });
        expect(outcome.reason).toBeNull();
      }
      expect(await bench.cells("select a from warehouse.ap where seen_at is not null order by 1")).toEqual([["1"], ["2"]]);
    });

    it("merges by keys and refuses unclear ones", async () => {
      const ddl = "create table m (id int primary key, v text)";
      const load = { mode: "merge" as const, keys: ["ID"] };
      await bench.load({ ddl, load, source: { kind: "query", sql: "select 1 as id, 'a' as v union all select 2, 'b'" } });
      const second = await bench.load({ ddl, load, source: { kind: "query", sql: "select 2 as id, 'B' as v union all select 3, 'c'" } });
      expect(second).toMatchObject({ reason: null, rowsLoaded: 2 });
      expect(await bench.cells("select * from warehouse.m order by 1")).toEqual([
        ["1", "a"],
        ["2", "B"],
        ["3", "c"],
      ]);
      const unclear = await bench.load({
        ddl: "create table m (id int, v text)",
        load,
        source: { kind: "query", sql: "select 2 as id, 'x' as v union all select 2, 'y' union all select null, 'z'" },
      });
      expect(unclear).toMatchObject({ state: "failed", failure: "sql" });
      expect(unclear.reason).toContain("1 rows with a null key and 1 keys that come more than once");
      expect(await bench.cells("select * from warehouse.m order by 1")).toEqual([
        ["1", "a"],
        ["2", "B"],
        ["3", "c"],
      ]);
    });

    it("fills a table from its ddl alone", async () => {
      const outcome = await bench.load({
        ddl: "create or replace table".replace(" or replace", backend.name === "duckdb" ? " or replace" : "") + " made as select 7 as a, 'x' as b",
        source: { kind: "none" },
      });
      expect(outcome).toMatchObject({ reason: null, rowsLoaded: 1, table: "warehouse.made" });
      expect(await bench.cells("select * from warehouse.made")).toEqual([["7", "x"]]);
      const both = await bench.load({ ddl: "create table made as select 1 as a", source: { kind: "query", sql: "select 1 as a" } });
      expect(both.reason).toContain("expected a plain column list");
    });

    it("resolves unqualified names in the final schema, and prepares with earlier statements", async () => {
      await bench.load({ ddl: "create table base (a int)", source: { kind: "query", sql: "select 4 as a" } });
      const outcome = await bench.load({
        ddl: "create table derived (a int)",
        source: { kind: "query", sql: "create temp table step1 as select a * 2 as a from base;\nselect a from step1" },
      });
      expect(outcome.reason).toBeNull();
      expect(await bench.cells("select * from warehouse.derived")).toEqual([["8"]]);
    });

    it("names the columns when they do not fit", async () => {
      const ddl = "create table fit (a int, b int)";
      const reasons = [];
      for (const sql of ["select 1 as a", "select 1 as a, 2 as b, 3 as c", "select 1 as b, 2 as c", "select 1 as a, 2 as a"]) {
        reasons.push((await bench.load({ ddl, source: { kind: "query", sql } })).reason);
      }
      expect(reasons).toEqual([
        "sql: columns do not fit fit: the source has 1 (a), the table has 2 (a, b); missing: b; add them to the source or give them a default in the ddl",
        "sql: columns do not fit fit: the source has 3 (a, b, c), the table has 2 (a, b); unknown: c; missing: none; name the source's columns as the table's",
        "sql: columns do not fit fit: the source has 2 (b, c), the table has 2 (a, b); unknown: c; missing: a; b stands at another place than in the table, so filling by position would be wrong",
        expect.stringContaining("the name a comes twice"),
      ]);
      const byPosition = await bench.load({ ddl, source: { kind: "query", sql: "select 1 as a, 2 as x" } });
      expect(byPosition.state).toBe("success");
      expect(bench.log(byPosition.attemptId)).toContain("names differ, filled by position: x → b");
      const byName = await bench.load({ ddl, source: { kind: "query", sql: "select 2 as B, 1 as A" } });
      expect(byName.state).toBe("success");
      expect(await bench.cells("select a, b from warehouse.fit")).toEqual([["1", "2"]]);
    });

    it("says line, column and text of an error", async () => {
      const outcome = await bench.load({ ddl: "create table e (a int)", source: { kind: "query", sql: "-- é\nselect 'é😀' as x,\n  nope as a" } });
      expect(outcome).toMatchObject({ state: "failed", failure: "sql" });
      expect(outcome.reason).toMatch(/^sql, line 3, column 3: .*nope.*\n    nope as a\n    \^$/s);
      const unclosed = await bench.load({ ddl: "create table e (a int)", source: { kind: "query", sql: "select 1 as a,\n 'abc" } });
      expect(unclosed.reason).toContain("sql, line 2, column 2: unclosed text");
      const badDdl = await bench.load({ ddl: "create table e (\n a nosuchtype)", source: { kind: "query", sql: "select 1 as a" } });
      expect(badDdl.reason).toContain("nosuchtype");
    });

    it("keeps the old table and drops the prep table when a check fails", async () => {
      await bench.load({ ddl: "create table kept (a int)", source: { kind: "query", sql: "select 1 as a" } });
      const outcome = await bench.load({
        ddl: "create table kept (a int)",
        source: { kind: "query", sql: "select null as a union all select 2" },
        checks: [{ kind: "not_null", name: "a is there", severity: "error", columns: ["a"] }],
      });
      expect(outcome).toMatchObject({ state: "failed", failure: "check", table: null, rowsLoaded: null });
      expect(outcome.reason).toBe("check a is there failed: 1 of 2 rows has a null a");
      expect(outcome.checks[0]?.failingRows).toEqual([[null]]);
      expect(await bench.cells("select * from warehouse.kept")).toEqual([["1"]]);
      expect(await tablesIn("staging")).toEqual([]);
      const warned = await bench.load({
        ddl: "create table kept (a int)",
        source: { kind: "query", sql: "select cast(null as int) as a" },
        checks: [{ kind: "not_null", name: "a is there", severity: "warn", columns: ["a"] }],
      });
      expect(warned).toMatchObject({ state: "success", checks: [{ outcome: "failed" }] });
    });

    it("builds indexes and comments of the ddl, and refuses other statements", async () => {
      const ddl =
        "drop table if exists idx; create table idx (id int, \"Odd Name\" text); create unique index idx_id on idx (id); comment on table idx is 'x'; comment on column idx.id is 'y'";
      for (const id of [1, 2]) {
        const outcome = await bench.load({ ddl, source: { kind: "query", sql: `select ${id} as id, 'v' as "Odd Name"` } });
        expect(outcome.reason).toBeNull();
      }
      const names =
        backend.name === "duckdb"
          ? "select index_name from duckdb_indexes() where table_name = 'idx'"
          : "select indexname from pg_indexes where tablename = 'idx'";
      expect(await bench.cells(names)).toEqual([["idx_id"]]);
      const doubled = await bench.load({ ddl, source: { kind: "query", sql: "select 1 as id, 'v' as \"Odd Name\" union all select 1, 'w'" } });
      expect(doubled.state).toBe("failed");
      const refused = await bench.load({ ddl: "create table idx (id int); delete from idx" });
      expect(refused.reason).toContain("ddl, line 1, column 28: found DELETE FROM");
    });

    it("runs two loads of one table, and many of others, at the same time", async () => {
      const jobs = Array.from({ length: 6 }, (_, index) =>
        bench.load({
          ddl: `create table c${index % 3} (a int)`,
          prepSchema: "both_prep",
          finalSchema: "both",
          source: { kind: "query", sql: `select ${index} as a` },
        }),
      );
      expect((await Promise.all(jobs)).map((outcome) => outcome.reason)).toEqual([null, null, null, null, null, null]);
    });

    it("loads CSV, JSON lines and Parquet exactly", async () => {
      const ddl = "create table f (id bigint, big decimal(38,3), name text, seen_at timestamp, tags int[], loaded text default 'yes')";
      const row = ["9007199254740993", "12345678901234567890123456789012345.678", 'a "q", b\nc', "2020-01-02 03:04:05", null, "yes"];
      const empty = [null, null, "", null, null, "yes"];
      const csv = join(bench.folder, "f.csv");
      writeFileSync(csv, `\uFEFFid;big;name;seen_at;tags\n${row[0]};${row[1]};"a ""q"", b\nc";${row[3]};\n;;"";;\n`);
      const jsonl = join(bench.folder, "f.jsonl");
      writeFileSync(
        jsonl,
        `{"id": 9007199254740993, "big": ${row[1]}, "name": ${JSON.stringify(row[2])}, "seen_at": "${row[3]}"}\n\n{"name": "", "tags": [1, null, 3]}\n`,
      );
      const parquet = join(bench.folder, "f.parquet");
      const writer = await backends[0]?.start();
      await writer?.script(
        `copy (select * from (values (${row[0]}::bigint, ${row[1]}::decimal(38,3), 'a "q", b' || chr(10) || 'c', timestamp '${row[3]}', null::int[]), (null, null, '', null, [1, null, 3])) v(id, big, name, seen_at, tags)) to '${parquet}' (format parquet)`,
      );
      await writer?.stop();
      const tags = backend.name === "duckdb" ? "[1, NULL, 3]" : "{1,NULL,3}";
      const withTags = [null, null, "", null, tags, "yes"];
      const expected = { csv: [row, empty], jsonl: [row, withTags], parquet: [row, withTags] } as const;
      for (const [format, path] of Object.entries({ csv, jsonl, parquet }) as ["csv" | "jsonl" | "parquet", string][]) {
        const outcome = await bench.load({ ddl, source: { kind: "file", path, format } });
        expect(outcome).toMatchObject({ reason: null, rowsLoaded: 2 });
        expect(await bench.cells("select * from warehouse.f order by id is null")).toEqual(expected[format]);
      }
      writeFileSync(csv, "id,colour\n1,red\n");
      expect((await bench.load({ ddl: "create table f (id int)", source: { kind: "file", path: csv, format: "csv" } })).reason).toContain(
        "f has no column `colour`",
      );
      writeFileSync(jsonl, '{"id": 1}\n[2]\n');
      expect((await bench.load({ ddl: "create table f (id int)", source: { kind: "file", path: jsonl, format: "jsonl" } })).reason).toContain(
        "line 2: found no object",
      );
    });

    it("hides secrets in log and reason", async () => {
      const outcome = await bench.load({ source: { kind: "query", sql: "select cast('hunter2' as int) as a" } }, { secrets: ["hunter2"] });
      expect(outcome.reason).toContain("***");
      expect(outcome.reason + bench.log(outcome.attemptId)).not.toContain("hunter2");
    });
  });
}
