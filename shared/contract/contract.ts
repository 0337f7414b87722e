/** The whole contract between the engine and everything that talks to it. Names are `area.verb`. */
import { actsContract } from "./acts.ts";
import { auditContract } from "./audit.ts";
import { backupsContract } from "./backups.ts";
import { backfillsContract } from "./backfills.ts";
import { capsulesContract } from "./capsules.ts";
import { compareContract } from "./compare.ts";
import { dagsContract } from "./dags.ts";
import { documentsContract } from "./documents.ts";
import { engineContract } from "./engine.ts";
import { filesContract } from "./files.ts";
import { findContract } from "./find.ts";
import { runGraphContract } from "./run-graph.ts";
import { gridContract } from "./grid.ts";
import { healthContract } from "./health.ts";
import { logsContract } from "./logs.ts";
import { poolsContract } from "./pools.ts";
import { deadlinesContract } from "./deadlines.ts";
import { messagesContract } from "./messages.ts";
import { assetsContract } from "./assets.ts";
import { queuesContract } from "./queues.ts";
import { runsContract } from "./runs.ts";
import { archiveContract } from "./archive.ts";
import { historyContract } from "./history.ts";
import { retentionContract } from "./retention.ts";
import { schedulesContract } from "./schedules.ts";
import { settingsContract } from "./settings.ts";
import { taskUsageContract } from "./task-usage.ts";
import { timeContract } from "./time.ts";
import { triesContract } from "./tries.ts";
import { sqlContract } from "./sql.ts";
import { warehouseContract } from "./warehouse.ts";

export const contract = {
  engine: engineContract,
  health: healthContract,
  pools: poolsContract,
  dags: dagsContract,
  documents: documentsContract,
  files: filesContract,
  runs: runsContract,
  messages: messagesContract,
  deadlines: deadlinesContract,
  acts: actsContract,
  audit: auditContract,
  backfills: backfillsContract,
  capsules: capsulesContract,
  runGraph: runGraphContract,
  grid: gridContract,
  time: timeContract,
  logs: logsContract,
  taskUsage: taskUsageContract,
  tries: triesContract,
  warehouse: warehouseContract,
  sql: sqlContract,
  find: findContract,
  compare: compareContract,
  schedules: schedulesContract,
  retention: retentionContract,
  archive: archiveContract,
  history: historyContract,
  backups: backupsContract,
  queues: queuesContract,
  assets: assetsContract,
  settings: settingsContract,
};
export type Contract = typeof contract;
