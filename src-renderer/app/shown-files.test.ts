import { describe, expect, it } from "vitest";
import { parseDag } from "../../shared/dag-file/parse-dag.ts";
import { kindOfFile, loadTaskOf, queryOfData } from "./shown-files.ts";

describe("files that are dropped or opened", () => {
  it("are known by their names", () => {
    expect(["a.dag.yaml", "A.DAG.YML", "q.sql", "x.csv", "x.tsv", "x.Parquet", "a.yaml", "x.exe", "csv"].map(kindOfFile)).toEqual(["dag", "dag", "query", "data", "data", "data", null, null, null]);
  });

  it("are read by a query, quotes in names included", () => {
    expect([queryOfData("data/o'hare.csv"), queryOfData("x.parquet")]).toEqual(["select *\nfrom read_csv('data/o''hare.csv')\nlimit 1000;\n", "select *\nfrom read_parquet('x.parquet')\nlimit 1000;\n"]);
  });

  it.each(["data/Sales 2026 (final).csv", "2026.csv", "ünï.tsv", "a'b.parquet"])("become a task that a DAG takes: %s", (path) => {
    const { diagnostics, dag } = parseDag(`dag: d\n${loadTaskOf(path)}`, { file: "d.dag.yaml" });
    expect([diagnostics.filter((each) => each.severity === "error"), dag?.tasks.length]).toEqual([[], 1]);
  });
});
