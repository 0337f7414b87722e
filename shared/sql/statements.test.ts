import { expect, it } from "vitest";
import { actWords, cutStatements } from "./statements.ts";
import { isMeaningful, lexSql } from "./tokens.ts";

it.each([
  ["select k from t", "SELECT"],
  ["select index from t", "SELECT"],
  ["create or replace table t as select 1", "CREATE TABLE"],
  ["insert into t values (1)", "INSERT INTO"],
  ["update orders set a = 1", "UPDATE"],
  ["with x as (select 1) from x", "WITH"],
  ["copy t to 'x.csv'", "COPY"],
])("%s does %s", (text, wanted) => {
  expect(cutStatements(text, lexSql(text, { templates: false }).filter(isMeaningful)).map(actWords)).toEqual([wanted]);
});
