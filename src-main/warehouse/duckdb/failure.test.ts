import { mkdirSync, realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { LoadPlan } from "../../ports/sql-host.ts";
import { backends } from "../test-backends.ts";

describe("what DuckDB reports", { timeout: 30_000 }, () => {
  it("tells briefly of a bad line in a CSV file that a query reads", async () => {
    const bench = await backends[0]?.start();
    if (bench === undefined) throw new Error("no backend");
    writeFileSync(join(bench.folder, "dirty.csv"), 'id,amount\n1,2.50\n2,"1,250.00"\n');
    const from = (more: string): LoadPlan["source"] => ({ kind: "query", sql: `select id, amount from read_csv('dirty.csv'${more})` });
    const ddl = "create table dirty (id int, amount decimal(10,2))";
    const typed = await bench.load({ ddl, source: from(", types = {'amount': 'DECIMAL(10,2)'}") });
    const lines = typed.reason?.split("\n") ?? [];
    expect(lines[0]).toBe(
      'sql: Conversion error: dirty.csv, line 3: Error when converting column "amount". Could not convert string "1,250.00" to \'DECIMAL\' in: 2,"1,250.00"',
    );
    expect(lines.slice(1).filter((line) => !line.startsWith("* "))).toEqual([]);
    expect(typed.reason).not.toContain("(Auto-Detected)");
    expect((await bench.load({ ddl, source: from(", all_varchar = true") })).reason).toContain("sample_size=-1");
    await bench.stop();
  });

  it("names the folder that is not there where a file is written into it, and from where its path begins", async () => {
    const bench = await backends[0]?.start();
    if (bench === undefined) throw new Error("no backend");
    const failed = await bench.script("copy (select 1 as a) to 'out/deep/x.parquet'");
    expect(failed.reason).toContain(`IO error: Cannot open file "out/deep/x.parquet": folder "out/deep" is not there; make it, or name one that is. The path begins at ${realpathSync(bench.folder)}.`);
    const absolute = await bench.script(`copy (select 1 as a) to '${bench.folder}/away/x.csv'`);
    expect(absolute.reason).toContain(`folder "${bench.folder}/away" is not there; make it, or name one that is.`);
    expect(absolute.reason).not.toContain("begins at");
    mkdirSync(join(bench.folder, "out", "deep"), { recursive: true });
    expect((await bench.script("copy (select 1 as a) to 'out/deep/x.parquet'")).reason).toBeNull();
    await bench.stop();
  });

  it("says how to read a CSV file that is not UTF-8, and that works", async () => {
    const bench = await backends[0]?.start();
    if (bench === undefined) throw new Error("no backend");
    writeFileSync(join(bench.folder, "o'hare.csv"), "city;n\nMünchen;1\n", "latin1");
    const ddl = "create table cities (city text, n int)";
    const failed = await bench.load({ ddl, source: { kind: "query", sql: "select * from 'o''hare.csv'" } });
    const read = /read_csv\(.*\)$/m.exec(failed.reason ?? "")?.[0];
    expect(read).toBe("read_csv('o''hare.csv', encoding = 'latin-1')");
    const mended = await bench.load({ ddl, source: { kind: "query", sql: `select * from ${read}` } });
    expect([mended.reason, mended.state]).toEqual([null, "success"]);
    await bench.stop();
  });
});
