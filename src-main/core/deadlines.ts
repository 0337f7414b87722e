/** When a deadline of a run is due, and whether it counts. Pure. */
import { durationWords } from "../../shared/base/duration.ts";
import type { Dag } from "../../shared/model/dag.ts";
import type { DeadlineRule } from "../../shared/model/deadline.ts";
import type { RunSummary } from "../../shared/model/run.ts";
import { nextTimeOfDay, previousTimeOfDay } from "../../shared/schedule/time-of-day.ts";
import { wallWords } from "../../shared/schedule/wall-words.ts";

/** A rule and the task that it is about; null is the DAG. */
export interface PlacedRule {
  readonly taskId: string | null;
  readonly rule: DeadlineRule;
}

export function rulesOf(dag: Pick<Dag, "deadlines" | "tasks">): PlacedRule[] {
  const ofTasks = dag.tasks.flatMap((task) => (task.enabled ? (task.deadlines ?? []).map((rule) => ({ taskId: task.id, rule })) : []));
  return [...(dag.deadlines ?? []).map((rule) => ({ taskId: null, rule })), ...ofTasks];
}

/** How many of a DAG's newest successes its deadlines look at, at the most; 0 where they look at none. */
export function averagedRunsOf(dag: Pick<Dag, "deadlines" | "tasks">): number {
  return rulesOf(dag).reduce((most, { rule: { when } }) => (when.kind === "average_runtime" ? Math.max(most, when.maxRuns) : most), 0);
}

/** The instant by which the run has to have succeeded; null where the rule says nothing of this run, or not yet. `averageMs`: what earlier ones took, where that was asked for and is known. */
export function dueOfRun({ when }: DeadlineRule, run: Pick<RunSummary, "logicalDate" | "queuedAt" | "startedAt">, averageMs: number | null = null): number | null {
  const logicalDate = run.logicalDate ?? run.queuedAt;
  if (when.kind === "no_success_by") return null;
  if (when.kind === "by") return nextTimeOfDay(when.time, logicalDate);
  // A run for a later date has nothing to do with it.
  if (when.kind === "at") return logicalDate < when.at ? when.at : null;
  if (when.kind === "average_runtime") return averageMs === null ? null : run.queuedAt + averageMs + when.intervalMs;
  const from = { logical_date: logicalDate, queued_at: run.queuedAt, start_date: run.startedAt }[when.reference];
  return from === null ? null : from + when.intervalMs;
}

/**
 * What is overdue when it becomes known counts only for a run by schedule that has just been made: it came late. A run that a person asks for
 * of the past, or does over, has missed nothing by that.
 */
export function countsFor(run: Pick<RunSummary, "runType" | "state">, dueAt: number, now: number): boolean {
  return dueAt > now || (run.runType === "scheduled" && run.state === "queued");
}

/** Whether a schedule was on at an instant, from how it stands and since when. */
export function wasOn(setting: { readonly scheduleOn: boolean; readonly onSince: number } | null, at: number): boolean {
  return setting !== null && setting.scheduleOn === setting.onSince <= at;
}

/** Missed by less than this, it was noticed in time. */
const onTimeMs = 60_000;

/** `what`: `Run "x"`, `Task "a" of run "x"`. */
export function missedReason(what: string, { when, name, averageMs }: DeadlineRule & { readonly averageMs?: number }, { dueAt, now }: { readonly dueAt: number; readonly now: number }): string {
  const wordsOf = (at: number): string => wallWords(at, "time" in when ? when.time.timezone : "timezone" in when ? when.timezone : "UTC");
  const due = wordsOf(dueAt);
  const said = when.kind === "no_success_by" ? `${what} had no success ${when.withinMs === null ? `since ${wordsOf(previousTimeOfDay(when.time, dueAt))}` : `within ${durationWords(when.withinMs)}`} by ${due}` : `${what} had not succeeded by ${due}`;
  const late = now - dueAt >= onTimeMs ? ` Noticed ${durationWords(now - dueAt)} late: the engine was not running, or the computer slept.` : "";
  const usual = when.kind === "average_runtime" && averageMs !== undefined ? `, ${durationWords(when.intervalMs)} after the ${durationWords(averageMs)} that it took on average` : "";
  return `Deadline "${name}": ${said}${usual}.${late}`;
}
