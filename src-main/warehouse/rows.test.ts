/** Rows that a task hands over as a file: filled by name only, and a refused one named by row, column, value and type. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SqlOutcome } from "../ports/sql-host.ts";
import { backends, type Bench, titleOf } from "./test-backends.ts";

type Format = "csv" | "jsonl" | "parquet";

for (const backend of backends) {
  describe.skipIf(backend.missing !== null)(`rows handed over to ${titleOf(backend)}`, { timeout: 60_000 }, () => {
    let bench: Bench;
    beforeAll(async () => {
      bench = await backend.start();
    }, 60_000);
    afterAll(async () => bench.stop());

    const isDuck = backend.name === "duckdb";
    const load = async (ddl: string, content: string | Buffer | readonly object[], format: Format = "jsonl"): Promise<SqlOutcome> => {
      const path = join(bench.folder, "output");
      const text = typeof content === "string" || Buffer.isBuffer(content) ? content : content.map((row) => `${JSON.stringify(row)}\n`).join("");
      if (format !== "parquet") writeFileSync(path, text);
      return bench.load({ ddl, source: { kind: "file", path, format } });
    };
    const reasonOf = async (...given: Parameters<typeof load>): Promise<string | null> => (await load(...given)).reason;
    const people = "create table people (id integer not null, name text, age integer)";

    it("names a column that the table has not, and what was probably meant", async () => {
      await load(people, [{ id: 1, name: "Ada", age: 36 }]);
      expect(await reasonOf(people, [{ id: 1, nmae: "Ada", age: 36 }])).toBe(
        "output: people has no column `nmae` (row 1; did you mean `name`?); expected its columns: id, name, age",
      );
      expect(
        await reasonOf(people, [
          { id: 1, name: "Ada", age: 1 },
          { id: 2, name: "Bob", aeg: 2, colour: "red" },
        ]),
      ).toBe("output: people has no column `aeg` (row 2; did you mean `age`?), no column `colour` (row 2); expected its columns: id, name, age");
      expect(await reasonOf(people, ",id,name,age\n0,1,Ada,36\n", "csv")).toContain('people has no column "" (without a name: a data frame\'s index');
      expect(await reasonOf(people, "1,Ada,36\n", "csv")).toContain("people has no column `1`");
      expect(await reasonOf(people, [{ id: 1, ID: 2 }])).toContain("the name ID comes twice (id, ID)");
      expect(await bench.cells("select * from warehouse.people")).toEqual([["1", "Ada", "36"]]);
    });

    it("leaves a column that no row has to its default, else to NULL, else refuses", async () => {
      const ddl = "create table left_out (id integer not null, note text, colour text default 'red', size integer not null default 3)";
      const outcome = await load(
        ddl,
        [{ id: 1 }, { ID: 2 }].map((row) => ({ id: Object.values(row)[0] })),
      );
      expect(outcome.reason).toBeNull();
      expect(bench.log(outcome.attemptId)).toContain("columns left to their defaults: colour, size; in no row, so NULL: note");
      expect(await bench.cells("select * from warehouse.left_out order by id")).toEqual([
        ["1", null, "red", "3"],
        ["2", null, "red", "3"],
      ]);
      expect(await reasonOf(ddl, [{ note: "x" }])).toBe(
        "output: no row has id, which may not be NULL in left_out; expected its columns: id, note, colour, size; add it to the rows, or give it a default in the ddl",
      );
      // A name that only some rows lack is NULL in these.
      expect(await reasonOf(ddl, [{ id: 1, note: "x" }, { id: 2 }])).toBeNull();
      expect(await bench.cells("select id, note from warehouse.left_out order by id")).toEqual([
        ["1", "x"],
        ["2", null],
      ]);
    });

    it("names row, column, value and type of what does not fit", async () => {
      const integer = isDuck ? "INTEGER" : "integer";
      const ddl = 'create table t (id integer not null, "a b" text, day date, amount decimal(6,2), tags integer[])';
      const good = { id: 1, "a b": 'line\nline\n, "x"', day: "2024-02-28", amount: "1.50", tags: [1] };
      const cases: [object | null, string][] = [
        [{ ...good, id: "abc" }, `column id: found "abc"; expected ${integer}`],
        [{ ...good, id: 1.5 }, `column id: found "1.5"; expected ${integer}`],
        [{ ...good, id: "" }, `column id: found "" (empty text); expected ${integer}`],
        [{ ...good, id: null }, `column id: found no value (NULL); expected ${integer} that is not NULL`],
        [{ ...good, id: 3_000_000_000 }, `column id: found "3000000000"; expected ${integer}`],
        [{ ...good, day: "2024-02-30" }, `column day: found "2024-02-30"; expected ${isDuck ? "DATE" : "date"}`],
        [{ ...good, amount: "12,50" }, `column amount: found "12,50"; expected ${isDuck ? "DECIMAL(6,2)" : "numeric(6,2)"}`],
        [{ ...good, amount: "n".repeat(5000) }, `column amount: found "${"n".repeat(100)}…"; expected`],
        [
          { ...good, tags: [1, "x"] },
          isDuck ? `column tags: found "[1,\\"x\\"]"; expected INTEGER[]` : `column tags: found "{\\"1\\",\\"x\\"}"; expected integer[]`,
        ],
        [{ ...good, tags: "none" }, `column tags: found "none"; expected ${isDuck ? "INTEGER[]" : "integer[]"}`],
      ];
      for (const [bad, expected] of cases) {
        const reason = await reasonOf(ddl, [good, good, bad ?? {}, good]);
        expect(reason).toContain(`output: row 3, ${expected}`);
        expect(reason).not.toContain(bench.folder);
        expect(reason?.split("\n")).toHaveLength(1);
      }
    });

    it("takes whole numbers that were computed as decimals", async () => {
      expect(await reasonOf("create table w (n integer, big bigint)", '{"n": 3.0, "big": 9007199254740993}\n{"n": -2.00, "big": null}\n')).toBeNull();
      expect(await bench.cells("select n, big from warehouse.w order by n")).toEqual([
        ["-2", null],
        ["3", "9007199254740993"],
      ]);
    });

    it("says the rest in the person's own names, too", async () => {
      const keyed = "create table keyed (id integer primary key, n integer check (n > 0))";
      const twice = await reasonOf(keyed, [
        { id: 1, n: 1 },
        { id: 1, n: 1 },
      ]);
      expect(twice).toMatch(isDuck ? /duplicate key "1"|duplicate key "id: 1"/ : /^output: row 2: duplicate key .*"keyed_pkey" \(Key \(id\)=\(1\)/);
      const low = await reasonOf(keyed, [{ id: 1, n: -1 }]);
      expect(low).toMatch(
        isDuck ? /CHECK constraint failed on table keyed / : /^output: row 1: new row for relation "keyed" violates check constraint "keyed_n_check"/,
      );
      for (const reason of [twice, low]) expect(reason).not.toMatch(/__dw_|\/tmp|\n/);
    });

    it("reads a CSV file row by row, whatever a row looks like, and names one that has another shape", async () => {
      const ddl = 'create table c (a text, b integer, "c" text)';
      const ok = await load(ddl, 'a,b,c\r\n"x\r\ny",1,#no comment\r\n#no comment,2,\r\n,,""\r\n', "csv");
      expect(ok).toMatchObject({ reason: null, rowsLoaded: 3 });
      expect(await bench.cells("select a, b, c from warehouse.c order by b")).toEqual([
        ["x\r\ny", "1", "#no comment"],
        ["#no comment", "2", null],
        [null, null, ""],
      ]);
      const columns = "(a, b, c)";
      expect(await reasonOf(ddl, 'a,b,c\nx,1,y\n"x\ny",2,3,4\n', "csv")).toBe(`output: row 2: found 4 cells; expected 3 ${columns}`);
      expect(await reasonOf(ddl, "a,b,c\nx,1,y\nx\n", "csv")).toBe(`output: row 2: found 1 cell; expected 3 ${columns}`);
      expect(await reasonOf(ddl, 'a;b;c\r\n"x\r\ny";1;y\r\nx;"two";y\r\n', "csv")).toMatch(/^output: row 2, column b: found "two"; expected integer$/i);
      expect(await reasonOf(ddl, Buffer.from("a,b,c\nx,1,y\nx,2,caf\u00e9\n", "latin1"), "csv")).toBe(
        'output: row 2, column c: found "caf\uFFFD", which is not UTF-8 text; write the file as UTF-8',
      );
      expect(await reasonOf(ddl, Buffer.from("a,b,c\nx,1,y\n", "utf16le"), "csv")).toContain("the file is not UTF-8 text");
      expect(await reasonOf(ddl, "", "csv")).toContain("output: the file has no header line");
    });

    it("keeps text as it was written unless the table says otherwise, and finds the separator", async () => {
      const cells = ["00123", "1e5", "2024-02-30", "1,234", "12345678901234567890", '=HYPERLINK("x")', "+cmd", "@SUM", "\tx", "NaN", "NULL", "true"];
      const names = cells.map((_, index) => `c${index}`);
      const ddl = `create table kept (${names.map((name) => `${name} text`).join(", ")})`;
      for (const separator of [",", ";", "\t", "|"]) {
        const line = (values: readonly string[]): string => values.map((value) => `"${value.replaceAll('"', '""')}"`).join(separator);
        expect(await reasonOf(ddl, `\uFEFF${names.join(separator)}\n${line(cells)}\n`, "csv")).toBeNull();
        expect(await bench.cells("select * from warehouse.kept")).toEqual([cells]);
      }
      expect(await reasonOf(ddl, `${names.join(",")}\n`, "csv")).toBeNull();
      expect(await bench.cells("select count(*) from warehouse.kept")).toEqual([["0"]]);
      expect(await reasonOf("create table kept (a text)", "a,a\n1,2\n", "csv")).toContain("the name a comes twice");
      const nul = await load("create table kept (a text, b text)", [{ a: "x", b: "\0" }]);
      expect(nul.reason === null || nul.reason.includes('row 1, column b: found "\\u0000", which holds a NUL character')).toBe(true);
    });

    it("loads a row of several megabytes", async () => {
      const long = "é".repeat(3_000_000);
      expect(
        await reasonOf("create table long (id integer, doc text)", [
          { id: 1, doc: "short" },
          { id: 2, doc: long },
          { id: 3, doc: long },
        ]),
      ).toBeNull();
      expect(await bench.cells("select id, length(doc) from warehouse.long order by id")).toEqual([
        ["1", "5"],
        ["2", "3000000"],
        ["3", "3000000"],
      ]);
    });

    it("names the row of a Parquet file, and takes whole numbers that pandas made decimals", async () => {
      const path = join(bench.folder, "output");
      const writer = await backends[0]?.start();
      const write = async (query: string): Promise<void> => void (await writer?.script(`copy (${query}) to '${path}' (format parquet)`));
      await write("select * from (values (1.0::double, 'x'), (null, 'y')) v(id, s)");
      expect(await reasonOf("create table pq (id integer, s text)", "", "parquet")).toBeNull();
      expect(await bench.cells("select id, s from warehouse.pq order by s")).toEqual([
        ["1", "x"],
        [null, "y"],
      ]);
      await write("select * from (values (1.0::double, 'x'), (2.5, 'y')) v(id, s)");
      expect(await reasonOf("create table pq (id integer, s text)", "", "parquet")).toMatch(/^output: row 2, column id: found "2.5"; expected integer$/i);
      await write("select * from (values (1, 'x'), (2, 'y')) v(id, day)");
      expect(await reasonOf("create table pq (id integer, day date)", "", "parquet")).toMatch(/^output: row 1, column day: found "x"; expected date$/i);
      await write("select 1 as idd");
      expect(await reasonOf("create table pq (ids integer)", "", "parquet")).toContain("pq has no column `idd` (did you mean `ids`?)");
      await writer?.stop();
      writeFileSync(path, "PAR1 but no more");
      const reason = await reasonOf("create table pq (id integer)", "", "parquet");
      expect(reason).toMatch(/^output: /);
      expect(reason).not.toContain(bench.folder);
    });
  });
}
