/**
 * Q1: a query of a million rows, its first page and any other, with flat memory here, beside fetching all of it in one process; then
 * the same result scrolled in the real SQL page.
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import type { SqlEvent } from "../shared/contract/sql.ts";
import { createSqlHost } from "../src-main/warehouse/client.ts";
import { figure, inTemporaryFolder, kept, median, pause, quantile, residentBytes, type Figure, type RunOptions, type Workload } from "./harness.ts";
import { scrolled } from "./q1-scroll.ts";

const rows = 1_000_000;
const pages = 200;
const pageRows = 100;
const query = `select i, 'name ' || i as name, md5(i::text) as hash, i * 1.5::double as amount, timestamp '2020-01-01' + interval (i) second as at from range(${rows}) as t(i)`;
const megabyte = 1e6;
const peerName = "duckdb: run and fetch all rows in one process";

export const results: Workload = { id: "Q1", title: "A result of a million rows: first page, any page, scrolling, memory", run: (options) => inTemporaryFolder((folder) => both(folder, options)) };

async function both(folder: string, { long }: RunOptions): Promise<Figure[]> {
  return [...(await measure(folder)), ...(await scrolled({ folder, query, rows, rounds: long ? 5 : 2 }))];
}

async function measure(folder: string): Promise<Figure[]> {
  const peer = fetchAll();
  const host = createSqlHost({ cwd: folder, resultsFolder: join(folder, "results") });
  try {
    const connection = { id: "bench", kind: "duckdb", file: join(folder, "w.duckdb"), readOnly: false } as const;
    const run = (text: string, tell: (event: SqlEvent) => void): Promise<void> => host.queries.run({ queryId: text.slice(0, 50), connection, text, params: {}, origin: null, maxRows: rows, timeoutMs: null, secrets: [] }, tell);
    await run("select 1", () => undefined);
    const before = { own: residentBytes(process.pid) ?? 0, host: residentBytes(host.pid ?? 0) ?? 0 };
    const began = performance.now();
    let firstPage: Promise<number> | null = null;
    let resultId = "";
    await run(query, (event) => {
      if (event.kind === "columns") ({ resultId } = event);
      if (event.kind === "rows") firstPage ??= host.queries.page({ resultId }, { offset: 0, limit: pageRows }).then(() => performance.now() - began);
    });
    const allMs = performance.now() - began;
    const firstMs = (await (firstPage as Promise<number> | null)) ?? allMs;
    const times = await randomPages((offset) => host.queries.page({ resultId }, { offset, limit: pageRows }));
    const sort = [{ column: 2, descending: true }];
    const sortBegan = performance.now();
    await host.queries.page({ resultId, sort }, { offset: 0, limit: pageRows });
    const sortMs = performance.now() - sortBegan;
    const sorted = await randomPages((offset) => host.queries.page({ resultId, sort }, { offset, limit: pageRows }));
    await pause(200);
    const grown = ((residentBytes(process.pid) ?? 0) - before.own) / megabyte;
    const hostGrown = ((residentBytes(host.pid ?? 0) ?? 0) - before.host) / megabyte;
    const against = (value: number | null) => ({ name: peerName, value });
    return [
      figure({ id: "Q1", metric: "first page, ms after the query was sent", ours: firstMs, peer: against(peer.ms), goal: "≤ 250 ms", met: firstMs <= 250, samples: 1 }),
      figure({ id: "Q1", metric: "all rows kept, ms", ours: allMs, peer: against(peer.ms), goal: "≤ the peer's", met: allMs <= peer.ms, samples: 1 }),
      kept({ id: "Q1", metric: "page of 100 rows at a random offset, ms p50", ours: median(times), goal: "≤ 50 ms", met: median(times) <= 50, samples: pages }),
      kept({ id: "Q1", metric: "page of 100 rows at a random offset, ms p99", ours: quantile(times, 0.99), goal: "≤ 50 ms", met: quantile(times, 0.99) <= 50, samples: pages }),
      kept({ id: "Q1", metric: "sorting a million rows by text, ms to the first page", ours: sortMs, goal: "≤ 5,000 ms", met: sortMs <= 5000, samples: 1 }),
      kept({ id: "Q1", metric: "sorted page at a random offset, ms p99", ours: quantile(sorted, 0.99), goal: "≤ 50 ms", met: quantile(sorted, 0.99) <= 50, samples: pages }),
      figure({ id: "Q1", metric: "growth of the engine's resident memory, MB", ours: grown, peer: against(peer.grownMB), goal: "≤ 32 MB", met: grown <= 32, samples: 1 }),
      figure({ id: "Q1", metric: "growth of the host's resident memory, MB", ours: hostGrown, peer: against(peer.grownMB), goal: "≤ 448 MB", met: hostGrown <= 448, samples: 1 }),
    ];
  } finally {
    await host.close();
  }
}

async function randomPages(read: (offset: number) => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (let index = 0; index < pages; index++) {
    const offset = (index * 7_919_777) % (rows - pageRows);
    const began = performance.now();
    await read(offset);
    times.push(performance.now() - began);
  }
  return times;
}

/** The peer has a process of its own, so that its memory is its own. */
function fetchAll(): { ms: number; grownMB: number } {
  const program = `
    import { DuckDBInstance } from "@duckdb/node-api";
    const connection = await (await DuckDBInstance.create(":memory:")).connect();
    await connection.runAndReadAll("select 1");
    const before = process.memoryUsage.rss();
    const began = performance.now();
    const rows = (await connection.runAndReadAll(${JSON.stringify(query)})).getRows();
    console.log(JSON.stringify({ ms: performance.now() - began, grownMB: (process.memoryUsage.rss() - before) / 1e6, rows: rows.length }));`;
  const ended = spawnSync(process.execPath, ["--max-old-space-size=8192", "--input-type=module", "-e", program], { cwd: new URL("..", import.meta.url).pathname, encoding: "utf8" });
  const found = JSON.parse(ended.stdout) as { ms: number; grownMB: number; rows: number };
  if (found.rows !== rows) throw new Error(`the peer fetched ${found.rows} rows`);
  return found;
}
