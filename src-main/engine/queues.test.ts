/** Queues on a whole engine: every event starts one run, over kills and files that are no events. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRouterClient } from "@orpc/server";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { RunSummary } from "../../shared/model/run.ts";
import { openEngineProcess, writeDag } from "./fixtures/engine-client.ts";
import { startEngine, type Engine } from "./start-engine.ts";

let root: string;
let engine: Engine | null;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "dagwright-queues-"));
  engine = null;
});
afterEach(async () => {
  await engine?.close({ stopTasks: true });
  rmSync(root, { recursive: true, force: true, maxRetries: 5 });
});

async function start(trusted = true) {
  engine = await startEngine({ workspace: root, trusted, watch: true, mode: "server", userSettings: { read: () => ({ warmPython: false, metrics: true }), write: () => {} }, graceMs: 300 });
  return createRouterClient(engine.router);
}

/** As a producer should: whole, or not there. */
function drop(name: string, text: string, modifiedAt?: Date): void {
  writeFileSync(join(root, `in/${name}.part`), text);
  if (modifiedAt !== undefined) utimesSync(join(root, `in/${name}.part`), modifiedAt, modifiedAt);
  renameSync(join(root, `in/${name}.part`), join(root, `in/${name}`));
}
const lying = (folder: string): string[] => (existsSync(join(root, folder)) ? readdirSync(join(root, folder)).sort() : []);
const head = "queue: { folder: in }\nmax_active_runs: 2\nsearch_keys: { user: '{{ conf.user_id }}' }\n";

/** A line of the figures, without the ones of other DAGs. */
const figure = (name: string): number => Number(new RegExp(`^dagwright_queue_${name.replaceAll(/[{}]/g, "\\$&")} ([\\d.]+)$`, "m").exec(engine?.watch.metrics() ?? "")?.[1] ?? Number.NaN);
const healthy = (): number => Number(/^dagwright_healthy (\d)$/m.exec(engine?.watch.metrics() ?? "")?.[1] ?? Number.NaN);

describe("a queue", () => {
  it("tells health and the figures what it took, what waits and for how long, and how soon the first task began", { timeout: 60_000 }, async () => {
    writeDag(root, "d", ["  t: { config_type: EmptyTask }"], head);
    mkdirSync(join(root, "in"));
    const old = new Date(Date.now() - 60_000);
    drop("good.json", "{}", old);
    drop("list.json", "[1]", old);
    const client = await start();
    const queues = async () => (await client.health.read({})).queues;
    expect([await queues(), engine?.watch.metrics()?.includes("dagwright_queue")]).toEqual([[], false]);
    await client.queues.set({ dagId: "d", on: true });
    await expect.poll(queues).toEqual([{ dagId: "d", waiting: 0, oldestWaitMs: 0, taken: 1, setAside: 1, trouble: null }]);
    await expect.poll(() => figure('first_task_seconds_count{dag="d"}')).toBe(1);
    expect(figure('first_task_seconds_sum{dag="d"}')).toBeGreaterThanOrEqual(60);
    expect([figure('events_total{dag="d",outcome="taken"}'), figure('events_total{dag="d",outcome="set_aside"}'), figure('waiting{dag="d"}'), figure('oldest_waiting_seconds{dag="d"}'), figure('blocked{dag="d"}')]).toEqual([1, 1, 0, 0, 0]);
    writeDag(root, "d", ["  t: { config_type: BashTask, bash: gone.sh }"], head);
    await expect.poll(async () => (await client.dags.get({ dagId: "d" })).diagnostics.length, { timeout: 20_000 }).toBeGreaterThan(0);
    drop("stuck.json", "{}", old);
    await expect.poll(() => [figure('blocked{dag="d"}'), figure('waiting{dag="d"}')], { timeout: 20_000 }).toEqual([1, 1]);
    expect(figure('oldest_waiting_seconds{dag="d"}')).toBeGreaterThanOrEqual(60);
    expect((await queues())[0]).toMatchObject({ waiting: 1, trouble: expect.stringContaining("gone.sh") });
    renameSync(join(root, "in"), join(root, "away"));
    const noFolder = 'Folder "in" of the queue is not there; make it, bring it back, or turn the queue off.';
    await expect.poll(async () => (await queues())[0]?.trouble, { timeout: 20_000 }).toBe(noFolder);
    const told = `The queue of d takes no events: ${noFolder}`;
    expect(await client.health.read({})).toMatchObject({ ok: false, troubles: [told], journal: expect.arrayContaining([expect.objectContaining({ kind: "trouble", words: told })]) });
    expect(healthy()).toBe(0);
    renameSync(join(root, "away"), join(root, "in"));
    await expect.poll(async () => (await queues())[0]?.trouble, { timeout: 20_000 }).toContain("gone.sh");
    writeFileSync(join(root, "d.dag.yaml"), "dag: d\ntasks: [");
    await expect.poll(async () => (await client.health.read({})).troubles, { timeout: 20_000 }).toEqual([expect.stringMatching(/^The queue of d takes no events: .*d\.dag\.yaml/)]);
    rmSync(join(root, "d.dag.yaml"));
    await expect.poll(async () => (await client.health.read({})).troubles, { timeout: 20_000 }).toEqual([]);
    await expect.poll(async () => (await client.health.read({})).journal.at(-1)?.words, { timeout: 20_000 }).toContain("The queue of d rests: there is no DAG of that name any more.");
    writeDag(root, "d", ["  t: { config_type: EmptyTask }"], head);
    await expect.poll(async () => (await queues())[0]?.taken, { timeout: 20_000 }).toBe(2);
    await client.queues.set({ dagId: "d", on: false });
    await expect.poll(queues).toEqual([]);
    expect((await client.health.read({})).ok).toBe(true);
  });

  it("is shown with what keeps it from taking events where its folder cannot be read, and not as a failure", { timeout: 60_000 }, async () => {
    writeDag(root, "d", ["  t: { config_type: EmptyTask }"], head);
    const client = await start();
    const shown = async () => (await client.queues.get({ dagId: "d" })).queue;
    writeFileSync(join(root, "in"), "a file in the place of the folder");
    expect(await shown()).toMatchObject({ isOn: false, waiting: 0, trouble: null });
    await expect(client.queues.set({ dagId: "d", on: true })).rejects.toThrow('DAG "d": its queue cannot be turned on, because its folder "in" could not be made: ');
    rmSync(join(root, "in"));
    expect(await client.queues.set({ dagId: "d", on: true })).toMatchObject({ isOn: true, waiting: 0 });
    renameSync(join(root, "in"), join(root, "away"));
    writeFileSync(join(root, "in"), "a file in the place of the folder");
    await expect.poll(async () => (await shown())?.trouble, { timeout: 20_000 }).toContain("a part of the path is a file, not a folder");
    rmSync(join(root, "in"));
    renameSync(join(root, "away"), join(root, "in"));
    drop("one.json", "{}");
    await expect.poll(shown, { timeout: 20_000 }).toMatchObject({ trouble: null, taken: 1 });
  });

  it("measures up to the first task over a restart", { timeout: 60_000 }, async () => {
    writeDag(root, "d", ["  t: { config_type: BashTask, bash: 'until [ -e go ]; do sleep 0.05; done' }"], head.replace("runs: 2", "runs: 1"));
    mkdirSync(join(root, "in"));
    drop("one.json", "{}");
    drop("two.json", "{}");
    const client = await start();
    await client.queues.set({ dagId: "d", on: true });
    await expect.poll(() => figure('first_task_seconds_count{dag="d"}'), { timeout: 20_000 }).toBe(1);
    await expect.poll(async () => (await client.queues.get({ dagId: "d" })).queue?.taken, { timeout: 20_000 }).toBe(2);
    expect(figure('first_task_seconds_count{dag="d"}')).toBe(1);
    await engine?.close({ stopTasks: true });
    writeFileSync(join(root, "go"), "");
    await start();
    // The one that waited, and not again the one that had begun.
    await engine?.whenIdle();
    await expect.poll(() => figure('first_task_seconds_count{dag="d"}'), { timeout: 20_000 }).toBe(1);
    expect(figure('events_total{dag="d",outcome="taken"}')).toBe(0);
  });

  it("starts a run for each event once it is on, with the event as conf, and is found by its search keys", { timeout: 60_000 }, async () => {
    writeDag(root, "d", ["  t: { config_type: EmptyTask }"], head);
    const client = await start();
    expect(await client.queues.set({ dagId: "d", on: false })).toMatchObject({ isOn: false, source: { kind: "folder", folder: "in" } });
    mkdirSync(join(root, "in"));
    drop("one.json", '{"user_id": "u-1042", "tags": ["a", 2]}');
    expect(await client.queues.get({ dagId: "d" })).toMatchObject({ queue: { isOn: false, waiting: 1, taken: 0 } });
    await client.queues.set({ dagId: "d", on: true });
    await expect.poll(async () => (await client.queues.get({ dagId: "d" })).queue?.taken).toBe(1);
    // By a notice of the file system, long before the next look.
    drop("two.json", '{"user_id": "u-2"}');
    await expect.poll(async () => (await client.queues.get({ dagId: "d" })).queue?.taken, { timeout: 20_000 }).toBe(2);
    drop("one.json", '{"user_id": "u-1042", "tags": ["a", 2]}');
    await expect.poll(async () => (await client.queues.get({ dagId: "d" })).queue?.taken, { timeout: 20_000 }).toBe(3);
    await engine?.whenIdle();
    const { runs } = await client.runs.list({ dagId: "d" });
    expect(runs.map(({ event, conf, state }) => [event, conf["user_id"], state])).toEqual([["one.json", "u-1042", "success"], ["two.json", "u-2", "success"], ["one.json", "u-1042", "success"]]);
    expect((await client.find.search({ text: "u-1042" })).hits).toContainEqual(expect.objectContaining({ dagId: "d", key: "user" }));
    expect([lying("in"), lying("in/done")]).toEqual([["done"], ["one.2.json", "one.json", "two.json"]]);
    await client.queues.set({ dagId: "d", on: false });
    drop("three.json", "{}");
    expect((await client.queues.get({ dagId: "d" })).queue).toMatchObject({ isOn: false, waiting: 1, taken: 3, trouble: null });
  });

  it("sets aside what is no event, with the reason, and waits for one that is being written", { timeout: 60_000 }, async () => {
    writeDag(root, "d", ["  t: { config_type: EmptyTask }"], head);
    mkdirSync(join(root, "in"));
    const old = new Date(Date.now() - 60_000);
    for (const [name, text] of [["broken.json", '{"user_id": '], ["list.json", "[1]"], ["long.json", '{"id": 12345678901234567890}']] as const) {
      drop(name, text);
      utimesSync(join(root, "in", name), old, old);
    }
    const client = await start();
    // Not before, because it may lie there for two seconds only.
    writeFileSync(join(root, "in/now.json"), '{"user_id"');
    await client.queues.set({ dagId: "d", on: true });
    await expect.poll(async () => (await client.queues.get({ dagId: "d" })).queue?.setAside, { timeout: 20_000 }).toBe(3);
    expect(lying("in")).toContain("now.json");
    writeFileSync(join(root, "in/now.json"), '{"user_id": "u-1"}');
    await expect.poll(async () => (await client.queues.get({ dagId: "d" })).queue?.taken, { timeout: 20_000 }).toBe(1);
    const { events, more } = await client.queues.events({ dagId: "d", setAside: true, limit: 3 });
    expect([events.length, more]).toEqual([3, false]);
    const reasonOf = (name: string): string | null | undefined => events.find((event) => event.name === name)?.reason;
    expect([reasonOf("broken.json"), reasonOf("list.json"), reasonOf("long.json"), lying("in/set-aside")]).toEqual([expect.stringContaining("it is no JSON"), 'it is a list; expected a JSON object, such as {"user_id": "u-1042"}', expect.stringContaining("write it in quotes"), ["broken.json", "list.json", "long.json"]]);
  });

  it("keeps events where they lie while the DAG cannot run, says why, and goes on when it is mended", { timeout: 60_000 }, async () => {
    writeDag(root, "d", ["  t: { config_type: EmptyTask }"], head);
    const client = await start();
    await client.queues.set({ dagId: "d", on: true });
    writeDag(root, "d", ["  t: { config_type: BashTask, bash: gone.sh }"], head);
    drop("one.json", "{}");
    await expect.poll(async () => (await client.queues.get({ dagId: "d" })).queue?.trouble ?? "", { timeout: 20_000 }).toContain("gone.sh");
    writeDag(root, "d", ["  t: { config_type: EmptyTask }"], head);
    await expect.poll(async () => (await client.queues.get({ dagId: "d" })).queue, { timeout: 20_000 }).toMatchObject({ taken: 1, waiting: 0, setAside: 0, trouble: null });
  });

  it("is not turned on in a workspace that is not trusted, nor where there is none", { timeout: 60_000 }, async () => {
    writeDag(root, "d", ["  t: { config_type: EmptyTask }"], head);
    writeDag(root, "plain", ["  t: { config_type: EmptyTask }"], "");
    const client = await start(false);
    await expect(client.queues.set({ dagId: "d", on: true })).rejects.toThrow("not trusted");
    engine?.setTrusted(true);
    await expect(client.queues.set({ dagId: "plain", on: true })).rejects.toThrow("has no queue to turn on");
    expect(await client.queues.get({ dagId: "plain" })).toEqual({ queue: null });
  });

  it("starts no second run where its file could not be cleared away, nor after a restart", { timeout: 60_000 }, async () => {
    writeDag(root, "d", ["  t: { config_type: EmptyTask }"], head);
    mkdirSync(join(root, "in"));
    writeFileSync(join(root, "in/done"), "in the way");
    drop("one.json", "{}");
    const client = await start();
    await client.queues.set({ dagId: "d", on: true });
    await expect.poll(async () => (await client.queues.get({ dagId: "d" })).queue, { timeout: 20_000 }).toMatchObject({ taken: 1, waiting: 1, trouble: expect.stringContaining("done") });
    await engine?.close({ stopTasks: true });
    const later = await start();
    rmSync(join(root, "in/done"));
    await expect.poll(async () => (await later.queues.get({ dagId: "d" })).queue, { timeout: 20_000 }).toMatchObject({ taken: 1, waiting: 0, trouble: null });
    expect((await later.runs.list({ dagId: "d" })).runs).toHaveLength(1);
  });

  it("starts one run for each event, whenever the engine is killed", { timeout: 120_000 }, async () => {
    const count = 60;
    mkdirSync(join(root, "in"));
    writeDag(root, "d", ["  t: { config_type: EmptyTask }"], head);
    let process = await openEngineProcess(root);
    const queue = async () => ((await process.call("queues", "get", { dagId: "d" })) as { queue: { taken: number; waiting: number } }).queue;
    for (let n = 0; n < count; n += 1) drop(`e${n}.json`, JSON.stringify({ n }));
    await process.call("queues", "set", { dagId: "d", on: true });
    for (const enough of [3, 20, 40]) {
      await expect.poll(async () => (await queue()).taken, { timeout: 30_000, interval: 1 }).toBeGreaterThanOrEqual(enough);
      await process.kill();
      process = await openEngineProcess(root);
    }
    await expect.poll(async () => await queue(), { timeout: 60_000 }).toMatchObject({ taken: count, waiting: 0 });
    const { runs } = (await process.call("runs", "list", { dagId: "d", limit: 200 })) as { runs: RunSummary[] };
    expect(runs.map(({ conf }) => Number(conf["n"])).sort((one, other) => one - other)).toEqual(Array.from({ length: count }, (_, n) => n));
    expect(lying("in/done")).toHaveLength(count);
    await process.close();
  });
});
