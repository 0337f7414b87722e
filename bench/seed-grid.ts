/** A workspace with a DAG of many tasks and a history of it, put there by the store's own code before the engine opens it. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseDag } from "../shared/dag-file/parse-dag.ts";
import { seedTasks } from "../src-main/store/fixtures/seed-runs.ts";
import { openStore } from "../src-main/store/store.ts";
import { dagFileOf } from "./dag-files.ts";
import type { BenchGraph } from "./layout-graphs.ts";

export interface SeededGrid {
  readonly dagId: string;
  readonly graph: BenchGraph;
  readonly runs: number;
}

const minuteMs = 60_000;
const failsEvery = 400;

/** The newest run is still on its way. Returns its id. */
export function seedGrid(workspace: string, { dagId, graph, runs }: SeededGrid): string {
  const text = dagFileOf(dagId, graph);
  const file = `${dagId}.dag.yaml`;
  mkdirSync(join(workspace, ".dagwright"), { recursive: true });
  writeFileSync(join(workspace, file), text);
  const { dag } = parseDag(text, { file });
  if (dag === null) throw new Error(`${file}: the benchmark's own DAG does not parse`);
  const store = openStore({ file: join(workspace, ".dagwright", "state.db"), migrations: join(import.meta.dirname, "../src-main/store/migrations"), synchronous: "OFF" });
  const tasks = dag.tasks.map(({ id }) => id);
  const now = Date.now();
  let newest = "";
  store.atomically(() => {
    const versionId = store.versions.ensure({ dagId, hash: "seeded", file, source: text, dag, at: now - runs * minuteMs });
    for (let run = 0; run < runs; run += 1) {
      const queuedAt = now - (runs - run) * minuteMs;
      newest = `manual__${new Date(queuedAt).toISOString()}`;
      const key = store.runs.create({ dagId, runId: newest, versionId, runType: "manual", logicalDate: null, dataIntervalStart: null, dataIntervalEnd: null, conf: {}, params: {}, selection: null, queuedAt });
      store.runs.saveRecord(key, { state: run % 7 === 0 ? "failed" : "success", startedAt: queuedAt + 20, endedAt: queuedAt + 50_000, reason: null, cancelling: false });
      seedTasks(store, key, { tasks, at: queuedAt, failsEvery, seed: run });
    }
  });
  store.close();
  return newest;
}
