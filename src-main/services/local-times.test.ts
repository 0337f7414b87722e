/** Views over time on a real store: what is counted, where days begin, and that no question reads more than it should. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Dag } from "../../shared/model/dag.ts";
import type { RunState, RunType } from "../../shared/model/states.ts";
import { openStore } from "../store/store.ts";
import type { Store } from "../ports/store.ts";
import { daysOf, durationsOf, runsOfSpan, taskTrendsOf, windowOf } from "./local-times.ts";

const dag = { id: "d", tasks: [] } as unknown as Dag;
const at = (text: string): number => Date.parse(`${text}Z`);
let folder: string;
let store: Store;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dagwright-times-"));
  store = openStore({ file: join(folder, "state.db"), migrations: new URL("../store/migrations", import.meta.url).pathname });
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Made {
  readonly dagId?: string;
  readonly runType?: RunType;
  readonly state?: RunState;
  readonly spentMs?: number;
  readonly dataIntervalEnd?: number;
  readonly tasks?: Readonly<Record<string, number | null>>;
}

let made = 0;
function run(queuedAt: number, { dagId = "d", runType = "manual", state = "success", spentMs = 1000, dataIntervalEnd, tasks = {} }: Made = {}): void {
  made += 1;
  const versionId = store.versions.ensure({ dagId, hash: "h", file: "d.dag.yaml", source: "", dag, at: 1 });
  const key = store.runs.create({ dagId, runId: `r${made}`, versionId, runType, logicalDate: null, dataIntervalStart: null, dataIntervalEnd: dataIntervalEnd ?? null, conf: {}, params: {}, selection: null, queuedAt });
  const ended = state === "success" || state === "failed";
  store.runs.saveRecord(key, { state, startedAt: state === "queued" ? null : queuedAt, endedAt: ended ? queuedAt + spentMs : null, reason: null, cancelling: false });
  const record = { tryNumber: 1, maxTries: 1, scheduledAt: queuedAt, queuedAt, startedAt: queuedAt, retryAt: null, reason: null };
  store.tasks.insertAll(key, Object.entries(tasks).map(([id, ms]) => ({ id, record: { ...record, state: ms === null ? ("failed" as const) : ("success" as const), endedAt: queuedAt + (ms ?? 0) } })));
}

describe("daysOf", () => {
  it("counts runs by the day of the zone, also where the clock is changed, and no tries", () => {
    run(at("2026-10-24T21:59:59"));
    run(at("2026-10-24T22:00:00"), { state: "failed" });
    run(at("2026-10-25T00:30:00"), { state: "running" });
    run(at("2026-10-25T01:30:00"));
    run(at("2026-10-25T22:59:59"), { state: "queued" });
    run(at("2026-10-25T12:00:00"), { runType: "try" });
    run(at("2026-10-25T12:00:00"), { dagId: "other" });
    const span = { dagId: "d", from: at("2026-10-01T22:00:00"), to: at("2026-10-25T23:00:00") };
    expect(daysOf(store, span, "Europe/Berlin").days).toEqual([
      { day: "2026-10-24", queued: 0, running: 0, success: 1, failed: 0 },
      { day: "2026-10-25", queued: 1, running: 1, success: 1, failed: 1 },
    ]);
    expect(daysOf(store, span, "UTC").days.map(({ day, success, failed }) => [day, success, failed])).toEqual([["2026-10-24", 1, 1], ["2026-10-25", 1, 0]]);
  });
});

describe("durationsOf", () => {
  it("gives median, 95th percentile and landing of the runs that ended well", () => {
    const day = at("2026-05-05T00:00:00");
    for (const [index, spentMs] of [10, 20, 30, 40, 1000].entries()) run(day + index, { spentMs, runType: "scheduled", dataIntervalEnd: day - 100 });
    run(day, { state: "failed", spentMs: 99_999 });
    expect(durationsOf(store, { dagId: "d", from: day, to: day + 86_400_000 }, "UTC")).toEqual({
      // Ends at day + 10, 21, 32, 43, 1004: the middle one lands 132 ms after its interval.
      days: [{ day: "2026-05-05", runs: 5, medianMs: 30, p95Ms: 40 + 0.8 * 960, longestMs: 1000, landingMs: 132 }],
      everyNth: 1,
    });
  });
});

describe("runsOfSpan", () => {
  it("gives the newest first, and says whether there are more", () => {
    for (let index = 0; index < 5; index += 1) run(1000 + index);
    const { runs, more } = runsOfSpan(store, { dagId: "d", from: 1001, to: 1004 }, 2);
    expect([runs.map(({ queuedAt }) => queuedAt), more]).toEqual([[1003, 1002], true]);
    expect(runsOfSpan(store, { dagId: "d", from: 1001, to: 1004 }, 3).more).toBe(false);
  });
});

describe("taskTrendsOf", () => {
  it("gives each task's durations run by run, oldest first, and nothing for a bad end or a task that was not there", () => {
    run(1000, { tasks: { a: 10, b: 20 } });
    run(2000, { tasks: { a: 11, b: null } });
    run(3000, { tasks: { a: 12, c: 5 }, state: "failed" });
    run(4000, { state: "running", tasks: { a: 1 } });
    const { runs, tasks } = taskTrendsOf(store, "d");
    expect(runs.map(({ queuedAt }) => queuedAt)).toEqual([1000, 2000, 3000]);
    expect(Object.fromEntries(tasks.map(({ taskId, spentMs }) => [taskId, spentMs]))).toEqual({ a: [10, 11, 12], b: [20, null, null], c: [null, null, 5] });
  });
});

describe("windowOf", () => {
  const window = { from: 10 * 3_600_000, to: 11 * 3_600_000 };
  const found = async (filter: Partial<Parameters<typeof windowOf>[1]> = {}): Promise<number[]> => (await windowOf(store, { ...window, ...filter })).runs.map(({ queuedAt }) => queuedAt).toSorted((a, b) => a - b);

  it("finds what touches the window: begun in it, reaching into it, however long before, and what goes on", async () => {
    run(window.from + 5);
    run(window.to);
    run(window.from - 60_000, { spentMs: 60_000 });
    run(window.from - 60_001, { spentMs: 60_000 });
    run(1000, { spentMs: window.to });
    run(2000, { spentMs: 3_700_000 });
    run(3000, { state: "running" });
    run(window.from + 6, { runType: "try" });
    expect(await found()).toEqual([1000, 3000, window.from - 60_000, window.from + 5]);
  });

  it("filters by state, type and a part of the DAG's id", async () => {
    run(window.from, { dagId: "Claims_daily", state: "failed" });
    run(window.from + 1, { dagId: "other", runType: "backfill" });
    expect(await Promise.all([found({ states: ["failed"] }), found({ types: ["backfill"] }), found({ text: "claims" }), found({ text: "%" }), found({ states: [] })])).toEqual([[window.from], [window.from + 1], [window.from], [], [window.from, window.from + 1]]);
  });

  it("counts where there are too many to tell apart", async () => {
    store.atomically(() => {
      for (let index = 0; index < 4100; index += 1) run(window.from + index * 800, { dagId: `d${index % 2}`, state: index % 10 === 0 ? "failed" : "success" });
    });
    const { runs, clusters, since } = await windowOf(store, window);
    expect([runs.length, since]).toEqual([0, null]);
    expect([clusters.reduce((sum, { success }) => sum + success, 0), clusters.reduce((sum, { failed }) => sum + failed, 0)]).toEqual([3690, 410]);
    expect(clusters.length).toBeLessThanOrEqual(400);
    expect(clusters[0]).toMatchObject({ queued: 0, running: 0 });
  });
});
