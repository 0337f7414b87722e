/** The whole contract between the engine and everything that talks to it. Names are `area.verb`. */
import { dagsContract } from "./dags.ts";
import { engineContract } from "./engine.ts";
import { findContract } from "./find.ts";
import { runsContract } from "./runs.ts";
import { settingsContract } from "./settings.ts";
import { warehouseContract } from "./warehouse.ts";

export const contract = {
  engine: engineContract,
  dags: dagsContract,
  runs: runsContract,
  warehouse: warehouseContract,
  find: findContract,
  settings: settingsContract,
};
export type Contract = typeof contract;
