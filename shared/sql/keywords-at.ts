/** Words of the language that may go on at a place, the likeliest first. */
import type { CursorPlace } from "./cursor-place.ts";
import type { SqlDialect } from "./language.ts";

const list = (text: string): readonly string[] => text.split(",").map((word) => word.trim());

const statements = list(
  "select, with, insert into, update, delete from, create table, create or replace table, create temp table, create view, create or replace view, create index, create schema, alter table, drop table, drop view, truncate, merge into, copy, explain, explain analyze, values, begin, commit, rollback, set",
);
const duckdbStatements = list("from, describe, summarize, pivot, unpivot, attach, detach, use, install, load, pragma, export database, show tables");
const postgresStatements = list("create materialized view, refresh materialized view, vacuum, analyze, comment on table, grant, do");
const operators = list("and, or, as, in, not in, is null, is not null, like, not like, ilike, between, not between, is distinct from, is not distinct from, over, filter, within group, when, then, else, end, asc, desc, nulls first, nulls last, collate, at time zone");
const operands = list("case, not, null, true, false, exists, cast, interval, distinct, all, any, current_date, current_timestamp, array, select");
const joins = list("join, left join, inner join, right join, full join, cross join, natural join, lateral, on, using");
const duckdbJoins = list("asof join, semi join, anti join, positional join, using sample, pivot, unpivot");
const ends = list("union, union all, intersect, except");
const rest = list("where, group by, having, qualify, window, order by, limit, offset, fetch first");

const follow: Readonly<Record<string, readonly string[]>> = {
  select: ["from", "into", ...operators, ...rest.slice(0, 1), ...ends],
  from: [...joins, ...rest, "as", "tablesample", "set", ...ends],
  on: ["and", "or", ...joins, ...rest, ...operators, ...ends],
  where: ["and", "or", ...operators, ...rest.slice(1), "returning", ...ends],
  group: [...rest.slice(2), "all", "cube", "rollup", "grouping sets", ...ends],
  having: ["and", "or", ...operators, ...rest.slice(3), ...ends],
  qualify: ["and", "or", ...operators, ...rest.slice(5), ...ends],
  window: ["as", ...rest.slice(5), ...ends],
  order: ["asc", "desc", "nulls first", "nulls last", ...rest.slice(6), "for update", ...ends],
  limit: ["offset", "percent", "rows only", "for update", ...ends],
  set: ["where", "from", "returning", ...operators],
  target: ["values", "select", "set", "where", "on conflict", "returning"],
  values: ["on conflict", "do nothing", "do update set", "returning"],
  other: ["values", "select", "with", "from", "set", "where", "using", "on conflict", "do nothing", "do update set", "default values", "returning", "when matched then", "when not matched then", "if exists", "if not exists", "cascade", "to"],
};

const only: Readonly<Record<string, SqlDialect>> = { qualify: "duckdb", into: "postgres" };

export function keywordsAt({ kind, clause, before, query }: CursorPlace, dialect: SqlDialect): readonly string[] {
  const words = wordsAt(kind, clause ?? "other", before[0] ?? "", query !== null && query.sources.length > 0, dialect);
  return [...new Set(words)].filter((word) => (only[word] ?? dialect) === dialect);
}

function wordsAt(kind: CursorPlace["kind"], clause: string, before: string, hasSources: boolean, dialect: SqlDialect): readonly string[] {
  if (kind === "start") return [...statements, ...(dialect === "duckdb" ? duckdbStatements : postgresStatements)];
  if (kind === "table") return before === "(" ? ["select", "with", "values", "lateral"] : before === "TABLE" || before === "VIEW" ? ["if exists"] : ["lateral", "only"];
  if (kind === "column") return [...operands, ...(before === "SELECT" && hasSources ? [] : ["from"])];
  const words = afterWord[before] ?? follow[clause] ?? operators;
  return clause === "from" && dialect === "duckdb" ? [...words, ...duckdbJoins] : words;
}

const afterWord: Readonly<Record<string, readonly string[]>> = {
  ORDER: ["by"], GROUP: ["by"], PARTITION: ["by"], LEFT: ["join", "outer join"], RIGHT: ["join", "outer join"], FULL: ["join", "outer join"], INNER: ["join"], CROSS: ["join"],
  NATURAL: ["join", "left join"], IS: ["null", "not null", "distinct from", "not distinct from", "true", "false"], INSERT: ["into"], DELETE: ["from"], UNION: ["all", "select"],
};
