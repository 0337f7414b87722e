/** Airflow 3 with LocalExecutor on a PostgreSQL of its own: scheduler, DAG processor and API server, as its documentation has them. */
import { randomBytes } from "node:crypto";
import { copyFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { findPostgres, startPostgres } from "../../src-main/warehouse/test-postgres.ts";
import { ended, pythonPackages, startServer, until, untilStamped, writeSettings, type Ground, type OpenOrchestrator, type Orchestrator } from "./orchestrator.ts";

const packages = ["apache-airflow==3.3.2", "apache-airflow-providers-standard==1.21.0", "apache-airflow-providers-postgres==7.1.1", "psycopg2-binary==2.9.13"];
const port = 18_080;
const base = `http://127.0.0.1:${port}`;
const readyMs = 240_000;

export const airflow: Orchestrator = { name: "Airflow 3.3.2 LocalExecutor", settings: "PostgreSQL 15 with fsync, parallelism of our slots, max_active_runs 20, BashOperator; otherwise as it comes", open };

async function open(ground: Ground): Promise<OpenOrchestrator | string> {
  const { missing } = findPostgres();
  if (missing !== undefined) return missing;
  const bin = pythonPackages("airflow", packages);
  if (bin === null) return "the Python registry cannot be reached";
  const dags = join(ground.folder, "dags");
  mkdirSync(dags);
  copyFileSync(join(import.meta.dirname, "../peer-python/airflow_dags.py"), join(dags, "bench.py"));
  const postgres = await startPostgres({ isDurable: true });
  const { host, port: pgPort, user, password, database } = postgres.spec;
  const env = environment(ground, dags, `postgresql+psycopg2://${user}:${encodeURIComponent(password ?? "")}@/${database}?host=${host}&port=${pgPort}`);
  const program = join(bin, "airflow");
  await ended(program, ["db", "migrate"], { env, limitMs: readyMs });
  const servers = [["api-server"], ["dag-processor"], ["scheduler"]].map((words) => startServer(program, words, env));
  const close = async (): Promise<void> => {
    for (const server of servers.toReversed()) await server.stop();
    await postgres.stop();
  };
  try {
    const ask = await ready(ground);
    return { close, run: (graph, runs) => runAll(ground, ask, graph, runs) };
  } catch (thrown) {
    const said = servers.map((server) => server.said()).join("\n");
    await close();
    throw new Error(`Airflow did not get ready: ${said}`, { cause: thrown });
  }
}

function environment(ground: Ground, dags: string, url: string): Record<string, string> {
  return {
    ...{ BENCH_SETTINGS: writeSettings(ground), AIRFLOW_HOME: join(ground.folder, "airflow"), AIRFLOW__CORE__LOAD_EXAMPLES: "False", AIRFLOW__CORE__DAGS_FOLDER: dags },
    ...{ AIRFLOW__CORE__EXECUTOR: "LocalExecutor", AIRFLOW__CORE__PARALLELISM: String(ground.slots), AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION: "False" },
    ...{ AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_ALL_ADMINS: "True", AIRFLOW__API__HOST: "127.0.0.1", AIRFLOW__API__PORT: String(port), AIRFLOW__API__WORKERS: "1", AIRFLOW__API__BASE_URL: base },
    ...{ AIRFLOW__CORE__EXECUTION_API_SERVER_URL: `${base}/execution/`, AIRFLOW__API_AUTH__JWT_SECRET: randomBytes(32).toString("hex"), AIRFLOW__API__SECRET_KEY: randomBytes(16).toString("hex") },
    ...{ AIRFLOW__CORE__FERNET_KEY: randomBytes(32).toString("base64url").padEnd(44, "="), AIRFLOW__DATABASE__SQL_ALCHEMY_CONN: url, AIRFLOW__USAGE_DATA_COLLECTION__ENABLED: "False", SCARF_ANALYTICS: "false", DO_NOT_TRACK: "1" },
  };
}

type Ask = (path: string, body?: unknown) => Promise<{ readonly status: number; readonly json: Record<string, unknown> }>;

async function ready({ graphs }: Ground): Promise<Ask> {
  const healthy = async (): Promise<boolean> => {
    const answer = await fetch(`${base}/api/v2/monitor/health`).catch(() => null);
    const parts = answer?.ok === true ? ((await answer.json()) as Record<string, { status: string | null }>) : {};
    return ["metadatabase", "scheduler", "dag_processor"].every((part) => parts[part]?.status === "healthy");
  };
  await until("health", readyMs, healthy);
  const { access_token: token } = (await (await fetch(`${base}/auth/token`)).json()) as { access_token: string };
  const ask: Ask = async (path, body) => {
    const answer = await fetch(`${base}/api/v2${path}`, { method: body === undefined ? "GET" : "POST", headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    return { status: answer.status, json: (await answer.json()) as Record<string, unknown> };
  };
  await until("DAGs", readyMs, async () => (await Promise.all(Object.keys(graphs).map((graph) => ask(`/dags/${graph}`)))).every(({ status }) => status === 200));
  return ask;
}

async function runAll(ground: Ground, ask: Ask, graph: string, runs: number): Promise<void> {
  const made = await Promise.all(Array.from({ length: runs }, () => ask(`/dags/${graph}/dagRuns`, { logical_date: null, dag_run_id: `bench-${randomBytes(6).toString("hex")}` })));
  const refused = made.find(({ status }) => status !== 200);
  if (refused) throw new Error(`Airflow started no run: ${JSON.stringify(refused)}`);
  await untilStamped(ground, runs * (ground.graphs[graph]?.length ?? 0));
  const states = async (): Promise<unknown[]> => Promise.all(made.map(async ({ json }) => (await ask(`/dags/${graph}/dagRuns/${String(json["dag_run_id"])}`)).json["state"]));
  await until("the ends of the runs", ground.limitMs, async () => (await states()).every((state) => state === "success" || state === "failed"), 1_000);
  if ((await states()).includes("failed")) throw new Error("a run failed");
}
