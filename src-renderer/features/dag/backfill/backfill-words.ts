/** What backfills and their plans are called. */
import type { Backfill, BackfillPlan, BackfillState, IntervalAct, IntervalWhy, Reprocess } from "../../../../shared/contract/backfills.ts";
import { t } from "../../../strings/t.ts";

export const reprocessWords: Readonly<Record<Reprocess, string>> = {
  none: t("Only dates without a run"),
  failed: t("And dates whose run failed"),
  completed: t("And dates whose run ended, failed or not"),
  "failed-and-missing": t("Task by task: what failed or never ran"),
};

export const actWords: Readonly<Record<IntervalAct, string>> = { new: t("new run"), clear: t("runs again in its run"), anew: t("new run beside it"), keep: t("kept") };

export function whyWords(why: IntervalWhy): string {
  switch (why) {
    case "at work":
      return t("it is at work");
    case "has a run":
      return t("it has a run");
    case "succeeded":
      return t("it succeeded");
    case "lacks nothing":
      return t("it lacks nothing");
    case "other version":
      return t("the run is of an older version of the DAG");
    case "other values":
      return t("the run has other values");
    case "other tasks":
      return t("the run left tasks out");
  }
}

export const stateWords: Readonly<Record<BackfillState, string>> = { running: t("goes on"), paused: t("paused"), cancelled: t("cancelled"), finished: t("finished") };

/** How many runs it will make or do over. */
export const runsOf = ({ acts }: Pick<BackfillPlan, "acts">): number => acts.new + acts.clear + acts.anew;

export function countWords(plan: BackfillPlan): string[] {
  const { acts } = plan;
  return [
    acts.new > 0 ? t("{{count}} new runs", { count: acts.new }) : null,
    acts.clear > 0 ? t("{{count}} runs again in place", { count: acts.clear }) : null,
    acts.anew > 0 ? t("{{count}} new runs beside older ones", { count: acts.anew }) : null,
    acts.keep > 0 ? t("{{count}} kept", { count: acts.keep }) : null,
  ].filter((words) => words !== null);
}

/** Dates that are dealt with. */
export const doneOf = ({ counts }: Pick<Backfill, "counts">): number => counts.success + counts.failed + counts.cancelled + counts.gone + counts.left;

export function progressWords({ counts }: Pick<Backfill, "counts">): string {
  const { failed, cancelled, gone, running, left } = counts;
  const parts = [t("{{done}} of {{total}} done", { done: doneOf({ counts }), total: counts.total })];
  if (failed > 0) parts.push(t("{{count}} failed", { count: failed }));
  if (cancelled > 0) parts.push(t("{{count}} cancelled", { count: cancelled }));
  if (gone > 0) parts.push(t("{{count}} no longer in the history", { count: gone }));
  if (left > 0) parts.push(t("{{count}} left out", { count: left }));
  if (running > 0) parts.push(t("{{count}} running", { count: running }));
  return parts.join(", ");
}
