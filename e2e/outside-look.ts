/** Looks from outside of the program: a DuckDB and a PostgreSQL client of the test's own, and what processes hold in memory. */
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");

function answer(program: string, ...words: readonly string[]): (string | null)[][] {
  const text = execFileSync(process.execPath, ["--input-type=module", "-e", program, ...words], { cwd: root, encoding: "utf8", maxBuffer: 256 * 1024 * 1024 });
  return JSON.parse(text) as (string | null)[][];
}

const duck = `import { DuckDBInstance } from "@duckdb/node-api";
const connection = await (await DuckDBInstance.create(":memory:")).connect();
await connection.run("SET TimeZone = 'UTC'");
const read = await connection.runAndReadAll(process.argv[1]);
const names = read.deduplicatedColumnNames();
const texts = await connection.runAndReadAll("SELECT " + names.map((name) => 'CAST("' + name.replaceAll('"', '""') + '" AS varchar)').join(", ") + " FROM (" + process.argv[1] + ")");
console.log(JSON.stringify(texts.getRows()));
process.exit(0);`;

/** Cells of a query as DuckDB's text. */
export function askDuck(sql: string): (string | null)[][] {
  return answer(duck, sql);
}

const postgres = `import pg from "pg";
const client = new pg.Client(JSON.parse(process.argv[1]));
await client.connect();
const { rows } = await client.query({ text: process.argv[2], rowMode: "array" });
console.log(JSON.stringify(rows.map((row) => row.map((cell) => (cell === null ? null : String(cell))))));
await client.end();`;

export function askPostgres({ kind: _kind, ...connection }: Readonly<Record<string, unknown>>, sql: string): (string | null)[][] {
  return answer(postgres, JSON.stringify(connection), sql);
}

/** Resident bytes of those descendants of this process whose command line has the words. */
export function residentBytes(words: string): number {
  const all = readdirSync("/proc").filter((name) => /^\d+$/.test(name)).flatMap((pid) => processOf(Number(pid)));
  const mine = new Set([process.pid]);
  for (let size = 0; size !== mine.size; ) {
    size = mine.size;
    for (const one of all) if (mine.has(one.parent)) mine.add(one.pid);
  }
  return all.filter((one) => mine.has(one.pid) && one.command.includes(words)).reduce((sum, one) => sum + one.bytes, 0);
}

function processOf(pid: number): { pid: number; parent: number; command: string; bytes: number }[] {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    const field = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(status)?.[1] ?? 0);
    return [{ pid, parent: field("PPid"), command: readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " "), bytes: field("VmRSS") * 1024 }];
  } catch {
    return [];
  }
}
