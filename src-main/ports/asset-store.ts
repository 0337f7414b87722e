/** What the store keeps of assets. An event is consumed by a DAG once: it counts as waiting until the mark of the DAG has passed it. */
import type { AssetEvent } from "../../shared/model/asset.ts";

export type NewAssetEvent = Omit<AssetEvent, "id">;

export interface WaitingAsset {
  readonly asset: string;
  /** Events that the DAG has not consumed, at most a thousand. */
  readonly count: number;
  /** When the newest of them came. */
  readonly lastAt: number | null;
}

export interface AssetStore {
  /** Returns its number. Keeps the newest thousand events of each asset. */
  add(event: NewAssetEvent): number;
  /** From now on the DAG waits for these and no others; of those that are new to it, what came before counts as consumed. */
  follow(dagId: string, assets: readonly string[]): void;
  /** Of the assets that the DAG follows. */
  waiting(dagId: string): WaitingAsset[];
  /** Its events, the oldest first. */
  pending(dagId: string): AssetEvent[];
  /** All of them up to this one are consumed; for the transaction that makes the run which they call for, or passes them over. */
  consume(dagId: string, upTo: number): void;
  /** They have called for the run. */
  keepWith(run: number, events: readonly AssetEvent[]): void;
  /** The events that called for a run, the oldest first. */
  ofRun(run: number): AssetEvent[];
  /** The newest event of each asset that ever had one, and how many are kept. */
  newest(): { readonly event: AssetEvent; readonly count: number }[];
  /** Of one asset, the newest first, with the runs that it called for. */
  list(asset: string, limit: number): { readonly event: AssetEvent; readonly runs: { readonly dagId: string; readonly runId: string }[] }[];
}
