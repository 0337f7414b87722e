/** The query by which a capsule reads a table, asked of both databases: what is masked never leaves them. */
import { describe, expect, it } from "vitest";
import type { ColumnMask } from "../../shared/capsule/manifest.ts";
import { tableQuery } from "../services/capsule/table-query.ts";
import { backends, titleOf } from "../warehouse/test-backends.ts";

const secret = "s3cr3t'Value";

describe.each(backends)("rows for a capsule", (backend) => {
  it.skipIf(backend.missing !== null)(`are masked by ${titleOf(backend)}`, { timeout: 60_000 }, async () => {
    const bench = await backend.start();
    try {
      const json = backend.name === "duckdb" ? "json" : "jsonb";
      const made = await bench.script(`create schema src; create table src.t (id integer, email varchar(80), born date, note text, doc ${json});
        insert into src.t values (1, 'a@x.org', date '2001-02-03', 'has s3cr3t''Value in it', '{"k": "s3cr3t''Value"}'), (2, 'b@x.org', null, 'key AKIAABCDEFGHIJKLMNOP', '{"k": 1}'), (1, 'a@x.org', null, null, null), (null, null, null, '', null)`);
      expect(made.reason).toBeNull();
      const catalog = await bench.host.catalog(bench.spec);
      const columns = (catalog.tables.find(({ name }) => name === "t")?.columns ?? []).map(({ name, type }) => ({ name, type, mask: null }));
      const ask = async (masks: Record<string, ColumnMask>, key = "key", maxRows = 100): Promise<(string | null)[][]> => bench.resultOf(tableQuery({ dialect: backend.name, schema: "src", table: "t", columns, masks, key, secrets: [secret, "short"], maxRows }).sql);
      const plain = await ask({});
      expect(plain.map((row) => row[3])).toEqual(["has *** in it", "key ***", null, ""]);
      expect(plain.map((row) => row[4]?.replaceAll(" ", "") ?? null)).toEqual([null, '{"k":1}', null, null]);
      const masked = await ask({ id: "hash", email: "hash", born: "replace", note: "replace" });
      expect(masked[0]?.slice(0, 2)).toEqual(masked[2]?.slice(0, 2));
      expect(masked.map(([, email]) => email === null || /^h_[0-9a-f]{20}$/.test(email ?? ""))).toEqual([true, true, true, true]);
      expect(masked.map(([id]) => id === null || (/^\d+$/.test(id ?? "") && id !== "1" && id !== "2"))).toEqual([true, true, true, true]);
      expect(masked.map(([, , born, note]) => [born, note])).toEqual([[null, "***"], [null, "***"], [null, null], [null, "***"]]);
      expect((await ask({ email: "hash" }, "another key"))[0]?.[1]).not.toBe(masked[0]?.[1]);
      expect(await ask({}, "key", 2)).toHaveLength(2);
    } finally {
      await bench.stop();
    }
  });
});
