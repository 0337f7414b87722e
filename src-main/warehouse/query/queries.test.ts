import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SqlEvent } from "../../../shared/contract/sql.ts";
import { backends, type Bench, killHost, titleOf } from "../test-backends.ts";

const kindsOf = (events: readonly SqlEvent[]): string[] => events.map((event) => event.kind).filter((kind) => kind !== "rows");
const endOf = (events: readonly SqlEvent[]) => events.find((event) => event.kind === "ended");
const finishedOf = (events: readonly SqlEvent[]) => events.filter((event) => event.kind === "finished");
const resultIdOf = (events: readonly SqlEvent[]): string => events.find((event) => event.kind === "columns")?.resultId ?? "";

for (const backend of backends) {
  describe.skipIf(backend.missing !== null)(`queries on ${titleOf(backend)}`, { timeout: 60_000 }, () => {
    let bench: Bench;
    const isDuck = backend.name === "duckdb";
    beforeAll(async () => {
      bench = await backend.start();
    }, 60_000);
    afterAll(async () => bench.stop());

    it("runs several statements on one session, one result for each", async () => {
      const events = await bench.query("create table pets (id int, name text);\n-- and then\ninsert into pets values (1, 'Ada'), (2, null);\nselect * from pets order by id; select 'x' as a, 'y' as a");
      expect(kindsOf(events)).toEqual(["started", "statement", "finished", "statement", "finished", "statement", "columns", "finished", "statement", "columns", "finished", "ended"]);
      expect(events[0]).toMatchObject({ statements: 4 });
      expect(finishedOf(events).map(({ rows, capped }) => [rows, capped])).toEqual([
        [null, false],
        [2, false],
        [2, false],
        [1, false],
      ]);
      expect(events.filter((event) => event.kind === "statement").map(({ words, writes, place }) => [words, writes, place.line, place.column])).toEqual([
        ["CREATE TABLE", true, 1, 1],
        ["INSERT INTO", true, 3, 1],
        ["SELECT", false, 4, 1],
        ["SELECT", false, 4, 33],
      ]);
      const [pets, twice] = events.filter((event) => event.kind === "columns");
      expect(twice?.columns.map(({ name }) => name)).toEqual(["a", "a"]);
      const page = await bench.host.queries.page({ resultId: pets?.resultId ?? "" }, { offset: 0, limit: 10 });
      expect(page).toEqual({ offset: 0, rows: [["1", "Ada"], ["2", null]], totalRows: 2, cut: [] });
      expect(endOf(events)).toMatchObject({ state: "success", failure: null });
    });

    it("gives exact text of every value", async () => {
      const shared = "select 9223372036854775807::bigint, 12345678901234567890123456789012345.678::decimal(38,3), 0.1::double precision, null::int, true, ''::text, 'é😀'::text, '0001-01-01'::date, 1.10::decimal(4,2), 'infinity'::timestamp";
      expect(await bench.resultOf(shared)).toEqual([["9223372036854775807", "12345678901234567890123456789012345.678", "0.1", null, "true", "", "é😀", "0001-01-01", "1.10", "infinity"]]);
      const own = isDuck
        ? [`select 'ab'::blob, [1,null,2], {'a': 1}, 170141183460469231731687303715884105727::hugeint, 'a'::enum('a','b'), null, map{'k': 1}`, ["\\x6162", "[1, NULL, 2]", "{'a': 1}", "170141183460469231731687303715884105727", "a", null, "{k=1}"]]
        : [`select '\\x6162'::bytea, array[1,null,2], '{"a": 1.10}'::jsonb, 'NaN'::numeric, 99999999999999999999999999999999999999.000000000000001, interval '1 day', '0001-01-01 BC'::date`, ["\\x6162", "{1,NULL,2}", '{"a": 1.10}', "NaN", "99999999999999999999999999999999999999.000000000000001", "1 day", "0001-01-01 BC"]];
      expect(await bench.resultOf(own[0] as string)).toEqual([own[1]]);
    });

    it("says where a mistake is, counted in the whole text", async () => {
      const text = "select 1;\n\nselect 'é😀', nosuch\nfrom (select 1 as a) t";
      const events = await bench.query(text);
      const failed = events.find((event) => event.kind === "failed");
      expect(failed).toMatchObject({ index: 1, failure: { kind: "sql", place: { line: 3, column: 15, offset: text.indexOf("nosuch") } } });
      expect(failed?.failure.message).toMatch(/nosuch/);
      expect(endOf(events)).toMatchObject({ state: "failed", failure: { place: { line: 3 } } });
      const syntax = await bench.query("select 1 +\n  from;");
      expect(endOf(syntax)?.failure?.place).toMatchObject(isDuck ? { line: 2 } : { line: 2, column: 3 });
      const open = await bench.query("select 1;\nselect 'never closed");
      expect(endOf(open)).toMatchObject({ state: "failed", failure: { place: { line: 2, column: 8 } } });
      const moved = await bench.query("select nosuch", { origin: { offset: 100, line: 5, column: 11 } });
      expect(endOf(moved)?.failure?.place).toEqual({ offset: 107, line: 5, column: 18 });
    });

    it("binds values and never puts them into the text", async () => {
      const hostile = "'; drop table pets; --";
      const params = { name: { type: "text", value: hostile }, n: { type: "number", value: "41" }, day: { type: "date", value: "2024-02-29" }, none: { type: "text", value: null } } as const;
      expect(await bench.resultOf("select :name as a, :n + 1, :day + 1, ':name', :name || '', 1::int, :none", { params })).toEqual([[hostile, "42", isDuck ? "2024-03-01" : "2024-03-01", ":name", hostile, "1", null]]);
      const missing = await bench.query("select $1", { params: {} });
      expect(endOf(missing)).toMatchObject({ state: "failed", failure: { kind: "refused", message: "Parameter 1: has no value; give it one." } });
      const wrong = await bench.query("select $1", { params: { 1: { type: "number", value: "1; drop" } } });
      expect(endOf(wrong)?.failure?.message).toContain("is no number");
    });

    it("caps rows and says so, and what is written is written all the same", async () => {
      const events = await bench.query(isDuck ? "select * from range(1, 1000000000) as g(i)" : "select generate_series(1, 1000000000) as i", { maxRows: 5000 });
      expect(finishedOf(events)[0]).toMatchObject({ rows: 5000, capped: true });
      const [row] = (await bench.host.queries.page({ resultId: resultIdOf(events) }, { offset: 4999, limit: 10 })).rows;
      expect(row).toEqual(["5000"]);
      await bench.query("create table written (i int)");
      const returning = await bench.query("insert into written select i from generate_series(1, 100000) as g(i) returning i", { maxRows: 10 });
      expect(finishedOf(returning)[0]).toMatchObject({ rows: 10, capped: true });
      expect(await bench.resultOf("select count(*) from written")).toEqual([["100000"]]);
      const exact = await bench.query("select * from generate_series(1, 10) as g(i)", { maxRows: 10 });
      expect(finishedOf(exact)[0]).toMatchObject({ rows: 10, capped: false });
    });

    const runaways: [string, string][] = isDuck
      ? [["a count", "select count(*) from range(1000000000000)"], ["a join", "select count(*) from range(1000000) a, range(1000000) b where a.range * b.range = 7"]]
      : [["a sleep", "select pg_sleep(600)"], ["a join", "select count(*) from generate_series(1, 1000000) a, generate_series(1, 1000000) b"]];
    runaways.push(["a recursion", "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n"]);
    runaways.push(["rows without end", "with recursive n(i) as (select 1 union all select i + 1 from n) select * from n"]);
    for (const [what, sql] of runaways) {
      it(`stops ${what} within 2 s, and the host goes on`, async () => {
        const running = bench.query(sql, { queryId: `runaway ${what}`, maxRows: 10_000_000 });
        await sleep(400);
        const asked = performance.now();
        bench.host.queries.cancel(`runaway ${what}`);
        const events = await running;
        expect(performance.now() - asked).toBeLessThan(2000);
        expect(endOf(events)).toMatchObject({ state: "cancelled", failure: { kind: "cancelled" } });
        expect(await bench.resultOf("select 'fine'")).toEqual([["fine"]]);
        if (!isDuck) expect(await bench.resultOf("select count(*) from pg_stat_activity where state = 'active' and pid <> pg_backend_pid() and backend_type = 'client backend'")).toEqual([["0"]]);
      });
    }

    it("stops at its time limit", async () => {
      const events = await bench.query(runaways[0]?.[1] ?? "", { timeoutMs: 300 });
      expect(endOf(events)).toMatchObject({ state: "failed", failure: { kind: "timeout" } });
    });

    it("says what a dead host means, and the next query works", async () => {
      const running = bench.query(runaways[0]?.[1] ?? "");
      await sleep(500);
      const old = await bench.host.queries.page({ resultId: "x" }, { offset: 0, limit: 1 }).catch((error: unknown) => error);
      expect(old).toMatchObject({ code: "result/not-found" });
      killHost(bench);
      await expect(running).rejects.toMatchObject({ code: "engine/unavailable", message: expect.stringContaining("SIGKILL") });
      expect(await bench.resultOf("select 'again'")).toEqual([["again"]]);
    });

    it("sorts and filters by value, with any text in the filter", async () => {
      const made = await bench.query("select * from (values (2, 'b%', 10.5::numeric(6,2)), (10, 'a''\"', 9.25), (1, null, null), (3, 'B', 1)) as t(n, s, d)");
      const resultId = resultIdOf(made);
      const first = async (order: object) => (await bench.host.queries.page({ resultId, ...order }, { offset: 0, limit: 10 })).rows.map((row) => row[0]);
      expect(await first({ sort: [{ column: 0, descending: true }] })).toEqual(["10", "3", "2", "1"]);
      expect(await first({ sort: [{ column: 2, descending: false }] })).toEqual(["3", "10", "2", "1"]);
      expect(await first({ filter: [{ column: 1, op: "contains", value: "b" }] })).toEqual(["2", "3"]);
      expect(await first({ filter: [{ column: 1, op: "=", value: "a'\"" }] })).toEqual(["10"]);
      expect(await first({ filter: [{ column: 0, op: ">", value: "2.5" }], sort: [{ column: 0, descending: false }] })).toEqual(["3", "10"]);
      expect(await first({ filter: [{ column: 2, op: "=", value: "9.250" }] })).toEqual(["10"]);
      expect(await first({ filter: [{ column: 1, op: "is null" }] })).toEqual(["1"]);
      expect(await first({ filter: [{ column: 1, op: "contains", value: "' or 1=1 --" }] })).toEqual([]);
      await expect(first({ filter: [{ column: 0, op: "=", value: "abc" }] })).rejects.toMatchObject({ code: "input/invalid", message: expect.stringContaining("is no number") });
      await expect(first({ sort: [{ column: 9, descending: false }] })).rejects.toMatchObject({ code: "input/invalid" });
      const cell = await bench.host.queries.cell({ resultId, sort: [{ column: 0, descending: true }] }, { row: 0, column: 1, limit: 2 });
      expect(cell).toEqual({ text: "a'", characters: 3 });
    });

    it("cuts a long cell in a page and gives it in full", async () => {
      const made = await bench.query("select repeat('x', 20000) as a, 'short' as b");
      const resultId = resultIdOf(made);
      const page = await bench.host.queries.page({ resultId }, { offset: 0, limit: 1 });
      expect(page.rows[0]?.map((cell) => cell?.length)).toEqual([10_000, 5]);
      expect(page.cut).toEqual([[0, 0, 20_000]]);
      expect((await bench.host.queries.cell({ resultId }, { row: 0, column: 0, limit: 5_000_000 })).text).toBe("x".repeat(20_000));
    });

    it("releases results and then does not know them", async () => {
      const resultId = resultIdOf(await bench.query("select 1"));
      expect(await bench.host.queries.release([resultId, "never there"])).toBe(1);
      await expect(bench.host.queries.page({ resultId }, { offset: 0, limit: 1 })).rejects.toMatchObject({ code: "result/not-found" });
    });

    it("binds each ? in its order, and leaves what only looks like a placeholder", async () => {
      const params = { "?1": { type: "number", value: "40" }, "?2": { type: "text", value: "b" }, n: { type: "number", value: "2" } } as const;
      if (isDuck) expect(await bench.resultOf("select ? + 2, ?, '?', [10, 20, 30][1:n] from (select 3 as n)", { params })).toEqual([["42", "b", "?", "[10, 20, 30]"]]);
      else expect(await bench.resultOf("select '{\"b\": 1}'::jsonb ? 'b', :n + 1, (array[10, 20, 30])[1:n] from (select 3 as n) t", { params })).toEqual([["true", "3", "{10,20,30}"]]);
      if (isDuck) expect(endOf(await bench.query("select ?", { params: {} }))).toMatchObject({ failure: { message: "Parameter ?1: has no value; give it one." } });
    });

    it("writes on a production connection only where the run was allowed to", async () => {
      await bench.query("drop table if exists guarded; create table guarded (a int); insert into guarded values (1)");
      const connection = { ...bench.spec, id: "prod", isProduction: true };
      for (const text of ["insert into guarded values (2)", "select 1; delete from guarded", "with gone as (select 1) update guarded set a = 3", "begin; drop table guarded; commit"]) {
        const end = endOf(await bench.query(text, { connection }));
        expect(end, text).toMatchObject({ state: "failed", failure: { kind: "refused" } });
        expect(end?.failure?.message, text).toMatch(/^(Connection "prod" is production, where what is typed only reads; (INSERT INTO|DELETE FROM|WITH GONE|DROP TABLE) writes\. Run it in the window, which asks first,|What runs on connection "prod" may only read)/);
      }
      const hidden = isDuck ? "prepare p as insert into guarded values (2); execute p" : "do $$ begin insert into guarded values (2); end $$";
      expect(endOf(await bench.query(hidden, { connection }))?.state).toBe("failed");
      if (!isDuck) {
        await bench.query("create or replace function sly_write() returns integer language sql as 'insert into guarded values (9) returning a'");
        expect(endOf(await bench.query("select sly_write()", { connection }))?.failure?.message).toMatch(/read-only transaction/);
      }
      await expect(bench.host.queries.export({ queryId: "out", source: { kind: "query", connection, text: "insert into guarded values (2) returning a", params: {} }, format: "csv", file: `${bench.folder}/out.csv`, csv: { delimiter: ",", header: true, nullText: "", guardFormulas: false }, secrets: [] }, () => {})).rejects.toMatchObject({ code: "sql/refused" });
      await expect(bench.host.queries.explain({ queryId: "plan", connection, text: "insert into guarded values (2)", params: {}, analyze: true })).rejects.toMatchObject({ code: "sql/refused" });
      expect(await bench.resultOf("select a from guarded", { connection })).toEqual([["1"]]);
      expect(endOf(await bench.query("insert into guarded values (2)", { connection, mayWrite: true }))).toMatchObject({ state: "success" });
      expect(await bench.resultOf("select a from guarded order by a", { connection: bench.spec })).toEqual([["1"], ["2"]]);
    });

    it("lets no EXPLAIN write on a production connection, in the database or beside it", async () => {
      await bench.query("drop table if exists planned; create table planned (a int); insert into planned values (1)");
      const connection = { ...bench.spec, id: "prod", isProduction: true };
      const file = join(bench.folder, "sly.csv");
      const texts = ["explain analyze insert into planned values (2)", "explain (analyze) create table sly as select 1 as a", ...(isDuck ? [`explain analyze copy (select 1 as a) to '${file}'`, `explain (analyze, format json) copy planned to '${file}'`, `prepare p as copy planned to '${file}'; explain analyze execute p`] : [])];
      for (const text of texts) expect(endOf(await bench.query(text, { connection })), text).toMatchObject({ state: "failed", failure: { kind: "refused" } });
      const plans: [text: string, analyze: boolean][] = [["explain analyze insert into planned values (2)", false], ["analyze insert into planned values (2)", false], ["explain analyze insert into planned values (2)", true], ["insert into planned values (2)", true], ...(isDuck ? ([[`copy planned to '${file}'`, true]] satisfies [string, boolean][]) : [])];
      for (const [text, analyze] of plans) await expect(bench.host.queries.explain({ queryId: "plan", connection, text, params: {}, analyze }), text).rejects.toThrow();
      expect(existsSync(file)).toBe(false);
      expect(await bench.resultOf("select a from planned", { connection })).toEqual([["1"]]);
      expect(endOf(await bench.query("explain analyze select a from planned; explain select 1", { connection }))).toMatchObject({ state: "success" });
    });

    it("changes nothing on a read-only connection", async () => {
      await bench.query("create table canary (a int); insert into canary values (1)");
      await bench.host.queries.release([]);
      const connection = { ...bench.spec, id: "prod", readOnly: true };
      const attempts = ["insert into canary values (2)", "drop table canary", "begin; insert into canary values (2); commit", "create table more (a int)"];
      if (!isDuck) attempts.push("set transaction read write; insert into canary values (2)", "select set_config('transaction_read_only', 'off', false); insert into canary values (2)", "commit; begin read write; insert into canary values (2); commit", "do $$ begin execute 'insert into canary values (2)'; end $$");
      if (isDuck) await bench.host.close().then(() => undefined);
      const other = isDuck ? await backend.start() : bench;
      try {
        for (const text of attempts) {
          const events = await other.query(text, { connection });
          expect(endOf(events), text).toMatchObject({ state: "failed" });
          expect(endOf(events)?.failure?.message, text).toMatch(/read-only|read only|read-write mode/i);
        }
        expect(await other.resultOf("select a from canary", { connection })).toEqual([["1"]]);
      } finally {
        if (isDuck) await other.stop();
      }
    });
  });
}
