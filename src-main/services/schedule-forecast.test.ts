import { afterEach, expect, it } from "vitest";
import { createWorld, dagOf, type World } from "./test-world.ts";
import { forecastSchedules } from "./schedule-forecast.ts";

let world: World;
afterEach(() => world.close());

const task = "tasks: { a: { config_type: BashTask, bash: x, pool: narrow } }";

/** It is 2026-03-08 06:50Z, ten minutes before New York's clocks go ahead. */
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
  const found = await forecastSchedules(parts, { days: 1 });
  expect(found.dags.map(({ dagId, isOn, runs: count, usualMs, owed }) => [dagId, isOn, count, usualMs, owed])).toEqual([
    ["hourly", false, 23, 180_000, 31],
    ["night", true, 1, null, 0],
  ]);
  expect([found.starts[0], found.starts[1], found.pools[0]?.pool, found.pools[0]?.slots, found.pools[0]?.peak, found.pools[0]?.hoursOver]).toEqual([0, 2, "narrow", 1, 0.05, 0]);
  expect(found.oddities).toEqual([{ dagId: "night", timezone: "America/New_York", changeAt: Date.parse("2026-03-08T07:00Z"), kind: "moved", wallTime: "02:30", count: 1, runAt: Date.parse("2026-03-08T07:30Z") }]);
  expect((await forecastSchedules(parts, { days: 1, onlyOn: true })).dags.map(({ dagId }) => dagId)).toEqual(["night"]);
});
