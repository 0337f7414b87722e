/** An engine that only looks at a newer Dagwright's state: every view of it, no act, nothing started, not a byte of it changed. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRouterClient, type RouterClient } from "@orpc/server";
import Sqlite from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { missingWords } from "../../shared/model/reading.ts";
import { digests, knownSchema, makeNewer } from "../store/fixtures/newer-state.ts";
import { allManners } from "./reading-door.ts";
import { startEngine, type Engine, type EngineOptions } from "./start-engine.ts";

type Client = RouterClient<Engine["router"]>;

let root: string;
let file: string;
let opened: Engine[] = [];
const run = { dagId: "d", runId: "one" };
const dag = `dag: d
schedule: every 1s
start_date: 2026-01-01
search_keys: { user: '{{ conf.user }}' }
tasks:
  say: { config_type: BashTask, bash: "echo hello {{ conf.user }}" }
  end: { config_type: EmptyTask, deps: [say] }
`;

/** One finished run, and one that the engine was killed in. */
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), "dagwright-reading-"));
  file = join(root, ".dagwright/state.db");
  writeFileSync(join(root, "d.dag.yaml"), dag);
  const { engine, client } = await start({});
  await client.runs.start({ dagId: "d", runId: "one", conf: { user: "u-4711" } });
  await engine.whenIdle();
  await close();
  const database = new Sqlite(file);
  database.exec(`
    insert into dag_setting (dag_id, schedule_on, on_since) values ('d', 1, 1);
    insert into dag_run (dag_id, run_id, version_id, state, run_type, conf, params, queued_at, started_at) select dag_id, 'two', version_id, 'running', run_type, conf, params, queued_at + 1, started_at from dag_run where run_id = 'one';
    insert into task_instance (run, task, task_id, state, try_number, max_tries) values (2, 0, 'say', 'running', 1, 1), (2, 1, 'end', 'none', 0, 1);
    insert into attempt (run, task, try_number, state, queued_at) values (2, 0, 1, 'running', 1);
    insert into outbox (run, task, try_number, kind) values (2, 0, 1, 'start')`);
  database.close();
});
afterEach(async () => {
  await close();
  rmSync(root, { recursive: true, force: true });
});

async function start(options: Partial<EngineOptions>): Promise<{ engine: Engine; client: Client }> {
  const engine = await startEngine({ workspace: root, trusted: true, mode: "server", userSettings: { read: () => ({ warmPython: false }), write: () => {} }, graceMs: 300, lookEveryMs: 20, ...options });
  opened.push(engine);
  return { engine, client: createRouterClient(engine.router) };
}

async function close(): Promise<void> {
  for (const engine of opened.splice(0)) await engine.close({ stopTasks: true });
}

const state = (): Record<string, string> => digests(join(root, ".dagwright"));

describe("an engine that only looks", () => {
  it("shows runs, tasks, log, grid, graph, trail and finds, as the newer version left them", { timeout: 60_000 }, async () => {
    makeNewer(file, "added", { crashed: true });
    const before = state();
    await expect(start({})).rejects.toMatchObject({ code: "store/newer" });
    const { client, engine } = await start({ reading: true });
    const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as { version: string };
    expect(engine.info()).toMatchObject({ reading: { schema: knownSchema + 2, known: knownSchema, writtenBy: version, missing: [] }, workspace: { trusted: false }, running: 0, queued: 0, runner: { pid: null }, trouble: null });
    expect((await client.runs.list({})).runs.map(({ runId, state: is }) => [runId, is])).toEqual([["two", "running"], ["one", "success"]]);
    expect((await client.runs.get(run)).tasks.map(({ taskId, state: is }) => [taskId, is])).toEqual([["say", "success"], ["end", "success"]]);
    expect((await client.runs.log({ ...run, taskId: "say", tryNumber: 1 })).text).toContain("hello u-4711");
    for await (const { lines } of await client.logs.watch({ ...run, taskId: "say", tryNumber: 1 })) if (lines > 0) break;
    expect((await client.logs.lines({ ...run, taskId: "say", tryNumber: 1, from: 1, to: 2 })).rows.length).toBe(1);
    expect((await client.grid.read({ dagId: "d" })).runs.length).toBe(2);
    expect((await client.runs.version(run)).source).toBe(dag);
    expect((await client.find.search({ text: "4711" })).hits.map(({ runId }) => runId)).toContain("one");
    expect((await client.audit.list({ limit: 10 })).entries.length).toBeGreaterThan(0);
    expect((await client.dags.list({})).dags.map(({ dagId }) => dagId)).toEqual(["d"]);
    expect((await client.health.read({})).troubles).toEqual([]);
    expect((await client.documents.open({ path: "d.dag.yaml" })).readOnly).toContain("open for reading only");
    // Long enough for a schedule of each second, and for looks, if there were any.
    expect((await client.runs.list({})).runs.length).toBe(2);
    expect(state()).toEqual(before);
    await close();
    expect([state(), existsSync(join(root, ".dagwright/reading"))]).toEqual([before, false]);
  });

  it("refuses every act at its door, by whatever name, and starts nothing", { timeout: 60_000 }, async () => {
    makeNewer(file, "added");
    const before = state();
    const files = readdirSync(root);
    const { client, engine } = await start({ reading: true });
    const call = (name: string): Promise<unknown> => {
      const [area = "", verb = ""] = name.split(".");
      return (client as unknown as Record<string, Record<string, (input: object) => Promise<unknown>>>)[area]?.[verb]?.({}) ?? Promise.resolve("no such procedure");
    };
    const acts = allManners.flatMap(([name, manner]) => (manner === "acts" ? [name] : []));
    expect(acts).toEqual(expect.arrayContaining(["runs.start", "runs.cancel", "runs.mark", "runs.clear", "acts.perform", "settings.set", "pools.set", "backups.make", "retention.run", "documents.save", "dags.setSchedule", "queues.set", "sql.run"]));
    const answers = await Promise.all(acts.map((name) => call(name).then(() => [name, "done"], (thrown: { code?: string; message?: string }) => [name, thrown.code, /^This workspace is open for reading only, because .* wrote its state \(schema \d+, this one knows \d+\)\. Nothing can be run or changed\.$/.test(thrown.message ?? "")])));
    expect(answers).toEqual(acts.map((name) => [name, "workspace/read-only", true]));
    // Neither a word of trust nor of schedules from the program around it changes anything.
    engine.setTrusted(true);
    engine.setSchedulesPaused(true);
    expect([engine.info().workspace.trusted, engine.info().running, engine.info().runner.pid, readdirSync(root)]).toEqual([false, 0, null, files]);
    expect(engine.queues.wantsDoor).toBe(false);
    await close();
    expect(state()).toEqual(before);
  });

  it("shows in part what a newer version changed, and says what is missing", { timeout: 60_000 }, async () => {
    makeNewer(file, "changed");
    const { client, engine } = await start({ reading: true });
    expect(engine.info().reading?.missing.map(missingWords)).toEqual(["attempt.signal", "all of audit", "dag_run.reason", "all of note", "all of search_key"]);
    expect((await client.runs.get(run)).run).toMatchObject({ state: "success", reason: null });
    expect((await client.runs.task({ ...run, taskId: "say" })).attempts.length).toBe(1);
    expect((await client.audit.list({ limit: 10 })).entries).toEqual([]);
    expect((await client.acts.notes({ dagId: "d" })).notes).toEqual([]);
    expect((await client.find.search({ text: "4711" })).hits).toEqual([]);
  });

  it("says of what it cannot make sense of that a newer version wrote it", { timeout: 60_000 }, async () => {
    makeNewer(file, "added");
    const database = new Sqlite(file);
    database.exec(`update dag_version set spec = '{"tasks":{"say":{"steps":[]}}}'; update attempt set state = 'starting' where run = 1`);
    database.close();
    const { client } = await start({ reading: true });
    await expect(client.runs.get(run)).rejects.toMatchObject({ code: "store/newer", message: expect.stringContaining("runs.get: what the newer Dagwright stored there is not understood") as string });
    expect((await client.runs.list({})).runs.length).toBe(2);
  });

  it("goes back to work on a state of its own version, of which nothing was taken", { timeout: 60_000 }, async () => {
    const reading = await start({ reading: true });
    expect(reading.engine.info().reading).toMatchObject({ schema: knownSchema, known: knownSchema, missing: [] });
    await expect(reading.client.runs.start({ dagId: "d" })).rejects.toMatchObject({ code: "workspace/read-only", message: expect.stringMatching(/^This workspace is open for reading only\. Nothing/) as string });
    await close();
    const { client } = await start({});
    await expect.poll(async () => (await client.runs.list({})).runs.find(({ runId }) => runId === "two")?.state, { timeout: 30_000 }).not.toBe("running");
  });
});
