import { describe, expect, it } from "vitest";
import type { Schedule } from "../model/dag.ts";
import { clockOddities } from "./clock-oddities.ts";
import { Simulation, type SimulatedDag } from "./simulate.ts";
import { timetableOf } from "./timetable.ts";

const hour = 3_600_000;
const from = Date.parse("2026-03-02T00:00Z");
const cron = (expression: string, timezone = "UTC"): Schedule => ({ kind: "cron", expression, timezone });

function dag(dagId: string, schedule: Schedule, usualMs = 0, work: Record<string, number> = {}): SimulatedDag {
  const timetable = timetableOf({ schedule, timezone: "UTC", startDate: null, endDate: null });
  if (timetable === null) throw new Error("no schedule");
  return { dagId, timetable, usualMs, work: new Map(Object.entries(work)) };
}

describe("Simulation", () => {
  it("counts starts by hour and day, of rare and of frequent schedules alike", () => {
    const weeks = new Simulation(from, from + 14 * 24 * hour);
    const daily = weeks.add(dag("daily", cron("30 6 * * 1")));
    const often = weeks.add(dag("often", { kind: "every", everyMs: 10_000 }));
    expect(daily).toEqual({ runs: 2, next: from + 6.5 * hour, days: [1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0] });
    expect([often.runs, often.days[3], weeks.starts[5], weeks.starts[6]]).toEqual([14 * 8_640, 8_640, 360, 361]);
  });

  it("tells what slots runs take, over the hours that they go on", () => {
    const day = new Simulation(from, from + 24 * hour);
    day.add(dag("long", cron("30 6 * * *"), 2 * hour, { narrow: 4 * hour }));
    day.add(dag("often", { kind: "every", everyMs: 10_000 }, 5_000, { default: 5_000 }));
    const narrow = day.demand().get("narrow") ?? [];
    expect([narrow.slice(5, 10), day.demand().get("default")?.[12]]).toEqual([[0, 1, 2, 1, 0], 0.5]);
  });

  it("names the DAGs that start together, once for all their times", () => {
    const week = new Simulation(from, from + 7 * 24 * hour);
    for (const id of ["a", "b", "c"]) week.add(dag(id, cron("0 3 * * *")));
    week.add(dag("d", cron("0 3 * * 3")));
    week.add(dag("alone", cron("5 3 * * *")));
    expect(week.collisions()).toEqual([
      { at: from + 51 * hour, times: 1, dagIds: ["a", "b", "c", "d"] },
      { at: from + 3 * hour, times: 6, dagIds: ["a", "b", "c"] },
    ]);
  });

  it("takes 200 DAGs over four weeks, some every ten seconds, without keeping anybody waiting", () => {
    const weeks = new Simulation(from, from + 28 * 24 * hour);
    const started = process.cpuUsage().user;
    for (let index = 0; index < 200; index += 1) {
      const schedule = index % 4 === 0 ? ({ kind: "every", everyMs: 10_000 } as const) : cron(`${index % 60} ${index % 3 === 0 ? "*" : index % 24} * * *`, index % 2 === 0 ? "America/New_York" : "Europe/London");
      weeks.add(dag(`dag ${index}`, schedule, 60_000, { default: 60_000 }));
    }
    expect(weeks.starts.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(50 * 28 * 8_640);
    expect((process.cpuUsage().user - started) / 1_000).toBeLessThan(2_000);
  });
});

describe("clockOddities", () => {
  const odd = (schedule: Schedule, day: string): string[] => {
    const at = Date.parse(day);
    return clockOddities(schedule, at - 24 * hour, at + 48 * hour).map(({ kind, wallTime, count, runAt }) => `${kind} ${wallTime} ${count} ${runAt === null ? "-" : new Date(runAt).toISOString().slice(5, 16)}`);
  };

  it("names what a change of the clock moves, leaves out, and shows twice", () => {
    const [spring, autumn] = ["2026-03-08", "2026-11-01"];
    const zone = "America/New_York";
    expect(odd(cron("30 2 * * *", zone), spring)).toEqual(["moved 02:30 1 03-08T07:30"]);
    expect(odd(cron("*/20 2 * * *", zone), spring)).toEqual(["moved 02:00 1 03-08T07:00", "lost 02:20 2 -"]);
    expect(odd(cron("30 1 * * *", zone), autumn)).toEqual(["second 01:30 1 11-01T06:30"]);
    expect(odd(cron("*/30 * * * *", zone), autumn)).toEqual(["twice 01:00 2 11-01T05:00"]);
    expect([odd(cron("*/30 * * * *", zone), spring), odd(cron("30 12 * * *", zone), spring), odd(cron("30 2 * * *"), spring), odd({ kind: "every", everyMs: 60_000 }, spring)]).toEqual([[], [], [], []]);
    expect(odd({ kind: "several", of: [{ kind: "cron", expression: "30 2 * * *", timezone: zone }, { kind: "once" }] }, spring)).toHaveLength(1);
  });

  it("tells of instants that the schedule really has", () => {
    for (const [expression, day] of [["30 2 * * *", "2026-03-08"], ["30 1 * * *", "2026-11-01"], ["0 * * * *", "2026-11-01"]] as const) {
      const schedule = cron(expression, "America/New_York");
      const at = Date.parse(day);
      const fires = timetableOf({ schedule, timezone: "UTC", startDate: null, endDate: null })?.list(at - 24 * hour, at + 48 * hour, 200) ?? [];
      for (const { runAt } of clockOddities(schedule, at - 24 * hour, at + 48 * hour)) expect(fires).toContain(runAt);
    }
  });
});
