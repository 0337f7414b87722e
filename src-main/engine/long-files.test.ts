import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRouterClient, type RouterClient } from "@orpc/server";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { type Engine, startEngine } from "./start-engine.ts";

let root: string;
let engine: Engine;

async function open(): Promise<RouterClient<Engine["router"]>> {
  engine = await startEngine({ workspace: root, trusted: true, mode: "server", userSettings: { read: () => ({ warmPython: false }), write: () => {} }, graceMs: 300 });
  return createRouterClient(engine.router);
}

const write = (tasks: string): void => writeFileSync(join(root, "big.dag.yaml"), `dag: big\nschedule: '@daily'\nstart_date: 2026-01-01\nqueue: { folder: inbox }\ntasks:\n${`  # ${"x".repeat(1_000)}\n`.repeat(1_100)}${tasks}`);

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "dagwright-long-"));
  mkdirSync(join(root, "inbox"));
  write("  a: { config_type: EmptyTask }\n");
});
afterEach(async () => {
  await engine.close({ stopTasks: true });
  rmSync(root, { recursive: true, force: true });
});

// The backfill is woken when the file is read; were it not, it would ask again a second later. Either way it has to come to its end.
it("starts a run of a long file when it is read, and goes on with a backfill that was held until then", { timeout: 60_000 }, async () => {
  let client = await open();
  const { dagId, runId } = await client.runs.start({ dagId: "big" });
  await vi.waitFor(async () => expect((await client.runs.get({ dagId, runId })).run.state).toBe("success"), 20_000);
  const started = await client.backfills.start({ dagId: "big", from: "2026-01-01", to: "2026-01-03" });
  const id = started.kind === "started" ? started.backfill.id : 0;
  await client.backfills.pause({ id });
  await engine.close({ stopTasks: true });
  client = await open();
  await client.backfills.resume({ id });
  await vi.waitFor(async () => expect((await client.backfills.get({ id, limit: 0 })).backfill.state).toBe("finished"), 20_000);
});

it("waits with all that a person asks of a DAG until its long file is read as it stands", { timeout: 60_000 }, async () => {
  const client = await open();
  const range = { dagId: "big", from: "2026-01-01", to: "2026-01-03" };
  const asks: (() => Promise<unknown>)[] = [
    () => client.backfills.plan(range),
    () => client.backfills.start(range),
    () => client.schedules.plan({ dagId: "big" }),
    () => client.dags.setSchedule({ dagId: "big", on: true, from: "now" }),
    () => client.queues.set({ dagId: "big", on: true }),
  ];
  for (const [index, ask] of asks.entries()) {
    write(`  a${index}: { config_type: EmptyTask }\n`);
    await ask();
    expect((await client.dags.get({ dagId: "big" })).tasks.map(({ id }) => id)).toEqual([`a${index}`]);
  }
});
