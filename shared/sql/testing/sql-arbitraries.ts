/** Random texts that look like SQL, and the catalogue that tests of the language share. */
import fc from "fast-check";
import type { SqlCatalog } from "../language.ts";

const pieces = [
  "select", "from", "where", "with", "as", "join", "left", "on", "using", "group by", "order by", "union all", "insert into", "update", "set", "delete from", "create table",
  "values", "case when", "end", "not", "in", "is null", "lateral", "over", "partition by", "returning", "orders", "o", "id", "amount", "x.y", "o.", "(", ")", "[", "]", "{", "}", ",", ";", ".", "*",
  "::", "->", ":", "'text'", "'open", '"quoted name"', '"', "E'it\\'s'", "$$a;b$$", "$q$", "/* c /* d */ */", "/*", "-- line\n", "{{ ds }}", "{{ final_schema }}", "{{ params['a'] }}", "'{{ x }}'",
  "{% if a %}", "{% endif %}", "{# note #}", "{{", "{%", "}}", "1", "2.5e3", "+", "<=", "||", " ", "\n", "\t", "é", "😀", "\0", "\r\n",
] as const;

export const sqlLike = fc.oneof(
  fc.array(fc.constantFrom(...pieces), { maxLength: 60 }).map((parts) => parts.join(" ")),
  fc.array(fc.constantFrom(...pieces), { maxLength: 60 }).map((parts) => parts.join("")),
  fc.string({ unit: "binary", maxLength: 80 }),
);

const table = (schema: string, name: string, columns: string): SqlCatalog["tables"][number] => ({
  schema, name, kind: "table", rowCount: 3,
  columns: columns.split(", ").map((text) => ({ name: text.slice(0, text.lastIndexOf(" ")), type: text.slice(text.lastIndexOf(" ") + 1), nullable: true })),
});

/** `home` is the database's own schema. */
export const catalogOf = (home: "main" | "public"): SqlCatalog => ({
  tables: [
    table(home, "orders", "id integer, customer_id integer, amount integer, ordered_on date, tags integer[], Order Date date"),
    table(home, "customers", "customer_id integer, name varchar, city varchar"),
    table("warehouse", "dim_member", "member_id integer, plan varchar"),
    table("staging", "orders", "raw varchar"),
  ],
});
