import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { LoadPlan } from "../ports/sql-host.ts";
import { backends, type Bench, holdTable, killHost, titleOf } from "./test-backends.ts";

const runaway = "with recursive t(n) as (select 1 union all select n + 1 from t) select count(*) as a from t";
/** The promise is two seconds; the tests share their machine. */
const promiseMs = 2000;

for (const backend of backends) {
  describe.skipIf(backend.missing !== null)(`stopping on ${titleOf(backend)}`, { timeout: 60_000 }, () => {
    let bench: Bench;
    beforeAll(async () => {
      bench = await backend.start();
      await bench.load({ ddl: "create table t (a bigint)", source: { kind: "query", sql: "select 1 as a" } });
    }, 60_000);
    afterAll(async () => bench.stop());
    const logOf = (attemptId: string): string => join(bench.folder, "logs", `${attemptId}.log`);

    it("cancels a runaway query, keeps the old table, and goes on with the same process", async () => {
      const { pid } = bench.host;
      const attemptId = bench.nextAttempt();
      const running = bench.load({ ddl: "create table t (a bigint)", source: { kind: "query", sql: runaway } }, { attemptId });
      await sleep(500);
      const asked = performance.now();
      bench.host.cancel(attemptId);
      expect(await running).toMatchObject({ state: "failed", failure: "cancelled", reason: "cancelled", table: null });
      expect(performance.now() - asked).toBeLessThan(promiseMs);
      expect(await bench.cells("select a from warehouse.t")).toEqual([["1"]]);
      expect(await bench.cells("select table_name from information_schema.tables where table_schema = 'staging'")).toEqual([]);
      expect(bench.host.pid).toBe(pid);
    });

    it("ends a script at its time limit and rolls it back", async () => {
      const started = performance.now();
      const outcome = await bench.script(`create table half_done (a int); ${runaway}`, [], { timeoutMs: 400 });
      expect(outcome).toMatchObject({ state: "failed", failure: "timeout", reason: "timed out after 400 ms" });
      expect(performance.now() - started).toBeLessThan(promiseMs + 400);
      expect((await bench.script("select * from half_done")).reason).toContain("half_done");
    });

    it("cancels a job that has only just been sent", async () => {
      const attemptId = bench.nextAttempt();
      const running = bench.script(runaway, [], { attemptId });
      bench.host.cancel(attemptId);
      expect((await running).failure).toBe("cancelled");
    });

    it("cancels while rows stream to nobody, and answers questions meanwhile", async () => {
      const attemptId = bench.nextAttempt();
      const running = bench.script("select * from generate_series(1, 100000000000) as g(i)", [], { attemptId });
      await sleep(300);
      expect((await bench.host.rows(bench.spec, { schema: "warehouse", table: "t" }, { limit: 5, offset: 0 })).rows).toEqual([["1"]]);
      bench.host.cancel(attemptId);
      expect((await running).failure).toBe("cancelled");
    });

    it("cancels more jobs than there are connections, those that wait included, and can be used after", async () => {
      const attempts = Array.from({ length: 20 }, () => bench.nextAttempt());
      const running = attempts.map((attemptId, index) =>
        index % 2 === 0
          ? bench.script(runaway, [], { attemptId })
          : bench.load({ ddl: `create table t${index} (a bigint)`, source: { kind: "query", sql: runaway } }, { attemptId }),
      );
      await sleep(700);
      const asked = performance.now();
      for (const attemptId of attempts) bench.host.cancel(attemptId);
      expect((await Promise.all(running)).map((outcome) => outcome.failure)).toEqual(attempts.map(() => "cancelled"));
      expect(performance.now() - asked).toBeLessThan(2 * promiseMs);
      expect(await bench.cells("select table_name from information_schema.tables where table_schema = 'staging'")).toEqual([]);
      const after = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          bench.load({ ddl: `create table after${index} (a int)`, source: { kind: "query", sql: `select ${index} as a` } }),
        ),
      );
      expect(after.map((outcome) => outcome.reason)).toEqual(after.map(() => null));
    });

    it("cancels while a file of any kind is read, in a check, and while a publication waits or works, within its promise", async () => {
      const path = join(bench.folder, "output");
      writeFileSync(path, `a\n${"1234567\n".repeat(6_000_000)}`);
      const jsonl = join(bench.folder, "output.jsonl");
      writeFileSync(jsonl, '{"a": 1234567}\n'.repeat(1_500_000));
      const parquet = join(bench.folder, "output.parquet");
      const writer = await backends[0]?.start();
      await writer?.script(`copy (select range as a from range(20000000)) to '${parquet}' (format parquet)`);
      await writer?.stop();
      const many = "select i as a from generate_series(1, 6000000) as g(i)";
      const check = { name: "endless", severity: "error" } as const;
      const cases: [string, Partial<LoadPlan>][] = [
        ["created staging", { source: { kind: "file", path, format: "csv" } }],
        ["created staging", { source: { kind: "file", path: jsonl, format: "jsonl" } }],
        ["created staging", { source: { kind: "file", path: parquet, format: "parquet" } }],
        ["query gave", { checks: [{ ...check, kind: "sql", query: `select * from (${runaway}) as q where a < 0` }] }],
        ["check there", { source: { kind: "query", sql: many }, checks: [{ ...check, name: "there", kind: "row_count", min: 1 }] }],
      ];
      const release = await holdTable(bench, "t");
      for (const [sign, plan] of cases) {
        const attemptId = bench.nextAttempt();
        const running = bench.load({ ddl: "create table t (a bigint); create index t_a on t (a)", ...plan }, { attemptId });
        for (
          const until = performance.now() + 20_000;
          !(existsSync(logOf(attemptId)) && readFileSync(logOf(attemptId), "utf8").includes(sign)) && performance.now() < until;
        )
          await sleep(2);
        await sleep(30);
        const asked = performance.now();
        bench.host.cancel(attemptId);
        expect([sign, (await running).failure]).toEqual([sign, "cancelled"]);
        expect(performance.now() - asked).toBeLessThan(promiseMs);
      }
      await release();
      expect(readdirSync(bench.folder).filter((name) => name.startsWith("load-"))).toEqual([]);
      expect(await bench.cells("select a from warehouse.t")).toEqual([["1"]]);
      expect(await bench.cells("select table_name from information_schema.tables where table_schema = 'staging'")).toEqual([]);
    });

    it("runs a script in one transaction, or says why not", async () => {
      const failing = await bench.script("create table together (a int);\ninsert into together values (1);\nselect nope");
      expect(failing.reason).toMatch(/^sql, line 3, column 8: /);
      expect((await bench.script("select * from together")).state).toBe("failed");
      const alone = await bench.script("create table apart (a int); vacuum; insert into apart values (1)");
      expect(alone).toMatchObject({ state: "success", table: null });
      expect(bench.log(alone.attemptId)).toContain("statement 2 (VACUUM) cannot run in a transaction: each statement commits by itself");
      const open = await bench.script("begin; create table left_open (a int)");
      expect(open.reason).toContain("began a transaction and did not end it");
      expect((await bench.script("select * from left_open")).state).toBe("failed");
    });
  });
}

describe("the host process", { timeout: 30_000 }, () => {
  it("starts on first use, rests when unused, starts again, and tells its states", async () => {
    const states: string[] = [];
    const bench = await backends[0]?.start({ idleMs: 300, onStateChange: (state) => states.push(state) });
    if (bench === undefined) throw new Error("no backend");
    expect([bench.host.state, bench.host.pid]).toEqual(["idle", null]);
    await bench.script("create table x (a int)");
    const first = bench.host.pid;
    expect([bench.host.state, first]).toEqual(["up", expect.any(Number)]);
    await expect.poll(() => [bench.host.state, bench.host.pid], { timeout: 20_000 }).toEqual(["idle", null]);
    expect((await bench.script("insert into x values (1)")).state).toBe("success");
    const running = bench.script(runaway);
    await expect.poll(() => bench.host.state, { timeout: 20_000 }).toBe("up");
    killHost(bench);
    expect(await running).toMatchObject({ state: "failed", failure: "host", isInDoubt: true, reason: expect.stringContaining("SIGKILL") });
    expect(bench.host.state).toBe("down");
    expect(await bench.cells("select * from main.x")).toEqual([["1"]]);
    await bench.stop();
    expect(states).toEqual(["up", "idle", "up", "down", "up", "idle"]);
  });

  it("fails a job, not the engine, when the process cannot start or the connection is wrong", async () => {
    const broken = await backends[0]?.start({ entry: "/nowhere/main.mjs" });
    expect(await broken?.script("select 1")).toMatchObject({ failure: "host", isInDoubt: false, reason: expect.stringContaining("SQL host ended") });
    await broken?.stop();
    const bench = await backends[0]?.start();
    const nobody = { id: "pg", kind: "postgres", host: "127.0.0.1", port: 1, database: "d", user: "u", password: "topsecret", ssl: false, readOnly: false } as const;
    const outcome = await bench?.script("select 1", [], { connection: nobody });
    expect(outcome).toMatchObject({ failure: "connection", reason: expect.stringContaining("connection pg: PostgreSQL at 127.0.0.1:1/d") });
    await expect(bench?.host.catalog(nobody)).rejects.toMatchObject({ code: "connection/failed" });
    const folder = { id: "dk", kind: "duckdb", file: bench?.folder ?? "", readOnly: false } as const;
    expect(await bench?.script("select 1", [], { connection: folder })).toMatchObject({ failure: "connection" });
    await bench?.stop();
  });
});
