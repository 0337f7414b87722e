/** Deadlines as the services see them. */
import type { Deadline, DeadlineRule } from "../../shared/model/deadline.ts";
import type { MessageSpec } from "../../shared/model/message.ts";

/** A rule as it is kept with its instant: with whom it tells. */
export interface KeptRule extends DeadlineRule {
  readonly messages: MessageSpec[];
  /** False for a DAG without a schedule, which is never paused. */
  readonly hasSchedule: boolean;
  /** Milliseconds that earlier ones took when the run was made, where it counts from that. */
  readonly averageMs?: number;
}

export interface NewDeadline {
  readonly dagId: string;
  /** Key of the run; null for one that no run is meant by. */
  readonly run: number | null;
  readonly taskId: string | null;
  readonly rule: KeptRule;
  readonly dueAt: number;
}

export interface WaitingDeadline extends NewDeadline {
  readonly id: number;
}

export interface DeadlineStore {
  /** Nothing where there is one of that run, task, name and instant already. */
  add(deadline: NewDeadline): void;
  /** Those whose time has come, the oldest first. Without `rules` only those of runs. */
  due(now: number, limit: number, rules: boolean): WaitingDeadline[];
  /** When the next one is due; null when none waits. */
  nextAt(rules: boolean): number | null;
  /** What waits of a run, or (null) of a DAG as such. */
  waiting(of: { readonly run: number } | { readonly dagId: string }): WaitingDeadline[];
  /** It was met, or its rule is another by now. */
  remove(id: number): void;
  /** Once: false for one that does not wait any more, which stays as it is. */
  settle(id: number, end: { readonly state: "missed" | "passed"; readonly at: number; readonly reason: string }): boolean;
  /** DAGs of which a rule waits that no run is meant by. */
  dagsWithRules(): string[];
  get(id: number): Deadline | null;
  /** What waits, the next first; then what was missed or did not count, the newest first. */
  list(filter: { readonly dagId?: string | undefined; readonly run?: number | undefined; readonly states: readonly Deadline["state"][]; readonly limit: number }): Deadline[];
  /** Whether a run of the DAG (or the task in one) succeeded after `after`, up to `until`. Backfills and tries do not count, nor, for the DAG, runs of chosen tasks. */
  hasSuccess(of: { readonly dagId: string; readonly taskId: string | null; readonly after: number; readonly until: number }): boolean;
  /**
   * Milliseconds that the newest `maxRuns` runs took that succeeded with all tasks, on average: from their start to their end, of a task to its success, where it
   * succeeded in them. Null where fewer than `minRuns` count. Backfills count, tries do not.
   */
  averageOf(of: { readonly dagId: string; readonly taskId: string | null; readonly maxRuns: number; readonly minRuns: number }): number | null;
}
