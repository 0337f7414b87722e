/** Several schedules as one: it fires whenever one of them does, once where they meet. Pure. */
import type { Fires } from "./cron-fires.ts";
import type { EpochMs } from "./wall-clock.ts";

const minuteMs = 60_000;
/** Fires of crons are marked for so many minutes at a time: 45 days. */
const markedMinutes = 65_536;

const hasFire = (fires: Fires, at: EpochMs): boolean => fires.has?.(at) ?? fires.next(at - 1) === at;

export function firesOfSeveral(parts: readonly Fires[]): Fires {
  const found = (answers: readonly (EpochMs | null)[]): EpochMs[] => answers.filter((at) => at !== null);
  const next = (after: EpochMs): EpochMs | null => {
    const all = found(parts.map((part) => part.next(after)));
    return all.length === 0 ? null : Math.min(...all);
  };
  const previous = (before: EpochMs): EpochMs | null => {
    const all = found(parts.map((part) => part.previous(before)));
    return all.length === 0 ? null : Math.max(...all);
  };
  const walk = (from: EpochMs, to: EpochMs): number => {
    let walked = 0;
    for (let at = next(from - 1); at !== null && at < to; at = next(at)) walked += 1;
    return walked;
  };
  const [crons, others] = [parts.filter(({ each }) => each !== undefined), parts.filter(({ each }) => each === undefined)];
  const count = (from: EpochMs, to: EpochMs): number => {
    if (from >= to) return 0;
    return parts.some(({ isChained }) => isChained) ? walk(from, to) : countOthers(others, from, to) + countCrons(crons, others, { from, to });
  };
  return { next, previous, count };
}

/** What two parts share is one fire: the densest part is counted as a whole, and of each other one what no denser part has too. */
function countOthers(parts: readonly Fires[], from: EpochMs, to: EpochMs): number {
  const dense = parts.map((part) => ({ part, count: part.count(from, to) })).toSorted((one, other) => other.count - one.count);
  let all = dense[0]?.count ?? 0;
  for (const [index, { part }] of dense.entries()) {
    if (index === 0) continue;
    const denser = dense.slice(0, index);
    for (let at = part.next(from - 1); at !== null && at < to; at = part.next(at)) all += Number(!denser.some((other) => hasFire(other.part, at)));
  }
  return all;
}

/** The fires of crons lie on whole minutes: each is marked once, and counts where none of the others has it. */
function countCrons(crons: readonly Fires[], others: readonly Fires[], { from, to }: { readonly from: EpochMs; readonly to: EpochMs }): number {
  const marks = new Uint8Array(markedMinutes);
  /** Of a zone whose offset had seconds, in the seventies. */
  const odd = new Set<EpochMs>();
  let all = 0;
  for (let start = Math.floor(from / minuteMs) * minuteMs; start < to && crons.length > 0; start += markedMinutes * minuteMs) {
    marks.fill(0);
    const show = (at: EpochMs): void => {
      const minute = (at - start) / minuteMs;
      if (Number.isInteger(minute) ? marks[minute] === 1 : odd.has(at)) return;
      if (Number.isInteger(minute)) marks[minute] = 1;
      else odd.add(at);
      if (!others.some((other) => hasFire(other, at))) all += 1;
    };
    for (const { each } of crons) each?.(Math.max(from, start), Math.min(to, start + markedMinutes * minuteMs), show);
  }
  return all;
}
