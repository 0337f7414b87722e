import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CheckResult } from "../../../shared/model/run.ts";
import type { RenderedCheck } from "../../ports/sql-host.ts";
import { backends, type Bench, titleOf } from "../test-backends.ts";

type Bare<C> = C extends unknown ? Omit<C, "name" | "severity"> : never;

for (const backend of backends) {
  describe.skipIf(backend.missing !== null)(`checks on ${titleOf(backend)}`, { timeout: 60_000 }, () => {
    let bench: Bench;
    beforeAll(async () => {
      bench = await backend.start();
      await bench.load({ ddl: "create table plans (plan text)", source: { kind: "query", sql: "select 'gold' as plan union all select 'silver'" } });
    }, 60_000);
    afterAll(async () => bench.stop());

    const ddl = "create table t (id int, plan text, paid decimal(38,3), at_time timestamp, day date, score double precision)";
    const rows = `select 1 as id, 'gold' as plan, 0.100 as paid, timestamp '2020-01-01 12:00:00.5' as at_time, date '2020-01-01' as day, cast('NaN' as double precision) as score
      union all select 1, 'tin', 12345678901234567890123456789012345.678, null, null, 0.1
      union all select null, null, -5, timestamp '2021-01-01', date '2021-01-01', 2`;

    const check = async (bare: Bare<RenderedCheck>): Promise<CheckResult> => {
      const outcome = await bench.load({ ddl, source: { kind: "query", sql: rows }, checks: [{ ...bare, name: "n", severity: "warn" } as RenderedCheck] });
      const [result] = outcome.checks;
      if (result === undefined) throw new Error(outcome.reason ?? "no result");
      return result;
    };
    const brief = async (bare: Bare<RenderedCheck>): Promise<string> => {
      const { outcome, message } = await check(bare);
      return `${outcome}: ${message}`;
    };

    it("unique", async () => {
      const failed = await check({ kind: "unique", columns: ["ID"] });
      expect(failed).toMatchObject({
        outcome: "failed",
        message: "2 of 3 rows share their ID with another row (1 value)",
        failingCount: 2,
        failingColumns: ["id", "rows_with_this_value"],
        failingRows: [["1", "2"]],
      });
      expect(failed.sql).toContain("GROUP BY");
      expect(await brief({ kind: "unique", columns: ["id", "plan"] })).toBe("passed: every id, plan is unique in 3 rows");
      expect(await brief({ kind: "unique", columns: ["idd"] })).toBe("errored: no column idd; the table has id, plan, paid, at_time, day, score");
    });

    it("not_null", async () => {
      expect(await check({ kind: "not_null", columns: ["id", "plan"] })).toMatchObject({
        outcome: "failed",
        message: "1 of 3 rows has a null id or plan",
        failingCount: 1,
      });
      expect(await brief({ kind: "not_null", columns: ["paid"] })).toBe("passed: no null paid in 3 rows");
    });

    it("accepted_values, of text and of numbers", async () => {
      expect(await check({ kind: "accepted_values", column: "plan", values: ["gold", "it's"] })).toMatchObject({
        outcome: "failed",
        message: "1 of 3 rows has a plan that is not one of gold, it's",
        failingCount: 1,
      });
      expect(await brief({ kind: "accepted_values", column: "plan", values: ["gold", "tin"] })).toBe("passed: every plan is one of gold, tin");
      expect(await brief({ kind: "accepted_values", column: "id", values: [1] })).toBe("passed: every id is one of 1");
      expect(await brief({ kind: "accepted_values", column: "id", values: ["one"] })).toMatch(/^errored: the check could not run/);
    });

    it("row_count, with bounds as text", async () => {
      expect(await brief({ kind: "row_count", min: "3", max: 3 })).toBe("passed: 3 rows; expected at least 3 and at most 3");
      expect(await check({ kind: "row_count", min: 1000 })).toMatchObject({ outcome: "failed", message: "3 rows; expected at least 1,000", failingRows: [] });
      expect(await brief({ kind: "row_count", min: "many" })).toBe('errored: min is "many"; expected a whole number of rows, 0 or more');
    });

    it("range, exactly", async () => {
      expect(await brief({ kind: "range", column: "paid", min: -5, max: "12345678901234567890123456789012345.678" })).toMatch(/^passed/);
      expect(await check({ kind: "range", column: "paid", max: "12345678901234567890123456789012345.677" })).toMatchObject({
        outcome: "failed",
        failingCount: 1,
      });
      expect(await brief({ kind: "range", column: "paid", min: "-0.5e1" })).toMatch(/^passed/);
      expect(await brief({ kind: "range", column: "day", min: "2020-01-01", max: "2021-01-01" })).toMatch(/^passed/);
      expect(await brief({ kind: "range", column: "day", min: "2020-01-01 00:00:01" })).toMatch(/^failed: 1 of 3 rows has a day that is not at least/);
      expect(await brief({ kind: "range", column: "at_time", min: "2020-01-01T12:00:00.5Z" })).toMatch(/^passed/);
      expect(await brief({ kind: "range", column: "score", max: 5 })).toMatch(/^failed: 1 of 3 rows/);
      expect(await brief({ kind: "range", column: "id", min: "1.5" })).toMatch(/^failed: 2 of 3 rows have/);
      expect(await brief({ kind: "range", column: "paid", min: "1; drop table t" })).toBe(
        'errored: min is "1; drop table t"; expected a number, a date or an instant',
      );
      expect(await brief({ kind: "range", column: "paid" })).toBe("errored: range has neither min nor max; expected at least one");
    });

    it("relationship, also to the table itself", async () => {
      expect(await check({ kind: "relationship", column: "plan", to: "plans", field: "plan" })).toMatchObject({
        outcome: "failed",
        message: "1 of 3 rows has a plan that plans.plan lacks",
        failingCount: 1,
      });
      expect(await brief({ kind: "relationship", column: "id", to: "warehouse.t", field: "id" })).toMatch(/^passed/);
      expect(await brief({ kind: "relationship", column: "plan", to: "nosuch", field: "plan" })).toMatch(/^errored: the check could not run.*nosuch/s);
      expect(await brief({ kind: "relationship", column: "plan", to: "a; b", field: "plan" })).toBe('errored: to is "a; b"; expected table or schema.table');
    });

    it("freshness", async () => {
      expect(await brief({ kind: "freshness", column: "at_time", maxAgeMs: 1e13 })).toMatch(/^passed: newest at_time is 2021-01-01 00:00:00, [\d,]+ d/);
      expect(await brief({ kind: "freshness", column: "day", maxAgeMs: 60_000 })).toMatch(/^failed: newest day is 2021-01-01, .* old; expected at most 1 min$/);
      expect(await brief({ kind: "freshness", column: "plan", maxAgeMs: 60_000 })).toMatch(/^errored/);
    });

    it("sql, of the audited table and of published ones", async () => {
      expect(await check({ kind: "sql", query: "select id, id from staging.t where id = 1 -- two" })).toMatchObject({
        outcome: "failed",
        message: "the query returns 2 rows; expected none",
        failingColumns: ["id", expect.stringMatching(/^id/)],
        failingRows: [
          ["1", "1"],
          ["1", "1"],
        ],
      });
      expect(await brief({ kind: "sql", query: "select * from plans where plan = 'iron';" })).toBe("passed: the query returns no row");
      expect(await brief({ kind: "sql", query: "select 1; drop table warehouse.plans" })).toMatch(/^errored: found several statements/);
      expect(await brief({ kind: "sql", query: "drop table warehouse.plans" })).toMatch(/^errored/);
      expect(await brief({ kind: "sql", query: "select\n nope from plans" })).toMatch(/^errored: the check could not run, line 2, column 2: /);
      expect(await bench.cells("select count(*) from warehouse.plans")).toEqual([["2"]]);
    });

    it("an errored check of severity error publishes nothing; a script may have sql checks only", async () => {
      const outcome = await bench.load({ ddl: "create table never (a int)", checks: [{ kind: "unique", name: "n", severity: "error", columns: ["b"] }] });
      expect(outcome).toMatchObject({ state: "failed", failure: "check", reason: "check n failed: no column b; the table has a" });
      const script = await bench.script("select 1", [
        { kind: "unique", name: "u", severity: "error", columns: ["b"] },
        { kind: "sql", name: "s", severity: "error", query: "select 1 where 1 = 0" },
      ]);
      expect(script.checks.map((each) => each.outcome)).toEqual(["errored", "passed"]);
    });

    it("keeps the first 20 failing rows", async () => {
      const many = await bench.load({
        ddl: "create table many (a int)",
        source: { kind: "query", sql: "select a from generate_series(1, 1204) as g(a)" },
        checks: [{ kind: "range", name: "r", severity: "warn", column: "a", max: 4 }],
      });
      expect(many.checks[0]).toMatchObject({ failingCount: 1200, message: "1,200 of 1,204 rows have an a that is not at most 4" });
      expect(many.checks[0]?.failingRows).toHaveLength(20);
    });
  });
}
