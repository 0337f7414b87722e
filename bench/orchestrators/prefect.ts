/** Prefect 3 with its server on a PostgreSQL of its own. Tasks run in threads of the flow's process, as they do by default, and start the program. */
import { join } from "node:path";
import { findPostgres, startPostgres } from "../../src-main/warehouse/test-postgres.ts";
import { ended, pythonPackages, startServer, until, writeSettings, type Ground, type OpenOrchestrator, type Orchestrator } from "./orchestrator.ts";

/** A newer FastAPI than this release of Prefect knows makes its server end at once. */
const packages = ["prefect==3.8.8", "fastapi>=0.139,<0.145"];
const port = 14_200;
const readyMs = 180_000;

export const prefect: Orchestrator = { name: "Prefect 3.8.8", settings: "PostgreSQL 15 with fsync, ThreadPoolTaskRunner of our slots for each flow, all flows in one process (its task states are recorded after the fact, from events); otherwise as it comes", open };

async function open(ground: Ground): Promise<OpenOrchestrator | string> {
  const { missing } = findPostgres();
  if (missing !== undefined) return missing;
  const bin = pythonPackages("prefect", packages);
  if (bin === null) return "the Python registry cannot be reached";
  const postgres = await startPostgres({ isDurable: true });
  const { host, port: pgPort, user, password, database } = postgres.spec;
  const env = {
    ...{ BENCH_SETTINGS: writeSettings(ground), PREFECT_HOME: join(ground.folder, "prefect"), PREFECT_API_URL: `http://127.0.0.1:${port}/api`, PREFECT_LOGGING_LEVEL: "ERROR" },
    ...{ PREFECT_SERVER_ANALYTICS_ENABLED: "false", DO_NOT_TRACK: "1", PREFECT_SERVER_UI_ENABLED: "false" },
    PREFECT_SERVER_DATABASE_CONNECTION_URL: `postgresql+asyncpg://${user}:${encodeURIComponent(password ?? "")}@/${database}?host=${host}&port=${pgPort}`,
  };
  const server = startServer(join(bin, "prefect"), ["server", "start", "--host", "127.0.0.1", "--port", String(port)], env);
  const close = async (): Promise<void> => {
    await server.stop();
    await postgres.stop();
  };
  try {
    await until("health", readyMs, async () => (await fetch(`http://127.0.0.1:${port}/api/health`).catch(() => null))?.ok === true);
  } catch (thrown) {
    await close();
    throw new Error(`Prefect did not get ready: ${server.said()}`, { cause: thrown });
  }
  const flows = join(import.meta.dirname, "../peer-python/prefect_flows.py");
  return { close, run: (graph, runs) => ended(join(bin, "python"), [flows, graph, String(runs), String(ground.slots)], { env, limitMs: ground.limitMs }) };
}
