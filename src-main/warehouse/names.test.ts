/** Names that look like anything but names, and very many of them: browsed, profiled, loaded and checked. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { LoadPlan, RenderedCheck } from "../ports/sql-host.ts";
import { quoteName, quoteText } from "../../shared/sql/names.ts";
import { backends, type Bench, titleOf } from "./test-backends.ts";

const schema = 'we ird "schéma"; drop';
const hostileTables = [
  "select",
  "Upper Case",
  'quo"te',
  "it's",
  "semi;colon -- comment /* x",
  "dot.ted",
  "percent %s $1 ${x} ?",
  "back\\slash",
  "new\nline",
  "数据 表😀",
  " leading and trailing ",
  "x".repeat(60),
  "é".repeat(31),
  "_under__dw_score",
  "copy, line 3, column a",
];
const hostileColumns = [
  "order",
  'a"b',
  "it's",
  "ünï cödé",
  " lead",
  "group by",
  "a.b",
  "x: y",
  "1st",
  "%s",
  "\\n",
  "new\nline",
  "😀",
  "Upper",
  "row",
  "which",
  "c1",
  "this",
];

for (const backend of backends) {
  describe.skipIf(backend.missing !== null)(`names on ${titleOf(backend)}`, { timeout: 60_000 }, () => {
    let bench: Bench;
    beforeAll(async () => {
      bench = await backend.start();
    }, 60_000);
    afterAll(async () => bench.stop());

    const ddlOf = (table: string): string =>
      `create table ${quoteName(table)} (${hostileColumns.map((name, index) => `${quoteName(name)} ${index === 0 ? "integer not null" : "text"}`).join(", ")});
       create index ${quoteName(`ix ${table}`.slice(0, 20))} on ${quoteName(table)} ("order", "a""b");
       comment on table ${quoteName(table)} is 'it''s; "fine"';
       comment on column ${quoteName(table)}."a""b" is 'b'`;
    const plan = (table: string): Partial<LoadPlan> => ({ ddl: ddlOf(table), prepSchema: 'prep "1"', finalSchema: schema });
    const queryOf = (version: number): string =>
      `select ${hostileColumns.map((name, index) => `${index === 0 ? "i" : quoteText(`${version} ${name}`)} as ${quoteName(name)}`).join(", ")} from generate_series(1, 20) as g(i)`;
    const rowOf = (order: number, version: number): (string | null)[] =>
      hostileColumns.map((name, index) => (index === 0 ? String(order) : `${version} ${name}`));
    const rows = async (table: string): Promise<(string | null)[][]> =>
      (await bench.host.rows(bench.spec, { schema, table }, { limit: 100, offset: 0 })).rows.toSorted((a, b) => Number(a[0]) - Number(b[0]));

    it("load, check, browse and profile tables of any name", async () => {
      const checks: RenderedCheck[] = [
        { kind: "unique", name: "u", severity: "error", columns: ["order", 'a"b'] },
        { kind: "not_null", name: "n", severity: "error", columns: hostileColumns },
        { kind: "range", name: "r", severity: "error", column: "order", min: 1, max: 20 },
        { kind: "accepted_values", name: "a", severity: "error", column: "it's", values: ["1 it's", "2 it's"] },
        { kind: "sql", name: "s", severity: "error", query: 'select "order" from "dagwright"."this" where "order" > 20' },
      ];
      for (const table of hostileTables) {
        for (const version of [1, 2]) {
          const outcome = await bench.load({ ...plan(table), source: { kind: "query", sql: queryOf(version) }, checks });
          expect([outcome.reason, outcome.table, outcome.rowsLoaded]).toEqual([null, `${schema}.${table}`, 20]);
        }
        expect((await rows(table))[4]).toEqual(rowOf(5, 2));
        const profile = await bench.host.profile(bench.spec, { schema, table });
        expect(profile.map((column) => [column.name, column.rowCount, column.nullCount])).toEqual(hostileColumns.map((name) => [name, 20, 0]));
        // A changed structure takes the other way of publishing.
        const wider = ddlOf(table).replace(" (", " (extra integer default 7, ");
        expect((await bench.load({ ...plan(table), ddl: wider, source: { kind: "query", sql: queryOf(3) } })).reason).toBeNull();
      }
      const { tables } = await bench.host.catalog(bench.spec);
      expect(
        tables
          .filter((table) => table.schema === schema)
          .map((table) => table.name)
          .toSorted(),
      ).toEqual(hostileTables.toSorted());
      expect(
        tables.filter((table) => table.schema === schema && table.columns.map((column) => column.name).join("|") !== ["extra", ...hostileColumns].join("|")),
      ).toEqual([]);
      expect(tables.filter((table) => table.schema.startsWith("prep"))).toEqual([]);
    });

    it("fill such a table from every kind of file, append to it and merge into it", async () => {
      const [table = ""] = hostileTables.slice(-1);
      const value = (name: string, index: number, order: number): string => (index === 0 ? String(order) : `4 ${name}`);
      const objects = [1, 2].map((order) => Object.fromEntries(hostileColumns.map((name, index) => [name, value(name, index, order)])));
      const cell = (text: string): string => `"${text.replaceAll('"', '""')}"`;
      const csv = [hostileColumns, ...objects.map((object) => hostileColumns.map((name) => object[name] ?? ""))]
        .map((line) => line.map(cell).join(","))
        .join("\n");
      const path = join(bench.folder, "out put's.bin");
      const parquetWriter = await backends[0]?.start();
      const merge: LoadPlan["load"] = { mode: "merge", keys: ["order"] };
      const writers = {
        jsonl: () => writeFileSync(path, objects.map((object) => `${JSON.stringify(object)}\n`).join("")),
        csv: () => writeFileSync(path, csv),
        parquet: async () => {
          const query = `select ${hostileColumns.map((name, index) => `${index === 0 ? "i" : quoteText(`4 ${name}`)} as ${quoteName(name)}`).join(", ")} from range(1, 3) as g(i)`;
          expect((await parquetWriter?.script(`copy (${query}) to ${quoteText(path)} (format parquet)`))?.reason).toBeNull();
        },
      };
      for (const format of ["jsonl", "csv", "parquet"] as const) {
        await writers[format]();
        const outcome = await bench.load({ ...plan(table), source: { kind: "file", path, format } });
        expect([format, outcome.reason]).toEqual([format, null]);
        expect(await rows(table)).toEqual([rowOf(1, 4), rowOf(2, 4)]);
        const merged = await bench.load({
          ...plan(table),
          load: merge,
          source: { kind: "query", sql: `select * from (${queryOf(5)}) as q where "order" in (2, 3)` },
        });
        expect(merged.reason).toBeNull();
        expect(await rows(table)).toEqual([rowOf(1, 4), rowOf(2, 5), rowOf(3, 5)]);
      }
      writeFileSync(path, '{"order": "first", "x: y": "why"}\n');
      expect((await bench.load({ ...plan(table), source: { kind: "file", path, format: "jsonl" } })).reason).toMatch(
        /^output: row 1, column order: found "first"; expected integer$/i,
      );
      await parquetWriter?.stop();
    });

    it("list 500 tables and a very wide one at once", async () => {
      const width = backend.name === "duckdb" ? 2000 : 1500;
      const wide = `create table many.wide (${Array.from({ length: width }, (_, index) => `c${index} integer`).join(", ")})`;
      const tables = Array.from({ length: 500 }, (_, index) => `create table many.t${index} (a integer not null, b text, c date, d double precision)`);
      expect(
        (
          await bench.script(
            `create schema many; ${tables.join("; ")}; ${wide}; insert into many.wide (c0, c1) select i, i from generate_series(1, 100) as g(i)`,
          )
        ).reason,
      ).toBeNull();
      const started = performance.now();
      const catalog = await bench.host.catalog(bench.spec);
      const tookMs = performance.now() - started;
      const many = catalog.tables.filter((table) => table.schema === "many");
      expect([many.length, many.find((table) => table.name === "wide")?.columns.length]).toEqual([501, width]);
      expect(tookMs).toBeLessThan(3000);
      const page = await bench.host.rows(bench.spec, { schema: "many", table: "wide" }, { limit: 100, offset: 0 });
      expect([page.columns.length, page.rows.length]).toEqual([width, 100]);
    });
  });
}
