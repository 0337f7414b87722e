import { expect, it } from "vitest";
import { completeSql } from "../../shared/sql/complete.ts";
import { withPlanned } from "./planned-catalog.ts";

const column = (name: string) => ({ name, type: "integer" });
const there = { tables: [{ schema: "mart", name: "umsatz", kind: "table" as const, rowCount: 5, columns: [{ ...column("Menge"), nullable: false }] }] };
const builds = [
  { task: "kunden", connection: "warehouse", schema: "mart", table: "kunden", columns: [column("Kunden Nr"), column("name")] },
  { task: "umsatz", connection: "warehouse", schema: "mart", table: "Umsatz", columns: [column("menge"), column("betrag")] },
  { task: "fern", connection: "pg", schema: "mart", table: "fern", columns: [] },
];
const planned = { builds, connection: "warehouse", taskId: "bericht" };

function proposed(marked: string, catalog = withPlanned(null, planned)): string[] {
  const offset = marked.indexOf("|");
  const settings = { quoting: "auto", keywordCase: "preserve" } as const;
  return completeSql({ text: marked.replace("|", ""), offset, dialect: "duckdb", catalog, searchPath: ["mart"], templateWords: [], settings }).items.map(({ insert }) => insert);
}

it("proposes tables that other tasks will build, and their columns, while the database has none", () => {
  expect(proposed("select * from |").slice(0, 2)).toEqual(["kunden", "Umsatz"]);
  expect(proposed("select k.| from kunden k")).toEqual(['"Kunden Nr"', "name"]);
  expect(proposed("select * from |", withPlanned(null, { ...planned, taskId: "kunden" }))).not.toContain("kunden");
});

it("adds to a table that is there what the next run brings, and keeps one object for the same parts", () => {
  expect(withPlanned(there, planned).tables.map(({ name, rowCount, columns }) => [name, rowCount, columns.map((one) => one.name)])).toEqual([
    ["umsatz", 5, ["Menge", "betrag"]],
    ["kunden", null, ["Kunden Nr", "name"]],
  ]);
  expect(withPlanned(there, { ...planned })).toBe(withPlanned(there, planned));
});
