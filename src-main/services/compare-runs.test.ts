import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { LogComparison } from "../../shared/contract/compare.ts";
import { findDifferences } from "../../shared/run-view/find-differences.ts";
import type { TryKey } from "../ports/store.ts";
import { logFiles } from "../runner/log-reader.ts";
import { compareLogs } from "./compare-logs.ts";
import { compareTwoRuns } from "./compare-runs.ts";
import { LocalRuns } from "./local-runs.ts";
import { Logs } from "./logs.ts";
import { RunSources } from "./run-sources.ts";
import { createWorld, noLogViews, type World } from "./test-world.ts";
import { Waits } from "./waits.ts";

const tasks = "tasks:\n  a: { config_type: BashTask, bash: echo a }\n  b: { config_type: BashTask, bash: echo b, deps: [a] }\n";
let world: World;
let logs: Logs;
let sources: RunSources;

beforeEach(() => {
  world = createWorld({ d: tasks });
  logs = new Logs({ store: world.store, files: logFiles, events: world.events, clock: world.clock, dataFolder: world.folder, windows: false });
  const waits = new Waits({ store: world.store, images: world.images, clock: world.clock });
  const local = new LocalRuns({ store: world.store, images: world.images, logs, waits, views: noLogViews });
  sources = new RunSources(local);
  sources.add("other", local);
});
afterEach(() => world.close());

interface Outcome {
  readonly b?: "success" | "failed";
  readonly tookMs?: number;
  readonly sql?: string;
  readonly rows?: number;
}

/** A run of both tasks by the real scheduler and store; only what a try left is written by hand. */
function ran(runId: string, { b = "success", tookMs = 100, sql = "select 1", rows = 10 }: Outcome = {}): void {
  world.clock.advance(1000);
  world.runs.start({ dagId: "d", runId });
  for (const [taskId, how] of [["a", "success"], ["b", b]] as const) {
    const key = keyOf(runId, taskId);
    world.end(runId, taskId, "started");
    world.store.attempts.saveStart(key, { rendered: [{ name: "sql", text: sql }], process: null });
    world.clock.advance(taskId === "a" ? tookMs : 50);
    world.store.attempts.end(key, { state: how, endedAt: world.clock.now(), exitCode: how === "failed" ? 1 : 0, signal: null, reason: null, checks: [], table: "t", rowsLoaded: rows, logBytes: 1, logDroppedBytes: 0, cpuMs: 5, peakRssBytes: 6 });
    world.store.xcoms.put(key.run, key.task, { taskId, key: "n", value: rows });
    world.end(runId, taskId, how);
  }
}

function keyOf(runId: string, taskId: string): TryKey {
  const run = world.store.runs.find("d", runId)?.key ?? -1;
  const task = world.store.tasks.loadOne(run, taskId);
  return { run, task: task?.index ?? -1, tryNumber: task?.instance.tryNumber ?? -1 };
}

const side = (runId: string, source?: string) => ({ dagId: "d", runId, ...(source === undefined ? {} : { source }) });

describe("compareTwoRuns", () => {
  it("finds what became another between a good run and a bad one, whatever sources they are of", async () => {
    ran("good");
    ran("bad", { b: "failed", tookMs: 4200, sql: "select 2", rows: 0 });
    const found = await compareTwoRuns(sources, { before: side("good"), after: side("bad", "other") });
    expect(findDifferences(found)).toEqual([
      { kind: "run", before: "success", after: "failed" },
      { kind: "flipped", from: "success", to: "failed", tasks: ["b"] },
      { kind: "rendered", tasks: ["a", "b"], fields: ["sql"] },
      { kind: "rows", taskId: "a", before: 10, after: 0, more: 1 },
      { kind: "whole", times: { before: 150, after: 4250 } },
      { kind: "slower", taskId: "a", times: { before: 100, after: 4200 }, more: 0 },
    ]);
    expect(found.tasks[0]?.xcoms).toEqual(["n"]);
    expect(findDifferences(await compareTwoRuns(sources, { before: side("bad"), after: side("bad", "other") }))).toEqual([]);
  });

  it("compares texts that are too long to be among the facts", async () => {
    const long = (end: string): string => `select ${"a, ".repeat(5000)} ${end}`;
    ran("one", { sql: long("1") });
    ran("two", { sql: long("1") });
    ran("three", { sql: long("2") });
    const changed = async (before: string, after: string): Promise<(readonly string[])[]> => (await compareTwoRuns(sources, { before: side(before), after: side(after) })).tasks.map(({ rendered }) => rendered);
    expect([await changed("one", "two"), await changed("one", "three")]).toEqual([[[], []], [["sql"], ["sql"]]]);
  });

  it("refuses runs of two DAGs, of no run and of no source, and says why", async () => {
    ran("good");
    await expect(compareTwoRuns(sources, { before: { dagId: "e", runId: "x" }, after: side("good") })).rejects.toThrow(/only runs of one DAG/);
    await expect(compareTwoRuns(sources, { before: side("none"), after: side("good") })).rejects.toThrow(/no run "none"/);
    await expect(compareTwoRuns(sources, { before: side("good", "gone"), after: side("good") })).rejects.toThrow(/no source of runs/);
  });
});

describe("lastGood", () => {
  it("is the newest before, of the whole run or of the task, and no run of some tasks only", () => {
    ran("one");
    ran("two", { b: "failed" });
    world.clock.advance(1000);
    world.runs.start({ dagId: "d", runId: "part", tasks: ["a"] });
    world.end("part", "a", "success");
    ran("three", { b: "failed" });
    const good = (runId: string, taskId?: string): string | undefined => (sources.of(undefined).lastGood(side(runId), taskId) as { runId: string } | null)?.runId;
    expect([good("three"), good("three", "a"), good("three", "b"), good("two"), good("one"), good("one", "a")]).toEqual(["one", "part", "one", "one", undefined, undefined]);
  });
});

describe("compareLogs", () => {
  const tryOf = (runId: string) => ({ ...side(runId), taskId: "b", tryNumber: 1 });
  function write(runId: string, text: string | Uint8Array, how = writeFileSync as typeof appendFileSync): void {
    const path = logs.pathOf(tryOf(runId));
    mkdirSync(dirname(path), { recursive: true });
    how(path, text);
  }
  const both = (budgetMs = 60_000, from?: Extract<LogComparison, { kind: "unread" }>["from"]): Promise<LogComparison> =>
    compareLogs({ before: sources.of(undefined), after: sources.of("other") }, { before: tryOf("one"), after: tryOf("two"), ...(from === undefined ? {} : { from }) }, { budgetMs, now: () => performance.now() });

  beforeEach(() => {
    ran("one");
    ran("two", { b: "failed" });
  });

  it("names the first line that is another, with lines around it, and passes over times and the run's id", async () => {
    write("one", "2026-01-31 06:00:00 start one\nread 10 rows\nwrote 10 rows\ndone\n");
    write("two", "2026-02-01 07:00:00 start two\nread 10 rows\nwrote 0 rows\n");
    expect(await both()).toEqual({
      kind: "different",
      before: { line: 3, lines: [{ line: 1, text: "2026-01-31 06:00:00 start one" }, { line: 2, text: "read 10 rows" }, { line: 3, text: "wrote 10 rows" }, { line: 4, text: "done" }] },
      after: { line: 3, lines: [{ line: 1, text: "2026-02-01 07:00:00 start two" }, { line: 2, text: "read 10 rows" }, { line: 3, text: "wrote 0 rows" }] },
    });
  });

  it("takes an end for a difference, and no line end at the end for none", async () => {
    write("one", "same\nmore\n");
    write("two", "same");
    expect(await both()).toMatchObject({ kind: "different", before: { line: 2 }, after: { line: null } });
    write("one", "same\n");
    expect(await both()).toEqual({ kind: "same", lines: 1, isOpen: false });
  });

  it("compares logs that are empty, not there, or no text", async () => {
    expect(await both()).toEqual({ kind: "same", lines: 0, isOpen: false });
    write("one", "");
    write("two", Uint8Array.from([0xff, 0xfe, 10, 0, 10]));
    expect(await both()).toMatchObject({ kind: "different", before: { line: null }, after: { line: 1 } });
  });

  it("goes on where it stopped, over pieces and over lines that are longer than a piece", async () => {
    const long = "x".repeat(3_000_000);
    const same = Array.from({ length: 120_000 }, (_, index) => `2026-01-31 06:00:00 line ${index}`).join("\n");
    write("one", `${long}\n${same}\nend one`);
    write("two", `${long}\n${same.replaceAll("01-31", "02-01")}\nend two`);
    let calls = 0;
    let found = await both(0);
    for (; found.kind === "unread"; calls += 1) {
      expect(found.readBytes).toBeLessThanOrEqual(found.size);
      found = await both(0, found.from);
    }
    expect(calls).toBeGreaterThan(3);
    write("one", "\nend", appendFileSync as never);
    expect(found).toEqual({ kind: "same", lines: 120_002, isOpen: false });
    expect(await both()).toMatchObject({ kind: "different", before: { line: 120_003 }, after: { line: null } });
  });

  it("stops when nobody wants to know any more", async () => {
    write("one", "a\n".repeat(1_000_000));
    write("two", "a\n".repeat(1_000_000));
    const stop = new AbortController();
    stop.abort();
    const asked = compareLogs({ before: sources.of(undefined), after: sources.of(undefined) }, { before: tryOf("one"), after: tryOf("two") }, { budgetMs: 60_000, now: () => 0, signal: stop.signal as never });
    await expect(asked).rejects.toThrow();
  });
});
