/** Events that are posted to a queue, on a whole engine with its own door: who may, what is answered, and one run for each over kills. */
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
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
const head = "queue: { http: true }\nmax_active_runs: 4\nsearch_keys: { user: '{{ conf.user_id }}' }\n";
let root: string;
let config: string;
let engine: Engine | null;
let door: EventDoor | null;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "dagwright-posted-"));
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

async function start(trusted = true): Promise<RouterClient<Engine["router"]>> {
  engine = await startEngine({ workspace: root, trusted, watch: true, mode: "desktop", userSettings: { read: () => ({ warmPython: false }), write: () => {} }, graceMs: 300 });
  door = keepEventDoor({ engine, rpc: createRpcServer({ router: engine.router, log: silent }), log: silent });
  return createRouterClient(engine.router);
}

const reportOf = async (client: RouterClient<Engine["router"]>, dagId = "d"): Promise<QueueReport | null> => (await client.queues.get({ dagId })).queue;

async function urlOf(client: RouterClient<Engine["router"]>, dagId = "d"): Promise<string> {
  const url = async (): Promise<string | null> => {
    const source = (await reportOf(client, dagId))?.source;
    return source?.kind === "http" ? source.url : null;
  };
  await expect.poll(url).not.toBeNull();
  return (await url()) ?? "";
}

describe("events over HTTP", () => {
  it("start one run each once the queue is on and has a token, and are found by their search keys", { timeout: 60_000 }, async () => {
    writeDag(root, "d", ["  t: { config_type: EmptyTask }"], head);
    const client = await start();
    expect(await reportOf(client)).toMatchObject({ isOn: false, source: { kind: "http", url: null, tokenMadeAt: null } });
    const token = queueTokens(root).make("d", 1_700_000_000_000);
    await client.queues.set({ dagId: "d", on: true });
    const url = await urlOf(client);
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/events\/d$/);
    const first = await post({ url, token, body: '{"user_id": "u-1042", "tags": ["a", 2]}', headers: { "Idempotency-Key": "order-1" } });
    expect(first).toMatchObject({ status: 202, body: { repeated: false } });
    // Stored by then: nothing was waited for.
    expect((await client.runs.list({ dagId: "d" })).runs).toMatchObject([{ runId: first.body.run_id, event: "order-1", conf: { user_id: "u-1042", tags: ["a", 2] } }]);
    expect(await post({ url, token, body: '{"user_id": "u-1042", "tags": ["a", 2]}', headers: { "Idempotency-Key": '"order-1"' } })).toMatchObject({ status: 200, body: { run_id: first.body.run_id, repeated: true } });
    const [one, other] = [await post({ url, token }), await post({ url, token })];
    expect([one.status, other.status, one.body.run_id === other.body.run_id]).toEqual([202, 202, false]);
    await engine?.whenIdle();
    expect((await client.find.search({ text: "u-1042" })).hits).toContainEqual(expect.objectContaining({ dagId: "d", key: "user", runId: first.body.run_id }));
    expect(await reportOf(client)).toMatchObject({ taken: 3, setAside: 0, trouble: null, latency: { count: 3 }, source: { tokenMadeAt: 1_700_000_000_000 } });
    await client.queues.set({ dagId: "d", on: false });
    await expect.poll(async () => (await reportOf(client))?.source).toMatchObject({ url: null });
    await expect(post({ url, token })).rejects.toThrow("ECONNREFUSED");
  });

  it("are refused with the reason, and tell nothing to who brings no token of this workspace", { timeout: 60_000 }, async () => {
    writeDag(root, "d", ["  t: { config_type: EmptyTask }"], `${head}params: { size: 3 }\n`);
    writeDag(root, "other", ["  t: { config_type: EmptyTask }"], head);
    writeDag(root, "plain", ["  t: { config_type: EmptyTask }"], "");
    const client = await start();
    const token = queueTokens(root).make("d", 1);
    const othersToken = queueTokens(root).make("other", 1);
    await client.queues.set({ dagId: "d", on: true });
    const url = await urlOf(client);
    const at = (path: string): string => url.replace(/[^/]*$/, path);
    const wrong = `dwq_${"x".repeat(43)}`;
    expect(codeOf(await post({ url }))).toEqual([401, "token/missing"]);
    expect(codeOf(await post({ url, token: wrong }))).toEqual([401, "token/wrong"]);
    expect(codeOf(await post({ url, token: token.slice(0, -1) }))).toEqual([401, "token/wrong"]);
    expect([await post({ url: at("nosuch") }), await post({ url: at("nosuch"), token: wrong })].map(codeOf)).toEqual([[401, "token/missing"], [401, "token/wrong"]]);
    expect([await post({ url: at("nosuch"), token }), await post({ url: at("plain"), token }), await post({ url: at("%ff"), token })].map(codeOf)).toEqual(Array.from({ length: 3 }, () => [404, "queue/not-found"]));
    expect(codeOf(await post({ url, token: othersToken }))).toEqual([403, "token/other-queue"]);
    expect(codeOf(await post({ url: at("other"), token: othersToken }))).toEqual([503, "queue/off"]);
    expect(codeOf(await post({ url, token, method: "GET", body: "" }))).toEqual([405, "method/not-allowed"]);
    expect(codeOf(await post({ url, token, headers: { "Content-Type": "text/plain" } }))).toEqual([415, "event/not-json"]);
    expect([await post({ url, token, body: '{"a": ' }), await post({ url, token, body: "7" }), await post({ url, token, body: '{"id": 12345678901234567890}' }), await post({ url, token, body: Buffer.from([0x7b, 0xff]) })].map(codeOf)).toEqual(Array.from({ length: 4 }, () => [400, "event/invalid"]));
    expect(codeOf(await post({ url, token, body: '{"size": "3"}' }))).toEqual([422, "event/params"]);
    expect((await post({ url, token, body: '[{"size": 4}, {"size": "3"}]' })).body.errors).toEqual([{ at: "[1]", code: "event/params", message: 'it does not fit the params of DAG "d": Param "size": found the text "3"; expected a whole number: write 3 without quotes' }]);
    expect([await post({ url, token, headers: { "Idempotency-Key": "a b" } }), await post({ url, token, headers: { "Idempotency-Key": "k".repeat(201) } })].map(codeOf)).toEqual([[400, "event/invalid-key"], [400, "event/invalid-key"]]);
    expect(codeOf(await post({ url, token, body: JSON.stringify({ text: "x".repeat(1_048_577) }) }))).toEqual([413, "event/too-large"]);
    expect((await post({ url, token, headers: { "Idempotency-Key": "k" } })).status).toBe(202);
    expect(codeOf(await post({ url, token, body: "{}", headers: { "Idempotency-Key": "k" } }))).toEqual([422, "event/key-reused"]);
    expect([await post({ url, token, headers: { Host: "evil.com" } }), await post({ url, token, headers: { Origin: "http://evil.com" } }), await post({ url, token, headers: { "Sec-Fetch-Site": "cross-site" } })].map(({ status }) => status)).toEqual([403, 403, 403]);
    // The door of the desktop has nothing else, not even for who knows a token.
    expect([await post({ url: at("../"), token, method: "GET", body: "" }), await post({ url: at("../rpc"), token, method: "GET", body: "" })].map(({ status }) => status)).toEqual([401, 401]);
    expect((await client.runs.list({ dagId: "d" })).runs).toHaveLength(1);
  });

  it("are refused while the DAG cannot run, and taken again when it is mended", { timeout: 60_000 }, async () => {
    writeDag(root, "d", ["  t: { config_type: EmptyTask }"], head);
    const client = await start();
    const token = queueTokens(root).make("d", 1);
    await client.queues.set({ dagId: "d", on: true });
    const url = await urlOf(client);
    writeDag(root, "d", ["  t: { config_type: BashTask, bash: gone.sh }"], head);
    await expect.poll(async () => codeOf(await post({ url, token, body: "{}", headers: { "Idempotency-Key": "k" } })), { timeout: 20_000 }).toEqual([503, "dag/invalid"]);
    expect((await post({ url, token })).body.error?.message).not.toContain("gone.sh");
    await expect.poll(async () => (await reportOf(client))?.trouble ?? "").toContain("gone.sh");
    writeDag(root, "d", ["  t: { config_type: EmptyTask }"], head);
    await expect.poll(async () => (await post({ url, token, body: "{}", headers: { "Idempotency-Key": "k" } })).status, { timeout: 20_000 }).toBe(202);
    expect(await reportOf(client)).toMatchObject({ taken: 1, trouble: null });
    engine?.setTrusted(false);
    const received = (key: string | null) => engine?.queues.intake.receive("d", { key, text: "{}", heardAt: 1 });
    expect(received(null)).toMatchObject({ kind: "refused", why: "untrusted" });
    // What was taken before is answered as before.
    expect(received("k")).toMatchObject({ kind: "taken", isNew: false });
    await expect.poll(() => post({ url, token }).then(() => "open", () => "closed")).toBe("closed");
  });

  it("are put off while the long file of their DAG is read for the first time, and refused for good of none but a DAG without a queue", { timeout: 120_000 }, async () => {
    writeDag(root, "d", ["  t: { config_type: EmptyTask }"], head);
    writeDag(root, "plain", ["  t: { config_type: EmptyTask }"], "");
    writeDag(root, "big", Array.from({ length: 15_000 }, (_, index) => `  t${index}: { config_type: EmptyTask, doc: 'One of the many tasks of this file.' }`), head);
    const client = await start();
    const token = queueTokens(root).make("big", 1);
    await client.queues.set({ dagId: "d", on: true });
    const url = await urlOf(client);
    const answerOf = (dagId: string): Promise<Answer> => post({ url: url.replace(/[^/]*$/, dagId), token });
    const first = await answerOf("big");
    expect([codeOf(first), first.headers["retry-after"], codeOf(await answerOf("plain")), codeOf(await answerOf("nosuch"))]).toEqual([[503, "dag/being-read"], "2", [404, "queue/not-found"], [503, "dag/being-read"]]);
    const codes = new Set<string>();
    while (!codes.has("503 queue/off")) codes.add(codeOf(await answerOf("big")).join(" "));
    expect([...codes].filter((code) => code !== "503 dag/being-read")).toEqual(["503 queue/off"]);
    expect(codeOf(await answerOf("nosuch"))).toEqual([404, "queue/not-found"]);
    writeDag(root, "d", ["  t: ["], head);
    await expect.poll(async () => (await client.dags.get({ dagId: "d" })).dag, { timeout: 20_000 }).toBeNull();
    const intake = engine?.queues.intake;
    expect([intake?.presenceOf("d"), intake?.receive("d", { key: null, text: "{}", heardAt: 1 })]).toMatchObject(["there", { kind: "refused", why: "not-ready" }]);
  });

  it("are refused with 429 while as many runs wait as may, and none is lost or made twice by asking again", { timeout: 120_000 }, async () => {
    writeDag(root, "d", ["  t: { config_type: BashTask, bash: 'until [ -e go ]; do sleep 0.05; done' }"], head);
    const client = await start();
    const token = queueTokens(root).make("d", 1);
    await client.queues.set({ dagId: "d", on: true });
    const url = await urlOf(client);
    const send = (n: number): Promise<Answer> => post({ url, token, body: JSON.stringify({ n }), headers: { "Idempotency-Key": `e${n}` } });
    const answers: Answer[] = [];
    for (let from = 0; from < 150; from += 10) answers.push(...(await Promise.all(Array.from({ length: 10 }, (_, n) => send(from + n)))));
    const statuses = answers.map(({ status }) => status);
    expect([statuses.filter((status) => status === 202).length, statuses.filter((status) => status === 429).length]).toEqual([104, 46]);
    expect(answers.find(({ status }) => status === 429)?.headers["retry-after"]).toBe("1");
    const left = new Set(answers.flatMap(({ status }, n) => (status === 429 ? [n] : [])));
    const cancelled = (await client.runs.list({ dagId: "d", limit: 200 })).runs.slice(0, 60);
    for (const { runId } of cancelled) await client.runs.cancel({ dagId: "d", runId });
    await expect.poll(async () => { for (const n of left) if ((await send(n)).status === 202) left.delete(n); return left.size; }, { timeout: 60_000, interval: 200 }).toBe(0);
    expect((await client.runs.list({ dagId: "d", limit: 200 })).runs.map(({ conf }) => Number(conf["n"])).sort((one, other) => one - other)).toEqual(Array.from({ length: 150 }, (_, n) => n));
  });

  it("need the newest token, which is kept as a digest only, and none that was revoked", { timeout: 60_000 }, async () => {
    writeDag(root, "d", ["  t: { config_type: EmptyTask }"], head);
    const client = await start();
    const first = queueTokens(root).make("d", 1);
    await client.queues.set({ dagId: "d", on: true });
    const url = await urlOf(client);
    expect((await post({ url, token: first })).status).toBe(202);
    const second = queueTokens(root).make("d", 2);
    expect([(await post({ url, token: first })).status, (await post({ url, token: second })).status]).toEqual([401, 202]);
    const kept = readdirSync(join(config, "queues")).map((name) => readFileSync(join(config, "queues", name), "utf8")).join("");
    expect([kept.includes(second), kept.includes(second.slice(4)), kept.includes("digest")]).toEqual([false, false, true]);
    expect([queueTokens(root).revoke("d"), queueTokens(root).revoke("d"), (await post({ url, token: second })).status]).toEqual([true, false, 401]);
    // Another workspace's tokens are none here.
    const elsewhere = queueTokens(`${root}-elsewhere`).make("d", 1);
    expect((await post({ url, token: elsewhere })).status).toBe(401);
  });

  it("start one run each, whenever the engine is killed and however often they are sent", { timeout: 180_000 }, async () => {
    const count = 60;
    writeDag(root, "d", ["  t: { config_type: EmptyTask }"], head);
    const token = queueTokens(root).make("d", 1);
    let process = await openEngineProcess(root);
    const queue = async (): Promise<QueueReport> => ((await process.call("queues", "get", { dagId: "d" })) as { queue: QueueReport }).queue;
    const open = async (): Promise<string> => {
      await process.openDoor();
      await expect.poll(async () => { const { source } = await queue(); return source.kind === "http" ? source.url : null; }, { timeout: 20_000 }).not.toBeNull();
      const { source } = await queue();
      return source.kind === "http" ? (source.url ?? "") : "";
    };
    await process.call("queues", "set", { dagId: "d", on: true });
    let url = await open();
    const told = new Map<number, string>();
    const send = async (n: number): Promise<void> => {
      const answer = await post({ url, token, body: JSON.stringify({ n }), headers: { "Idempotency-Key": `e${n}` } }).catch(() => null);
      if (answer?.status !== 202 && answer?.status !== 200) return;
      const runId = answer.body.run_id ?? "";
      // Whatever was answered once holds for ever.
      expect(told.get(n) ?? runId).toBe(runId);
      told.set(n, runId);
    };
    for (const enough of [5, 25, 45]) {
      const sending = (async () => { for (let n = 0; n < count; n += 1) await Promise.all([send(n), send(n)]); })();
      await expect.poll(async () => told.size, { timeout: 30_000, interval: 1 }).toBeGreaterThanOrEqual(enough);
      await process.kill();
      await sending;
      process = await openEngineProcess(root);
      url = await open();
    }
    for (let n = 0; n < count; n += 1) await expect.poll(async () => { await send(n); return told.has(n); }, { timeout: 20_000 }).toBe(true);
    const { runs } = (await process.call("runs", "list", { dagId: "d", limit: 200 })) as { runs: { runId: string; conf: Record<string, unknown> }[] };
    expect(runs.map(({ conf }) => Number(conf["n"])).sort((one, other) => one - other)).toEqual(Array.from({ length: count }, (_, n) => n));
    expect(new Map(runs.map(({ runId, conf }) => [Number(conf["n"]), runId]))).toEqual(new Map([...told]));
    await process.close();
  });
});
