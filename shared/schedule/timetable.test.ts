import { describe, expect, it } from "vitest";
import type { Schedule } from "../model/dag.ts";
import table from "./airflow-fires.json" with { type: "json" };
import { timetableOf, type TimedDag } from "./timetable.ts";
import { instantOfDate } from "./wall-date.ts";

const stamp = (at: number): string => new Date(at).toISOString().replace(".000Z", "Z");
const at = (text: string): number => Date.parse(text);

function made(dag: Partial<TimedDag>) {
  const timetable = timetableOf({ schedule: null, timezone: "UTC", startDate: null, endDate: null, ...dag });
  if (timetable === null) throw new Error("no schedule");
  return timetable;
}

describe("timetableOf against Airflow's trigger timetables", () => {
  for (const row of table.bounds) {
    const timezone = row.zone;
    const from = instantOfDate(row.start, timezone) ?? 0;
    const schedule: Schedule = "every" in row ? { kind: "every", everyMs: (row.every ?? 0) * 1_000, from } : { kind: "cron", expression: row.expression ?? "", timezone };
    it(`${row.expression ?? `every ${row.every}s`} in ${timezone} from ${row.start} until ${row.end}`, () => {
      const timetable = made({ schedule, timezone, startDate: row.start, endDate: row.end });
      expect(timetable.list(0, Number.MAX_SAFE_INTEGER, 6).map(stamp)).toEqual(row.fires);
    });
  }
});

describe("timetableOf", () => {
  const hourly: Schedule = { kind: "cron", expression: "0 * * * *", timezone: "UTC" };

  it("keeps to start and end, both included, in either direction", () => {
    const timetable = made({ schedule: hourly, startDate: "2026-01-01T06:00", endDate: "2026-01-01T08:00" });
    expect([timetable.next(0), timetable.next(at("2026-01-01T08:00Z")), timetable.previous(at("2027-01-01T00:00Z")), timetable.previous(at("2026-01-01T06:00Z"))]).toEqual([at("2026-01-01T06:00Z"), null, at("2026-01-01T08:00Z"), null]);
    expect(timetable.count(0, at("2027-01-01T00:00Z"))).toBe(3);
  });

  it("fires once where several schedules meet, and covers what lies between two fires of any", () => {
    const timetable = made({ schedule: { kind: "several", of: [hourly, { kind: "cron", expression: "30 6 * * *", timezone: "UTC" }, { kind: "cron", expression: "0 6 * * *", timezone: "UTC" }] } });
    expect(timetable.list(at("2026-01-01T05:30Z"), at("2026-01-01T07:30Z"), 10).map(stamp)).toEqual(["2026-01-01T06:00:00Z", "2026-01-01T06:30:00Z", "2026-01-01T07:00:00Z"]);
    expect(timetable.intervalOf(at("2026-01-01T07:00Z"))).toEqual({ start: at("2026-01-01T06:30Z"), end: at("2026-01-01T07:00Z") });
    expect(timetable.count(at("2026-01-01T00:00Z"), at("2026-01-02T00:00Z"))).toBe(25);
  });

  it("counts a generation of every ten seconds beside a few others without going through it", () => {
    const daily: Schedule = { kind: "cron", expression: "0 6 * * *", timezone: "America/New_York" };
    const timetable = made({ schedule: { kind: "several", of: [daily, { kind: "every", everyMs: 10_000 }, { kind: "dates", at: [at("2000-01-01T00:00:05Z"), at("2000-01-01T00:00:10Z"), at("2031-01-01T00:00:05Z")], timezone: "UTC" }] } });
    const [from, to] = [at("2000-01-01T00:00Z"), at("2030-01-01T00:00Z")];
    expect(timetable.count(from, to)).toBe((to - from) / 10_000 + 1);
  });

  it("counts intervals that meet now and then without going through them, and as it lists them", () => {
    const every = (seconds: number): Schedule & { kind: "every" } => ({ kind: "every", everyMs: seconds * 1_000, from: at("2026-01-01T00:00:07Z") });
    const [from, to] = [at("2000-01-01T00:00Z"), at("2030-01-01T00:00Z")];
    const seconds = (to - from) / 1_000;
    expect(made({ schedule: { kind: "several", of: [every(2), every(3), every(6)] } }).count(from, to)).toBe((seconds * 2) / 3);
    const wrong: unknown[] = [];
    for (const all of [[10, 15], [4, 6, 10], [7, 7, 21, 5], [9, 10, 11, 13, 14, 15, 16, 17, 19, 23]]) {
      const timetable = made({ schedule: { kind: "several", of: [...all.map(every), { kind: "cron", expression: "*/3 * * * *", timezone: "UTC" }, { kind: "every", everyMs: 25_000 }] } });
      for (const start of ["2025-12-31T23:50:00Z", "2026-01-01T00:00:07Z", "2026-01-01T03:01:02.003Z"]) {
        const list = timetable.list(at(start), at(start) + 3_600_000, 100_000);
        const isOrdered = list.every((fire, index) => index === 0 || (timetable.previous(fire) === list[index - 1] && fire > (list[index - 1] ?? 0)));
        if (!isOrdered || timetable.count(at(start), at(start) + 3_600_000) !== list.length) wrong.push([all, start]);
      }
    }
    expect(wrong).toEqual([]);
  });

  it("counts crons that meet now and then for ten years without stepping from one fire to the next", () => {
    const cron = (expression: string): Schedule & { kind: "cron" } => ({ kind: "cron", expression, timezone: "Europe/Berlin" });
    const every = { kind: "every", everyMs: 25_000 } as const;
    const [from, to] = [at("2016-01-01T00:00Z"), at("2026-01-01T00:00Z")];
    const hours = (to - from) / 3_600_000;
    expect(made({ schedule: cron("* * * * *") }).count(from, to)).toBe(hours * 60);
    // 12 minutes of the hour, 7 more and 1 more; 144 instants of the interval, of which 12 are on the first 12 minutes.
    expect(made({ schedule: { kind: "several", of: [cron("*/5 * * * *"), cron("*/7 * * * *"), every, cron("13 * * * *")] } }).count(from, to)).toBe(hours * (20 + 144 - 12));
  });

  it("fires at the dates that are named", () => {
    const timetable = made({ schedule: { kind: "dates", at: [10, 20, 30], timezone: "UTC" } });
    expect([timetable.list(0, 100, 9), timetable.next(30), timetable.previous(10), timetable.count(10, 30)]).toEqual([[10, 20, 30], null, null, 2]);
  });

  it("counts what it would list, over clock changes too", () => {
    const wrong: string[] = [];
    for (const expression of ["*/7 * * * *", "30 2 * * *", "15,45 0-3 * * 0", "0 * * * 1", "0 0 L * *"]) {
      for (const timezone of ["UTC", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo"]) {
        const timetable = made({ schedule: { kind: "cron", expression, timezone }, timezone });
        for (const [from, to] of [["2026-02-27T13:10Z", "2026-05-02T02:05Z"], ["2026-10-31T05:20Z", "2026-11-02T06:31Z"]] as const) {
          const listed = timetable.list(at(from), at(to), 100_000).length;
          const counted = timetable.count(at(from), at(to));
          if (listed !== counted) wrong.push(`${expression} ${timezone} ${from}: ${counted}, not ${listed}`);
          const both = made({ schedule: { kind: "several", of: [{ kind: "cron", expression, timezone }, { kind: "cron", expression: "30 */2 * * *", timezone: "America/New_York" }, { kind: "every", everyMs: 45 * 60_000 }] } });
          if (both.count(at(from), at(to)) !== both.list(at(from), at(to), 100_000).length) wrong.push(`several with ${expression} ${timezone} ${from}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });
});

describe("instantOfDate", () => {
  it("reads a date on the wall clock of the zone, or by its offset", () => {
    const zone = "America/New_York";
    expect([instantOfDate("2026-01-31", zone), instantOfDate("2026-01-31 06:00", zone), instantOfDate("2026-01-31T06:00:00.5+02:00", zone), instantOfDate("2026-01-31T06:00Z", zone)]).toEqual([at("2026-01-31T05:00Z"), at("2026-01-31T11:00Z"), at("2026-01-31T04:00:00.5Z"), at("2026-01-31T06:00Z")]);
  });

  it("knows none that does not exist", () => {
    expect(["2026-02-30", "2026-13-01", "2026-01-31T24:00", "0000-01-01", "today", "2026-01-31T6:00"].map((text) => instantOfDate(text, "UTC"))).toEqual([null, null, null, null, null, null]);
  });
});
