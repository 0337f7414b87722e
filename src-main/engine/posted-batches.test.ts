/** Several events in one post, and events that carry their key themselves: on a whole engine with its own door, over kills. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRouterClient, type RouterClient } from "@orpc/server";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { QueueReport } from "../../shared/contract/queues.ts";
import { queueTokens } from "../platform/queue-tokens.ts";
import { openEngineProcess, writeDag } from "./fixtures/engine-client.ts";
import { codeOf, post, type Answer } from "./fixtures/post-event.ts";
import { createRpcServer } from "./rpc/rpc-server.ts";
import { keepEventDoor, type EventDoor } from "./server/event-door.ts";
import { startEngine, type Engine } from "./start-engine.ts";

const silent = { debug() {}, info() {}, warn() {}, error() {} };
const plain = "queue: { http: true }\nmax_active_runs: 4\n";
const keyed = "queue: { http: true, key: '{{ conf.order }}' }\nmax_active_runs: 4\n";
const lines = { "Content-Type": "application/x-ndjson" };
let root: string;
let config: string;
let engine: Engine | null;
let door: EventDoor | null;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "dagwright-batches-"));
  config = mkdtempSync(join(tmpdir(), "dagwright-config-"));
  process.env["DAGWRIGHT_CONFIG_DIR"] = config;
  engine = null;
  door = null;
});
afterEach(async () => {
  await door?.close();
  await engine?.close({ stopTasks: true });
  delete process.env["DAGWRIGHT_CONFIG_DIR"];
  for (const folder of [root, config]) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

type Send = (body: string, headers?: Readonly<Record<string, string>>) => Promise<Answer>;

/** With the queue of `d` on, and what posts to it. */
async function open(head: string, tasks = "  t: { config_type: EmptyTask }"): Promise<{ client: RouterClient<Engine["router"]>; send: Send; confs: () => Promise<unknown[]> }> {
  writeDag(root, "d", [tasks], head);
  engine = await startEngine({ workspace: root, trusted: true, watch: true, mode: "desktop", userSettings: { read: () => ({ warmPython: false }), write: () => {} }, graceMs: 300 });
  door = keepEventDoor({ engine, rpc: createRpcServer({ router: engine.router, log: silent }), log: silent });
  const client = createRouterClient(engine.router);
  const token = queueTokens(root).make("d", 1);
  await client.queues.set({ dagId: "d", on: true });
  const urlNow = async (): Promise<string | null> => {
    const source = (await client.queues.get({ dagId: "d" })).queue?.source;
    return source?.kind === "http" ? source.url : null;
  };
  await expect.poll(urlNow).not.toBeNull();
  const url = (await urlNow()) ?? "";
  return { client, send: (body, headers = {}) => post({ url, token, body, headers }), confs: async () => (await client.runs.list({ dagId: "d", limit: 300 })).runs.map(({ conf }) => conf).reverse() };
}

const runIds = ({ body }: Answer): string[] => (body.events ?? []).map((event) => event.run_id);
const repeats = ({ body }: Answer): boolean[] => (body.events ?? []).map((event) => event.repeated);

describe("a batch of events", () => {
  it("starts one run each in its order, as an array or as lines, and none again under the key that it came with", { timeout: 60_000 }, async () => {
    const { send, client, confs } = await open(plain);
    const first = await send('[{"n": 1}, {"n": 2, "of": [1.50]}]', { "Idempotency-Key": "b1" });
    expect([first.status, repeats(first), new Set(runIds(first)).size]).toEqual([202, [false, false], 2]);
    // Laid out another way it says the same.
    const again = await send('{"n":1}\r\n\n{"n":2,"of":[1.5]}\n', { ...lines, "Idempotency-Key": "b1" });
    expect([again.status, repeats(again), runIds(again)]).toEqual([200, [true, true], runIds(first)]);
    const longer = await send('[{"n": 1}, {"n": 2, "of": [1.5]}, {"n": 3}]', { "Idempotency-Key": "b1" });
    expect([longer.status, repeats(longer)]).toEqual([202, [true, true, false]]);
    // Without a key each is a new one.
    expect([await send('[{"n": 4}]'), await send('[{"n": 4}]')].map(({ status }) => status)).toEqual([202, 202]);
    expect(await confs()).toEqual([{ n: 1 }, { n: 2, of: [1.5] }, { n: 3 }, { n: 4 }, { n: 4 }]);
    const { queue } = await client.queues.get({ dagId: "d" });
    const { events } = await client.queues.events({ dagId: "d", limit: 9 });
    expect([queue?.taken, events.slice(-2).map(({ name }) => name)]).toEqual([5, ["b1 #1", "b1 #0"]]);
  });

  it("is taken as a whole or not at all where something is wrong with an event, and says with which", { timeout: 60_000 }, async () => {
    const { send, confs } = await open(plain);
    const mixed = await send('[{"n": 1}, 7, {"id": 12345678901234567890}]');
    expect([codeOf(mixed), mixed.body.errors?.map(({ at, code }) => [at, code])]).toEqual([[422, "event/invalid"], [["[1]", "event/invalid"], ["[2]", "event/invalid"]]]);
    expect(mixed.body.error?.message).toMatch(/^2 of 3 events cannot be taken, so nothing of this batch was: \[1\]: it is a number; .*; \[2\]: .*conf\.id: found a whole number of more than 15 digits/);
    const cut = await send('{"n": 1}\n\n{"n": \n', lines);
    expect([codeOf(cut), cut.body.errors?.map(({ at, message }) => [at, message.slice(0, 13)])]).toEqual([[422, "event/invalid"], [["line 3", "it is no JSON"]]]);
    expect([await send("[1,"), await send("[]"), await send("\n\n", lines)].map(codeOf)).toEqual(Array.from({ length: 3 }, () => [400, "event/invalid"]));
    expect(codeOf(await send(JSON.stringify(Array.from({ length: 101 }, () => ({})))))).toEqual([413, "event/too-many"]);
    expect(codeOf(await send(`[{"text": "${"x".repeat(1_048_577)}"}]`))).toEqual([413, "event/too-large"]);
    expect(codeOf(await send("[{}]", { "Content-Type": "text/csv" }))).toEqual([415, "event/not-json"]);
    expect((await send('[{"n": 1}]', { "Idempotency-Key": "b" })).status).toBe(202);
    const other = await send('[{"n": 2}, {"n": 3}]', { "Idempotency-Key": "b" });
    expect([codeOf(other), other.body.errors?.map(({ at, code }) => [at, code])]).toEqual([[422, "event/invalid"], [["[0]", "event/key-reused"]]]);
    expect(await confs()).toEqual([{ n: 1 }]);
  });

  it("waits with who sent it where there is no room for all of it", { timeout: 120_000 }, async () => {
    const { send, confs } = await open(plain, "  t: { config_type: BashTask, bash: 'until [ -e go ]; do sleep 0.05; done' }");
    const batch = (from: number, count: number): string => JSON.stringify(Array.from({ length: count }, (_, at) => ({ n: from + at })));
    expect((await send(batch(0, 100), { "Idempotency-Key": "a" })).status).toBe(202);
    const full = await send(batch(100, 5), { "Idempotency-Key": "b" });
    expect([codeOf(full), full.headers["retry-after"], full.body.error?.message]).toEqual([[429, "queue/full"], "1", 'There is room for 4 more runs of DAG "d", and this batch has 5; nothing of it was taken. Try again.']);
    // What came before needs no room.
    expect(repeats(await send(batch(0, 100), { "Idempotency-Key": "a" })).every(Boolean)).toBe(true);
    expect((await send(batch(100, 4), { "Idempotency-Key": "b" })).status).toBe(202);
    expect(await confs()).toHaveLength(104);
  });

  it("is refused while the queue is off, and answered as before where all of it had come", { timeout: 60_000 }, async () => {
    const { client, send } = await open(plain);
    // Keeps the door open while the other one is off.
    writeDag(root, "other", ["  t: { config_type: EmptyTask }"], plain);
    await expect.poll(async () => (await client.queues.set({ dagId: "other", on: true }).catch(() => null))?.isOn ?? false).toBe(true);
    const before = await send('[{"n": 1}]', { "Idempotency-Key": "b" });
    await client.queues.set({ dagId: "d", on: false });
    expect(codeOf(await send('[{"n": 1}, {"n": 2}]', { "Idempotency-Key": "b" }))).toEqual([503, "queue/off"]);
    const again = await send('[{"n": 1}]', { "Idempotency-Key": "b" });
    expect([again.status, runIds(again)]).toEqual([200, runIds(before)]);
  });

  it("starts one run for each event, whenever the engine is killed and however often it is sent", { timeout: 180_000 }, async () => {
    const [batches, each] = [4, 20];
    writeDag(root, "d", ["  t: { config_type: EmptyTask }"], keyed);
    const token = queueTokens(root).make("d", 1);
    let process = await openEngineProcess(root);
    const queue = async (): Promise<QueueReport> => ((await process.call("queues", "get", { dagId: "d" })) as { queue: QueueReport }).queue;
    const urlOf = async (): Promise<string> => {
      await process.openDoor();
      const now = async (): Promise<string | null> => {
        const { source } = await queue();
        return source.kind === "http" ? source.url : null;
      };
      await expect.poll(now, { timeout: 20_000 }).not.toBeNull();
      return (await now()) ?? "";
    };
    await process.call("queues", "set", { dagId: "d", on: true });
    let url = await urlOf();
    const told = new Map<number, string>();
    const send = async (batch: number): Promise<boolean> => {
      const orders = Array.from({ length: each }, (_, at) => batch * each + at);
      const answer = await post({ url, token, body: orders.map((order) => JSON.stringify({ order })).join("\n"), headers: lines }).catch(() => null);
      runIds(answer ?? { status: 0, body: {}, headers: {} }).forEach((runId, at) => {
        const order = orders[at] ?? -1;
        // Whatever was answered once holds for ever.
        expect(told.get(order) ?? runId).toBe(runId);
        told.set(order, runId);
      });
      return answer?.status === 202 || answer?.status === 200;
    };
    for (const enough of [5, 47]) {
      const sending = (async () => { for (let batch = 0; batch < batches; batch += 1) await Promise.all([send(batch), send(batch)]); })();
      await expect.poll(async () => (await queue()).taken, { timeout: 30_000, interval: 1 }).toBeGreaterThanOrEqual(enough);
      await process.kill();
      await sending;
      process = await openEngineProcess(root);
      url = await urlOf();
    }
    for (let batch = 0; batch < batches; batch += 1) await expect.poll(() => send(batch), { timeout: 20_000 }).toBe(true);
    const { runs } = (await process.call("runs", "list", { dagId: "d", limit: 200 })) as { runs: { runId: string; conf: Record<string, unknown> }[] };
    expect(new Map(runs.map(({ runId, conf }) => [Number(conf["order"]), runId]))).toEqual(told);
    expect(runs).toHaveLength(batches * each);
    await process.close();
  });
});

describe("the key that an event carries itself", () => {
  it("makes it one event however it is sent, unless the post has a key of its own", { timeout: 60_000 }, async () => {
    const { send, confs, client } = await open(keyed);
    const first = await send('{"order": "o-1", "sum": 5}');
    expect([first.status, (await send('{"order":"o-1","sum":5}')).status, repeats(await send('[{"order": "o-1", "sum": 5}, {"order": 2}]'))]).toEqual([202, 200, [true, false]]);
    expect(codeOf(await send('{"order": "o-1", "sum": 6}'))).toEqual([422, "event/key-reused"]);
    const twice = await send('{"order": 3}\n{"order": 3}\n', lines);
    expect([repeats(twice), new Set(runIds(twice)).size]).toEqual([[false, true], 1]);
    const torn = await send('[{"order": 4}, {"order": 4, "sum": 1}]');
    expect([codeOf(torn), torn.body.errors?.map(({ at, code, message }) => [at, code, message])]).toEqual([[422, "event/invalid"], [["[1]", "event/key-reused", 'its key "4" was used with another event']]]);
    expect((await send('{"order": "o-1", "sum": 5}', { "Idempotency-Key": "mine" })).status).toBe(202);
    expect(await confs()).toEqual([{ order: "o-1", sum: 5 }, { order: 2 }, { order: 3 }, { order: "o-1", sum: 5 }]);
    expect((await client.queues.events({ dagId: "d", limit: 9 })).events.map(({ name }) => name)).toEqual(["mine", "3", "2", "o-1"]);
  });

  it("has to be there and to be one, or nothing starts", { timeout: 60_000 }, async () => {
    const { send, confs } = await open(keyed);
    const without = await send('{"user": 1}');
    expect([codeOf(without), without.body.error?.message]).toEqual([[422, "event/no-key"], expect.stringMatching(/^This event has no key: its key, \{\{ conf\.order \}\}, cannot be made: .*"conf\.order" is not defined; conf has user[^.]*\.$/)]);
    for (const order of ["null", '" "', '"a\\nb"', `"${"x".repeat(201)}"`]) expect(codeOf(await send(`{"order": ${order}}`))).toEqual([422, "event/no-key"]);
    const batch = await send('{"order": 1}\n{"order": null}\n', lines);
    expect([codeOf(batch), batch.body.errors?.map(({ at, code }) => [at, code])]).toEqual([[422, "event/invalid"], [["line 2", "event/no-key"]]]);
    expect((await send('{"user": 1}', { "Idempotency-Key": "k" })).status).toBe(202);
    expect(await confs()).toEqual([{ user: 1 }]);
  });
});
