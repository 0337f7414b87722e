import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { strFromU8, unzipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ExportFormat, SqlEvent } from "../../../shared/contract/sql.ts";
import type { ExportJob, ExportProgress } from "../../ports/sql-queries.ts";
import { backends, type Bench, titleOf } from "../test-backends.ts";

const csv = { delimiter: ",", header: true, nullText: "", guardFormulas: false };
const resultIdOf = (events: readonly SqlEvent[]): string => events.find((event) => event.kind === "columns")?.resultId ?? "";

for (const backend of backends) {
  describe.skipIf(backend.missing !== null)(`exports on ${titleOf(backend)}`, { timeout: 60_000 }, () => {
    let bench: Bench;
    let resultId: string;
    let out: string;
    const isDuck = backend.name === "duckdb";
    const hostile = "select 9007199254740993::bigint as big, 1.50::decimal(4,2) as d, 'a,\"b\n' as t, null::text as n, '' as e, '=1+1' as f, true as b, date '2024-02-29' as day, 2 as \"big\", 'é😀<&>' as \"=x\", 12345678901234567890.5::decimal(38,1) as long";
    beforeAll(async () => {
      bench = await backend.start();
      out = join(bench.folder, "out '%* quoted");
      mkdirSync(out);
      resultId = resultIdOf(await bench.query(hostile));
    }, 60_000);
    afterAll(async () => bench.stop());
    const write = async (format: ExportFormat, more: Partial<ExportJob> = {}, tell: (progress: ExportProgress) => void = () => undefined) => {
      const file = join(out, `r.${format}`);
      const done = await bench.host.queries.export({ queryId: `export ${Math.random()}`, source: { kind: "result", resultId }, format, file, csv, secrets: [], ...more }, tell);
      return { ...done, file };
    };

    it("writes CSV cell by cell as shown", async () => {
      const { file, rows, bytes, notes } = await write("csv");
      expect(readFileSync(file, "utf8")).toBe('big,d,t,n,e,f,b,day,big,=x,long\n9007199254740993,1.50,"a,""b\n",,"",=1+1,true,2024-02-29,2,é😀<&>,12345678901234567890.5\n');
      expect({ rows, notes, bytes }).toEqual({ rows: 1, notes: [], bytes: readFileSync(file).length });
      const guarded = await write("csv", { csv: { delimiter: ";", header: false, nullText: "NULL", guardFormulas: true } });
      expect(readFileSync(guarded.file, "utf8")).toBe('9007199254740993;1.50;"a,""b\n";NULL;;\'=1+1;true;2024-02-29;2;é😀<&>;12345678901234567890.5\n');
    });

    it("writes JSON whose numbers no reader rounds", async () => {
      const { file, notes } = await write("json");
      expect(JSON.parse(readFileSync(file, "utf8"))).toEqual([{ big: "9007199254740993", d: 1.5, t: 'a,"b\n', n: null, e: "", f: "=1+1", b: true, day: "2024-02-29", big_2: 2, "=x": "é😀<&>", long: "12345678901234567890.5" }]);
      expect(notes).toHaveLength(2);
    });

    it("writes Parquet with the types of the columns", async () => {
      const { file } = await write("parquet");
      const reader = isDuck ? bench : await backends[0]?.start();
      const seen = await reader?.resultOf(`select big, typeof(big), d, typeof(d), n is null, b, typeof(b), typeof(day), big_2, long, typeof(long) from '${file.replaceAll("'", "''").replaceAll("*", "[*]")}'`);
      if (!isDuck) await reader?.stop();
      expect(seen).toEqual([["9007199254740993", "BIGINT", "1.50", "DECIMAL(4,2)", "true", "true", "BOOLEAN", "DATE", "2", "12345678901234567890.5", "DECIMAL(38,1)"]]);
    });

    it("writes a workbook in which no text is a formula and no digit is lost", async () => {
      const { file, notes } = await write("xlsx");
      const parts = unzipSync(readFileSync(file));
      expect(Object.keys(parts).toSorted()).toEqual(["[Content_Types].xml", "_rels/.rels", "xl/_rels/workbook.xml.rels", "xl/workbook.xml", "xl/worksheets/sheet1.xml"]);
      const sheet = strFromU8(parts["xl/worksheets/sheet1.xml"] ?? new Uint8Array());
      const rows = [...sheet.matchAll(/<row>(.*?)<\/row>/gs)].map((row) => row[1]);
      expect(rows).toHaveLength(2);
      const text = (value: string): string => `<c t="inlineStr"><is><t xml:space="preserve">${value}</t></is></c>`;
      expect(rows[1]).toBe(`${text("9007199254740993")}<c><v>1.50</v></c>${text("a,&quot;b\n")}<c/>${text("")}${text("=1+1")}<c t="b"><v>1</v></c>${text("2024-02-29")}<c><v>2</v></c>${text("é😀&lt;&amp;&gt;")}${text("12345678901234567890.5")}`);
      expect(sheet).not.toContain("<f>");
      expect(notes).toEqual(["2 numbers are written as text: Excel keeps 15 digits."]);
    });

    it("runs a query to a file without a row limit, tells how far it is, and orders as asked", async () => {
      const told: ExportProgress[] = [];
      const text = isDuck ? "select range as i, md5(range::text) as h from range(300000)" : "select i, md5(i::text) as h from (select generate_series(0, 299999) as i) as t";
      const { rows, file } = await write("csv", { source: { kind: "query", connection: bench.spec, text, params: {} } }, (progress) => void told.push(progress));
      const lines = readFileSync(file, "utf8").trimEnd().split("\n");
      expect([rows, lines.length, lines[300_000]?.split(",")[0]]).toEqual([300_000, 300_001, "299999"]);
      expect(told.length).toBeGreaterThan(0);
      await expect(write("csv", { source: { kind: "query", connection: bench.spec, text: "select\n nosuch", params: {} } })).rejects.toMatchObject({ code: "sql/failed", message: expect.stringContaining("line 2, column 2") });
    });

    it("is cancelled in the query and in the writing, and leaves no file", async () => {
      const endless = "with recursive n(i) as (select 1 union all select i + 1 from n) select * from n";
      for (const [format, text] of [["csv", endless], ["xlsx", isDuck ? "select range, md5(range::text) from range(3000000)" : "select i, md5(i::text) from (select generate_series(0, 3000000) as i) as t"]] as const) {
        const file = join(out, `cancelled.${format}`);
        const running = write(format, { queryId: `stop ${format}`, file, source: { kind: "query", connection: bench.spec, text, params: {} } });
        await sleep(format === "csv" ? 500 : 2500);
        const asked = performance.now();
        bench.host.queries.cancel(`stop ${format}`);
        await expect(running).rejects.toMatchObject({ code: "query/cancelled" });
        expect(performance.now() - asked).toBeLessThan(2000);
        expect(existsSync(file)).toBe(false);
      }
      expect(readdirSync(out).filter((name) => name.endsWith(".part"))).toEqual([]);
      expect(await bench.resultOf("select 'fine'")).toEqual([["fine"]]);
    });

    it("says why a file cannot be written", async () => {
      await expect(write("csv", { file: join(out, "no such folder", "a.csv") })).rejects.toMatchObject({ code: "input/invalid", message: expect.stringContaining("could not be written") });
      await expect(write("xlsx", { file: join(out, "no such folder", "a.xlsx") })).rejects.toMatchObject({ code: "input/invalid", message: expect.stringContaining("could not be written") });
      rmSync(join(out, "r.csv"), { force: true });
    });

    it("explains as text and as a tree, and takes back what an analysis carried out", async () => {
      await bench.query("create table explained (a int); insert into explained values (5)");
      const explain = (text: string, analyze: boolean) => bench.host.queries.explain({ queryId: `explain ${Math.random()}`, connection: bench.spec, text, params: {}, analyze });
      const plan = await explain("select count(*) from explained where a > 3", false);
      expect(plan.text).toMatch(/explained/);
      expect(plan.tree?.name).toMatch(/aggregate/i);
      expect(plan.tree?.children.length).toBeGreaterThan(0);
      const done = await explain("insert into explained select i from generate_series(1, 500) as g(i)", true);
      expect(done.text).toMatch(/insert/i);
      expect(JSON.stringify(done.tree)).toMatch(/"rowsActual":500/);
      expect(await bench.resultOf("select count(*) from explained")).toEqual([["1"]]);
      await expect(explain("select nosuch from explained", false)).rejects.toMatchObject({ code: "sql/failed", message: expect.stringContaining("line 1, column 8") });
      for (const text of ["commit", "select 1; select 2", " -- nothing"]) await expect(explain(text, true)).rejects.toMatchObject({ code: "sql/refused" });
    });

    it("profiles a result and a wide table, some columns at a time", async () => {
      const made = await bench.query("select i as n, case when i % 10 = 0 then null else 'x' end as t, (i * 0.5)::numeric(10,2) as d from generate_series(1, 100) as g(i)");
      const seen: { names: string[]; done: number; total: number }[] = [];
      const profiles: unknown[] = [];
      const of = { kind: "result", resultId: resultIdOf(made) } as const;
      await bench.host.queries.profile({ queryId: "p1", of, from: 0, count: 100 }, (event) => void (seen.push({ names: event.columns.map(({ name }) => name), done: event.done, total: event.total }), profiles.push(...event.columns)));
      expect(seen).toEqual([{ names: ["n", "t", "d"], done: 3, total: 3 }]);
      expect(profiles).toMatchObject([
        { name: "n", rowCount: 100, nullCount: 0, distinctCount: 100, min: "1", max: "100" },
        { name: "t", nullCount: 10, distinctCount: 1, buckets: [{ label: "x", count: 90 }] },
        { name: "d", min: expect.stringMatching(/^0\.50?$/), max: expect.stringMatching(/^50(\.00)?$/) },
      ]);
      const columns = Array.from({ length: 300 }, (_, index) => `i + ${index} as c${index}`).join(", ");
      await bench.query(`create schema if not exists wide; create table wide.t as select ${columns} from generate_series(1, 50) as g(i)`);
      const dones: number[] = [];
      const table = { kind: "table", connection: bench.spec, schema: "wide", table: "t" } as const;
      await bench.host.queries.profile({ queryId: "p2", of: table, from: 0, count: 1000 }, (event) => void dones.push(event.done));
      expect(dones.length).toBeGreaterThan(3);
      expect(dones.at(-1)).toBe(300);
      const stopped = bench.host.queries.profile({ queryId: "p3", of: table, from: 0, count: 1000 }, () => bench.host.queries.cancel("p3"));
      await expect(stopped).rejects.toMatchObject({ code: "query/cancelled" });
    });
  });
}
