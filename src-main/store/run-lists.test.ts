/** Every filter of the list of runs, against a plain look at all of them; and that pages join without a gap or a run twice. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RunState } from "../../shared/model/states.ts";
import type { RunCursor, RunFilter, RunRow, Store } from "../ports/store.ts";
import { dagName, seedRuns, seedTasks, seedVersion } from "./fixtures/seed-runs.ts";
import { openStore } from "./store.ts";

const until = Date.parse("2026-03-01T00:00:00Z");
let folder: string;
let store: Store;
let all: readonly RunRow[];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "dagwright-lists-"));
  store = openStore({ file: join(folder, "state.db"), migrations: new URL("migrations", import.meta.url).pathname, synchronous: "OFF" });
  seedRuns(store, { runs: 3_000, dags: 12, until });
  const version = seedVersion(store, { dagId: "same", at: 0, tasks: ["a"] });
  const run = { dagId: "same", versionId: version, logicalDate: null, dataIntervalStart: null, dataIntervalEnd: null, conf: {}, params: {}, selection: null };
  // Two hundred in one millisecond, and a name that reads like a pattern; tries are in no list.
  store.atomically(() => {
    for (let index = 0; index < 200; index += 1) store.runs.create({ ...run, runId: `same_${index}`, runType: "manual", queuedAt: until - 5_000 });
    store.runs.create({ ...run, runId: "50%_of\\it", runType: "manual", queuedAt: until - 90_000_000 });
    store.runs.create({ ...run, runId: "try__1", runType: "try", queuedAt: until });
  });
  all = store.runs.page({ limit: 100_000 }).runs;
}, 60_000);
afterAll(() => {
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

function expected({ dagId, states, runTypes, from, before, text }: Omit<RunFilter, "limit">): string[] {
  return all
    .filter((run) => dagId === undefined || run.dagId === dagId)
    .filter((run) => states === undefined || states.includes(run.state))
    .filter((run) => runTypes === undefined || runTypes.includes(run.runType))
    .filter((run) => (from === undefined || run.queuedAt >= from) && (before === undefined || run.queuedAt < before))
    .filter((run) => text === undefined || run.runId.toLowerCase().includes(text.toLowerCase()))
    .map(({ dagId: dag, runId }) => `${dag} ${runId}`);
}

function paged(filter: Omit<RunFilter, "limit">, limit: number): string[] {
  const found: string[] = [];
  let after: RunCursor | undefined;
  for (let pages = 0; pages < 5_000; pages += 1) {
    const { runs, next } = store.runs.page({ ...filter, limit, after });
    found.push(...runs.map(({ dagId, runId }) => `${dagId} ${runId}`));
    if (next === null) return found;
    after = next;
  }
  throw new Error("the pages have no end");
}

describe("lists of runs", () => {
  it("hold all runs, newest first, and no try", () => {
    expect(all).toHaveLength(3_201);
    expect(all).toEqual(all.toSorted((one, other) => other.queuedAt - one.queuedAt || other.key - one.key));
    expect(all.filter((run) => run.runType === "try")).toEqual([]);
  });

  const dags = [undefined, dagName(0), "same", "nowhere"];
  const states = [undefined, ["failed"], ["running", "queued"], [...RunState.options]] as const;
  const types = [undefined, ["manual"], ["scheduled", "backfill"], ["try"]] as const;
  const times = [{}, { from: until - 86_400_000 }, { before: until - 86_400_000 }, { from: until - 2 * 86_400_000, before: until - 5_000 }];
  const texts = [undefined, "T0", "MANUAL__", "50%_", "f\\i", "nothing of the kind"];
  const filters = dags.flatMap((dagId) => states.flatMap((some) => types.flatMap((runTypes) => times.flatMap((time) => texts.map((text) => ({ dagId, states: some, runTypes, text, ...time }))))));

  it(`are what a plain look finds, for each of ${filters.length} filters, in pages`, () => {
    for (const [at, filter] of filters.entries()) {
      const wanted = filter.runTypes?.some((type) => type === "try") === true ? [] : expected(filter);
      // Small pages only where they stay few.
      const limit = wanted.length > 400 ? 500 : [1, 7, 50][at % 3] ?? 7;
      expect({ filter, found: paged(filter, wanted.length > 40 && limit === 1 ? 7 : limit) }).toEqual({ filter, found: wanted });
    }
  });

  it("go on where the time for a text was over", () => {
    const filter = { text: "50%_", budgetMs: 0 };
    const first = store.runs.page({ ...filter, limit: 5, before: until });
    expect(first.next === null ? "all of it" : "so far").toBe("all of it");
    const old = store.runs.create({ dagId: "same", versionId: all[0]?.versionId ?? 0, runId: "from long ago", runType: "manual", logicalDate: null, dataIntervalStart: null, dataIntervalEnd: null, conf: {}, params: {}, selection: null, queuedAt: 1_000 });
    const cut = store.runs.page({ text: "long ago", budgetMs: 0, limit: 5 });
    expect(cut).toEqual({ runs: [], next: { queuedAt: expect.any(Number) as number, key: 0 } });
    let { runs, next } = cut;
    for (let steps = 0; next !== null && steps < 10_000; steps += 1) ({ runs, next } = store.runs.page({ text: "long ago", limit: 5, after: next }));
    expect(runs.map(({ key }) => key)).toEqual([old]);
  });
});

describe("the grid of a run", () => {
  it("has a letter and the times of each task", () => {
    const tasks = ["a", "b", "c"];
    const versionId = seedVersion(store, { dagId: "grid", at: 0, tasks });
    const key = store.runs.create({ dagId: "grid", versionId, runId: "one", runType: "manual", logicalDate: null, dataIntervalStart: null, dataIntervalEnd: null, conf: {}, params: {}, selection: null, queuedAt: 5_000 });
    seedTasks(store, key, { tasks, at: 5_000, failsEvery: 1e9 });
    store.tasks.save(key, 1, { state: "none", tryNumber: 0, maxTries: 4, scheduledAt: null, queuedAt: null, startedAt: null, endedAt: null, retryAt: null, reason: null });
    store.tasks.save(key, 2, { state: "upstream_failed", tryNumber: 2, maxTries: 4, scheduledAt: null, queuedAt: null, startedAt: 4_000, endedAt: null, retryAt: null, reason: null });
    const { states, times } = store.tasks.gridOf(key, 5_000);
    expect([states, times.replace(/^\d:3:\d+:\d+,/, "first,")]).toEqual(["eaj", "first,,2:4:-1000:"]);
  });
});

describe("how long a run of a DAG usually takes", () => {
  it("is known from its last good ones at once, however many failed since", () => {
    const version = seedVersion(store, { dagId: "broken", at: 0, tasks: ["a"] });
    const run = { dagId: "broken", versionId: version, logicalDate: null, dataIntervalStart: null, dataIntervalEnd: null, conf: {}, params: {}, selection: null };
    store.atomically(() => {
      for (let index = 0; index < 100_000; index += 1) {
        const key = store.runs.create({ ...run, runId: `r${index}`, runType: index % 2 === 0 ? "manual" : "scheduled", queuedAt: index });
        store.runs.saveRecord(key, { state: index < 30 ? "success" : "failed", startedAt: index, endedAt: index + 1_000 + index, reason: null, cancelling: false });
      }
    });
    store.runs.typicalMs("broken");
    const began = performance.now();
    // The median of the newest twenty, which lasted 1,010 to 1,029 milliseconds.
    expect(store.runs.typicalMs("broken")).toBe(1_020);
    // Reading all of them took 50 ms, and ten times that in a history of a million.
    expect(performance.now() - began).toBeLessThan(25);
  });
});
