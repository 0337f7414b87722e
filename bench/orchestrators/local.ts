/** Dagwright itself, ninja, and graphile-worker with the graph in two tables of its PostgreSQL. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { openEngineProcess, writeDag } from "../../src-main/engine/fixtures/engine-client.ts";
import { openGraphileWorker } from "../graphile-worker.ts";
import { prepareNinja } from "../ninja.ts";
import type { Ground, OpenOrchestrator, Orchestrator } from "./orchestrator.ts";

export const dagwright: Orchestrator = { name: "Dagwright", settings: "as it comes, max_active_runs 20", open: openOurs };
export const ninja: Orchestrator = { name: "ninja", settings: "-j of our slots, all runs as one build; stores nothing durable", open: openNinja };
export const graphile: Orchestrator = { name: "graphile-worker 0.18.0", settings: "PostgreSQL 15 with fsync, concurrency of our slots, successors added in one statement; otherwise as it comes", open: openGraphile };

async function openOurs({ folder, graphs, stamp, ledger, slots }: Ground): Promise<OpenOrchestrator> {
  const workspace = join(folder, "workspace");
  for (const [graph, steps] of Object.entries(graphs)) {
    writeDag(workspace, graph, steps.map(({ id, deps }) => `  ${id}: { config_type: BashTask, bash: '${stamp} ${ledger} ${id} DAGWRIGHT_RUN_ID', deps: [${deps.join()}] }`), "max_active_runs: 20\n");
  }
  const engine = await openEngineProcess(workspace, { parallelism: slots });
  return {
    run: async (graph, runs) => {
      await Promise.all(Array.from({ length: runs }, () => engine.start({ dagId: graph })));
      await engine.idle();
    },
    close: () => engine.close(),
  };
}

async function openNinja({ folder, graphs, stamp, ledger, slots }: Ground): Promise<OpenOrchestrator | string> {
  const build = (graph: string, runs: number): (() => void) | null => {
    const place = join(folder, `${graph}-${runs}`);
    mkdirSync(place, { recursive: true });
    const flat = Array.from({ length: runs }, (_, run) => (graphs[graph] ?? []).map(({ id, deps }) => ({ id: `r${run}.${id}`, deps: deps.map((dep) => `r${run}.${dep}`) }))).flat();
    return prepareNinja(place, flat, (id) => `${stamp} ${ledger} ${id.replace(".", "/")}`, slots);
  };
  if (build("warm", 1) === null) return "ninja is not installed";
  return { run: async (graph, runs) => build(graph, runs)?.(), close: async () => {} };
}

async function openGraphile({ graphs, stamp, ledger, slots }: Ground): Promise<OpenOrchestrator | string> {
  const worker = await openGraphileWorker({ stamp, ledger, concurrency: slots });
  if (typeof worker === "string") return worker;
  return { run: (graph, runs) => worker.graphs(Array.from({ length: runs }, (_, run) => `r${run}`), graphs[graph] ?? []), close: () => worker.close() };
}
