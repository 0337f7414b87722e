import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { SqlDialect } from "./language.ts";
import { placeholderKeys, placeholdersIn } from "./placeholders.ts";
import { sqlLike } from "./testing/sql-arbitraries.ts";
import { isMeaningful, lexSql } from "./tokens.ts";

describe("placeholderKeys", () => {
  const cases: readonly (readonly [dialect: SqlDialect, text: string, keys: readonly string[]])[] = [
    ["duckdb", "select * from t where day between :from and :to and day <> :from", ["from", "to"]],
    ["postgres", "select $1::int, $2 || '$3', $name", ["1", "2", "name"]],
    ["postgres", "select x::int, y :: text, 'a :b' as \":c\", $$ :d $$, $q$ $1 $q$ -- :e\n /* :f ? */", []],
    ["duckdb", "select list[1:n], list[:n], list[a:b], {a: b}, {'a':b}, {k :v}", []],
    ["duckdb", "select [:a, :b], {'k': :v}, list[1], array[:c]", ["a", "b", "v", "c"]],
    ["duckdb", "select total: a + b, total:a from t limit :n offset :m", ["n", "m"]],
    ["postgres", "select f(a := 1, b => :b) from t where id = any(array[:x, :y]) and doc ? 'k' and doc ?| :keys", ["b", "x", "y", "keys"]],
    ["duckdb", "select ? + ?; select ?", ["?1", "?2"]],
    ["duckdb", "select case when a then :x else :y end, (:z)::int, -:w, in_(:q,:r) from t where a in (:l)", ["x", "y", "z", "w", "q", "r", "l"]],
    ["duckdb", "select '{{ :a }}', {{ x[1:b] }}, {% if :c %} :d {% endif %} -- {{ :e }}", ["d"]],
    ["postgres", "select '12:30:45'::time, E'it\\'s :a', U&\"x:b\", interval :span", ["span"]],
  ];
  for (const [dialect, text, keys] of cases) it(`${dialect}: ${text.slice(0, 60)}`, () => expect(placeholderKeys(text, dialect)).toEqual(keys));

  it("names places that lie in the text and do not overlap, whatever the text", () => {
    fc.assert(
      fc.property(sqlLike, fc.constantFrom<SqlDialect>("duckdb", "postgres"), (text, dialect) => {
        let last = 0;
        for (const { start, end, key } of placeholdersIn(lexSql(text, { templates: true }).filter(isMeaningful), dialect)) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(["?", text.slice(start + 1, end)]).toContain(key.startsWith("?") ? "?" : key);
          last = end;
        }
        expect(last).toBeLessThanOrEqual(text.length);
      }),
    );
  });
});
