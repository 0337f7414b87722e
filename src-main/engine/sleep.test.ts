/** Sleep, wake and a clock that is set, through real engines: their whole process tree is stopped, or their clocks go on without them. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createRouterClient } from "@orpc/server";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { HealthReport } from "../../shared/contract/health.ts";
import type { ScheduleTrace } from "../../shared/contract/schedules.ts";
import type { RunSummary } from "../../shared/model/run.ts";
import type { Clock } from "../ports/machine.ts";
import { systemClock } from "../platform/system-clock.ts";
import { openEngineProcess, writeDag, type EngineProcess } from "./fixtures/engine-client.ts";
import { treeOf } from "./fixtures/process-tree.ts";
import { askedSeed } from "./fixtures/random.ts";
import { nothingSlept, sleepRun } from "./fixtures/sleep-run.ts";
import { startEngine, type Engine } from "./start-engine.ts";

const hour = 3_600_000;
let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "dagwright-sleep-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(process.platform === "win32")("an engine whose whole process tree stood still", () => {
  let engine: EngineProcess;
  afterEach(() => engine.close());
  const runs = async (dagId: string): Promise<RunSummary[]> => ((await engine.call("runs", "list", { dagId })) as { runs: RunSummary[] }).runs;
  const health = async (): Promise<HealthReport> => (await engine.call("health", "read", {})) as HealthReport;

  it("ends no task by its timeout, calls nothing stalled, makes up for one instant, looks at what waits and says so", { timeout: 60_000 }, async () => {
    writeDag(folder, "long", ['  work: { config_type: BashTask, timeout: 8s, bash: "touch begun; for i in 1 2 3 4 5 6 7 8; do sleep 0.5; done" }', "  ask: { config_type: SqlTask, sql: select 1 }"]);
    writeDag(folder, "waits", ["  file: { config_type: SensorTask, file: in.csv, poke_interval: 1h }"]);
    writeDag(folder, "tick", ["  a: { config_type: EmptyTask }"], "schedule: every 5s\ncatchup: latest\n");
    engine = await openEngineProcess(folder);
    await engine.call("dags", "setSchedule", { dagId: "tick", on: true });
    for (const dagId of ["long", "waits"]) await engine.start({ dagId });
    await vi.waitFor(() => expect(existsSync(join(folder, "begun"))).toBe(true), 10_000);
    await vi.waitFor(async () => expect((await runs("waits"))[0]?.state).toBe("running"), 10_000);
    await sleep(500);
    const madeBefore = (await runs("tick")).length;
    const tree = treeOf(engine.pid);
    expect(tree.length).toBeGreaterThan(3);
    for (const pid of tree) process.kill(pid, "SIGSTOP");
    writeFileSync(join(folder, "in.csv"), "x\n");
    await sleep(23_000);
    for (const pid of tree) process.kill(pid, "SIGCONT");
    const wokeAt = Date.now();
    await vi.waitFor(async () => expect((await runs("waits"))[0]?.state).toBe("success"), { timeout: 5_000, interval: 100 });
    const { ok, journal } = await health();
    expect([ok, journal.filter(({ kind }) => kind === "trouble")]).toEqual([true, []]);
    const told = journal.filter(({ words }) => words.startsWith("The machine slept, or the engine was stopped, for "));
    expect(told).toHaveLength(1);
    expect(told[0]?.words).toMatch(/1 schedule was due: 1 run was made, [34] missed instants passed over\. 1 task that waits is looked at anew\.$/);
    expect(Math.abs((told[0]?.span?.to ?? 0) - wokeAt)).toBeLessThan(2_000);
    const { traces } = (await engine.call("schedules", "traces", { dagId: "tick" })) as { traces: ScheduleTrace[] };
    expect(traces.map(({ kind, reason }) => [kind, /^The computer slept, or the engine was stopped, for \d+ s\. Only the newest/.test(reason)])).toEqual([["missed", true]]);
    const made = (await runs("tick")).filter(({ queuedAt }) => queuedAt >= wokeAt && queuedAt < wokeAt + 1_000).length;
    expect([made <= 2, (await runs("tick")).length > madeBefore]).toEqual([true, true]);
    await vi.waitFor(async () => expect((await runs("long"))[0]?.state).toBe("success"), 10_000);
  });
});

describe.skipIf(process.platform === "win32")("twenty schedules of an engine that stood still, and whose clock was set", () => {
  const seed = askedSeed();
  it(`have each instant as one run or as one that was passed over, by their catchup; what ran goes on (T8, short; seed ${seed})`, { timeout: 180_000 }, async () => {
    const report = await sleepRun({ folder, schedules: 20, everySeconds: 1, stops: 1, shortestStopMs: 7_000, longestStopMs: 9_000, seed });
    expect(report.found).toEqual(nothingSlept);
    // A third of them makes up for the whole stop, the others pass most of it over.
    expect([report.runs > 60, report.passed > 39]).toEqual([true, true]);
  });
});

describe("an engine on a machine that slept, as the clocks of Linux tell it", () => {
  let engine: Engine;
  afterEach(() => engine.close({ stopTasks: true }));

  it("goes on with what is due, ends no run by its limit, misses a deadline once, and runs nothing twice when the clock is set back", { timeout: 60_000 }, async () => {
    // It is half past, so that no hour strikes by itself.
    const begunMs = hour / 2 - (Date.now() % hour);
    const shift = { slept: 0, set: 0 };
    const clock: Clock = { ...systemClock, now: () => Date.now() + begunMs + shift.slept + shift.set, sinceBoot: () => systemClock.sinceBoot() + shift.slept };
    writeDag(folder, "again", ['  a: { config_type: BashTask, retries: 1, retry_delay: 6h, bash: "test -e there" }'], "dagrun_timeout: 30m\ndeadlines: { soon: { interval: 1h, reference: queued_at } }\n");
    writeDag(folder, "tick", ["  a: { config_type: EmptyTask }"], "schedule: '0 * * * *'\ncatchup: true\n");
    engine = await startEngine({ workspace: folder, trusted: true, mode: "server", userSettings: { read: () => ({ warmPython: false }), write: () => {} }, graceMs: 300, clock });
    const client = createRouterClient(engine.router);
    await client.dags.setSchedule({ dagId: "tick", on: true });
    await client.runs.start({ dagId: "again", runId: "r" });
    const first = async (): Promise<string | undefined> => (await client.runs.get({ dagId: "again", runId: "r" })).tasks[0]?.state;
    await vi.waitFor(async () => expect(await first()).toBe("up_for_retry"), 10_000);
    writeFileSync(join(folder, "there"), "");
    engine.power("suspend");
    shift.slept = 8 * hour;
    engine.power("resume");
    await engine.whenIdle();
    const { run } = await client.runs.get({ dagId: "again", runId: "r" });
    expect([run.state, run.missedDeadlines]).toEqual(["success", 1]);
    const ticks = async (): Promise<string[]> => (await client.runs.list({ dagId: "tick" })).runs.map(({ runId }) => runId);
    const made = await ticks();
    expect(made).toHaveLength(8);
    shift.set = -5 * hour;
    engine.power("unlock");
    await engine.whenIdle();
    shift.set = 0;
    engine.power("unlock");
    await engine.whenIdle();
    expect([await ticks(), (await client.runs.list({ dagId: "again" })).runs.length]).toEqual([made, 1]);
    const { ok, journal } = engine.watch.health();
    expect([ok, journal.map(({ words }) => words.split(". ")[0])]).toEqual([true, ["The machine slept for 8 h", "The clock was set back by 5 h", "The clock was set ahead by 5 h"]]);
    expect(journal[0]?.words).toBe("The machine slept for 8 h. 1 schedule was due: 8 runs were made. 1 deadline was missed.");
  });
});
