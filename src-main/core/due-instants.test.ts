import { describe, expect, it } from "vitest";
import { timetableOf } from "../../shared/schedule/timetable.ts";
import { dueInstants, mostWaiting, type DueAnswer, type DueQuestion } from "./due-instants.ts";

const hour = 3_600_000;
const hourly = timetableOf({ schedule: { kind: "every", everyMs: hour }, timezone: "UTC", startDate: null, endDate: null });
if (hourly === null) throw new Error("no timetable");
const timetable = hourly;

/** Instants in hours. */
function ask(changes: Partial<DueQuestion>) {
  const answer: DueAnswer = dueInstants({ timetable, catchup: false, overlap: "queue", handledTo: 10 * hour, now: 10 * hour, unfinished: 0, maxActiveRuns: 1, ...changes });
  const passed = answer.passed.map(({ kind, first, last, count }) => `${kind} ${count}: ${first / hour}-${last / hour}`);
  return { start: answer.start.map((at) => at / hour), cancel: answer.cancelOldest, passed, to: answer.handledTo / hour, behind: answer.isBehind };
}
const nothing = { start: [], cancel: 0, passed: [], to: 10, behind: false };
const on11 = { ...nothing, start: [11], to: 11 };

describe("dueInstants", () => {
  it("owes nothing before the next instant, nor when the clock is set back", () => {
    expect([ask({ now: 11 * hour - 1 }), ask({ now: 9 * hour, catchup: true })]).toEqual([nothing, nothing]);
  });
  it("owes the run of this very instant, and of one a minute ago", () => expect([ask({ now: 11 * hour }), ask({ now: 11 * hour + 60_000 })]).toEqual([on11, on11]));
  it("passes over what was missed, and tells of it", () => {
    expect(ask({ now: 20 * hour + 5 * 60_000 })).toEqual({ ...nothing, passed: ["missed 10: 11-20"], to: 20 });
    expect(ask({ now: 20 * hour })).toEqual({ ...nothing, start: [20], passed: ["missed 9: 11-19"], to: 20 });
  });
  it("makes up for the latest only, where asked", () => expect(ask({ catchup: "latest", now: 20.5 * hour })).toEqual({ ...nothing, start: [20], passed: ["missed 9: 11-19"], to: 20 }));
  it("counts none as late for the time in which its DAG was held", () => {
    const late = 11.1 * hour;
    expect([ask({ now: late, heldSince: 11 * hour }), ask({ now: late, heldSince: 10.9 * hour })]).toEqual([on11, on11]);
    expect(ask({ now: late, heldSince: 11.05 * hour })).toEqual({ ...nothing, passed: ["missed 1: 11-11"], to: 11 });
    expect(ask({ now: 12.1 * hour, heldSince: 11 * hour })).toEqual({ ...nothing, start: [12], passed: ["missed 1: 11-11"], to: 12 });
  });
  it("makes up for all, where asked", () => expect(ask({ catchup: true, now: 13.5 * hour })).toEqual({ ...nothing, start: [11, 12, 13], to: 13 }));
  it("makes up for a year a few at a time, without a gap", () => {
    const made: number[] = [];
    let handledTo = 10 * hour;
    for (let round = 0; round < 2_000; round += 1) {
      const answer = dueInstants({ timetable, catchup: true, overlap: "skip", handledTo, now: 8_770.5 * hour, unfinished: 15, maxActiveRuns: 2 });
      expect(answer.start.length).toBeLessThanOrEqual(2 + mostWaiting - 15);
      made.push(...answer.start.map((at) => at / hour));
      handledTo = answer.handledTo;
      if (!answer.isBehind) break;
    }
    expect(made).toEqual(Array.from({ length: 8_760 }, (_, index) => 11 + index));
  });
  it("makes nothing while there is no room, and stays behind", () => {
    const full = 1 + mostWaiting;
    expect(ask({ catchup: true, now: 13.5 * hour, unfinished: full })).toEqual({ ...nothing, behind: true });
    expect(ask({ catchup: "latest", now: 13.5 * hour, unfinished: full })).toEqual({ ...nothing, passed: ["missed 2: 11-12"], to: 13 - 1 / hour, behind: true });
    expect(ask({ now: 11 * hour, unfinished: full })).toEqual({ ...nothing, passed: ["overlap 1: 11-11"], to: 11 });
  });
  it("lets a run that is on time wait, skips it, or cancels the old one", () => {
    expect(ask({ now: 11 * hour, unfinished: 1 })).toEqual(on11);
    expect(ask({ now: 11 * hour, unfinished: 1, overlap: "skip" })).toEqual({ ...nothing, passed: ["overlap 1: 11-11"], to: 11 });
    expect(ask({ now: 11 * hour, unfinished: 3, overlap: "cancel_old", maxActiveRuns: 2 })).toEqual({ ...on11, cancel: 2 });
    expect([ask({ now: 11 * hour, unfinished: 1, overlap: "skip", maxActiveRuns: 2 }), ask({ now: 11 * hour, unfinished: 1, overlap: "cancel_old", maxActiveRuns: 2 })]).toEqual([on11, on11]);
  });
  it("never skips nor cancels for what it makes up for", () => {
    expect(ask({ catchup: true, now: 12.5 * hour, unfinished: 1, overlap: "skip" })).toEqual({ ...nothing, start: [11, 12], to: 12 });
    expect(ask({ catchup: "latest", now: 12.5 * hour, unfinished: 1, overlap: "cancel_old" })).toEqual({ ...nothing, start: [12], passed: ["missed 1: 11-11"], to: 12 });
  });
});
