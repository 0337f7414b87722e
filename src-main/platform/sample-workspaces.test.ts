import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseDag } from "../../shared/dag-file/parse-dag.ts";
import { layersOf } from "../../shared/graph/order.ts";
import { resolveParams } from "../../shared/model/params.ts";

const starter = join(import.meta.dirname, "../../examples/starter");
const files = readdirSync(starter).filter((name) => name.endsWith(".dag.yaml"));
const read = (file: string) => parseDag(readFileSync(join(starter, file), "utf8"), { file });

describe("the starter workspace", () => {
  it.each(files)("%s has nothing to report", (file) => {
    const { dag, diagnostics } = read(file);
    expect({ diagnostics, params: dag === null ? null : resolveParams(dag.params, {}).ok }).toEqual({ diagnostics: [], params: true });
  });

  it("has an onboarding of forty tasks in at least six layers, in Bash and Python", () => {
    const tasks = read("onboarding.dag.yaml").dag?.tasks ?? [];
    expect(tasks.length).toBe(40);
    expect(layersOf(tasks).length).toBeGreaterThanOrEqual(6);
    expect(new Set(tasks.map((task) => task.kind))).toEqual(new Set(["BashTask", "PythonTask", "EmptyTask"]));
  });

  it("has a warehouse with a check of every kind", () => {
    const tasks = read("birdstrikes.dag.yaml").dag?.tasks ?? [];
    const kinds = tasks.flatMap((task) => ("checks" in task ? task.checks.map((check) => check.kind) : []));
    expect([...new Set(kinds)].sort()).toEqual(["accepted_values", "freshness", "not_null", "range", "relationship", "row_count", "sql", "unique"]);
  });

  it("names every SQL and script file by a file that is there", () => {
    for (const file of files) {
      const dag = read(file).dag;
      for (const task of dag?.tasks ?? []) {
        const sources = [
          ...(task.kind === "SqlTask" ? [task.sql, task.ddl] : []),
          ...(task.kind === "PythonTask" ? [task.python.source, task.ddl] : []),
          ...("checks" in task ? task.checks.flatMap((check) => (check.kind === "sql" ? [check.query] : [])) : []),
        ];
        for (const source of sources) {
          if (source?.kind === "file") expect(readFileSync(join(starter, dag?.basePath ?? "", source.path), "utf8")).not.toBe("");
        }
      }
    }
  });
});
