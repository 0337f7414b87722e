import { describe, expect, it } from "vitest";
import { parseDag } from "../../shared/dag-file/parse-dag.ts";
import { encodingOf, kindOfFile, loadTaskOf, queryOfData } from "./shown-files.ts";

describe("files that are dropped or opened", () => {
  it("are known by their names", () => {
    expect(["a.dag.yaml", "A.DAG.YML", "q.sql", "x.csv", "x.tsv", "x.Parquet", "x.json", "x.jsonl", "x.NDJSON", "a.yaml", "x.exe", "csv"].map(kindOfFile)).toEqual(["dag", "dag", "query", "data", "data", "data", "data", "data", "data", null, null, null]);
  });

  it("are read by a query, quotes in names included", () => {
    expect([queryOfData({ path: "data/o'hare.csv" }), queryOfData({ path: "x.parquet" })]).toEqual(["select *\nfrom read_csv('data/o''hare.csv')\nlimit 1000;\n", "select *\nfrom read_parquet('x.parquet')\nlimit 1000;\n"]);
  });

  it("are read in their encoding, lines of JSON as such", () => {
    const bytes = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
    const cut = new TextEncoder().encode("Köln;Düsseldorf ü").slice(0, -1);
    expect([cut, bytes("K\xf6ln;1"), bytes("\xff\xfea\0"), bytes("")].map(encodingOf)).toEqual(["utf-8", "latin-1", "utf-16", "utf-8"]);
    expect(queryOfData({ path: "k.csv", encoding: "latin-1" })).toContain("from read_csv('k.csv', encoding = 'latin-1')\n");
    expect(queryOfData({ path: "k.jsonl", encoding: "utf-8" })).toContain("from read_json('k.jsonl')\n");
    expect(queryOfData({ path: "k.parquet", encoding: "latin-1" })).toContain("from read_parquet('k.parquet')\n");
  });

  it.each(["data/Sales 2026 (final).csv", "2026.csv", "ünï.tsv", "a'b.parquet", "x.jsonl"])("become a task that a DAG takes: %s", (path) => {
    const { diagnostics, dag } = parseDag(`dag: d\n${loadTaskOf({ path })}`, { file: "d.dag.yaml" });
    expect([diagnostics.filter((each) => each.severity === "error"), dag?.tasks.length]).toEqual([[], 1]);
  });
});
