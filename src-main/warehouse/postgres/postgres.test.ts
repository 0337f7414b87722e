import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { backends, type Bench, titleOf } from "../test-backends.ts";

const postgres = backends.find((backend) => backend.name === "postgres");
if (postgres === undefined) throw new Error("no postgres backend");

describe.skipIf(postgres.missing !== null)(`what only PostgreSQL has, on ${titleOf(postgres)}`, { timeout: 60_000 }, () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await postgres.start();
  }, 60_000);
  afterAll(async () => bench.stop());

  const grants = (table: string): Promise<(string | null)[][]> =>
    bench.cells(`select grantee, privilege_type from information_schema.role_table_grants where table_name = '${table}' and grantee = 'analyst'`);

  it("never loads DuckDB for queries of its own", async () => {
    expect((await bench.load({})).reason).toBeNull();
    const loaded = process.platform === "linux" ? readFileSync(`/proc/${bench.host.pid}/maps`, "utf8") : "";
    expect(loaded).not.toContain("duckdb");
  });

  it("keeps grants, keys and names through data swaps and changes of structure", async () => {
    const ddl = "create table kept (id serial primary key, v text constraint v_ok check (v <> ''))";
    await bench.load({ ddl, source: { kind: "query", sql: "select 'a' as v" } });
    await bench.script(
      "create role analyst; grant select on warehouse.kept to analyst; create table warehouse.child (kept int references warehouse.kept deferrable initially deferred); insert into warehouse.child values (1)",
    );
    expect((await bench.load({ ddl, source: { kind: "query", sql: "select 'b' as v" } })).reason).toBeNull();
    expect(await grants("kept")).toEqual([["analyst", "SELECT"]]);
    expect(await bench.cells("select id, v from warehouse.kept")).toEqual([["1", "b"]]);
    const parts =
      "select relname from pg_class where relname like 'kept%' union select conname from pg_constraint where conrelid = 'warehouse.kept'::regclass order by 1";
    expect(await bench.cells(parts)).toEqual([["kept"], ["kept_id_seq"], ["kept_pkey"], ["v_ok"]]);
    const wider = ddl.replace("v text", "w int, v text");
    const blocked = await bench.load({ ddl: wider, source: { kind: "query", sql: "select 'c' as v, 1 as w" } });
    expect(blocked.reason).toMatch(/the ddl gives warehouse.kept another structure.*child_kept_fkey.*drop or alter these first/s);
    await bench.script("drop table warehouse.child");
    expect((await bench.load({ ddl: wider, source: { kind: "query", sql: "select 'c' as v, 1 as w" } })).reason).toBeNull();
    expect(await grants("kept")).toEqual([["analyst", "SELECT"]]);
    expect(await bench.cells(parts)).toEqual([["kept"], ["kept_id_seq"], ["kept_pkey"], ["v_ok"]]);
  });

  it("tells a lost connection from a wrong statement, and goes on", async () => {
    const attemptId = bench.nextAttempt();
    const running = bench.script("select pg_sleep(30)", [], { attemptId });
    await sleep(500);
    await bench.script("select pg_terminate_backend(pid) from pg_stat_activity where query like 'select pg_sleep%' and pid <> pg_backend_pid()");
    expect(await running).toMatchObject({ state: "failed", failure: "connection" });
    expect((await bench.script("select 1")).state).toBe("success");
  });

  it("keeps the person's notices in the log, and none that our own statements cause", async () => {
    const ddl = "create table noticed (a int)";
    const schemas = { prepSchema: "noticed_prep", finalSchema: "noticed_final" };
    const plans = [1, 2, 3, 4].map((a) =>
      bench.load({ ...schemas, ddl: ddl.replace("noticed", `noticed${a}`), source: { kind: "query", sql: `select ${a} as a` } }),
    );
    const outcomes = await Promise.all(plans);
    outcomes.push(
      await bench.load({ ddl, source: { kind: "query", sql: "select 1 as a" } }),
      await bench.load({ ddl, source: { kind: "query", sql: "select 2 as a" } }),
    );
    expect(outcomes.map((outcome) => [outcome.reason, bench.log(outcome.attemptId).includes("notice:")])).toEqual(outcomes.map(() => [null, false]));
    await bench.script("create function public.tell(what text) returns int language plpgsql as $$ begin raise notice 'told %', what; return 1; end $$");
    const told = await bench.load({ ddl, source: { kind: "query", sql: "drop table if exists not_there; select public.tell('by the query') as a" } });
    expect(bench.log(told.attemptId)).toContain("notice: told by the query");
    expect(bench.log(told.attemptId)).toContain('notice: table "not_there" does not exist, skipping');
    expect(bench.log(told.attemptId).match(/notice:/g)).toHaveLength(2);
  });

  it("leaves nothing of one job to the next: settings, temporary tables, locks", async () => {
    await bench.script("set statement_timeout = '1s'; create temp table mine (a int); select pg_advisory_lock(7)");
    const outcome = await bench.script(
      "do $$ begin if current_setting('statement_timeout') <> '0' or to_regclass('mine') is not null or exists (select 1 from pg_locks where locktype = 'advisory' and objid = 7) then raise exception 'left over'; end if; raise notice 'clean'; end $$",
    );
    expect(outcome.reason).toBeNull();
    expect(bench.log(outcome.attemptId)).toContain("notice: clean");
  });

  it("hides the password wherever the server repeats it", async () => {
    const { spec } = bench;
    const password = spec.kind === "postgres" ? (spec.password ?? "") : "";
    const outcome = await bench.script(`select cast('${password.replaceAll("'", "''")}' as int)`);
    expect(outcome.reason).toContain("***");
    expect(outcome.reason + bench.log(outcome.attemptId)).not.toContain(password);
    const wrong = { ...spec, password: "wrong-one" } as typeof spec;
    expect(await bench.script("select 1", [], { connection: wrong })).toMatchObject({
      failure: "connection",
      reason: expect.stringContaining("password authentication failed"),
    });
  });
});
