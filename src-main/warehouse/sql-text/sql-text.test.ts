import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readDdl } from "./ddl.ts";
import { quoteName, quoteText } from "../../../shared/sql/names.ts";
import { placeOf } from "./position.ts";
import { retarget } from "./retarget.ts";
import { splitStatements } from "./tokens.ts";

describe("splitStatements", () => {
  const texts = (sql: string): string[] => splitStatements(sql).map((statement) => statement.text);

  it("cuts at semicolons only", () => {
    expect(texts("-- a;\nselect 1;; /* x; /* y; */ */ select 'a;''b', \"c;d\", E'it\\';', $$e;f$$, $q$g;$$;h$q$ ;\n")).toEqual([
      "select 1",
      "select 'a;''b', \"c;d\", E'it\\';', $$e;f$$, $q$g;$$;h$q$",
    ]);
  });

  it("keeps routines and rules whole", () => {
    const routine = "create or replace function f() returns int language sql begin atomic select case when true then 1 else 2 end; select 2; end";
    expect(texts(`${routine}; create rule r as on insert to t do also (delete from a; delete from b); begin; select 1; end`)).toEqual([
      routine,
      "create rule r as on insert to t do also (delete from a; delete from b)",
      "begin",
      "select 1",
      "end",
    ]);
  });

  it("places what is unclosed", () => {
    for (const [sql, offset] of [
      ["select 'abc", 7],
      ["select 1 /* a /* b */", 9],
      ["select $q$ x $$", 7],
      ['select "a', 7],
    ] as const) {
      expect(() => splitStatements(sql)).toThrow(expect.objectContaining({ offset, message: expect.stringContaining("unclosed") }));
    }
  });

  it("never cuts inside text, whatever it holds", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string(), fc.string()), { minLength: 1 }), (parts) => {
        const statements = parts.map(([text, name]) => `select ${quoteText(text)} as ${quoteName(`n${name}`)}`);
        expect(texts(statements.join(";\n--;\n"))).toEqual(statements);
      }),
    );
  });
});

describe("retarget", () => {
  const to = { schema: "p", table: 'x"y' };
  const from = [{ schema: "staging", table: "t" }];

  it("replaces the name and nothing that looks like it", () => {
    const { text } = retarget('select staging.t.a, \'staging.t\', "staging" . "t" from STAGING.T -- staging.t\n, a.staging.t, staging.tt', from, to, true);
    expect(text).toBe('select "p"."x""y".a, \'staging.t\', "p"."x""y" from "p"."x""y" -- staging.t\n, a.staging.t, staging.tt');
  });

  it("tells the original place", () => {
    const sql = "select 1 from staging.t where nope";
    const { text, originalOffset } = retarget(sql, from, to, true);
    expect(originalOffset(text.indexOf("nope"))).toBe(sql.indexOf("nope"));
    expect(originalOffset(text.indexOf("from"))).toBe(sql.indexOf("from"));
  });
});

describe("readDdl", () => {
  const name = { schema: "prep", table: "t1" };

  it("reads the end table's name in all its forms", () => {
    const forms = [
      "create table T (a int)",
      'CREATE TABLE IF NOT EXISTS s."T" (a int)',
      "/* x */ create or replace table db.s.t(a int)",
      'create unlogged table "odd ""name" (a int)',
    ];
    expect(forms.map((sql) => [readDdl(sql, true).table, readDdl(sql, true).createTable(name)])).toEqual([
      ["t", 'CREATE TABLE "prep"."t1" (a int)'],
      ["T", 'CREATE TABLE "prep"."t1" (a int)'],
      ["t", 'CREATE TABLE "prep"."t1"(a int)'],
      ['odd "name', 'CREATE UNLOGGED TABLE "prep"."t1" (a int)'],
    ]);
  });

  it("knows a table that fills itself", () => {
    expect(
      ["create table t as select 1 a", "create table t (a) as select 1", "create table t (a int, b int generated always as (a + 1) stored)"].map(
        (sql) => readDdl(sql, true).fills,
      ),
    ).toEqual([true, true, false]);
  });

  it("follows references to itself, indexes and comments", () => {
    const ddl = readDdl(
      "create table s.t (a int primary key, b int references t(a), c int references other(a)); create index on s.t (b); create index ix on only t (c); comment on column s.t.a is 't'",
      true,
    );
    expect([ddl.createTable(name), ...ddl.indexes(name, "_m"), ...ddl.comments(name)]).toEqual([
      'CREATE TABLE "prep"."t1" (a int primary key, b int references "prep"."t1"(a), c int references other(a))',
      'create index on "prep"."t1" (b)',
      'create index "ix_m" on only "prep"."t1" (c)',
      'comment on column "prep"."t1".a is \'t\'',
    ]);
  });

  it("refuses what is no ddl of one table", () => {
    for (const [sql, found] of [
      ["", "no statement"],
      ["select 1", "SELECT"],
      ["create table a (a int); create table b (a int)", "a second CREATE TABLE"],
      ["create temp table a (a int)", "a temporary table"],
      ["create table a (a int); drop table b", "DROP TABLE"],
    ]) {
      expect(() => readDdl(sql ?? "", true)).toThrow(`found ${found}`);
    }
  });
});

describe("placeOf", () => {
  it("counts lines and columns from 1", () => {
    expect(["ab\r\ncd", "", "a\n"].map((sql, index) => placeOf(sql, [5, 0, 2][index] ?? 0))).toEqual([
      { line: 2, column: 2, lineText: "cd" },
      { line: 1, column: 1, lineText: "" },
      { line: 2, column: 1, lineText: "" },
    ]);
  });
});
