/**
 * Which differences of a task in two runs matter. Two runs are never equal to the millisecond, so each measure has a rule that tells
 * a difference from noise; the rules are here and nowhere else. Pure and symmetric: swapping the sides gives the same answer.
 */
import { isFinished, type TaskState } from "../model/states.ts";
import type { Facet, TaskPair, TaskSide } from "./comparison.ts";

/** A time is longer for a reason where it is half as long again and by a second at least: less is the machine's mood. */
const leastTimeMs = 1000;
const leastTimes = 1.5;
const leastMemory = 64 * 1024 * 1024;
/** Below so many rows a few more or less are no news, though none at all are. */
const leastRows = 10;

export type Judged = Pick<TaskPair, "notable" | "minor">;

export function judgeTask({ before, after, fields, rendered, dated, xcoms, loneXcoms }: Omit<TaskPair, "notable" | "minor">): Judged {
  if (before === null || after === null) return { notable: ["presence"], minor: [] };
  const notable: Facet[] = [];
  const minor: Facet[] = [];
  const put = (facet: Facet, isNotable: boolean, isMinor: boolean): void => {
    if (isNotable) notable.push(facet);
    else if (isMinor) minor.push(facet);
  };
  const bothRan = hasRun(before) && hasRun(after);
  put("state", isFlip(before.state, after.state), before.state !== after.state);
  put("definition", fields.length > 0, false);
  put("rendered", rendered.length > 0, dated.length > 0);
  if (bothRan) {
    put("checks", isOtherOutcome(before, after), before.checks.length + after.checks.length > 0 && !isSameCounts(before, after));
    put("rows", isOtherSize(before.rows, after.rows), before.rows !== after.rows);
    put("duration", isOtherTime(durationOf(before), durationOf(after)), false);
    put("wait", isOtherTime(waitOf(before), waitOf(after)), false);
    put("tries", before.tryNumber !== after.tryNumber, false);
    put("xcoms", loneXcoms.length > 0, xcoms.length > 0);
    put("cpu", isOtherTime(before.cpuMs, after.cpuMs), false);
    put("memory", isOther(before.peakRssBytes, after.peakRssBytes, leastMemory), false);
  }
  return { notable, minor };
}

/** It has ended on both sides, and otherwise. What still runs has flipped to nothing yet. */
export function isFlip(before: TaskState, after: TaskState): boolean {
  return before !== after && isFinished(before) && isFinished(after);
}

export function hasRun({ state, startedAt }: Pick<TaskSide, "state" | "startedAt">): boolean {
  return startedAt !== null && isFinished(state);
}

/** Of the newest try; null while it has not ended. */
export function durationOf({ startedAt, endedAt }: Pick<TaskSide, "startedAt" | "endedAt">): number | null {
  return startedAt === null || endedAt === null ? null : Math.max(0, endedAt - startedAt);
}

/** From being ready to run to running. */
export function waitOf({ scheduledAt, queuedAt, startedAt }: Pick<TaskSide, "scheduledAt" | "queuedAt" | "startedAt">): number | null {
  const ready = scheduledAt ?? queuedAt;
  return ready === null || startedAt === null ? null : Math.max(0, startedAt - ready);
}

export function isOtherTime(before: number | null, after: number | null): boolean {
  return isOther(before, after, leastTimeMs);
}

function isOther(before: number | null, after: number | null, least: number): boolean {
  if (before === null || after === null) return false;
  return Math.abs(after - before) >= least && Math.max(before, after) >= leastTimes * Math.min(before, after);
}

function isOtherSize(before: number | null, after: number | null): boolean {
  if (before === after) return false;
  if (before === null || after === null || before === 0 || after === 0) return true;
  return isOther(before, after, leastRows);
}

const outcomes = (side: TaskSide): Map<string, string> => new Map(side.checks.map(({ name, outcome }) => [name, outcome]));

function isOtherOutcome(before: TaskSide, after: TaskSide): boolean {
  const [old, now] = [outcomes(before), outcomes(after)];
  return old.size !== now.size || [...old].some(([name, outcome]) => now.get(name) !== outcome);
}

function isSameCounts(before: TaskSide, after: TaskSide): boolean {
  const counts = new Map(before.checks.map(({ name, failingCount }) => [name, failingCount]));
  return after.checks.every(({ name, failingCount }) => counts.get(name) === failingCount);
}
