import { expect, it } from "vitest";
import { lineageOfTask, traceColumn, type TraceParts, type TracedTask } from "./trace-column.ts";

const task = (id: string, sql: string | null): TracedTask => ({ id, connection: "w", dialect: "duckdb", sql });
const tasks = [
  task("load", "select i as id, price * 2 as amount from read_csv('a.csv') t"),
  task("clean", "select id, amount + coalesce(c.fee, 0) as amount from {{ final_schema }}.raw join other.fees c using (id)"),
  task("report", "with a as (select amount from clean) select sum(amount) as total, count(*) as n from a"),
  task("script", null),
];
const column = (name: string) => ({ name, type: "int", nullable: true });
const parts: TraceParts = {
  tasks,
  builds: [{ task: "load", connection: "w", schema: "mart", table: "raw" }, { task: "clean", connection: "w", schema: "mart", table: "Clean" }, { task: "load", connection: "pg", schema: "mart", table: "fees" }],
  finalSchema: "mart",
  prepSchema: "prep",
  catalogOf: () => ({ tables: [
    { schema: "mart", name: "raw", kind: "table", rowCount: null, columns: [column("id"), column("amount")] },
    { schema: "mart", name: "clean", kind: "table", rowCount: null, columns: [column("id"), column("amount")] },
    { schema: "other", name: "fees", kind: "table", rowCount: null, columns: [column("id"), column("fee")] },
  ] }),
};

it("goes from task to task, and ends where a table is from elsewhere or nothing can be told", () => {
  const [, , report] = tasks;
  if (report === undefined) return;
  const found = lineageOfTask(parts, report, report.sql ?? "");
  const [total, count] = found?.columns ?? [];
  expect(total === undefined ? null : traceColumn(parts, report, total)).toEqual([
    { schema: "mart", table: "clean", column: "amount", task: "clean", depth: 1, isKnown: true },
    { schema: "mart", table: "raw", column: "amount", task: "load", depth: 2, isKnown: false },
    { schema: "other", table: "fees", column: "fee", task: null, depth: 2, isKnown: true },
  ]);
  expect(count === undefined ? null : traceColumn(parts, report, count)).toEqual([]);
});

it("ends in circles too", () => {
  const round: TraceParts = { ...parts, tasks: [task("a", "select x from mart.b"), task("b", "select x from mart.a")], builds: [{ task: "a", connection: "w", schema: "mart", table: "a" }, { task: "b", connection: "w", schema: "mart", table: "b" }], catalogOf: () => null };
  const [a] = round.tasks;
  const [x] = a === undefined ? [] : (lineageOfTask(round, a, a.sql ?? "")?.columns ?? []);
  expect(a === undefined || x === undefined ? null : traceColumn(round, a, x).map(({ table, task: by }) => [table, by])).toEqual([["b", "b"], ["a", "a"]]);
});

it("tells the shortest way, nearest first", () => {
  const sqls = { a: "select x + y as x from mart.b join mart.c using (k)", b: "select x from mart.c", c: "select y as x, y from mart.d", d: "select y from elsewhere.e" };
  const long: TraceParts = { ...parts, tasks: Object.entries(sqls).map(([id, sql]) => task(id, sql)), builds: Object.keys(sqls).map((id) => ({ task: id, connection: "w", schema: "mart", table: id })), catalogOf: () => null };
  const from = ["b", "c"].map((table) => ({ schema: "mart", table, column: "x" }));
  const [a] = long.tasks;
  const found = a === undefined ? [] : traceColumn(long, a, { name: "x", from, isKnown: true });
  expect(found.map(({ table, depth }) => [table, depth])).toEqual([["b", 1], ["c", 1], ["d", 2], ["e", 3]]);
});
