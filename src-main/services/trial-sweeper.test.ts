import { afterEach, beforeEach, expect, it } from "vitest";
import type { SqlHost } from "../ports/sql-host.ts";
import { createWorld, silentLog, type World } from "./test-world.ts";
import { TrialSweeper } from "./trial-sweeper.ts";

let world: World;
let swept: string[];
/** Ends the sweep of the schema that is under way. */
let release: (() => void) | null;
let sweeper: TrialSweeper;

const connection = { id: "warehouse", kind: "duckdb", file: "x.duckdb", readOnly: false } as const;
const soil = (dagId: string): void => world.store.atomically(() => world.store.trials.areas.soil({ dagId, connection: "warehouse", schema: `try_${dagId}` }));
const turns = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

beforeEach(() => {
  world = createWorld({ a: "tasks:\n  x: { config_type: EmptyTask }", b: "tasks:\n  x: { config_type: EmptyTask }" });
  swept = [];
  release = null;
  const sweepTrials = (_: unknown, schema: string): Promise<void> => {
    swept.push(schema);
    return new Promise((resolve) => (release = resolve));
  };
  sweeper = new TrialSweeper({ ...world, sqlHost: { sweepTrials } as unknown as SqlHost, files: { read: () => null, removeFolder: () => {}, watch: () => ({ dispose: () => {} }) }, log: silentLog, dataFolder: world.folder, windows: false, connection: () => connection, isTrusted: () => true });
});
afterEach(() => {
  sweeper.close();
  world.close();
});

it("sweeps nothing of a DAG while its output is being kept, and all of it afterwards", async () => {
  soil("a");
  let done: (() => void) | null = null;
  const kept = sweeper.during("a", () => new Promise<void>((resolve) => (done = resolve)));
  await turns();
  const forgotten = sweeper.forget("a");
  await turns();
  expect(swept).toEqual([]);
  (done as (() => void) | null)?.();
  await Promise.all([kept, forgotten, turns()]);
  expect(swept).toEqual(["try_a"]);
  release?.();
});

it("begins such work, and a try, only when no sweep is under way, not one that was asked for meanwhile either", async () => {
  soil("a");
  soil("b");
  const first = sweeper.forget("a");
  await turns();
  const order: string[] = [];
  const waited = sweeper.whenSwept().then(() => order.push("swept"));
  const kept = sweeper.during("a", async () => void order.push("kept"));
  const second = sweeper.forget("b");
  release?.();
  await first;
  await turns();
  expect([swept, order]).toEqual([["try_a", "try_b"], []]);
  release?.();
  await Promise.all([waited, kept, second]);
  expect(order.toSorted()).toEqual(["kept", "swept"]);
  await turns();
  release?.();
});
