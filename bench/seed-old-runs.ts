/** Old runs with their tasks and tries, put there by the store's own code before the engine opens it. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { parseDag } from "../shared/dag-file/parse-dag.ts";
import type { Dag } from "../shared/model/dag.ts";
import { seedTasks } from "../src-main/store/fixtures/seed-runs.ts";
import { openStore } from "../src-main/store/store.ts";

const inOneCommit = 200;
const minuteMs = 60_000;
const well = { state: "success", exitCode: 0, signal: null, reason: null, checks: [], table: null, rowsLoaded: null, logBytes: 0, logDroppedBytes: 0, cpuMs: 1, peakRssBytes: 1_000_000 } as const;

export function dagOfText(text: string): Dag {
  const { dag } = parseDag(text, { file: "seeded.dag.yaml" });
  if (dag === null) throw new Error("the benchmark's own DAG does not parse");
  return dag;
}

/** A minute after each other, the last a minute ago. */
export function seedOldRuns(workspace: string, { dag, runs }: { readonly dag: Dag; readonly runs: number }): void {
  mkdirSync(join(workspace, ".dagwright"), { recursive: true });
  const store = openStore({ file: join(workspace, ".dagwright", "state.db"), migrations: join(import.meta.dirname, "../src-main/store/migrations"), synchronous: "OFF" });
  const tasks = dag.tasks.map(({ id }) => id);
  const now = Date.now();
  const versionId = store.atomically(() => store.versions.ensure({ dagId: dag.id, hash: "seeded", file: `${dag.id}.dag.yaml`, source: "", dag, at: now - runs * minuteMs }));
  const seedOne = (run: number): void => {
    const queuedAt = now - (runs - run) * minuteMs;
    const key = store.runs.create({ dagId: dag.id, runId: `manual__${new Date(queuedAt).toISOString()}`, versionId, runType: "manual", logicalDate: queuedAt, dataIntervalStart: null, dataIntervalEnd: null, conf: {}, params: {}, selection: null, queuedAt });
    store.runs.saveRecord(key, { state: "success", startedAt: queuedAt + 20, endedAt: queuedAt + 50_000, reason: null, cancelling: false });
    seedTasks(store, key, { tasks, at: queuedAt, failsEvery: 400, seed: run });
    for (const task of tasks.keys()) {
      store.attempts.begin({ run: key, task, tryNumber: 1 }, queuedAt);
      store.attempts.end({ run: key, task, tryNumber: 1 }, { ...well, endedAt: queuedAt + 40_000 });
    }
  };
  for (let from = 0; from < runs; from += inOneCommit) {
    store.atomically(() => {
      for (let run = from; run < Math.min(runs, from + inOneCommit); run += 1) seedOne(run);
    });
  }
  store.close();
}
