/** An engine that has something to wait for and nothing to do asks its store nothing. */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { createRouterClient } from "@orpc/server";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { HandClock } from "../services/test-world.ts";
import { countStatements } from "./fixtures/count-statements.ts";
import { writeDag } from "./fixtures/engine-client.ts";
import { startEngine, type Engine } from "./start-engine.ts";

const counted = countStatements();
let root: string;
let engine: Engine | null = null;
beforeEach(() => void (root = mkdtempSync(join(tmpdir(), "dagwright-idle-"))));
afterEach(async () => {
  await engine?.close({ stopTasks: true });
  rmSync(root, { recursive: true, force: true });
});

describe("an engine without work", () => {
  it("carries out no statement in a minute, with schedules, deadlines, queues and a task that waits", { timeout: 120_000 }, async () => {
    writeDag(root, "daily", ["  t: { config_type: EmptyTask }"], "schedule: '0 3 * * *'\ndeadlines: { fresh: { no_success_by: '09:00' } }\n");
    writeDag(root, "waits", ["  t: { config_type: SensorTask, file: in.csv, poke_interval: 6h, timeout: 7d }"], "deadlines: { late: { interval: 5h } }\n");
    writeDag(root, "folder", ["  t: { config_type: EmptyTask }"], "queue: { folder: in }\n");
    writeDag(root, "posted", ["  t: { config_type: EmptyTask }"], "queue: { http: true }\n");
    mkdirSync(join(root, "in"));
    // Time passes in steps, so that a slow machine is not taken for one that slept.
    const clock = new HandClock(Date.parse("2026-03-10T12:00:00Z"));
    const passing = setInterval(() => clock.advance(10), 5);
    try {
      engine = await startEngine({ workspace: root, trusted: true, watch: true, mode: "server", clock, userSettings: { read: () => ({ warmPython: false }), write: () => {} } });
      const client = createRouterClient(engine.router);
      await client.dags.setSchedule({ dagId: "daily", on: true });
      for (const dagId of ["folder", "posted"]) await client.queues.set({ dagId, on: true });
      await client.runs.start({ dagId: "waits", runId: "r" });
      await expect.poll(async () => (await client.runs.get({ dagId: "waits", runId: "r" })).tasks.map(({ state }) => state), { timeout: 60_000 }).toEqual(["deferred"]);
      expect(engine.standing()).toMatchObject({ scheduled: 1, next: { dagId: "daily" } });
    } finally {
      clearInterval(passing);
    }
    // What work has left in memory is given back some seconds after it, and the history is looked through in the first minutes and then every hour.
    for (let step = 0; step < 120; step += 1) await pass(clock, 5_000);
    const before = counted.all;
    for (let second = 0; second < 60; second += 1) await pass(clock, 1_000);
    expect(counted.texts.slice(counted.texts.length - (counted.all - before))).toEqual([]);
    expect(counted.all - before).toBe(0);
  });

  it("gives back what its start took, some seconds after it", { timeout: 120_000 }, async () => {
    const clock = new HandClock(Date.parse("2026-03-10T12:00:00Z"));
    engine = await startEngine({ workspace: root, trusted: true, mode: "server", clock, userSettings: { read: () => ({ warmPython: false }), write: () => {} } });
    counted.texts.length = 0;
    const isGivenBack = (): boolean => counted.texts.some((text) => text.includes("shrink_memory"));
    for (let second = 0; second < 10 && !isGivenBack(); second += 1) await pass(clock, 1_000);
    expect(isGivenBack()).toBe(true);
  });
});

/** And a moment for what answers meanwhile. */
async function pass(clock: HandClock, ms: number): Promise<void> {
  clock.advance(ms);
  await pause(2);
}
