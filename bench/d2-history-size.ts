/**
 * D2: what a finished run of 40 tasks takes in the database: real runs, as rows and packed, by table. The file is measured after `vacuum`,
 * which nobody has to run: room that becomes free is used again.
 */
import { statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import Sqlite from "better-sqlite3";
import type { HistoryStatus } from "../shared/contract/history.ts";
import { openEngineProcess, writeDag } from "../src-main/engine/fixtures/engine-client.ts";
import { inTemporaryFolder, kept, type Figure, type RunOptions, type Workload } from "./harness.ts";

const tasks = 40;
/** The file's fixed parts are there by then. */
const first = 10;
const goalBytes = 1_024;

export const historySize: Workload = { id: "D2", title: "Bytes of history for each finished run of 40 tasks", run: (options) => inTemporaryFolder((folder) => measure(folder, options)) };

async function measure(folder: string, { long }: RunOptions): Promise<Figure[]> {
  // Each of a dozen tables may end with a page that is hardly begun.
  const runs = long ? 400 : 150;
  const workspace = join(folder, "workspace");
  writeDag(workspace, "d", Array.from({ length: tasks }, (_, at) => `  t${at}: { config_type: BashTask, bash: 'true' }`));
  await finish(workspace, first);
  const ground = { rows: tight(workspace), packed: await pack(workspace) };
  await finish(workspace, runs);
  const rows = (tight(workspace) - ground.rows) / runs;
  tellTables(workspace, "as rows", runs);
  const packed = ((await pack(workspace)) - ground.packed) / runs;
  tellTables(workspace, "packed", first + runs);
  const metric = `bytes a finished run of ${tasks} tasks`;
  return [
    kept({ id: "D2", metric: `${metric}, before compaction`, ours: rows, goal: "none, shown beside the other", met: true, samples: runs }),
    kept({ id: "D2", metric: `${metric}, after compaction`, ours: packed, goal: "≤ 1,024 bytes", met: packed <= goalBytes, samples: runs }),
  ];
}

async function finish(workspace: string, runs: number): Promise<void> {
  const engine = await openEngineProcess(workspace, { parallelism: 8 });
  for (let run = 0; run < runs; run += 1) await engine.run("d");
  await engine.close();
}

/** Packs every run, as a week later happens by itself. Says what the file takes then. */
async function pack(workspace: string): Promise<number> {
  const engine = await openEngineProcess(workspace, {});
  // A run that ended in this very millisecond is not yet older.
  await setTimeout(10);
  await engine.call("history", "compact", { olderThanMs: 0 });
  const { due } = (await engine.call("history", "status", {})) as HistoryStatus;
  if (due > 0) throw new Error(`${due} runs were not packed.`);
  await engine.close();
  return tight(workspace);
}

const fileOf = (workspace: string): string => join(workspace, ".dagwright", "state.db");

/** What the file takes without free room. */
function tight(workspace: string): number {
  const database = new Sqlite(fileOf(workspace));
  database.exec("vacuum");
  database.pragma("wal_checkpoint(truncate)");
  database.close();
  return statSync(fileOf(workspace)).size;
}

/** Which tables and indexes take it, the largest first. Of few runs the pages are not full. */
function tellTables(workspace: string, how: string, runs: number): void {
  const database = new Sqlite(fileOf(workspace), { readonly: true });
  const parts = database.prepare<[], { name: string; bytes: number }>("select name, sum(pgsize - unused) as bytes from dbstat group by name order by bytes desc limit 12").all();
  for (const { name, bytes } of parts) console.error(`D2, ${how}: ${name}: ${Math.round(bytes / runs)} bytes a run`);
  database.close();
}
