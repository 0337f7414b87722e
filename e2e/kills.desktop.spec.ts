/** T3, short: `npm run bench -- T3 --long` kills a hundred times; DAGWRIGHT_SEED repeats one. */
import { expect, test } from "playwright/test";
import { killsRun } from "./kills.ts";

const kills = Number(process.env["DAGWRIGHT_KILLS"] ?? 20);
const seed = Number(process.env["DAGWRIGHT_SEED"] ?? Date.now() % 100_000);

test("whatever of the desktop is killed, alone or with all the rest, no edit, no run and no outcome is lost", async () => {
  // For a hang: a busy machine takes many times what a quiet one does.
  test.setTimeout(300_000 + kills * 60_000);
  const report = await killsRun({ kills, seed });
  const { found, readyMs, keptMs, ...rest } = report;
  for (const [type, description] of Object.entries({ ...rest, seed, found, readyMs, keptMs })) test.info().annotations.push({ type, description: JSON.stringify(description) });
  expect(found, `seed ${seed}`).toEqual([]);
  expect(report.acked).toBeGreaterThan(kills);
  expect(report.attempts).toBeGreaterThan(report.acked);
});
