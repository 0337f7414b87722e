/** Writes the events of what a decision has loaded, in the transaction of the decision: a load is told of exactly when its task has succeeded. */
import { assetOfTable } from "../../../shared/model/asset.ts";
import { embeddedConnection } from "../../../shared/model/workspace-config.ts";
import { tasksThatLoaded, type TaskLoad } from "../../core/asset-loads.ts";
import { publishes } from "../../../shared/model/task-program.ts";
import type { Decision } from "../../core/run-image.ts";
import type { RunSignal } from "../../core/run-signal.ts";
import type { Store } from "../../ports/store.ts";
import type { ActiveRun } from "../images.ts";

/** The assets that have events by it. Tries of a person load nothing that others see. */
export function recordLoads(store: Pick<Store, "assets" | "attempts">, run: ActiveRun, decision: Decision, signal: RunSignal): string[] {
  if (run.row.runType === "try") return [];
  return tasksThatLoaded(run.image, decision, signal).flatMap((load) => recordLoad(store, run, load, signal.at));
}

function recordLoad(store: Pick<Store, "assets" | "attempts">, { row, version, image }: ActiveRun, { task, planned, mapIndex, tryNumber }: TaskLoad, at: number): string[] {
  const spec = version.dag.tasks[planned];
  if (spec === undefined) return [];
  const published = publishes(spec) ? store.attempts.published({ run: image.key, task, tryNumber }) : null;
  const table = publishes(spec) && published !== null ? assetOfTable(spec.connection ?? version.dag.connection ?? embeddedConnection, published.table) : null;
  const assets = [...new Set([...(table === null ? [] : [table]), ...(spec.outlets ?? [])])];
  const { dagId, runId, logicalDate, dataIntervalStart, dataIntervalEnd } = row;
  const from = { dagId, runId, taskId: spec.id, mapIndex, tryNumber };
  for (const asset of assets) store.assets.add({ asset, at, from, logicalDate, dataIntervalStart, dataIntervalEnd, rows: asset === table ? (published?.rows ?? null) : null, by: null, note: null });
  return assets;
}
