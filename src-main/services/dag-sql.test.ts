import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { openWorkspace } from "../platform/workspace-folder.ts";
import { adviseDraft, sqlTextsOf, usesOfFile } from "./dag-sql.ts";
import { readDagFile } from "./read-dag-file.ts";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const dag = `dag: a
final_schema: mart
base_path: sql
tasks:
  dim:
    config_type: SqlTask
    ddl: create table dim (id int)
    sql: select 1 as id
  report:
    config_type: SqlTask
    sql: report.sql
    deps: [other]
  other:
    config_type: SqlTask
    sql: create table mart.thing as select 1 as a
`;

function open(): ReturnType<typeof openWorkspace> {
  const root = mkdtempSync(join(tmpdir(), "dagwright-advice-"));
  folders.push(root);
  for (const [path, text] of Object.entries({ "dagwright.json": "{}", "a.dag.yaml": dag, "sql/report.sql": "select\n * from dim" })) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return openWorkspace(root);
}

describe("adviseDraft", () => {
  it("says what is missing, what has no reason, and who builds what, from the files on the disk", () => {
    expect(adviseDraft(open(), { path: "a.dag.yaml" }, () => [])).toEqual({
      missing: [{ task: "report", dep: "dim", schema: "mart", table: "dim", where: "sql/report.sql", line: 2 }],
      superfluous: [{ task: "report", dep: "other" }],
      builds: [
        { task: "dim", connection: "warehouse", schema: "mart", table: "dim", columns: [{ name: "id", type: "int" }] },
        { task: "other", connection: "warehouse", schema: "mart", table: "thing", columns: [] },
      ],
      findings: [],
    });
  });

  it("goes by what is being typed, in the DAG and in its files", () => {
    const workspace = open();
    expect(adviseDraft(workspace, { path: "a.dag.yaml", files: { "sql/report.sql": "select * from mart.thing" } }, () => [])).toMatchObject({ missing: [], superfluous: [] });
    expect(adviseDraft(workspace, { path: "a.dag.yaml", text: dag.replace("[other]", "[dim]") }, () => [])).toMatchObject({ missing: [], superfluous: [] });
    expect(adviseDraft(workspace, { path: "a.dag.yaml", text: "tasks: [" }, () => [])).toEqual({ missing: [], superfluous: [], builds: [], findings: [] });
    expect(sqlTextsOf(workspace, { path: "a.dag.yaml" }).tasks[1]).toMatchObject({ id: "report", deps: ["other"], dialect: "duckdb", ddl: null, sql: [{ where: "sql/report.sql", text: "select\n * from dim" }] });
  });
});

it("knows a file by its name, however the DAG writes the way there", () => {
  const workspace = open();
  for (const written of ["./report.sql", "../sql/report.sql"]) {
    const text = dag.replace("sql: report.sql", `sql: ${written}`);
    expect(adviseDraft(workspace, { path: "a.dag.yaml", text, files: { "sql/report.sql": "select * from mart.thing" } }, () => []), written).toMatchObject({ missing: [], superfluous: [] });
    writeFileSync(join(workspace.root, "a.dag.yaml"), text);
    expect(usesOfFile([readDagFile(workspace, "a.dag.yaml")], "sql/report.sql"), written).toMatchObject([{ taskId: "report", path: "sql/report.sql" }]);
  }
});

describe("usesOfFile", () => {
  it("finds the tasks whose program is the file", () => {
    const file = readDagFile(open(), "a.dag.yaml");
    expect(usesOfFile([file], "sql/report.sql")).toEqual([{ dagId: "a", file: "a.dag.yaml", taskId: "report", path: "sql/report.sql", field: "sql" }]);
    expect(usesOfFile([file], null)).toHaveLength(1);
    expect(usesOfFile([file, { ...file, dag: null }], "report.sql")).toEqual([]);
  });
});
