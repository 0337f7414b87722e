import fc from "fast-check";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { SqlDialect } from "./language.ts";
import { lineageOf } from "./lineage.ts";
import { catalogOf, sqlLike } from "./testing/sql-arbitraries.ts";

const shown = (text: string, dialect: SqlDialect = "duckdb", catalog = catalogOf(dialect === "duckdb" ? "main" : "public")): string => {
  const found = lineageOf({ text, dialect, catalog, templateValues: { final_schema: "warehouse" } });
  if (found === null) return "none";
  const columns = found.columns.map(({ name, from, isKnown }) => [`${name ?? "-"}:`, ...from.map(({ table, column }) => `${table}.${column}`), ...(isKnown ? [] : ["?"])].join(" "));
  return `${columns.join(", ")}${found.isKnown ? "" : " …"}`.trim();
};

describe("lineageOf", () => {
  const cases: readonly (readonly [text: string, lineage: string])[] = [
    ["select id, amount from orders", "id: orders.id, amount: orders.amount"],
    ["select o.id as x, c.name from orders o join customers c using (customer_id)", "x: orders.id, name: customers.name"],
    ["select o.amount * 2 + length(c.name) total, 1 as one, now() as at from orders o, customers c", "total: orders.amount customers.name, one:, at:"],
    ["select * from customers", "customer_id: customers.customer_id, name: customers.name, city: customers.city"],
    ["select c.*, o.id from customers c join orders o on true", "customer_id: customers.customer_id, name: customers.name, city: customers.city, id: orders.id"],
    ["select * from (select id from orders) a join (select customer_id as id, name from customers) b using (id)", "id: orders.id customers.customer_id, name: customers.name"],
    ["with a as (select id, amount * 2 as twice from orders), b as (select twice as t from a) select max(t) as m from b", "m: orders.amount"],
    ["with a(x, y) as (select id, amount from orders) select y, x from a", "y: orders.amount, x: orders.id"],
    ["select id from orders union all select customer_id from customers", "id: orders.id customers.customer_id"],
    ["select id, 1 as n from orders union by name select 2 as n, customer_id as id from customers", "id: orders.id customers.customer_id, n:"],
    ["select id from orders except select customer_id from customers", "id: orders.id"],
    ["(select id from orders) union (select customer_id from customers) order by 1", "id: orders.id customers.customer_id"],
    ["with recursive r as (select id, amount from orders union all select r.id, r.amount + 1 from r) select * from r", "id: orders.id, amount: orders.amount"],
    ["select case when city = 'x' then name else 'none' end as who from customers where customer_id > 1", "who: customers.city customers.name"],
    ["select sum(amount) over (partition by customer_id) as s from orders", "s: orders.amount orders.customer_id"],
    ["select (select max(c.name) from customers c where c.customer_id = o.customer_id) as n from orders o", "n: customers.name"],
    ["select amount as a, a + id as b from orders", "a: orders.amount, b: orders.amount orders.id"],
    ["select count(*) as n, count(distinct id) as d from orders", "n:, d: orders.id"],
    ["select amount::decimal(12, 2) as a, cast(id as text) as b, date '2026-01-01' as c from orders", "a: orders.amount, b: orders.id, c:"],
    ["select list_transform(tags, x -> x + amount) as t from orders", "t: orders.tags orders.amount"],
    ["select x.a, x.b from elsewhere.thing x", "a: thing.a, b: thing.b"],
    ["select a from elsewhere.thing, elsewhere.other", "a: ?"],
    ["select day, sum(x) as t, current_date as c from elsewhere.thing", "day: ?, t: thing.x, c:"],
    ["select * from elsewhere.thing", "…"],
    ["select * from read_csv('a.csv')", "…"],
    ["select a, b + 1 as c from read_csv('a.csv')", "a: ?, c: ?"],
    ["select * exclude (id) from orders", "id: orders.id ?, customer_id: orders.customer_id ?, amount: orders.amount ?, ordered_on: orders.ordered_on ?, tags: orders.tags ?, Order Date: orders.Order Date ? …"],
    ["select member_id as {{ x }} from {{ final_schema }}.dim_member", "-: dim_member.member_id"],
    ["{% if a %} select id from orders {% endif %}", "id: orders.id ? …"],
    ["create temp table t as select id as k from orders; select k, k + 1 as n from t", "k: orders.id, n: orders.id"],
    ["create table x as select amount as a from orders", "a: orders.amount"],
    ["insert into staging.orders (raw) select name from customers", "name: customers.name"],
    ["from orders select id", "id: orders.id"],
    ["from customers", "customer_id: customers.customer_id, name: customers.name, city: customers.city"],
    ["select o from orders o", "o: orders.id orders.customer_id orders.amount orders.ordered_on orders.tags orders.Order Date"],
    ["delete from orders", "none"],
    ["", "none"],
  ];
  it.each(cases)("%s", (text, lineage) => expect(shown(text)).toBe(lineage));

  it("follows each name once, however often the next ones take it up", () => {
    const names = Array.from({ length: 60 }, (_, at) => `b${at} + b${at} as b${at + 1}`).join(", ");
    const found = lineageOf({ text: `select id as b0, ${names} from orders`, dialect: "duckdb", catalog: catalogOf("main") });
    expect(found?.columns.map(({ from }) => from.map(({ column }) => column))).toEqual(Array.from({ length: 61 }, () => ["id"]));
  });

  it("folds names as PostgreSQL does", () => {
    expect(shown('select ID as A, "Order Date" as "D" from Orders', "postgres")).toBe("a: orders.id, D: orders.Order Date");
  });

  it("never throws, and says of every column where it is known", () => {
    fc.assert(
      fc.property(sqlLike, fc.constantFrom<SqlDialect>("duckdb", "postgres"), fc.boolean(), (text, dialect, hasCatalog) => {
        const found = lineageOf({ text, dialect, catalog: hasCatalog ? catalogOf("main") : null });
        for (const { from } of found?.columns ?? []) for (const { table, column } of from) expect(`${table}.${column}`).not.toBe(".");
      }),
      { numRuns: 400 },
    );
  });

  it("follows deep and wide nesting in time", () => {
    const deep = `${"select a from (".repeat(300)}select id as a from orders${") t".repeat(300)}`;
    expect(() => shown(deep)).not.toThrow();
    const chain = Array.from({ length: 60 }, (_none, at) => `c${at} as (select a.x, b.x as y from ${at === 0 ? "(select id as x from orders)" : `c${at - 1}`} a, ${at === 0 ? "(select id as x from orders)" : `c${at - 1}`} b)`).join(", ");
    expect(shown(`with ${chain} select x, y from c30`)).toBe("x: orders.id, y: orders.id");
  });
});

describe("on the sample's own queries", () => {
  const folder = join(import.meta.dirname, "../../examples/starter/warehouse/birdstrikes");
  const ddl = (name: string) => readFileSync(join(folder, "ddl", `${name}.sql`), "utf8");
  const tables = readdirSync(join(folder, "ddl")).map((file) => file.replace(".sql", ""));
  const columnsOf = (name: string): string[] => [...ddl(name).matchAll(/^\s*"?(\w+)"?\s+(?:varchar|text|integer|int|bigint|double|decimal|numeric|date|timestamp|boolean|smallint|real|time)\b/gim)].map(([, column]) => column ?? "");
  const catalog = { tables: tables.map((name) => ({ schema: "warehouse", name, kind: "table" as const, rowCount: null, columns: columnsOf(name).map((column) => ({ name: column, type: "varchar", nullable: true })) })) };

  it("knows where the columns of its reports and facts come from", () => {
    for (const name of ["fact_strike", "report_species", "dim_airport"]) {
      const found = lineageOf({ text: readFileSync(join(folder, "extractors", `${name}.sql`), "utf8"), dialect: "duckdb", catalog, templateValues: { final_schema: "warehouse", prep_schema: "staging" } });
      expect(found?.columns.length, name).toBeGreaterThan(2);
      expect(found?.columns.filter(({ isKnown }) => isKnown).length, name).toBeGreaterThan(0);
      expect(new Set(found?.columns.flatMap(({ from }) => from.map(({ table }) => table))).size, name).toBeGreaterThan(0);
    }
  });
});
