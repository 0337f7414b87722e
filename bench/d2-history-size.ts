/** D2: what a finished run of 40 tasks takes in the database: real runs, and the file after `vacuum`, which is measured and nothing that a user runs. */
import { statSync } from "node:fs";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { openEngineProcess, writeDag } from "../src-main/engine/fixtures/engine-client.ts";
import { inTemporaryFolder, kept, type Figure, type RunOptions, type Workload } from "./harness.ts";

const tasks = 40;
/** The file's fixed parts are there by then. */
const first = 10;
const goalBytes = 1_024;

export const historySize: Workload = { id: "D2", title: "Bytes of history for each finished run of 40 tasks", run: (options) => inTemporaryFolder((folder) => measure(folder, options)) };

async function measure(folder: string, { long }: RunOptions): Promise<Figure[]> {
  const runs = long ? 400 : 60;
  const workspace = join(folder, "workspace");
  writeDag(workspace, "d", Array.from({ length: tasks }, (_, at) => `  t${at}: { config_type: BashTask, bash: 'true' }`));
  await finish(workspace, first);
  const before = compactedBytes(workspace);
  await finish(workspace, runs);
  const bytes = (compactedBytes(workspace) - before) / runs;
  tellTables(workspace, first + runs);
  return [kept({ id: "D2", metric: `bytes a finished run of ${tasks} tasks, after compaction`, ours: bytes, goal: "≤ 1,024 bytes", met: bytes <= goalBytes, samples: runs })];
}

async function finish(workspace: string, runs: number): Promise<void> {
  const engine = await openEngineProcess(workspace, { parallelism: 8 });
  for (let run = 0; run < runs; run += 1) await engine.run("d");
  await engine.close();
}

const fileOf = (workspace: string): string => join(workspace, ".dagwright", "state.db");

function compactedBytes(workspace: string): number {
  const database = new Sqlite(fileOf(workspace));
  database.exec("vacuum");
  database.pragma("wal_checkpoint(truncate)");
  database.close();
  return statSync(fileOf(workspace)).size;
}

/** Which tables and indexes take it, the largest first. */
function tellTables(workspace: string, runs: number): void {
  const database = new Sqlite(fileOf(workspace), { readonly: true });
  const parts = database.prepare<[], { name: string; bytes: number }>("select name, sum(pgsize) as bytes from dbstat group by name order by bytes desc limit 8").all();
  for (const { name, bytes } of parts) console.error(`D2: ${name}: ${Math.round(bytes / runs)} bytes a run`);
  database.close();
}
