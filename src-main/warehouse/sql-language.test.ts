/** What the SQL language says, held against the databases themselves: a text that one accepts is never complained of. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { diagnoseSql } from "../../shared/sql/diagnose.ts";
import { formatSql } from "../../shared/sql/format.ts";
import { functionsOf } from "../../shared/sql/functions.ts";
import { catalogOf } from "../../shared/sql/testing/sql-arbitraries.ts";
import { backends, type Bench } from "./test-backends.ts";

const setUp = `
create schema if not exists warehouse; create schema if not exists staging;
create table orders (id integer, customer_id integer, amount integer, ordered_on date, tags integer[], "Order Date" date);
create table customers (customer_id integer, name varchar, city varchar);
create table warehouse.dim_member (member_id integer, plan varchar);
create table staging.orders (raw varchar);
`;

const both = [
  "select id, o.amount, \"Order Date\" from orders o where o.customer_id in (select customer_id from customers c where c.customer_id = o.customer_id and amount > 1)",
  "select count(*) n, sum(amount) filter (where amount > 0) as total, city from orders join customers using (customer_id) group by city having count(*) > 1 order by n desc nulls last, city limit 3",
  "select customer_id, name from orders natural join customers",
  "with a as (select id as k, amount v from orders), b (x, y) as (select k, v from a) select x, y, b.x + 1 from b join a on a.k = b.x and b.y is not distinct from a.v",
  "with recursive t (n) as (select 1 union all select n + 1 from t where n < 5) select n from t",
  "with orders as (select id, amount as total from orders) select total from orders",
  "select row_number() over (partition by customer_id order by ordered_on desc rows between unbounded preceding and current row) as nr, lag(amount) over w from orders window w as (order by id)",
  "select case when amount > 3 then 'a' when amount is null then 'b' else 'c' end as kind, cast(amount as decimal(10, 2)), amount::double precision d, extract(year from ordered_on), date '2026-01-31' + interval '1' day from orders",
  "select o.* from orders o left join lateral (select c.name from customers c where c.customer_id = o.customer_id limit 1) x on true where x.name is null",
  "select o from orders o where o.id = 1",
  "select substring(name from 1 for 2), trim(both 'x' from name), position('a' in name), coalesce(name, city) from customers where name like 'a%' escape '!' and city not ilike '%b' and name between 'a' and 'z'",
  "select amount as a, id from orders order by a, 2",
  "select amount + 1 as bucket, count(*) from orders group by bucket order by bucket",
  "select 1 as one union all select id from orders order by one",
  "(select id from orders) union (select customer_id from customers) order by 1",
  "select * from (values (1, 'a'), (2, 'b')) v(n, t) join orders on n = id where t = 'a'",
  "select distinct on (customer_id) customer_id, amount from orders order by customer_id, ordered_on desc",
  "select exists (select 1 from customers), (select max(amount) from orders) m, not true, current_date, null",
  "select a.id, b.id from orders a, orders b where a.id < b.id and (a.amount, b.amount) = (1, 2)",
  "select x.id from (select id, customer_id from orders where amount > 0) as x inner join (customers c join warehouse.dim_member m on m.member_id = c.customer_id) on c.customer_id = x.customer_id where plan = 'a'",
  "insert into warehouse.dim_member (member_id, plan) select id, 'x' from orders where amount > 3 returning member_id, plan",
  "update orders set amount = c.customer_id, ordered_on = null from customers c where c.customer_id = orders.customer_id",
  "delete from orders using customers c where c.customer_id = orders.customer_id and orders.amount < 0",
  "create temp table picked as select id as pick, amount from orders; select pick, amount from picked; drop table picked",
  "create temp table made (a integer primary key, b varchar(3) default 'x' check (b <> 'y')); insert into made values (1, 'b'); select a, made.b from made; drop table made",
  "select tags[1], tags[1:2] from orders",
  "select table_name from information_schema.tables where table_schema = 'x'",
  "select ORDERS.ID, Amount from Orders",
] as const;

const own = {
  duckdb: [
    "from orders select id where amount > 1",
    "from orders",
    "select * exclude (tags) replace (amount + 1 as amount) from orders",
    "select amount * 2 as twice, twice + 1 as more from orders where twice > 3",
    "select list_transform(tags, e -> e + id), list_filter(tags, lambda x: x > amount), [y * 2 for y in tags if y > 1] from orders",
    "select {a: id, 'b': amount} as s, struct_pack(q := id) from orders",
    "select columns('a.*') from orders",
    "select customer_id, sum(amount) from orders group by all order by all",
    "select name collate nocase as n, name from customers order by n collate nocase desc",
    "select id from orders using sample reservoir(50 rows) repeatable (1)",
    "select s.x.y, s['x'] from (select {x: {y: id}} as s from orders)",
    "select customers.name[1:2], #1 from customers",
    "select max(amount) over (order by id groups between 1 preceding and 1 following exclude ties) m from orders",
    "select id from orders where amount > all (select amount from orders where id = 2) and ordered_on >= current_date - interval 3 day",
    "select id from (from orders where id > 1) where id < 3",
    "select * from (select id, amount from orders) pivot (sum(amount) for id in (1, 2))",
    "select id, amount from orders qualify row_number() over (partition by customer_id order by id) = 1",
    "select name.upper().lower() from customers",
    "select o.id from orders o semi join customers c on c.customer_id = o.customer_id",
    "select id from orders asof join customers c on orders.customer_id >= c.customer_id",
    "pivot orders on customer_id using sum(amount) group by id",
    "select t.e from orders, unnest(tags) as t(e)",
    "select unnest(tags) as tag, tag from orders",
    "select g.range, i from range(3) g, generate_series(1, 3) s(i)",
    "summarize orders",
    "select n: id, amount from orders",
    "select epoch_ms(now()), strftime(ordered_on, '%Y') from orders using sample 10",
    "copy (select id from orders) to '/dev/null' (format csv)",
    "select id from main.orders union all by name select customer_id from orders limit 1",
    "select year(ordered_on) as year, count(*) from orders group by year order by year",
  ],
  postgres: [
    "insert into orders (id, amount) values (1, 2) on conflict do nothing returning id as made",
    "with gone as (delete from orders where amount < 0 returning id, amount) insert into warehouse.dim_member select id, 'x' from gone",
    "select e, o.nr from orders, unnest(tags) with ordinality as o(e, nr)",
    "select to_jsonb(orders) -> 'id' ->> 'x', array[id, amount] @> array[1], '{1,2}'::int[] && tags, amount operator(pg_catalog.+) 1 from orders",
    "select j.* from jsonb_to_recordset('[]'::jsonb) as j(a int, b text)",
    "select percentile_cont(0.5) within group (order by amount), string_agg(name, ',' order by name collate \"C\") from orders join customers using (customer_id)",
    "select id from orders tablesample system (10) for update skip locked",
    "select ctid, xmin, tableoid::regclass from orders",
    "merge into orders o using customers c on c.customer_id = o.customer_id when matched then update set amount = 1 when not matched then insert (id) values (c.customer_id)",
    "select relname from pg_class where relkind = 'r'",
    "select (o).id, (row(1, 2)).f1 from orders o",
    "select now() at time zone 'UTC', timestamp with time zone '2026-01-31 00:00:00+00', grouping(city), make_interval(days => 3) from customers group by rollup (city)",
    "select date_trunc('day', ordered_on) as day, count(*) from orders group by day order by day",
    "select name collate \"C\", city collate \"C\" as town from customers order by town",
    "select customer_id, array_agg(distinct amount order by amount desc) from orders group by grouping sets ((customer_id), ())",
    "select x.key, x.value from orders o cross join lateral jsonb_each(to_jsonb(o)) as x",
    "select generate_series, n from generate_series(1, 3), generate_series(4, 5) as n",
    "select id from orders where amount > all (select amount from orders where id = 2) and ordered_on >= current_date - interval '3 days' and (id, amount) in (select 1, 2)",
    "select o.id, sub.total from orders o, lateral (select sum(p.amount) as total from orders p where p.customer_id = o.customer_id) sub",
    "select max(amount) over (order by id groups between 1 preceding and 1 following exclude ties) m from orders",
    "update orders o set (amount, id) = (select c.customer_id, 2 from customers c where c.customer_id = o.customer_id) where current_user is not null returning o.id, amount as new_amount",
    "select id into temp copied from orders",
  ],
} as const;

/** A slip each, which the database refuses too. */
const slips: readonly (readonly [sql: string, code: string])[] = [
  ["select idd from orders", "sql/unknown-column"],
  ["select o.nope from orders o", "sql/unknown-column"],
  ["select x.id from orders o", "sql/unknown-alias"],
  ["select id from order_s", "sql/unknown-table"],
  ["select raw from warehouse.orders", "sql/unknown-table"],
  ["select customer_id from orders join customers on true", "sql/ambiguous-column"],
  ["with a as (select id k from orders) select id from a", "sql/unknown-column"],
  ["select z from (select id as k from orders) x", "sql/unknown-column"],
  ["update orders set nope = 1", "sql/unknown-column"],
  ["insert into orders (nope) select 1", "sql/unknown-column"],
  ["select id from orders where exists (select 1 from customers c where c.nope = orders.id)", "sql/unknown-column"],
  ["select (id from orders", "sql/unclosed"],
  ["select 'a from orders", "sql/unclosed"],
];

for (const backend of backends) {
  describe.skipIf(backend.missing !== null)(`the SQL language beside ${backend.name}`, () => {
    let bench: Bench;
    const catalog = catalogOf(backend.name === "duckdb" ? "main" : "public");
    const said = (text: string): string[] => diagnoseSql({ text, dialect: backend.name, catalog }).map(({ code, message }) => `${code}: ${message}`);
    const answerTo = async (sql: string): Promise<string | null> => (await bench.script(sql)).reason;
    beforeAll(async () => {
      bench = await backend.start();
      expect(await answerTo(setUp)).toBeNull();
    });
    afterAll(() => bench?.stop());

    it("complains of nothing that the database accepts, as it stands and formatted", async () => {
      const wrong: unknown[] = [];
      for (const sql of [...both, ...own[backend.name]]) {
        const formatted = formatSql({ text: sql, dialect: backend.name, settings: { keywordCase: "upper" } });
        for (const text of [sql, formatted.text]) {
          const complaints = said(text);
          const refusal = await answerTo(text);
          if (complaints.length > 0 || refusal !== null) wrong.push({ text, complaints, refusal });
        }
      }
      expect(wrong).toEqual([]);
    });

    it("finds slips that the database refuses", async () => {
      for (const [sql, code] of slips) {
        expect([sql, said(sql)[0]?.split(":")[0]]).toEqual([sql, code]);
        expect([sql, await answerTo(sql)]).toEqual([sql, expect.stringMatching(/\S/)]);
      }
    });

    it("knows only functions that the database knows", async () => {
      const listed = await bench.cells(backend.name === "duckdb" ? "select distinct function_name from duckdb_functions()" : "select distinct proname::text from pg_proc");
      const known = new Set(listed.map(([name]) => name));
      // Words of the grammar; and any_value, which PostgreSQL has from version 16 on.
      const grammar = new Set(["cast", "coalesce", "extract", "greatest", "grouping", "if", "ifnull", "least", "nullif", "overlay", "position", "trim", "try_cast", "any_value", "row", "xmlagg"]);
      expect([...functionsOf[backend.name].keys()].filter((name) => !known.has(name) && !grammar.has(name))).toEqual([]);
      expect(functionsOf[backend.name].size).toBeGreaterThan(250);
    });
  });
}
