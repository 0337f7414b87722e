import { expect, it } from "vitest";
import { ddlOf, unfitColumns } from "./create-table.ts";

it("writes the table of a result, names in quotes where they need them, and knows what no table can hold", () => {
  const columns = [{ name: "id", type: "bigint" }, { name: "Order Date", type: "date" }, { name: "select", type: "numeric(12,2)" }];
  expect(ddlOf("out", columns, "postgres")).toBe('create table out (\n  id           bigint,\n  "Order Date" date,\n  "select"     numeric(12,2)\n)');
  expect(ddlOf("out", [{ name: "x", type: '"NULL"' }], "duckdb")).toBe("create table out (\n  x text\n)");
  expect(ddlOf("out", [{ name: "at", type: "date" }, { name: "By", type: "date" }], "duckdb")).toBe('create table out (\n  "at" date,\n  "By" date\n)');
  expect(unfitColumns([{ name: "a" }, { name: "A" }, { name: "?column?" }, { name: "b" }])).toEqual(["A", "?column?"]);
});
