import { describe, expect, it } from "vitest";
import { completeSql } from "./complete.ts";
import { definitionSql, hoverSql } from "./hover.ts";
import type { CompletionItem, CompletionList, SqlDialect, SqlSettings } from "./language.ts";
import { templateWordsOf } from "./template-words.ts";
import { catalogOf } from "./testing/sql-arbitraries.ts";

const settings: SqlSettings = { quoting: "auto", keywordCase: "preserve" };
const shared = { searchPath: ["warehouse"], templateValues: { final_schema: "warehouse" }, templateWords: templateWordsOf({ params: ["min_rows", "odd name"], tasks: ["load"] }) };

function ask(marked: string, { dialect = "duckdb" as SqlDialect, ...more }: Partial<SqlSettings> & { dialect?: SqlDialect } = {}): CompletionList {
  const offset = marked.indexOf("|");
  const catalog = catalogOf(dialect === "duckdb" ? "main" : "public");
  return completeSql({ text: marked.replace("|", ""), offset, dialect, catalog, ...shared, settings: { ...settings, ...more } });
}
const inserts = (marked: string, options?: Parameters<typeof ask>[1]): string[] => ask(marked, options).items.map(({ insert }) => insert);
const first = (marked: string, count: number, options?: Parameters<typeof ask>[1]): string[] => inserts(marked, options).slice(0, count);
const ofKind = (marked: string, kind: CompletionItem["kind"]): string[] => ask(marked).items.filter((item) => item.kind === kind).map(({ insert }) => insert);

describe("tables", () => {
  it("come after FROM and JOIN: CTEs, then the final schema, then the database's own, then others under their schema", () => {
    expect(first("with x as (select 1) select * from |", 5)).toEqual(["x", "dim_member", "orders", "customers", "staging.orders"]);
    expect(first("select * from orders join cu|", 1)).toEqual(["customers"]);
    expect(first("select * from orders o, |", 1)).toEqual(["dim_member"]);
    expect(first("insert into dim|", 1)).toEqual(["dim_member"]);
  });

  it("of a schema come after its dot, also where a template names it", () => {
    expect(inserts("select * from staging.|")).toEqual(["orders"]);
    expect(inserts("select * from {{ final_schema }}.|")).toEqual(["dim_member"]);
    expect(inserts("select * from {{ unknown }}.|")).toEqual([]);
  });

  it("have columns whose names are made up: nothing is proposed for them, not even behind the parenthesis", () => {
    expect(inserts("create table kunden (|")).toEqual([]);
    expect(inserts("create or replace table kunden (id integer, |")).toEqual([]);
    expect(inserts("create table kunden (id integer, a|)")).toEqual([]);
    expect(inserts("create table kunden as select |id from orders")).not.toEqual([]);
    expect(inserts("create index i on orders (|")).not.toEqual([]);
  });

  it("made by the script itself are known", () => {
    expect(ofKind("create temp table picked as select 1 as a; select * from pi|", "table")).toEqual(["picked"]);
    expect(first("create temp table picked as select id as a from orders; select | from picked", 1)).toEqual(["a"]);
  });
});

describe("columns", () => {
  it("are those of the tables in sight, in their order, even when FROM comes later", () => {
    expect(first("select | from customers", 3)).toEqual(["customer_id", "name", "city"]);
    expect(first("select * from orders where am|", 1)).toEqual(["amount"]);
    expect(inserts("select o.| from orders o")).toEqual(["id", "customer_id", "amount", "ordered_on", "tags", '"Order Date"']);
    expect(inserts("select o.\nfrom orders o where o.am|")).toEqual(["amount"]);
  });

  it("say whose they are where two tables have them", () => {
    expect(first("select cust| from orders o join customers c using (customer_id)", 2)).toEqual(["o.customer_id", "c.customer_id"]);
  });

  it("come out of CTEs, subqueries, stars and column lists", () => {
    expect(inserts("with a as (select id as k, amount from orders), b (x) as (select k from a) select a.| from a")).toEqual(["k", "amount"]);
    expect(inserts("with b (x) as (select 1) select b.| from b")).toEqual(["x"]);
    expect(inserts("select s.| from (select c.*, 1 as one from customers c) s")).toEqual(["customer_id", "name", "city", "one"]);
    expect(first("select * from orders o where exists (select 1 from customers c where |)", 5)).toEqual(["c.customer_id", "name", "city", "id", "o.customer_id"]);
  });

  it("that SELECT names can be ordered by", () => {
    expect(first("select amount as total from orders order by to|", 1)).toEqual(["total"]);
  });

  it("of the target alone come in INSERT and left of = in UPDATE", () => {
    expect(ofKind("insert into customers (|", "column")).toEqual(["customer_id", "name", "city"]);
    expect(first("update customers set na|", 1)).toEqual(["name"]);
  });

  it("of every table come before FROM is written, once something is typed", () => {
    expect(first("select pla|", 1)).toEqual(["plan"]);
    expect(ofKind("select |", "column")).toEqual([]);
  });

  it("with the right initials or letters are found", () => {
    expect(first("select oo| from orders", 1)).toEqual(["ordered_on"]);
    expect(inserts("select * from orders where dedon|")).toContain("ordered_on");
  });
});

describe("join conditions", () => {
  it("are proposed by equal names", () => {
    expect(first("select * from orders o join customers c on |", 1)).toEqual(["o.customer_id = c.customer_id"]);
    expect(ofKind("select * from orders o join dim_member m on |", "join")).toEqual([]);
  });
});

describe("words of the language", () => {
  it("are those that can go on at the place", () => {
    expect(first("|", 2)).toEqual(["select", "with"]);
    expect(first("select 1; wi|", 1)).toEqual(["with"]);
    expect(first("select * from orders |", 2)).toEqual(["join", "left join"]);
    expect(inserts("select * from orders order |")).toEqual(["by"]);
    expect(first("select * from orders where id is n|", 2)).toEqual(["null", "not null"]);
    expect(inserts("select * from orders qua|")).toContain("qualify");
    expect(inserts("select * from orders qua|", { dialect: "postgres" })).not.toContain("qualify");
  });

  it("keep the case of the text, or the one that is set", () => {
    expect(first("SELECT * FROM orders |", 1)).toEqual(["JOIN"]);
    expect(first("SELECT * FROM orders wh|", 1)).toEqual(["where"]);
    expect(first("select * from orders |", 1, { keywordCase: "upper" })).toEqual(["JOIN"]);
    expect(first("SELECT * FROM orders WH|", 1, { keywordCase: "lower" })).toEqual(["where"]);
  });
});

describe("functions", () => {
  it("come with signature and explanation, the cursor between the parentheses", () => {
    const [item] = ask("select string_ag| from orders").items;
    expect(item).toEqual({ kind: "function", label: "string_agg", insert: "string_agg()", cursor: 11, detail: "string_agg(text, separator) → text", doc: "All texts of the group, joined." });
    expect(ofKind("select * from read_c|", "function")).toEqual(["read_csv()"]);
    expect(inserts("select jsonb_bui|", { dialect: "postgres" })).toContain("jsonb_build_object()");
  });
});

describe("names", () => {
  it("are put in quotes where they need it, or always", () => {
    expect(inserts("select order| from orders")).toContain('"Order Date"');
    expect(first("select am| from orders", 1, { quoting: "always" })).toEqual(['"amount"']);
    const typed = ask('select "Order D|" from orders');
    expect([typed.items[0]?.insert, typed.from, typed.to]).toEqual(['"Order Date"', 7, 16]);
  });
});

describe("templates", () => {
  it("offer their own words and nothing else, in text and comments too", () => {
    expect(first("select '{{ p| }}'", 2)).toEqual(["params", "prep_schema"]);
    expect(inserts("select {{ params.m| }}")).toEqual(["params.min_rows"]);
    expect(inserts("select {{ odd|")).toContain('params["odd name"]');
    expect(inserts("{% if final| %}")).toEqual(["final_schema"]);
    expect(inserts("select {{ ds }}|")).not.toContain("ds");
  });
});

describe("text and comments", () => {
  it("are left alone", () => {
    for (const marked of ["-- sel|", "select 'a|'", "/* se|", "select 12|"]) expect(inserts(marked)).toEqual([]);
  });
});

describe("hoverSql and definitionSql", () => {
  const at = (marked: string) => ({ text: marked.replace("|", ""), offset: marked.indexOf("|"), dialect: "duckdb" as const, catalog: catalogOf("main"), ...shared });

  it("tell what a name is", () => {
    expect(hoverSql(at("select * from ord|ers"))).toEqual({ start: 14, end: 20, title: "main.orders (table, 3 rows)", lines: ["id integer", "customer_id integer", "amount integer", "ordered_on date", "tags integer[]", "Order Date date"] });
    expect(hoverSql(at("select am|ount from orders o"))).toMatchObject({ title: "amount integer", lines: ["of orders"] });
    expect(hoverSql(at("select o|.amount from orders o"))).toMatchObject({ title: "o: orders" });
    expect(hoverSql(at("with x as (select id k from orders) select * from |x"))).toMatchObject({ lines: ["k integer"] });
    expect(hoverSql(at("select cou|nt(*)"))).toMatchObject({ title: "count(x) → bigint" });
    expect(hoverSql(at("select nope| from orders"))).toBeNull();
  });

  it("lead to the table, or to the place in the text", () => {
    expect(definitionSql(at("select * from {{ final_schema }}.dim_mem|ber"))).toMatchObject({ kind: "table", schema: "warehouse", table: "dim_member" });
    expect(definitionSql(at("select * from new_sch.new_tab|le"))).toMatchObject({ kind: "table", schema: "new_sch", table: "new_table" });
    expect(definitionSql(at("select amou|nt from orders"))).toMatchObject({ kind: "table", table: "orders" });
    expect(definitionSql(at("with x as (select id as k from orders) select |k from x"))).toEqual({ kind: "place", start: 24, end: 25 });
    expect(definitionSql(at("with x as (select 1) select * from |x"))).toEqual({ kind: "place", start: 5, end: 6 });
    expect(definitionSql(at("select o|.id from orders o"))).toEqual({ kind: "place", start: 24, end: 25 });
  });
});
