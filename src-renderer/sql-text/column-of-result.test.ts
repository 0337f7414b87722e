import { describe, expect, it } from "vitest";
import { lineageOf } from "../../shared/sql/lineage.ts";
import { columnOfResult } from "./column-of-result.ts";

const columns = ["id", "amount"].map((name) => ({ name, type: "int" }));
const catalog = { connection: "warehouse", tables: ["claim", "person"].map((name) => ({ schema: "mart", name, kind: "table" as const, columns })) } as never;
const of = (text: string, names: string[], at: number): unknown => columnOfResult(lineageOf({ text, dialect: "duckdb", catalog, searchPath: ["mart"] }), names, at)?.from.map(({ table, column }) => `${table}.${column}`) ?? null;

describe("columnOfResult", () => {
  it("goes by place where every column is told, also for two of one name and for one without", () => {
    expect(of("select c.id, p.id from claim c, person p", ["id", "id"], 1)).toEqual(["person.id"]);
    expect(of("select id + amount from claim", ["(id + amount)"], 0)).toEqual(["claim.id", "claim.amount"]);
    expect(of("select * from claim", ["id", "amount"], 1)).toEqual(["claim.amount"]);
  });

  it("goes by name where columns are missing, and says nothing where two have it", () => {
    expect(of("select *, c.amount as total from read_csv('x.csv'), claim c", ["a", "b", "total"], 2)).toEqual(["claim.amount"]);
    expect(of("select *, c.id from read_csv('x.csv'), claim c", ["id", "b", "id"], 2)).toBeNull();
    expect(columnOfResult(null, ["id"], 0)).toBeNull();
    expect(of("select id from claim", ["id"], 7)).toBeNull();
  });
});
