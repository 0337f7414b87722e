import { expect, it } from "vitest";
import { parseDag } from "../../shared/dag-file/parse-dag.ts";
import { sqlMarks } from "./sql-marks.ts";
import type { SqlSubject } from "./sql-subject.ts";

const dagOf = (deps: string) => parseDag(`dag: d\nfinal_schema: mart\ntasks:\n  load: { config_type: SqlTask, sql: select 1 }\n  mid: { config_type: EmptyTask, deps: [load] }\n  report: { config_type: SqlTask, sql: select 1, deps: [${deps}] }\n  late: { config_type: SqlTask, sql: select 1, deps: [report] }\n`, { file: "d.dag.yaml" }).dag;
const added: string[] = [];
const builds = [{ task: "load", connection: "w", schema: "mart", table: "Claim", columns: [] }, { task: "late", connection: "w", schema: "mart", table: "rest", columns: [] }, { task: "load", connection: "pg", schema: "mart", table: "far", columns: [] }];

function marks(text: string, deps = ""): string[] {
  const dag = dagOf(deps);
  if (dag === null) return ["no DAG"];
  const subject: SqlSubject = { dialect: "duckdb", connection: "w", catalog: null, settings: { quoting: "auto", keywordCase: "preserve" }, home: { dagId: "d", file: "d.dag.yaml", dag, taskId: "report", builds }, listFolder: () => Promise.resolve([]), openTable: () => {}, openTask: () => {}, addDep: (task, dep) => void added.push(`${dep} → ${task}`) };
  return sqlMarks(subject, text).map(({ code, span, fixes = [] }) => (fixes.forEach(({ run }) => run()), `${code} ${text.slice(span.start, span.end)} ${fixes.map(({ title }) => title).join()}`));
}

it("marks a table that is read before the task that builds it has run, with what mends it", () => {
  expect(marks("select * from {{ final_schema }}.claim join CLAIM using (id)")).toEqual(["sql/missing-dep {{ final_schema }}.claim Add dependency on `load`", "sql/missing-dep CLAIM Add dependency on `load`"]);
  expect(added).toEqual(["load → report", "load → report"]);
});

it("is content with any way from the builder, with what runs later, with other connections and tables", () => {
  expect(marks("select * from mart.claim", "mid")).toEqual([]);
  expect(marks("select * from mart.rest, mart.far, other.claim")).toEqual([]);
});
