import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, it } from "vitest";
import { parseDag } from "../../shared/dag-file/parse-dag.ts";
import { layersOf } from "../../shared/graph/order.ts";
import { resolveParams } from "../../shared/model/params.ts";

const examples = join(import.meta.dirname, "../../examples");
const starter = join(examples, "starter");
const onboarding = join(examples, "onboarding");
const dagFiles = (folder: string): string[] => readdirSync(folder).filter((name) => name.endsWith(".dag.yaml"));
const readIn = (folder: string, file: string) => parseDag(readFileSync(join(folder, file), "utf8"), { file });
const read = (file: string) => readIn(starter, file);
const all = [starter, onboarding].flatMap((folder) => dagFiles(folder).map((file) => ({ folder, file, name: relative(examples, join(folder, file)) })));

describe("the samples", () => {
  it.each(all)("$name has nothing to report", ({ folder, file }) => {
    const { dag, diagnostics } = readIn(folder, file);
    expect({ diagnostics, params: dag === null ? null : resolveParams(dag.params, {}).ok }).toEqual({ diagnostics: [], params: true });
  });

  it.each(all)("$name names every SQL and script file by a file that is there", ({ folder, file }) => {
    const dag = readIn(folder, file).dag;
    for (const task of dag?.tasks ?? []) {
      const sources = [
        ...(task.kind === "SqlTask" ? [task.sql, task.ddl] : []),
        ...(task.kind === "PythonTask" ? [task.python.source, task.ddl] : []),
        ...("checks" in task ? task.checks.flatMap((check) => (check.kind === "sql" ? [check.query] : [])) : []),
      ];
      for (const source of sources) {
        if (source?.kind === "file") expect(readFileSync(join(folder, dag?.basePath ?? "", source.path), "utf8")).not.toBe("");
      }
    }
  });
});

describe("the starter workspace", () => {
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
});

describe("the onboarding workspace", () => {
  it("has a small DAG that a queue feeds, and a large one of forty tasks for twenty users at a time, both on the fast lane", () => {
    const small = readIn(onboarding, "onboarding_trigger.dag.yaml").dag;
    const large = readIn(onboarding, "onboarding.dag.yaml").dag;
    expect([small?.queue, small?.tasks.length, small?.latencySensitive]).toEqual([{ folder: "events" }, 3, true]);
    expect([large?.tasks.length, large?.maxActiveRuns, large?.latencySensitive]).toEqual([40, 20, true]);
    expect(layersOf(large?.tasks ?? []).length).toBeGreaterThanOrEqual(12);
    expect(new Set(large?.tasks.map((task) => task.kind))).toEqual(new Set(["BashTask", "PythonTask", "SqlTask", "EmptyTask", "BranchTask"]));
  });
});
