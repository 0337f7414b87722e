/** The loads that called for a run, as its templates and processes see them: Airflow's `triggering_asset_events`. */
import type { AssetEvent } from "./asset.ts";

/** By asset, the oldest first. */
export function triggeringAssetEvents(events: readonly AssetEvent[]): Record<string, Record<string, unknown>[]> {
  const byAsset: Record<string, Record<string, unknown>[]> = {};
  for (const event of events) (byAsset[event.asset] ??= []).push(wordsOf(event));
  return byAsset;
}

function wordsOf({ asset, at, from, logicalDate, rows, note }: AssetEvent): Record<string, unknown> {
  return {
    asset: { name: asset },
    timestamp: isoOf(at),
    source_dag_id: from?.dagId ?? null,
    source_run_id: from?.runId ?? null,
    source_task_id: from?.taskId ?? null,
    source_map_index: from?.mapIndex ?? -1,
    logical_date: logicalDate === null ? null : isoOf(logicalDate),
    rows,
    extra: note === null ? {} : { note },
  };
}

const isoOf = (at: number): string => new Date(at).toISOString().replace("Z", "+00:00");

/** For the environment of a process: names have no blanks. */
export function triggeringAssetNames(events: readonly AssetEvent[]): string {
  return [...new Set(events.map(({ asset }) => asset))].join(" ");
}
