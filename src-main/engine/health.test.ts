/** The engine's watch over itself, with real processes that are killed and stopped. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRouterClient } from "@orpc/server";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { HealthReport } from "../../shared/contract/health.ts";
import { startEngine, type Engine } from "./start-engine.ts";

const files = {
  "q.dag.yaml": "dag: q\ntasks:\n  ask: { config_type: SqlTask, sql: select 1 }\n",
  "b.dag.yaml": "dag: b\ntasks:\n  say: { config_type: BashTask, bash: 'true' }\n",
};
let folder = "";
let engine: Engine;
afterEach(async () => {
  await engine.close({ stopTasks: true });
  rmSync(folder, { recursive: true, force: true });
});

async function open(): Promise<void> {
  folder = mkdtempSync(join(tmpdir(), "dagwright-health-"));
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  engine = await startEngine({ workspace: folder, trusted: true, mode: "server", userSettings: { read: () => ({ warmPython: false }), write: () => {} }, graceMs: 300, lookEveryMs: 50 });
}

async function run(dagId: string): Promise<string> {
  const client = createRouterClient(engine.router);
  const { runId } = await client.runs.start({ dagId });
  await engine.whenIdle();
  return (await client.runs.get({ dagId, runId })).run.state;
}

const until = (what: (report: HealthReport) => boolean): Promise<void> => vi.waitFor(() => expect(what(engine.watch.health())).toBe(true), { timeout: 20_000, interval: 20 });
const hasTold = (words: string): Promise<void> => until(({ journal }) => journal.some((note) => note.words.includes(words)));
const pidOf = (name: string): number => engine.watch.health().parts.find((part) => part.name === name)?.pid ?? -1;

describe("an engine whose processes die", { timeout: 60_000 }, () => {
  it("starts its SQL host and its runner again, says so, and goes on with the work", async () => {
    await open();
    expect(await run("q")).toBe("success");
    const sqlHost = pidOf("sql host");
    process.kill(sqlHost, "SIGKILL");
    await hasTold("The SQL host was started again");
    expect(pidOf("sql host")).not.toBe(sqlHost);
    expect(await run("q")).toBe("success");
    const runner = pidOf("runner");
    process.kill(runner, "SIGKILL");
    await hasTold(`The runner (process ${runner}) ended.`);
    await until(({ ok }) => ok);
    expect(pidOf("runner")).not.toBe(runner);
    expect(await run("b")).toBe("success");
  });

  it("says that a runner is silent while it stands still, and takes it back when it answers", async () => {
    await open();
    await until(({ parts }) => parts.find(({ name }) => name === "runner")?.heardAt !== null);
    const runner = pidOf("runner");
    process.kill(runner, "SIGSTOP");
    await until(({ ok, troubles }) => !ok && (troubles[0]?.includes(`The runner (process ${runner}) does not answer.`) ?? false));
    expect(engine.info().trouble).toContain("does not answer");
    process.kill(runner, "SIGCONT");
    await until(({ ok }) => ok);
    expect([pidOf("runner"), engine.info().trouble, await run("b")]).toEqual([runner, null, "success"]);
  });
});
