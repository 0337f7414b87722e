/** The peer graphile-worker on a PostgreSQL of its own with its durability on, from the npm registry into .cache when a bench first asks for it. */
import { execFileSync, fork } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { findPostgres, startPostgres } from "../src-main/warehouse/test-postgres.ts";
import { pause } from "./harness.ts";
import type { Step } from "./ninja.ts";

const version = "0.18.0";
const folder = join(import.meta.dirname, "../.cache/peers/graphile");

export interface GraphileWorker {
  readonly name: string;
  /** Resolves when the job is stored. */
  event(id: string): Promise<void>;
  /** Runs graphs beside each other; stamps are `run/step`. Resolves when all are done. */
  graphs(runs: readonly string[], steps: readonly Step[]): Promise<void>;
  close(): Promise<void>;
}

/** As text, why it is not there. */
export async function openGraphileWorker(settings: { readonly stamp: string; readonly ledger: string; readonly concurrency: number }): Promise<GraphileWorker | string> {
  const { missing } = findPostgres();
  if (missing !== undefined) return missing;
  const module = install();
  if (module === null) return "graphile-worker: the npm registry cannot be reached";
  const postgres = await startPostgres({ isDurable: true });
  const { host, port, user, database } = postgres.spec;
  const password = postgres.spec.password ?? "";
  const connectionString = `postgres://${user}:${encodeURIComponent(password)}@/${database}?host=${encodeURIComponent(host)}&port=${port}`;
  const client = new pg.Client({ host, port, user, password, database });
  await client.connect();
  const worker = fork(join(import.meta.dirname, "peer-queue/worker.mjs"), [JSON.stringify({ module, connectionString, ...settings })]);
  await new Promise<void>((resolve, reject) => {
    worker.once("message", () => resolve());
    worker.once("exit", (code) => reject(new Error(`graphile-worker ended with code ${code}`)));
  });
  await client.query("create table bench_step (run text, id text, waits int, primary key (run, id)); create table bench_edge (run text, parent text, child text); create index on bench_edge (run, parent)");
  return {
    name: `graphile-worker ${version} on PostgreSQL`,
    event: async (id) => void (await client.query("select graphile_worker.add_job('event', json_build_object('id', $1::text))", [id])),
    graphs: (runs, steps) => runGraphs(client, runs, steps),
    close: async () => {
      const gone = new Promise((resolve) => worker.once("exit", resolve));
      worker.disconnect();
      await gone;
      await client.end();
      await postgres.stop();
    },
  };
}

async function runGraphs(client: pg.Client, runs: readonly string[], steps: readonly Step[]): Promise<void> {
  const edges = steps.flatMap(({ id, deps }) => deps.map((parent) => ({ parent, child: id })));
  await client.query("truncate bench_step, bench_edge");
  await client.query("insert into bench_step select run, id, waits from unnest($1::text[]) as run, unnest($2::text[], $3::int[]) as s(id, waits)", [runs, steps.map(({ id }) => id), steps.map(({ deps }) => deps.length)]);
  await client.query("insert into bench_edge select run, parent, child from unnest($1::text[]) as run, unnest($2::text[], $3::text[]) as e(parent, child)", [runs, edges.map(({ parent }) => parent), edges.map(({ child }) => child)]);
  await client.query("select graphile_worker.add_job('step', json_build_object('run', run, 'id', id)) from bench_step where waits = 0");
  for (;;) {
    const { rows } = await client.query<{ left: number; failed: number }>("select count(*)::int as left, (count(*) filter (where attempts > 0 and last_error is not null))::int as failed from graphile_worker.jobs");
    if ((rows[0]?.failed ?? 0) > 0) throw new Error("graphile-worker: a job failed");
    if (rows[0]?.left === 0) return;
    await pause(100);
  }
}

/** Path of its main module, or null where it cannot be had. Install scripts are not run. */
function install(): string | null {
  const root = join(folder, "node_modules/graphile-worker");
  if (!existsSync(join(root, "package.json"))) {
    mkdirSync(folder, { recursive: true });
    try {
      execFileSync("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", folder, `graphile-worker@${version}`], { stdio: ["ignore", "ignore", "inherit"] });
    } catch {
      return null;
    }
  }
  const { main } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { main: string };
  return join(root, main);
}
