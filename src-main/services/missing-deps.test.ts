import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { openWorkspace } from "../platform/workspace-folder.ts";
import { warnOfMissingDeps } from "./missing-deps.ts";
import { readDagFile } from "./read-dag-file.ts";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function warnings(files: Readonly<Record<string, string>>): unknown[] {
  const root = mkdtempSync(join(tmpdir(), "dagwright-deps-"));
  folders.push(root);
  for (const [path, text] of Object.entries({ "dagwright.json": "{}", ...files })) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const workspace = openWorkspace(root);
  return warnOfMissingDeps(workspace, readDagFile(workspace, "a.dag.yaml"));
}

const dag = (deps: string, more = ""): string => `dag: a
final_schema: mart
base_path: sql
tasks:
  dim:
    config_type: SqlTask
    ddl: dim.ddl.sql
    sql: select 1 as id
  report:
    config_type: SqlTask
    sql: report.sql
${more}${deps}`;
const files = { "sql/dim.ddl.sql": "create table dim (id int)", "sql/report.sql": "-- all of it\ncreate or replace table mart.report as\nselect * from {{ final_schema }}.dim" };

describe("warnOfMissingDeps", () => {
  it("names the task, the table, the place and what to add", () => {
    expect(warnings({ ...files, "a.dag.yaml": dag("") })).toEqual([
      {
        code: "sql/missing-dep",
        severity: "warning",
        message: "Task `report` reads mart.dim (sql/report.sql, line 3), which task `dim` builds, but does not run after it. Add `dim` to its deps.",
        file: "a.dag.yaml", line: 9, column: 3, endLine: 9, endColumn: 9, field: "tasks.report",
      },
    ]);
    expect(warnings({ ...files, "a.dag.yaml": dag("    deps: []\n") })).toMatchObject([{ line: 12, column: 11, field: "tasks.report.deps" }]);
  });

  it("sees what checks compare with", () => {
    const more = "    checks: [{ relationship: { column: a, to: dim, field: id } }]\n";
    expect(warnings({ ...files, "sql/report.sql": "select 1", "a.dag.yaml": dag("", more) })).toMatchObject([{ message: expect.stringContaining("reads mart.dim (check `") }]);
  });

  it("is content with a dependency, with another connection and with files that are missing", () => {
    expect(warnings({ ...files, "a.dag.yaml": dag("    deps: [dim]\n") })).toEqual([]);
    expect(warnings({ ...files, "a.dag.yaml": dag("    connection: other\n") })).toEqual([]);
    expect(warnings({ "a.dag.yaml": dag("") })).toEqual([]);
  });
});
