/** A million rows: paged anywhere quickly, with flat memory in this process and in the host. */
import { execFileSync } from "node:child_process";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { backends, type Bench, titleOf } from "../test-backends.ts";

const rows = 1_000_000;
const mebibyte = 1024 * 1024;

function residentBytes(pid: number): number {
  return Number(execFileSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" }).trim()) * 1024;
}

for (const backend of backends) {
  describe.skipIf(backend.missing !== null)(`a result of a million rows of ${titleOf(backend)}`, { timeout: 120_000 }, () => {
    let bench: Bench;
    let resultId = "";
    beforeAll(async () => {
      bench = await backend.start();
      await bench.query("select 1");
    }, 60_000);
    afterAll(async () => bench.stop());

    it("is kept without growing the engine, and the host only within bounds", async () => {
      const before = { own: residentBytes(process.pid), host: residentBytes(bench.host.pid ?? 0) };
      const wide = "i, 'name ' || i as name, md5(i::text) as hash, (i * 1.5)::double precision as d, date '2020-01-01' + (i % 1000)::int as day";
      const sql = backend.name === "duckdb" ? `select ${wide} from range(${rows}) as t(i)` : `select ${wide} from (select generate_series(0, ${rows - 1}) as i) as t`;
      const events = await bench.query(sql, { maxRows: rows });
      const finished = events.find((event) => event.kind === "finished");
      expect(finished).toMatchObject({ rows, capped: false });
      resultId = finished?.resultId ?? "";
      expect(residentBytes(process.pid) - before.own).toBeLessThan(64 * mebibyte);
      expect(residentBytes(bench.host.pid ?? 0) - before.host).toBeLessThan(448 * mebibyte);
      // Told ten times a second, not once a piece.
      expect(events.length).toBeLessThan(1000);
    });

    it("gives any page, plain or sorted, without reading the rest", async () => {
      const { page } = bench.host.queries;
      const own = residentBytes(process.pid);
      const offsets = [0, 999_900, 500_000, 123_456, 876_543, 2];
      for (const offset of offsets) {
        const read = await page({ resultId }, { offset, limit: 100 });
        expect(read.rows.map(([i]) => i)).toEqual(Array.from({ length: 100 }, (_, index) => String(offset + index)));
        expect(read.totalRows).toBe(rows);
      }
      const sort = [{ column: 0, descending: true }];
      expect((await page({ resultId, sort }, { offset: 10, limit: 2 })).rows.map(([i]) => i)).toEqual(["999989", "999988"]);
      for (const offset of offsets) {
        const read = await page({ resultId, sort }, { offset, limit: 100 });
        expect(read.rows[0]).toEqual(expect.arrayContaining([String(rows - 1 - offset)]));
      }
      const filtered = await page({ resultId, filter: [{ column: 1, op: "contains", value: "NAME 77777" }] }, { offset: 0, limit: 100 });
      expect(filtered.totalRows).toBe(11);
      expect(residentBytes(process.pid) - own).toBeLessThan(64 * mebibyte);
    });
  });
}
