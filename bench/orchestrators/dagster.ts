/** Dagster's multiprocess executor, each run a process of its own, as its launcher starts them; its faster way to start steps, on its SQLite. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ended, pythonPackages, writeSettings, type Ground, type OpenOrchestrator, type Orchestrator } from "./orchestrator.ts";

const packages = ["dagster==1.13.27"];

export const dagster: Orchestrator = { name: "Dagster 1.13.27 multiprocess", settings: "forkserver, max_concurrent of our slots for each run, SQLite as it comes", open };

async function open(ground: Ground): Promise<OpenOrchestrator | string> {
  const bin = pythonPackages("dagster", packages);
  if (bin === null) return "the Python registry cannot be reached";
  const home = join(ground.folder, "dagster");
  mkdirSync(home);
  writeFileSync(join(home, "dagster.yaml"), "telemetry:\n  enabled: false\n");
  const env = { BENCH_SETTINGS: writeSettings(ground), DAGSTER_HOME: home, DO_NOT_TRACK: "1" };
  const jobs = join(import.meta.dirname, "../peer-python/dagster_jobs.py");
  const one = (graph: string): Promise<void> => ended(join(bin, "python"), [jobs, graph, String(ground.slots)], { env, limitMs: ground.limitMs });
  return { close: async () => {}, run: async (graph, runs) => void (await Promise.all(Array.from({ length: runs }, () => one(graph)))) };
}
