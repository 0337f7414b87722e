/**
 * Which runs of a DAG go by a rule, and why each of the others stays. Pure. The runs are shown one at a time, the newest first by when they
 * were queued (of two of an instant the later made), so that a history of millions needs no memory for it.
 */
import type { KeepWhy, RetentionRule } from "../../shared/model/retention.ts";
import { isRunFinished, type RunState } from "../../shared/model/states.ts";

export interface HistoricRun {
  readonly key: number;
  readonly runId: string;
  readonly state: RunState;
  readonly queuedAt: number;
  readonly endedAt: number | null;
  readonly logicalDate: number | null;
  /** The backfill that made it. */
  readonly backfill: number | null;
  /** It was to do all tasks. */
  readonly isWhole: boolean;
}

/** What of a DAG's runs something else needs. */
export interface RetentionNeeds {
  /** By the run's key. */
  readonly runs: ReadonlyMap<number, Extract<KeepWhy, "last scheduled" | "before next" | "open work" | "deadline" | "undo" | "note">>;
  /** Backfills of the DAG that are not over, with their range of logical dates, both ends included. */
  readonly backfills: readonly { readonly id: number; readonly from: number; readonly to: number }[];
}

export type RetentionJudge = (run: HistoricRun) => KeepWhy | null;

/** Null from the judge: the run goes. `now` in epoch milliseconds. */
export function retentionJudge(rule: RetentionRule, needs: RetentionNeeds, now: number): RetentionJudge {
  let seen = 0;
  let hasSuccess = false;
  return (run) => {
    const rank = seen;
    seen += 1;
    const isLastSuccess = !hasSuccess && run.state === "success" && run.isWhole;
    if (isLastSuccess) hasSuccess = true;
    if (!isRunFinished(run.state)) return "unfinished";
    if (rank === 0) return "last run";
    if (isLastSuccess) return "last success";
    return neededFor(run, needs) ?? byRule(run, rule, { rank, now });
  };
}

/** What needs a run apart from its place among the others: asked again before it is dropped. */
export function neededFor(run: HistoricRun, { runs, backfills }: RetentionNeeds): KeepWhy | null {
  if (!isRunFinished(run.state)) return "unfinished";
  const at = run.logicalDate;
  const isOfBackfill = backfills.some(({ id, from, to }) => run.backfill === id || (at !== null && at >= from && at <= to));
  return runs.get(run.key) ?? (isOfBackfill ? "backfill" : null);
}

function byRule(run: HistoricRun, { maxAgeMs, maxRuns }: RetentionRule, { rank, now }: { rank: number; now: number }): KeepWhy | null {
  if (maxAgeMs === null && maxRuns === null) return "no rule";
  const isOld = maxAgeMs !== null && now - (run.endedAt ?? run.queuedAt) > maxAgeMs;
  return isOld || (maxRuns !== null && rank >= maxRuns) ? null : "rule";
}
