import { describe, expect, it } from "vitest";
import { parseDag } from "../../../shared/dag-file/parse-dag.ts";
import { referringText } from "../read-dag-file.ts";
import { AssetGraph, loadsOf } from "./asset-graph.ts";
import { judgeAssets } from "./judge-assets.ts";

const workspace = { readText: (path: string): string => (path === "paid.sql" ? "create table Paid (id int)" : ""), config: () => ({ config: { connections: { crm: { kind: "postgres" } } } }) } as never;

/** What is said of each file, with its place. */
function judge(files: Readonly<Record<string, string>>): Record<string, string[]> {
  const read = Object.entries(files).map(([dagId, text]) => {
    const source = `dag: ${dagId}\n${text}`;
    const parsed = parseDag(source, { file: dagId });
    if (parsed.dag === null) throw new Error(parsed.diagnostics.map(({ message }) => message).join());
    return { ...referringText(dagId, source, parsed), dag: parsed.dag };
  });
  const graph = new AssetGraph(read.map(({ dag }) => dag), (dag) => loadsOf(workspace, dag));
  return Object.fromEntries(read.map((file) => [file.file, judgeAssets(graph, file).map(({ severity, line, column, message }) => `${severity} ${line}:${column} ${message}`)]));
}

const task = (rest: string): string => `tasks:\n  t: { config_type: ${rest} }\n`;

describe("assets among DAGs", () => {
  it("finds a circle through assets and started DAGs, and says it at the asset that closes it in each of them", () => {
    const said = judge({
      a: `schedule: { assets: [other, y] }\n${task("EmptyTask, outlets: x")}`,
      b: `schedule:\n  - '@daily'\n  - assets: x\n${task("TriggerDagTask, trigger_dag: c")}`,
      c: task("EmptyTask, outlets: [y, other]"),
      d: `schedule: { assets: x }\n${task("EmptyTask")}`,
    });
    expect(said).toEqual({
      a: ['error 2:29 The asset "y" closes a circle: a loads x, which calls for b, which starts c, which loads y, which calls for a, and so on without end. Take it out of this schedule, or load another.'],
      b: ['error 4:13 The asset "x" closes a circle: b starts c, which loads y, which calls for a, which loads x, which calls for b, and so on without end. Take it out of this schedule, or load another.'],
      c: [],
      d: [],
    });
  });

  it("knows published tables by their ddl, and warns of a name that is nearly one", () => {
    const said = judge({
      load: `final_schema: Claims\n${task("SqlTask, ddl: paid.sql, sql: 'select 1 as id', connection: crm")}`,
      good: `schedule: { assets: crm/claims.paid }\n${task("EmptyTask")}`,
      slip: `schedule: { assets: [crm/claims.payd, s3://elsewhere] }\n${task("EmptyTask")}`,
    });
    expect(said).toEqual({
      load: [],
      good: [],
      slip: ['warning 2:22 No DAG of the workspace loads the asset "crm/claims.payd": it comes only by `dagwright assets emit`. Did you mean `crm/claims.paid`?', 'info 2:39 No DAG of the workspace loads the asset "s3://elsewhere": it comes only by `dagwright assets emit`.'],
    });
  });
});
