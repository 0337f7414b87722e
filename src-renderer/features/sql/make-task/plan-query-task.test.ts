import { describe, expect, it } from "vitest";
import { applyEdits } from "../../../../shared/dag-file/apply-edits.ts";
import { parseDag } from "../../../../shared/dag-file/parse-dag.ts";
import { depsOf, taskEdits, templated } from "./plan-query-task.ts";

describe("templated", () => {
  it("writes a template for each parameter, and its value as the default", () => {
    const params = { day: { type: "date", value: "2026-01-31" }, n: { type: "number", value: "2.5" }, big: { type: "number", value: "12345678901234567890" }, word: { type: "text", value: "it's" }, none: { type: "text", value: null }, yes: { type: "boolean", value: "true" } } as const;
    expect(templated({ text: "select :n::int, ':n' from t where day = :day and w = :word and x is :none and b = :yes and i = :big ;\n", dialect: "duckdb", params })).toEqual({
      sql: `select {{ params.n }}::int, ':n' from t where day = CAST('{{ params.day | replace("'", "''") }}' AS date) and w = '{{ params.word | replace("'", "''") }}' and x is NULL and b = {{ params.yes }} and i = {{ params.big }}`,
      params: { n: 2.5, day: "2026-01-31", word: "it's", yes: true, big: "12345678901234567890" },
    });
    expect(templated({ text: "select ?, $1", dialect: "duckdb", params: { "?1": { type: "number", value: "1" }, "1": { type: "text", value: "a" } } }).params).toEqual({ p1: "a" });
  });

  it("leaves a script and templates of its own as they are", () => {
    expect(templated({ text: "delete from {{ final_schema }}.t;\nselect 1;\n", dialect: "postgres", params: {} })).toEqual({ sql: "delete from {{ final_schema }}.t;\nselect 1;", params: {} });
  });
});

it("becomes a task that can be read back, in one edit of the file", () => {
  const before = "# my dag\ndag: d\nparams: { n: 7 }\ntasks:\n  dim:\n    config_type: SqlTask\n    ddl: create table dim (id int)\n    sql: select 1 as id # one\n";
  const query = templated({ text: "select id, :n as n, :word as w\nfrom main.dim", dialect: "duckdb", params: { n: { type: "number", value: "1" }, word: { type: "text", value: "x" } } });
  const deps = depsOf({ text: query.sql, dialect: "duckdb" }, "warehouse", "main", [{ task: "dim", connection: "warehouse", schema: "main", table: "DIM", columns: [] }, { task: "other", connection: "pg", schema: "main", table: "dim", columns: [] }]);
  expect(deps).toEqual(["dim"]);
  const made = applyEdits(before, taskEdits({ id: "report", query, ddl: "create table report (\n  id int\n)", connection: null, deps, known: ["n"] }));
  expect(made.ok).toBe(true);
  if (!made.ok) return;
  expect(made.text.startsWith("# my dag\ndag: d\nparams: { n: 7, word: x }\n")).toBe(true);
  const { dag, diagnostics } = parseDag(made.text, { file: "d.dag.yaml" });
  expect(diagnostics).toEqual([]);
  expect(dag?.tasks[1]).toMatchObject({ id: "report", kind: "SqlTask", deps: ["dim"], sql: { kind: "inline", text: query.sql }, ddl: { text: "create table report (\n  id int\n)" }, connection: null });
});
