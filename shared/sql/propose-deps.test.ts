import { describe, expect, it } from "vitest";
import { type DepsProposal, proposeDeps, type TaskSql } from "./propose-deps.ts";
import { tablesRead, tablesWritten } from "./tables.ts";

const task = (id: string, sql: string, more: Partial<TaskSql> & { table?: string } = {}): TaskSql => ({
  id, deps: [], dialect: "duckdb", connection: "warehouse", sql: [{ where: `${id}.sql`, text: sql }], compared: [], isWhole: true,
  ddl: more.table === undefined ? null : { where: `${id}.ddl`, text: `create table ${more.table} (a int)` }, ...more,
});
const propose = (...tasks: TaskSql[]): DepsProposal => proposeDeps({ tasks, prepSchema: "prep", finalSchema: "final" });
const missing = (...tasks: TaskSql[]): string[] => propose(...tasks).missing.map(({ task: id, dep }) => `${id} needs ${dep}`);
const dim = task("dim", "select 1 as a", { table: "dim" });

describe("proposeDeps", () => {
  it("finds the task that builds a table, however it is named", () => {
    for (const name of ["dim", "final.dim", "FINAL.Dim", '"dim"', "{{ final_schema }}.dim", "db.final.dim"]) expect([name, missing(dim, task("b", `select a from ${name}`))]).toEqual([name, ["b needs dim"]]);
    expect(missing(dim, task("b", "", { table: "b", ddl: { where: "", text: "create table b (a int references dim (a))" } }))).toEqual(["b needs dim"]);
    expect(missing(dim, task("b", "select 1", { compared: [{ where: "check", text: "dim" }] }))).toEqual(["b needs dim"]);
    expect(missing(task("a", "create table final.x as select 1"), task("b", "select * from x"))).toEqual(["b needs a"]);
    expect(missing(task("a", "insert into {{ final_schema }}.x select 1"), task("b", "with y as (select * from x) select * from y"))).toEqual(["b needs a"]);
  });

  it("says where it is read", () => {
    expect(propose(dim, task("b", "select 1;\nselect * from final.dim")).missing).toMatchObject([{ table: { schema: "final", table: "dim" }, source: { where: "b.sql" }, start: 24 }]);
  });

  it("is content with what runs before by any way", () => {
    expect(missing(dim, task("m", "select 1", { deps: ["dim"] }), task("b", "select * from dim", { deps: ["m"] }))).toEqual([]);
    expect(missing(dim, task("other", "create table final.dim (a int)"), task("b", "select * from dim", { deps: ["other"] }))).toEqual([]);
  });

  it("is silent about the task's own table, other schemas and connections, CTEs, text and what runs after", () => {
    expect(missing(dim, task("b", "select * from staging.dim"))).toEqual([]);
    expect(missing(dim, task("b", "select * from dim", { connection: "elsewhere" }))).toEqual([]);
    expect(missing(dim, task("b", "with dim as (select 1) select * from dim"))).toEqual([]);
    expect(missing(dim, task("b", "select 'from dim', \"dim\" from t -- from dim"))).toEqual([]);
    expect(missing(dim, task("b", "select * from {{ name }}"))).toEqual([]);
    expect(missing(task("d", "select * from d", { table: "d" }))).toEqual([]);
    expect(missing(task("early", "select * from late"), task("late", "select 1", { table: "late", deps: ["early"] }))).toEqual([]);
    expect(missing(task("a", "create temp table x as select 1; select * from x"), task("b", "select * from x"))).toEqual([]);
  });

  it("finds dependencies that nothing in the SQL asks for", () => {
    const { superfluous } = propose(dim, task("fact", "select 1 a", { table: "fact" }), task("b", "select * from fact", { deps: ["dim", "fact"] }));
    expect(superfluous).toEqual([{ task: "b", dep: "dim" }]);
    expect(propose(dim, task("b", "select {{ xcom.dim }}", { deps: ["dim"] }), task("c", "", { deps: ["dim"], isWhole: false, sql: [] })).superfluous).toEqual([]);
  });
});

describe("tablesRead and tablesWritten", () => {
  const names = (list: readonly { schema: string | null; table: string }[]): string[] => list.map(({ schema, table }) => (schema === null ? table : `${schema}.${table}`));
  const both = (text: string): string[][] => [names(tablesRead({ text, dialect: "postgres" })), names(tablesWritten({ text, dialect: "postgres" }))];

  it("see through every kind of statement", () => {
    expect(both("insert into a select * from b join c using (id) where exists (select 1 from d)")).toEqual([["b", "c", "d"], ["a"]]);
    expect(both("update a set x = (select max(y) from b) from c where c.id = a.id")).toEqual([["c", "b"], ["a"]]);
    expect(both("delete from s.a using b; truncate c; alter table d add e int; drop table f")).toEqual([["b"], ["s.a", "c", "d"]]);
    expect(both("with gone as (delete from a returning *) insert into b select * from gone, c")).toEqual([["c"], ["b", "a"]]);
    expect(both("merge into a using b on a.id = b.id when matched then delete")).toEqual([["b"], ["a"]]);
    expect(both("copy a (x) from 'f'; copy b to 'f'; copy (select * from c) to 'f'")).toEqual([["b", "c"], ["a"]]);
    expect(both("create view v as select * from a; explain analyze select * from b; table c")).toEqual([["a", "b", "c"], ["v"]]);
    expect(names(tablesRead({ text: "select exists (from b), 1 in (from c), trim(from x), trim(both from y) from a", dialect: "duckdb" })).toSorted()).toEqual(["a", "b", "c"]);
    expect(both("select extract(year from d), trim(both from x), x is distinct from y from a")).toEqual([["a"], []]);
  });
});
