/** The whole contract between the engine and everything that talks to it. Names are `area.verb`. */
import { dagsContract } from "./dags.ts";
import { documentsContract } from "./documents.ts";
import { engineContract } from "./engine.ts";
import { filesContract } from "./files.ts";
import { findContract } from "./find.ts";
import { runsContract } from "./runs.ts";
import { settingsContract } from "./settings.ts";
import { triesContract } from "./tries.ts";
import { sqlContract } from "./sql.ts";
import { warehouseContract } from "./warehouse.ts";

export const contract = {
  engine: engineContract,
  dags: dagsContract,
  documents: documentsContract,
  files: filesContract,
  runs: runsContract,
  tries: triesContract,
  warehouse: warehouseContract,
  sql: sqlContract,
  find: findContract,
  settings: settingsContract,
};
export type Contract = typeof contract;
