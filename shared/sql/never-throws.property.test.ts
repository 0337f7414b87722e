import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { completeSql } from "./complete.ts";
import { diagnoseSql } from "./diagnose.ts";
import { formatSql } from "./format.ts";
import { definitionSql, hoverSql } from "./hover.ts";
import { catalogOf, sqlLike } from "./testing/sql-arbitraries.ts";
import { tablesRead, tablesWritten } from "./tables.ts";
import { isMeaningful, lexSql } from "./tokens.ts";

const catalog = catalogOf("main");

describe("any text at all", () => {
  it("is answered, at every place of it", () => {
    fc.assert(
      fc.property(sqlLike, fc.nat(), fc.constantFrom("duckdb" as const, "postgres" as const), (text, seed, dialect) => {
        const offset = text.length === 0 ? 0 : seed % (text.length + 1);
        const place = { text, offset, dialect, catalog, templateValues: { final_schema: "warehouse" } };
        const list = completeSql({ ...place, templateWords: [{ name: "ds", doc: "" }], settings: { quoting: "auto", keywordCase: "preserve" } });
        expect(list.from).toBeLessThanOrEqual(offset);
        expect(list.to).toBeGreaterThanOrEqual(offset);
        for (const one of diagnoseSql(place)) expect(one.start).toBeLessThanOrEqual(text.length);
        hoverSql(place);
        definitionSql(place);
        for (const { start, end } of [...tablesRead(place), ...tablesWritten(place)]) expect(end).toBeGreaterThan(start);
      }),
      { numRuns: 1500 },
    );
  });

  it("is answered in time, however deep and long", () => {
    const deep = [`select ${"(".repeat(20_000)}`, `${"select (".repeat(3000)}`, `${"select * from (".repeat(3000)}`, `${"with a as (".repeat(3000)}`, `${"a.".repeat(20_000)}`, `${"(".repeat(3000)}select 1`, `select ${"case when ".repeat(10_000)}`];
    for (const text of deep) {
      const started = performance.now();
      diagnoseSql({ text, dialect: "duckdb", catalog });
      completeSql({ text, offset: text.length, dialect: "duckdb", catalog, templateWords: [], settings: { quoting: "auto", keywordCase: "lower" } });
      expect(performance.now() - started, text.slice(0, 20)).toBeLessThan(3000);
    }
  });
});

describe("formatSql on any text", () => {
  it("keeps every token, gives the same when done again, or leaves the text alone and says why", () => {
    const words = (text: string): string[] => lexSql(text, { templates: true }).filter(isMeaningful).map((token) => (token.kind === "word" ? token.text.toLowerCase() : token.text));
    fc.assert(
      fc.property(sqlLike, fc.constantFrom("duckdb" as const, "postgres" as const), fc.constantFrom("preserve" as const, "upper" as const), (text, dialect, keywordCase) => {
        const settings = { keywordCase };
        const done = formatSql({ text, dialect, settings });
        if (!done.ok) {
          expect([done.text, done.reason]).toEqual([text, expect.stringMatching(/\S/)]);
          return;
        }
        expect(words(done.text)).toEqual(words(text));
        expect(formatSql({ text: done.text, dialect, settings })).toEqual(done);
      }),
      { numRuns: 300 },
    );
  });
});
