import { describe, expect, it } from "vitest";
import { treeRows, type TreeInput } from "./catalog-rows.ts";

const tables = [["final", "fact"], ["final", "dim"], ["prep", "fact"]].map(([schema = "", name = ""]) => ({ schema, name, kind: "table" as const, rowCount: null, columns: [] }));
const input: TreeInput = {
  connections: [
    { id: "w", kind: "duckdb", label: "w", readOnly: false, color: null, mark: null, isProduction: false },
    { id: "pg", kind: "postgres", label: "pg", readOnly: false, color: "red", mark: "PROD", isProduction: true },
  ],
  catalogs: { w: { kind: "ready", catalog: { connection: "w", tables, takenAt: 0 } }, pg: { kind: "failed", message: "refused" } },
  closed: new Set(),
  search: "",
};
const ids = (change: Partial<TreeInput>): string[] => treeRows({ ...input, ...change }).map((row) => row.id);

describe("treeRows", () => {
  it("lists schemas and tables by name, and says why a connection has none", () => {
    expect(ids({})).toEqual(["w", "w/final", "w/final/dim", "w/final/fact", "w/prep", "w/prep/fact", "pg", "pg/!"]);
  });

  it("folds what was closed", () => {
    expect(ids({ closed: new Set(["w/final", "pg"]) })).toEqual(["w", "w/final", "w/prep", "w/prep/fact", "pg"]);
  });

  it("shows every hit of a search, folded or not", () => {
    expect(ids({ search: "FACT", closed: new Set(["w", "w/final"]) })).toEqual(["w", "w/final", "w/final/fact", "w/prep", "w/prep/fact", "pg", "pg/!"]);
  });

  it("says that a catalogue is still being read or is empty", () => {
    const rows = treeRows({ ...input, catalogs: { w: { kind: "ready", catalog: { connection: "w", tables: [], takenAt: 0 } } } });
    expect(rows.map((row) => (row.kind === "note" ? row.text : row.id))).toEqual(["w", "No table yet", "pg", "Reading the catalogue…"]);
  });
});
