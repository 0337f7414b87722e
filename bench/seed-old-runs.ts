/**
 * Old runs with their tasks and tries, put there before the engine opens the workspace: the first ones by the store's own code, those after them as
 * copies within SQLite (repeat-runs.ts).
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { parseDag } from "../shared/dag-file/parse-dag.ts";
import type { Dag } from "../shared/model/dag.ts";
import { seedHistory } from "../src-main/store/fixtures/seed-history.ts";

export function dagOfText(text: string): Dag {
  const { dag } = parseDag(text, { file: "seeded.dag.yaml" });
  if (dag === null) throw new Error("the benchmark's own DAG does not parse");
  return dag;
}

/** As many runs of each DAG: a minute after each other, the last a minute ago. */
export function seedOldRuns(workspace: string, { dags, runs }: { readonly dags: readonly Dag[]; readonly runs: number }): void {
  mkdirSync(join(workspace, ".dagwright"), { recursive: true });
  seedHistory(join(workspace, ".dagwright", "state.db"), { dags, runs, until: Date.now() });
}
