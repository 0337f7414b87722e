import { afterEach, expect, it, vi } from "vitest";
import type { ForecastStep, ScheduleForecast } from "../../shared/contract/schedules.ts";
import { createWorld, dagOf, type World } from "./test-world.ts";
import { forecastSchedules } from "./schedule-forecast.ts";

let world: World;
afterEach(() => world.close());

const task = "tasks: { a: { config_type: BashTask, bash: x, pool: narrow } }";

async function forecast(...asked: Parameters<typeof forecastSchedules>): Promise<ScheduleForecast> {
  const steps: ForecastStep[] = [];
  for await (const step of forecastSchedules(...asked)) steps.push(step);
  const last = steps.at(-1);
  if (last?.kind !== "done") throw new Error("it did not end");
  expect(steps.slice(0, -1).every((step) => step.kind === "progress" && step.done < step.of)).toBe(true);
  return last.forecast;
}

/** It is 2026-03-08 06:50Z, ten minutes before New York's clocks go ahead: its next day has 23 hours, and half past two comes twice within 24. */
it("tells of the weeks to come by what runs took, of the past that is owed, and of the clock", async () => {
  const texts = { hourly: `schedule: '0 * * * *'\nstart_date: 2026-03-07\ncatchup: true\n${task}`, night: `schedule: { cron: 30 2 * * *, timezone: America/New_York }\n${task}`, byHand: task };
  world = createWorld(texts);
  const { clock, runs, schedules, store } = world;
  runs.start({ dagId: "hourly", runId: "before" });
  world.end("before", "a", "started");
  clock.advance(180_000);
  world.end("before", "a", "success");
  schedules.set("night", true);
  const dags = { all: () => Object.entries(texts).map(([dagId, text]) => ({ dag: dagOf(`dag: ${dagId}\n${text}`) })) } as never;
  const parts = { store, dags, clock, pools: () => ({ narrow: 1 }) };
  const found = await forecast(parts, { days: 1 });
  expect(found.dags.map(({ dagId, isOn, runs: count, usualMs, owed }) => [dagId, isOn, count, usualMs, owed])).toEqual([
    ["hourly", false, 24, 180_000, 31],
    ["night", true, 2, null, 0],
  ]);
  expect([found.starts[0], found.starts[1], found.pools[0]?.pool, found.pools[0]?.slots, found.pools[0]?.peak, found.pools[0]?.hoursOver]).toEqual([0, 2, "narrow", 1, 0.05, 0]);
  expect(found.oddities).toEqual([{ dagId: "night", timezone: "America/New_York", changeAt: Date.parse("2026-03-08T07:00Z"), kind: "moved", wallTime: "02:30", count: 1, runAt: Date.parse("2026-03-08T07:30Z") }]);
  expect((await forecast(parts, { days: 1, onlyOn: true })).dags.map(({ dagId }) => dagId)).toEqual(["night"]);
});

it("takes whole days from the moment of asking on: a daily schedule fires once on each, before its minute and after it", async () => {
  const texts = { daily: `schedule: 52 6 * * *\n${task}` };
  world = createWorld(texts);
  const { clock, store } = world;
  const dags = { all: () => Object.entries(texts).map(([dagId, text]) => ({ dag: dagOf(`dag: ${dagId}\n${text}`) })) } as never;
  const parts = { store, dags, clock, pools: () => ({}) };
  const before = await forecast(parts, {});
  clock.advance(180_000);
  const after = await forecast(parts, {});
  expect([before, after].map(({ dags: [daily] }) => [daily?.runs, daily?.days.length, daily?.days.at(-1)])).toEqual([
    [28, 28, 1],
    [28, 28, 2],
  ]);
});

it("goes through a year of half hours in short steps, so that others have their turn, and ends at once when nobody waits for it", async () => {
  const texts = { often: `schedule: '*/30 * * * *'\nstart_date: 2026-01-01\n${task}` };
  world = createWorld(texts);
  const { clock, store } = world;
  const dags = { all: () => Object.entries(texts).map(([dagId, text]) => ({ dag: dagOf(`dag: ${dagId}\n${text}`) })) } as never;
  const parts = { store, dags, clock, pools: () => ({}) };
  let turns = 0;
  let isOver = false;
  const others = (): void => {
    turns += 1;
    if (!isOver) setImmediate(others);
  };
  setImmediate(others);
  // However fast the machine is: long enough for a turn goes by between two looks at the clock.
  let now = 0;
  const looks = vi.spyOn(performance, "now").mockImplementation(() => (now += 20));
  const year = await forecast(parts, { days: 365 });
  looks.mockRestore();
  isOver = true;
  expect([year.starts.length, year.dags[0]?.days.length, year.starts.reduce((sum, one) => sum + one, 0), turns > 2]).toEqual([365 * 24 + 1, 365, year.dags[0]?.runs, true]);
  const stop = new AbortController();
  stop.abort();
  await expect(forecast(parts, { days: 365 }, stop.signal)).rejects.toThrow();
});
