/** Tries on real databases: what they read, what they make, and that nothing published is touched. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { LoadPlan, SqlJob, SqlOutcome, UpstreamTable } from "../../ports/sql-host.ts";
import { backends, type Bench, titleOf } from "../test-backends.ts";

const schema = "dagwright_try_shop";

for (const backend of backends) describe.skipIf(backend.missing !== null)(`a try on ${titleOf(backend)}`, { timeout: 60_000 }, () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await backend.start();
    await done(bench.load({ ddl: "create table numbers (id integer primary key, name text)", source: { kind: "query", sql: "select 1 as id, 'one' as name" } }));
  }, 60_000);
  afterAll(async () => bench?.stop());

  const tryLoad = (plan: Partial<LoadPlan>, upstream: readonly UpstreamTable[] = [], job: Partial<SqlJob> = {}): Promise<SqlOutcome> => bench.load(plan, { trial: { schema, upstream }, ...job });
  const tryScript = (sql: string, upstream: readonly UpstreamTable[] = []): Promise<SqlOutcome> =>
    bench.host.run({ attemptId: bench.nextAttempt(), connection: bench.spec, timeoutMs: null, logPath: `${bench.folder}/logs/x.log`, secrets: [], trial: { schema, upstream }, work: { kind: "script", sql, checks: [], finalSchema: "warehouse" } });
  const upstreamOf = (outcome: SqlOutcome, origin: UpstreamTable["origin"] = "tried"): UpstreamTable[] =>
    (outcome.trial?.made ?? []).map((made) => ({ task: "before", schema: made.schema, table: made.table, stored: made.stored, origin }));
  const storedOf = (outcome: SqlOutcome, at = 0): string => `${schema}.${outcome.trial?.made[at]?.stored ?? "nothing"}`;

  it("builds, checks and keeps its table apart; the published one stays as it was", async () => {
    const outcome = await done(tryLoad({ ddl: "create table numbers (id integer primary key, name text)", source: { kind: "query", sql: "select 7 as id, 'seven' as name" }, checks: [{ kind: "unique", columns: ["id"], name: "u", severity: "error" }] }));
    expect(outcome).toMatchObject({ table: "warehouse.numbers", rowsLoaded: 1, checks: [{ outcome: "passed" }], trial: { made: [{ schema: "warehouse", table: "numbers", rows: 1 }], reads: [] } });
    expect(await bench.cells(`select id, name from ${storedOf(outcome)}`)).toEqual([["7", "seven"]]);
    expect(await bench.cells("select id, name from warehouse.numbers")).toEqual([["1", "one"]]);
    const catalog = await bench.host.catalog(bench.spec);
    expect(catalog.tables.filter((table) => table.schema === schema)).toEqual([]);
  });

  it("reads what was tried upstream, however its name is written", async () => {
    const tried = await done(tryLoad({ ddl: "create table numbers (id integer, name text)", source: { kind: "query", sql: "select 7 as id, 'seven' as name" } }));
    const published = await done(tryLoad({ ddl: "create table seen (n integer)", source: { kind: "query", sql: "select numbers.id from warehouse.numbers" } }, [{ task: "before", schema: "warehouse", table: "numbers", stored: null, origin: "published" }]));
    expect(published.trial?.reads).toEqual([{ task: "before", table: "warehouse.numbers", origin: "published" }]);
    expect(await bench.cells(`select n from ${storedOf(published)}`)).toEqual([["1"]]);
    for (const sql of [
      "select id from numbers",
      "select numbers.id from warehouse.numbers",
      "select warehouse.numbers.id from warehouse.numbers",
      'select n.id from warehouse."numbers" n join numbers on numbers.id = n.id',
      "create temp table t as select id from warehouse.numbers; select id from t",
      "with other as (select * from numbers) select other.id from other -- warehouse.numbers",
    ]) {
      const seen = await done(tryLoad({ ddl: "create table seen (id integer)", source: { kind: "query", sql }, checks: [{ kind: "relationship", column: "id", to: "numbers", field: "id", name: "r", severity: "error" }, { kind: "sql", query: "select * from {{this}} s where not exists (select 1 from warehouse.numbers where numbers.id = s.id)".replace("{{this}}", '"dagwright"."this"'), name: "q", severity: "error" }] }, upstreamOf(tried)));
      expect(await bench.cells(`select id from ${storedOf(seen)}`)).toEqual([["7"]]);
      expect(seen.trial?.reads).toEqual([{ task: "before", table: "warehouse.numbers", origin: "tried" }]);
    }
  });

  it("says what to do when a table upstream was never built, and when a pin is gone", async () => {
    const none = await tryLoad({ ddl: "create table seen (id integer)", source: { kind: "query", sql: "select id\nfrom warehouse.orders" } }, [{ task: "orders", schema: "warehouse", table: "orders", stored: null, origin: "published" }]);
    expect(none).toMatchObject({ state: "failed", failure: "sql", trial: { made: [] } });
    expect(none.reason).toContain("line 2");
    expect(none.reason).toContain('warehouse.orders is not there: task "orders" builds it and has neither published nor been tried yet. Run up to here, or pin its output.');
    const gone = await tryLoad({ ddl: "create table seen (id integer)", source: { kind: "query", sql: "select id from numbers" } }, [{ task: "before", schema: "warehouse", table: "numbers", stored: "numbers__dw_00000000", origin: "pinned" }]);
    expect(gone.reason).toContain('the pinned rows of task "before" (warehouse.numbers) are gone');
  });

  it("leaves nothing of a failed check, and tells errors in people's names and places", async () => {
    const before = await bench.cells("select 1");
    const failed = await tryLoad({ ddl: "create table bad (id integer)", source: { kind: "query", sql: "select 1 as id union all select 1" }, checks: [{ kind: "unique", columns: ["id"], name: "u", severity: "error" }] });
    expect(failed).toMatchObject({ state: "failed", failure: "check", trial: { made: [] } });
    const broken = await tryLoad({ ddl: "create table bad (id integer)", source: { kind: "query", sql: "select 1 as id,\n  nope from warehouse.numbers" } });
    expect(broken.reason).toContain("line 2, column 3");
    expect(broken.reason).not.toContain("__dw_");
    expect(before).toEqual([["1"]]);
  });

  it("appends to a copy, so that those downstream read old and new rows", async () => {
    const outcome = await done(tryLoad({ ddl: "create table numbers (id integer primary key, name text)", load: { mode: "append" }, source: { kind: "query", sql: "select 2 as id, 'two' as name" } }));
    expect(await bench.cells(`select id from ${storedOf(outcome)} order by id`)).toEqual([["1"], ["2"]]);
    expect(await bench.cells("select id from warehouse.numbers")).toEqual([["1"]]);
    const merged = await done(tryLoad({ ddl: "create table numbers (id integer primary key, name text)", load: { mode: "merge", keys: ["id"] }, source: { kind: "query", sql: "select 1 as id, 'uno' as name" } }));
    expect(await bench.cells(`select name from ${storedOf(merged)}`)).toEqual([["uno"]]);
  });

  it("runs a script on copies", async () => {
    await done(bench.script("create table warehouse.ledger (n integer); insert into warehouse.ledger values (1), (2)"));
    const outcome = await done(
      tryScript("begin; create table if not exists warehouse.copy as select * from warehouse.numbers; insert into warehouse.copy values (9, 'nine'); update copy set name = 'x' where copy.id = 9; delete from warehouse.ledger where n = 1; drop table if exists warehouse.none; select * from copy; commit"),
    );
    const made = Object.fromEntries((outcome.trial?.made ?? []).map((one) => [one.table, one]));
    expect(Object.keys(made).toSorted()).toEqual(["copy", "ledger"]);
    expect(await bench.cells(`select id, name from ${schema}.${made["copy"]?.stored}`)).toEqual([["1", "one"], ["9", "x"]]);
    expect(await bench.cells(`select n from ${schema}.${made["ledger"]?.stored}`)).toEqual([["2"]]);
    expect(await bench.cells("select n from warehouse.ledger")).toEqual([["1"], ["2"]]);
    expect((await bench.host.catalog(bench.spec)).tables.some((table) => table.name === "copy")).toBe(false);
    const after = await done(tryLoad({ ddl: "create table seen (id integer)", source: { kind: "query", sql: "select id from copy" } }, upstreamOf(outcome)));
    expect(await bench.cells(`select id from ${storedOf(after)}`)).toEqual([["1"], ["9"]]);
    await done(bench.script("drop table warehouse.ledger"));
  });

  it("refuses what it cannot do on a copy, at its place", async () => {
    for (const [sql, found] of [
      ["select 1;\ncopy warehouse.numbers to 'x.csv'", "found COPY"],
      ["select 1;\nalter table warehouse.numbers rename to others", "found ALTER TABLE"],
      ["select 1;\nset search_path = other", "search_path"],
      ["select 1;\nexplain analyze delete from warehouse.numbers", "DELETE within a query"],
      ["select 1;\nwith x as (select 1) delete from warehouse.numbers", "DELETE within a query"],
      ["select 1;\ndo $$ begin end $$", "found DO"],
    ] as const) {
      const outcome = await tryScript(sql);
      expect([outcome.state, outcome.reason]).toEqual(["failed", expect.stringContaining(found)]);
      expect(outcome.reason).toContain("line 2");
    }
    expect(await bench.cells("select id from warehouse.numbers")).toEqual([["1"]]);
  });

  it("refuses an EXPLAIN that carries out what it explains", async () => {
    for (const sql of ["explain analyze create table warehouse.sly as select 1 as n", "explain analyze drop table warehouse.numbers", "explain (analyze) create table warehouse.sly as select 1 as n"]) {
      const outcome = await tryScript(sql);
      expect([sql, outcome.state]).toEqual([sql, "failed"]);
    }
    expect((await bench.host.catalog(bench.spec)).tables.map(({ name }) => name)).not.toContain("sly");
    expect(await bench.cells("select id from warehouse.numbers")).toEqual([["1"]]);
    await done(tryScript("explain select id from warehouse.numbers"));
  });

  it.skipIf(backend.name !== "postgres")("drops nothing that is published, neither by a second name nor within a function", async () => {
    await done(bench.script("create table warehouse.one (n integer); create table warehouse.other (n integer); create function warehouse.dropper() returns void language plpgsql as 'begin drop table warehouse.other; end'"));
    await done(bench.script("create function warehouse.mover() returns void language plpgsql as 'begin alter table warehouse.other set schema dagwright_try_shop; end'; create function warehouse.maker() returns void language plpgsql as 'begin create table warehouse.sly (n integer); end'"));
    for (const [sql, named] of [["drop table warehouse.one, warehouse.other", "warehouse.other"], ["select warehouse.dropper()", "warehouse.other"], ["select warehouse.mover()", "warehouse.other"], ["select warehouse.maker()", "warehouse.sly"]] as const) {
      const outcome = await tryScript(sql);
      expect([sql, outcome.state, outcome.reason]).toEqual([sql, "failed", expect.stringContaining(named)]);
      expect(await bench.cells("select n from warehouse.other")).toEqual([]);
    }
    await done(tryScript("create table warehouse.fresh (n integer); drop table warehouse.fresh; drop table warehouse.one"));
    expect(await bench.cells("select n from warehouse.one")).toEqual([]);
  });

  it.skipIf(backend.name !== "postgres")("does not hold a published table by the sequence of its serial column", async () => {
    await done(bench.script("create table warehouse.counted (id serial primary key, name text); insert into warehouse.counted (name) values ('a')"));
    const outcome = await done(tryScript("insert into warehouse.counted (name) values ('b')"));
    expect(await bench.cells(`select id, name from ${storedOf(outcome)} order by id`)).toEqual([["1", "a"], ["2", "b"]]);
    await done(bench.script("insert into warehouse.counted (name) values ('c')"));
    expect(await bench.cells("select id, name from warehouse.counted order by id")).toEqual([["1", "a"], ["2", "c"]]);
    await done(bench.script("drop table warehouse.counted"));
    await done(bench.script("create table warehouse.numbered (id integer generated by default as identity primary key, name text); insert into warehouse.numbered (name) values ('a')"));
    const numbered = await done(tryScript("insert into warehouse.numbered (name) values ('b')"));
    expect(await bench.cells(`select id, name from ${storedOf(numbered)} order by id`)).toEqual([["1", "a"], ["2", "b"]]);
  });

  it.skipIf(backend.name !== "postgres")("rolls back what a function would change", async () => {
    await done(bench.script("create function warehouse.sly() returns integer language sql as 'delete from warehouse.numbers returning 1'"));
    for (const outcome of [await tryScript("select warehouse.sly()"), await tryLoad({ ddl: "create table seen (id integer)", source: { kind: "query", sql: "select warehouse.sly() as id" } })]) {
      expect(outcome.reason).toContain("this would have changed warehouse.numbers; it was rolled back");
    }
    expect(await bench.cells("select id from warehouse.numbers")).toEqual([["1"]]);
  });

  it.skipIf(backend.name !== "postgres")("holds no published table by a foreign key", async () => {
    const outcome = await done(
      tryLoad({ ddl: "create table orders (id integer primary key, number integer constraint k references warehouse.numbers (id) on delete cascade, parent integer references orders, foreign key (number) references numbers (id))", source: { kind: "query", sql: "select 5 as id, 99 as number, 5 as parent" } }),
    );
    expect(outcome.rowsLoaded).toBe(1);
  });

  it("keeps copies for pins and sweeps the rest", async () => {
    const tried = await done(tryLoad({ ddl: "create table numbers (id integer primary key, name text)", source: { kind: "query", sql: "select 7 as id, 'seven' as name" } }));
    const stored = tried.trial?.made[0]?.stored ?? "";
    expect(await bench.host.copyIntoTrials(bench.spec, { schema, table: stored }, { schema, table: "pinned_numbers" })).toBe(1);
    await bench.host.sweepTrials(bench.spec, schema, ["pinned_numbers"]);
    await expect(bench.cells(`select 1 from ${schema}.${stored}`)).rejects.toThrow();
    expect(await bench.cells(`select name from ${schema}.pinned_numbers`)).toEqual([["seven"]]);
    await bench.host.sweepTrials(bench.spec, schema, []);
    await expect(bench.cells(`select 1 from ${schema}.pinned_numbers`)).rejects.toThrow();
    expect(await bench.cells("select name from warehouse.numbers")).toEqual([["one"]]);
  });
});

async function done(work: Promise<SqlOutcome>): Promise<SqlOutcome> {
  const outcome = await work;
  if (outcome.state !== "success") throw new Error(outcome.reason ?? "failed");
  return outcome;
}
