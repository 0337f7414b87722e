/**
 * What a schedule owes at a moment: which instants become runs now, which are passed over and why, and up to where it is dealt with. Pure.
 *
 * An instant is on time while it is the newest and no older than `onTimeMs`; any other is missed, and `catchup` decides: `false` passes it
 * over, `latest` makes up for the newest, `true` for all, oldest first and only as many at a time as there is room for. The overlap rule
 * decides about instants that are on time while `max_active_runs` are unfinished. What is neither made nor passed over stays owed.
 */
import type { Dag, Overlap } from "../../shared/model/dag.ts";
import type { Timetable } from "../../shared/schedule/timetable.ts";

/** How late a run may begin and still count as on time and not as missed. */
export const onTimeMs = 60_000;
/** Runs by schedule that wait behind those that `max_active_runs` lets go; further ones are made when there is room. */
export const mostWaiting = 20;

export interface DueQuestion {
  readonly timetable: Pick<Timetable, "next" | "previous" | "list" | "count">;
  readonly catchup: Dag["catchup"];
  readonly overlap: Overlap;
  /** Every instant up to here is dealt with. */
  readonly handledTo: number;
  readonly now: number;
  /** Since when the DAG could not be asked for runs, because its file was being read: that time makes nothing late. */
  readonly heldSince?: number | undefined;
  /** Runs of the DAG that have not ended. */
  readonly unfinished: number;
  readonly maxActiveRuns: number;
}

export interface PassedOver {
  /** `missed`: nobody was there. `overlap`: another run was still going. */
  readonly kind: "missed" | "overlap";
  readonly first: number;
  readonly last: number;
  readonly count: number;
}

export interface DueAnswer {
  /** Oldest first. */
  readonly start: readonly number[];
  /** So many of the oldest runs by schedule are cancelled, to make room. */
  readonly cancelOldest: number;
  readonly passed: readonly PassedOver[];
  readonly handledTo: number;
  /** More is owed than there is room for. */
  readonly isBehind: boolean;
}

export function dueInstants(question: DueQuestion): DueAnswer {
  const { timetable, catchup, handledTo, now } = question;
  const newest = handledTo >= now ? null : timetable.previous(now + 1);
  if (newest === null || newest <= handledTo) return { start: [], cancelOldest: 0, passed: [], handledTo, isBehind: false };
  if (catchup === true) return makeUp(question, newest);
  const missed = timetable.count(handledTo + 1, newest);
  const passed: PassedOver[] = missed === 0 ? [] : [{ kind: "missed", first: timetable.next(handledTo) ?? newest, last: timetable.previous(newest) ?? newest, count: missed }];
  const answer = decideNewest({ ...question, handledTo: missed === 0 ? handledTo : newest - 1 }, newest, 0);
  return { ...answer, passed: mergeMissed([...passed, ...answer.passed]) };
}

/** All of them, oldest first, as far as there is room. */
function makeUp(question: DueQuestion, newest: number): DueAnswer {
  const { timetable, handledTo } = question;
  const late = timetable.list(handledTo + 1, newest, roomFor(question) + 1);
  const start = late.slice(0, roomFor(question));
  const done = start.at(-1) ?? handledTo;
  if (late.length > start.length) return { start, cancelOldest: 0, passed: [], handledTo: done, isBehind: true };
  const last = decideNewest({ ...question, handledTo: done }, newest, start.length);
  return { ...last, start: [...start, ...last.start] };
}

function roomFor({ unfinished, maxActiveRuns }: DueQuestion): number {
  return Math.max(0, maxActiveRuns + mostWaiting - unfinished);
}

function decideNewest(question: DueQuestion, newest: number, made: number): DueAnswer {
  const { catchup, overlap, now, heldSince = now, unfinished, maxActiveRuns, handledTo } = question;
  const isOnTime = Math.min(now, heldSince) - newest <= onTimeMs;
  const over = unfinished + made - maxActiveRuns + 1;
  const passBy = (kind: PassedOver["kind"]): DueAnswer => ({ start: [], cancelOldest: 0, passed: [{ kind, first: newest, last: newest, count: 1 }], handledTo: newest, isBehind: false });
  if (!isOnTime && catchup === false) return passBy("missed");
  if (isOnTime && over > 0 && overlap === "skip") return passBy("overlap");
  if (isOnTime && over > 0 && overlap === "cancel_old") return { start: [newest], cancelOldest: over, passed: [], handledTo: newest, isBehind: false };
  if (roomFor(question) > made) return { start: [newest], cancelOldest: 0, passed: [], handledTo: newest, isBehind: false };
  // Whoever makes up for what was missed comes back to it; for the others the line is full.
  return catchup === false ? passBy("overlap") : { start: [], cancelOldest: 0, passed: [], handledTo, isBehind: true };
}

function mergeMissed(passed: readonly PassedOver[]): PassedOver[] {
  const [first, second] = passed;
  if (first === undefined || second === undefined || first.kind !== second.kind) return [...passed];
  return [{ kind: first.kind, first: first.first, last: second.last, count: first.count + second.count }];
}
