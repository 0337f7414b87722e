/** Backfills as the services see them. An interval is settled in the transaction that makes its run, so that each is done at most once. */
import type { Backfill, BackfillAsk, BackfillInterval, BackfillState, IntervalAct } from "../../shared/contract/backfills.ts";
import type { Actor } from "../../shared/model/actor.ts";
import type { RunState } from "../../shared/model/states.ts";

/** `again`: its run was cancelled before it began, and is to be done after all. */
export type PlannedAct = Exclude<IntervalAct, "keep"> | "again";

export interface BackfillRow {
  readonly id: number;
  readonly dagId: string;
  readonly state: BackfillState;
  readonly ask: BackfillAsk;
  readonly tasks: readonly string[] | null;
  readonly from: number;
  readonly to: number;
  readonly maxActiveRuns: number;
  readonly total: number;
  readonly kept: number;
  readonly createdAt: number;
  readonly by: Actor;
  readonly endedAt: number | null;
}

export type NewBackfill = Omit<BackfillRow, "id" | "state" | "endedAt" | "total">;

export interface WaitingInterval {
  readonly place: number;
  readonly logicalDate: number;
  readonly act: PlannedAct;
  /** Key of its run, where it has one already. */
  readonly run: number | null;
}

export interface SettledInterval {
  readonly state: "waiting" | "made" | "left";
  readonly act?: PlannedAct | undefined;
  /** Key of its run. */
  readonly run?: number | undefined;
  readonly why?: string | undefined;
}

/** A run of a DAG, as far as a plan needs it. */
export interface RunAt {
  readonly key: number;
  readonly runId: string;
  readonly state: RunState;
  readonly logicalDate: number;
  readonly versionId: number;
  readonly selection: readonly string[] | null;
  readonly wasCutShort: boolean;
  /** As JSON. */
  readonly conf: string;
  readonly params: string;
}

export interface BackfillStore {
  /** Its intervals in the order in which they are to be done. Returns its number. */
  create(backfill: NewBackfill, intervals: readonly Pick<WaitingInterval, "logicalDate" | "act">[]): number;
  get(id: number): BackfillRow | null;
  /** Newest first. */
  list(filter: { readonly dagId?: string | undefined; readonly open?: boolean | undefined; readonly limit: number }): BackfillRow[];
  setState(id: number, state: BackfillState, endedAt: number | null): void;
  /** The next ones. */
  waiting(id: number, limit: number): WaitingInterval[];
  settle(id: number, place: number, how: SettledInterval): void;
  page(id: number, offset: number, limit: number): BackfillInterval[];
  /** Of one that is open, its runs by what they are now; of one that is over, those that it made or did over, wherever they belong by now. */
  counts(of: Pick<BackfillRow, "id" | "state">): Omit<Backfill["counts"], "total" | "kept">;
  /** Places of the intervals that have these runs. */
  placesOf(id: number, runs: readonly number[]): number[];
  /** Keys of its runs that have not begun. */
  queued(id: number): number[];
  /** How long its newest runs that succeeded took: the median; null where none did. */
  typicalMs(id: number): number | null;
  /** Runs with a logical date in the range, both ends included, the newest of each date last. No tries. */
  runsBetween(dagId: string, from: number, to: number): RunAt[];
  /** The run is its own from now on. */
  adopt(id: number, run: number): void;
}
