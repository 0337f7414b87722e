import { describe, expect, it } from "vitest";
import type { Schedule } from "../model/dag.ts";
import table from "./airflow-fires.json" with { type: "json" };
import { dataInterval, firesBetween, firesOf, nextFire, previousFire } from "./next.ts";

const cron = (expression: string, timezone = "UTC"): Schedule => ({ kind: "cron", expression, timezone });
const at = (text: string): number => Date.parse(text);
const stamp = (instant: number | null): string | null =>
  instant === null ? null : new Date(instant).toISOString().replace(".000Z", "Z");

describe("nextFire against Airflow's own libraries", () => {
  for (const row of table.clockChanges) {
    it(`${row.expression} in ${row.zone} from ${row.from}`, () => {
      const fires = firesBetween(cron(row.expression, row.zone), at(row.from) + 1, at(row.to), 60);
      expect(fires.map(stamp)).toEqual(row.fires);
    });
  }

  for (const row of table.dialect) {
    it(`reads ${row.expression} as croniter does`, () => {
      const { next, previous } = firesOf(cron(row.expression));
      const steps = (step: (from: number) => number | null, count: number): (string | null)[] => {
        let from: number | null = at(row.from);
        return Array.from({ length: count }, () => stamp((from = from === null ? null : step(from))));
      };
      expect({ next: steps(next, row.next.length), previous: steps(previous, row.previous.length) }).toEqual({
        next: row.next,
        previous: row.previous,
      });
    });
  }
});

describe("nextFire asked at any instant", () => {
  it("never skips or invents a fire of the chain", { timeout: 90_000 }, () => {
    const wrong: string[] = [];
    for (const row of table.clockChanges.filter(isSteady)) {
      const { next } = firesOf(cron(row.expression, row.zone));
      const fires = row.fires.map(at);
      for (let asked = at(row.from); asked < (fires.at(-1) ?? 0); asked += 67 * 60_000) {
        const expected = fires.find((fire) => fire > asked) ?? null;
        const found = next(asked);
        if (found !== expected) wrong.push(`${row.expression} ${row.zone} ${stamp(asked)}: ${stamp(found)}, not ${stamp(expected)}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it("is undone by previousFire", () => {
    for (const row of table.clockChanges.filter(isSteady)) {
      const { previous } = firesOf(cron(row.expression, row.zone));
      const found = row.fires.slice(1).map((fire) => stamp(previous(at(fire))));
      expect({ ...row, found }).toEqual({ ...row, found: row.fires.slice(0, -1) });
    }
  });

  it("answers null for a day that does not exist, and does not search for ever", () => {
    expect(nextFire(cron("0 0 30 2 *"), at("2026-01-01T00:00:00Z"))).toBeNull();
    expect(nextFire(cron("0 0 31 4,6,9,11 *"), at("2026-01-01T00:00:00Z"))).toBeNull();
    expect(previousFire(cron("0 0 30 2 *"), at("2026-01-01T00:00:00Z"))).toBeNull();
  });

  it("sees a part of a second", () => {
    const noon = at("2026-05-05T12:00:00Z");
    expect([
      previousFire(cron("0 12 * * *"), noon + 1),
      previousFire(cron("0 12 * * *"), noon + 999),
      nextFire(cron("0 12 * * *"), noon - 1),
    ]).toEqual([noon, noon, noon]);
  });

  it("refuses what is no schedule", () => {
    expect(() => nextFire(cron("60 * * * *"), 0)).toThrow(/minute 60 is out of range/);
    expect(() => nextFire(cron("0 * * * *", "Mars/Olympus"), 0)).toThrow(/Mars\/Olympus/);
    expect(() => nextFire({ kind: "every", everyMs: 0 }, 0)).toThrow(/above 0/);
  });
});

describe("the other kinds of schedule", () => {
  const every: Schedule = { kind: "every", everyMs: 10_000 };

  it("counts an interval from the epoch", () => {
    expect(firesBetween(every, 25_000, 50_000, 10)).toEqual([30_000, 40_000]);
    expect([nextFire(every, 30_000), previousFire(every, 30_000)]).toEqual([40_000, 20_000]);
  });

  it("leaves once to the engine", () => {
    expect([nextFire({ kind: "once" }, 0), nextFire(cron("@once"), 0)]).toEqual([null, null]);
  });

  it("stops at the limit", () => {
    expect(firesBetween(every, 0, 1e12, 3)).toEqual([0, 10_000, 20_000]);
  });
});

describe("dataInterval", () => {
  it("runs from the fire before to the fire itself, over a clock change too", () => {
    const night = dataInterval(cron("30 2 * * *", "America/New_York"), at("2026-03-08T07:30:00Z"));
    expect([stamp(night.start), stamp(night.end)]).toEqual(["2026-03-07T07:30:00Z", "2026-03-08T07:30:00Z"]);
  });

  it("is empty for a schedule without a fire before", () => {
    expect(dataInterval({ kind: "once" }, 5)).toEqual({ start: 5, end: 5 });
  });
});

/**
 * With free hours on chosen days, Airflow's formula adds a naive difference that spans the clock change, so its answer
 * depends on the instant it was asked from. The table holds its chain; the questions here leave those rows out.
 */
function isSteady(row: { expression: string }): boolean {
  const [, hour, day, , weekday] = row.expression.split(" ");
  return !(["*", "*/1", "0-23"].includes(hour ?? "") && (day !== "*" || weekday !== "*"));
}
