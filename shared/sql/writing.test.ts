import { expect, it } from "vitest";
import { cutStatements } from "./statements.ts";
import { isMeaningful, lexSql } from "./tokens.ts";
import { writes } from "./writing.ts";

const told = (text: string): boolean[] => cutStatements(text, lexSql(text, { templates: false }).filter(isMeaningful)).map(writes);

it("takes what reads for reading, explained or not", () => {
  const texts = ["select 1", "(select 1)", "with a as (select 1) select * from a", "explain select 1", "explain (analyze, format json) select 1", "explain (select 1)", "explain analyze verbose select 1", "set a = 1", "show tables", 'select "into" from t'];
  expect(texts.map((text) => [text, ...told(text)])).toEqual(texts.map((text) => [text, false]));
});

it("takes what may write for writing, explained or not", () => {
  const texts = ["insert into t values (1)", "with a as (delete from t returning 1) select * from a", "select a into t from b", "copy t to 'x'", "execute p", "explain analyze create table x as select 1", "explain (analyze) copy t to 'x'", "explain analyze execute p", "explain (format json, analyze) with a as (select 1) delete from t", "explain explain analyze drop table t"];
  expect(texts.map((text) => [text, ...told(text)])).toEqual(texts.map((text) => [text, true]));
});
