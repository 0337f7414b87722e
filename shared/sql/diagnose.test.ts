import { globSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { diagnoseSql } from "./diagnose.ts";
import { formatSql } from "./format.ts";
import type { SqlInput } from "./language.ts";
import { isMeaningful, lexSql } from "./tokens.ts";
import { catalogOf } from "./testing/sql-arbitraries.ts";

const said = (text: string, more: Partial<SqlInput> = {}): string[] => diagnoseSql({ text, dialect: "duckdb", catalog: catalogOf("main"), ...more }).map(({ message }) => message);
const samples = globSync("examples/**/*.sql").map((path) => [path, readFileSync(path, "utf8")] as const);

describe("diagnoseSql", () => {
  it("says what was probably meant", () => {
    expect(said("select amout from orders")).toEqual(["Column `amout` is in none of the tables here. Did you mean `amount`?"]);
    expect(said("select o.amout from orders o")).toEqual(["`o` has no column `amout`. Did you mean `amount`?"]);
    expect(said("select ord.id from orders or_")).toEqual(["No table here is called `ord`. Did you mean `or_`?"]);
    expect(said("select 1 from ordres")).toEqual(["Table `ordres` is not in the database. Did you mean `orders`?"]);
    expect(said("select 1 from dim_member", { searchPath: ["staging"] })).toEqual(["Table `dim_member` is not in the database. There is one in schema `warehouse`."]);
    expect(said("select 1 from warehose.dim_member")).toEqual(["Schema `warehose` is not in the database. Did you mean `warehouse`?"]);
    expect(said("select customer_id from orders a, customers")).toEqual(["Column `customer_id` is in more than one table here; write `a.customer_id` or `customers.customer_id`."]);
  });

  it("marks the place", () => {
    expect(diagnoseSql({ text: "select 1;\nselect nope from orders", dialect: "duckdb", catalog: catalogOf("main") })).toMatchObject([{ start: 17, end: 21, severity: "warning" }]);
  });

  it("is silent where the truth is hidden", () => {
    for (const text of [
      "select nope from {{ ref('x') }}",
      "select nope from {{ final_schema }}.nope",
      "select a.nope from orders a {{ joins }}",
      "select {{ columns }}, total from orders order by whatever",
      "{% for t in tables %} select * from t_{{ t }} union {% endfor %} select nope from orders",
      "select nope from {% if x %} orders {% else %} nothing {% endif %}",
      "with {{ ctes }} select nope from nothing_at_all_like",
      "select nope from read_csv('x.csv')",
      "select nope from 'x.parquet'",
      "attach 'x.db' as x; select nope from x.t; select a from unknown_table",
      "set search_path = nope; select a from unknown_table",
      "select a from other_database.some_table",
      "select nope",
      "select o. from orders o",
    ]) {
      expect([text, said(text)]).toEqual([text, []]);
    }
    expect(said("select nope from nothing", { catalog: null })).toEqual([]);
    expect(said("select a from planned", { plannedTables: [{ schema: "main", table: "planned" }] })).toEqual([]);
  });

  it("complains of nothing in the samples, whatever is known of the database", () => {
    expect(samples.length).toBeGreaterThan(30);
    const planned = samples.map(([path]) => ({ schema: "final", table: (path.split("/").at(-1) ?? "").replace(".sql", "") }));
    for (const [path, text] of samples) {
      const known = { templateValues: { final_schema: "final", prep_schema: "prep", this: "prep.fact_strike" }, plannedTables: [...planned, { schema: "prep", table: "fact_strike" }] };
      expect([path, said(text), said(text, known), said(text, { catalog: null })]).toEqual([path, [], [], []]);
    }
  });
});

describe("formatSql", () => {
  const format = (text: string) => formatSql({ text, dialect: "duckdb", settings: { keywordCase: "upper" } });

  it("keeps templates byte for byte and names that are made with them whole", () => {
    expect(format("select a,'{{ p['it'] }}' from {{ final_schema }}.t_{{ds}}_x\n{% if a %}\nwhere b='{{ds}}'\n{% endif %}\n").text).toBe(
      "SELECT\n  a,\n  '{{ p['it'] }}'\nFROM\n  {{ final_schema }}.t_{{ds}}_x\n  {% if a %}\nWHERE\n  b = '{{ds}}'\n  {% endif %}\n",
    );
  });

  it("says why it leaves a text alone", () => {
    expect(format("select 'a")).toMatchObject({ ok: false, text: "select 'a", reason: "The text cannot be formatted: a text is not closed; expected `'`." });
    expect(format("select (1")).toMatchObject({ ok: false, text: "select (1" });
  });

  it("formats the samples once and for all, and keeps Windows line ends", () => {
    const words = (text: string): string[] => lexSql(text, { templates: true }).filter(isMeaningful).map((token) => (token.kind === "word" ? token.text.toLowerCase() : token.text));
    for (const [path, text] of samples) {
      const done = format(text);
      expect([path, done.ok, words(done.text)]).toEqual([path, true, words(text)]);
      expect(format(done.text).text).toBe(done.text);
    }
    expect(format("select a,\r\nb from t\r\n").text).toBe("SELECT\r\n  a,\r\n  b\r\nFROM\r\n  t\r\n");
  });
});
