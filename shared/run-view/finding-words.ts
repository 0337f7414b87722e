/** Findings as sentences, for the terminal and for pages that are sent around. The window has its own, which are translated. Pure. */
import type { Finding } from "./find-differences.ts";

/** How durations are written there. */
export type DurationWords = (ms: number) => string;

export function findingWords(finding: Finding, duration: DurationWords): string {
  switch (finding.kind) {
    case "run":
      return finding.after === "failed" ? "The run failed; it succeeded before." : "The run succeeded; it failed before.";
    case "flipped":
      return `${taskWords(finding.tasks)} ${finding.to === "success" ? "succeeded now" : `ended as ${finding.to}`}; ${finding.tasks.length === 1 ? "it was" : "they were"} ${finding.from ?? "something else"} before.`;
    case "added":
      return `${taskWords(finding.tasks)} ${isOrAre(finding.tasks)} new.`;
    case "removed":
      return `${taskWords(finding.tasks)} ${isOrAre(finding.tasks)} gone.`;
    case "definition":
      return `The definition of ${taskWords(finding.tasks)} changed${fieldWords(finding)}.`;
    case "rendered":
      return `What ${taskWords(finding.tasks)} ran changed${fieldWords(finding)}.`;
    case "params":
    case "conf":
      return `${finding.kind === "params" ? "Params" : "Conf"} changed: ${listWords(finding.paths)}.`;
    case "dag":
      return `The DAG itself changed: ${listWords(finding.paths)}.`;
    case "slower":
    case "faster":
      return `${finding.taskId} took ${timesWords(finding.times)} (${duration(finding.times.before)} → ${duration(finding.times.after)})${moreWords(finding.more)}.`;
    case "waited":
      return `${finding.taskId} waited longer to start (${duration(finding.times.before)} → ${duration(finding.times.after)})${moreWords(finding.more)}.`;
    case "whole":
      return `The whole run took ${timesWords(finding.times)} (${duration(finding.times.before)} → ${duration(finding.times.after)}).`;
    case "rows":
      return `${finding.taskId} published ${countWords(finding.after) ?? "no"} rows, before ${countWords(finding.before) ?? "none"}${moreWords(finding.more)}.`;
    case "checks":
      return `Checks of ${taskWords(finding.tasks)} came out otherwise.`;
    case "tries":
      return `${taskWords(finding.tasks)} needed another number of tries.`;
    case "xcoms":
      return `${taskWords(finding.tasks)} pushed other XComs.`;
    case "resources":
      return `${taskWords(finding.tasks)} used another amount of CPU or memory.`;
  }
}

const shownNames = 3;

export function taskWords(ids: readonly string[]): string {
  return listWords(ids);
}

/** `4.2× as long`, or in how small a part of the time. */
export function timesWords({ before, after }: { readonly before: number; readonly after: number }): string {
  if (before === 0 || after === 0) return after > before ? "longer" : "shorter";
  const ratio = after / before;
  return `${ratioText(ratio)}× as long`;
}

export function ratioText(ratio: number): string {
  return ratio >= 9.95 ? String(Math.round(ratio)) : ratio >= 0.1 ? ratio.toFixed(1) : ratio.toPrecision(1);
}

function countWords(rows: number | null): string | null {
  return rows === null ? null : rows.toLocaleString("en-US");
}

function isOrAre(ids: readonly string[]): string {
  return ids.length === 1 ? "is" : "are";
}

function listWords(names: readonly string[]): string {
  const shown = names.slice(0, shownNames);
  const left = names.length - shown.length;
  return left > 0 ? `${shown.join(", ")} and ${left} more` : shown.length < 2 ? shown.join("") : `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}`;
}

function fieldWords({ tasks, fields }: { readonly tasks: readonly string[]; readonly fields: readonly string[] }): string {
  return tasks.length === 1 && fields.length > 0 ? `: ${listWords(fields)}` : "";
}

function moreWords(more: number): string {
  return more === 0 ? "" : `, and ${more} more ${more === 1 ? "task" : "tasks"}`;
}
