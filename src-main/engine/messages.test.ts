/** Messages on the real engine to a real mail server and a real web server: sent with the state, again after failures and crashes, hidden secrets. */
import { createHmac } from "node:crypto";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRouterClient, type RouterClient } from "@orpc/server";
import { SMTPServer } from "smtp-server";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { HandClock } from "../services/test-world.ts";
import { startEngine, type Engine, type EngineOptions } from "./start-engine.ts";

type Client = RouterClient<Engine["router"]>;
interface Post {
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

const secrets = { DW_TEST_MAIL: "mailpass-1234", DW_TEST_KEY: "signkey-5678", DW_TEST_TOKEN: "token-90abcdef" };
let root: string;
let web: Server;
let smtp: SMTPServer;
let posts: Post[];
let mails: string[];
let answer: () => number;
let engine: Engine | null = null;

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), "dagwright-messages-"));
  Object.assign(process.env, secrets);
  posts = [];
  mails = [];
  answer = () => 200;
  web = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString())).on("end", () => {
      posts.push({ headers: request.headers, body });
      response.writeHead(answer()).end(`token ${secrets.DW_TEST_TOKEN}`);
    });
  });
  await new Promise<void>((resolve) => web.listen(0, "127.0.0.1", resolve));
  smtp = new SMTPServer({
    disabledCommands: ["STARTTLS"],
    allowInsecureAuth: true,
    onAuth: ({ username, password }, _session, done) => (username === "etl" && password === secrets.DW_TEST_MAIL ? done(null, { user: username }) : done(new Error("wrong password"))),
    onData: (stream, _session, done) => {
      let text = "";
      stream.on("data", (chunk: Buffer) => (text += chunk.toString())).on("end", () => {
        mails.push(text);
        done();
      });
    },
  });
  await new Promise<void>((resolve) => smtp.listen(0, "127.0.0.1", resolve));
});
afterEach(async () => {
  await engine?.close({ stopTasks: true });
  engine = null;
  web.closeAllConnections();
  await new Promise((resolve) => web.close(resolve));
  await new Promise<void>((resolve) => smtp.close(resolve));
  for (const name of Object.keys(secrets)) Reflect.deleteProperty(process.env, name);
  rmSync(root, { recursive: true, force: true });
});

const portOf = (server: { address: () => unknown }): number => (server.address() as AddressInfo).port;

async function start(dag: string, options: Partial<EngineOptions> = {}): Promise<Client> {
  writeFileSync(join(root, "d.dag.yaml"), dag);
  const channels = {
    ops: { kind: "mail", host: "127.0.0.1", port: portOf(smtp.server), security: "none", user: "etl", password: { env: "DW_TEST_MAIL" }, from: "Dagwright <etl@example.org>", to: ["ops@example.org"] },
    safe: { kind: "mail", host: "127.0.0.1", port: portOf(smtp.server), from: "etl@example.org", to: ["ops@example.org"] },
    hook: { kind: "webhook", url: `http://127.0.0.1:${portOf(web)}/in`, headers: { Authorization: { env: "DW_TEST_TOKEN" } }, secret: { env: "DW_TEST_KEY" } },
    unset: { kind: "slack", url: { env: "DW_TEST_NOT_SET" } },
    torn: { kind: "slak", url: "http://127.0.0.1:9/in" },
  };
  writeFileSync(join(root, "dagwright.json"), JSON.stringify({ channels, secrets: { token: { env: "DW_TEST_TOKEN" } } }));
  engine = await startEngine({ workspace: root, trusted: true, mode: "server", userSettings: { read: () => ({}), write: () => {} }, graceMs: 300, ...options });
  return createRouterClient(engine.router);
}

async function run(client: Client): Promise<string> {
  const { runId } = await client.runs.start({ dagId: "d" });
  await engine?.whenIdle();
  return runId;
}
const messagesOf = async (client: Client, runId: string) => (await client.messages.ofRun({ dagId: "d", runId })).messages;
const settled = (client: Client, runId: string) => expect.poll(async () => (await messagesOf(client, runId)).map(({ event, channel, state }) => `${event} ${channel} ${state}`), { timeout: 10_000 });

describe("a message that a state calls for", () => {
  it("reaches a real mail server, with what failed, the first error and a link", async () => {
    const client = await start(`dag: d\non_failure: ops\ntasks:\n  load: { config_type: BashTask, bash: 'echo "ValueError: no column named amount" >&2; exit 3' }\n`);
    const runId = await run(client);
    await settled(client, runId).toEqual(["failure ops sent"]);
    const [mail = ""] = mails;
    const text = mail.replaceAll("=\r\n", "").replaceAll("=3D", "=");
    expect(text).toContain("To: ops@example.org");
    expect(text).toContain("Subject: Run of d failed");
    expect(text).toContain("Error: ValueError: no column named amount");
    expect(text).toContain("Failed: load");
    expect(text).toContain(`Open: dagwright://run/d/`);
    const { entries } = await client.audit.list({ dagId: "d", runId });
    expect(entries).toEqual(expect.arrayContaining([expect.objectContaining({ act: "message.sent", by: { kind: "engine", name: "" }, arguments: { event: "failure", channel: "ops", tries: 1 } })]));
  });

  it("links to the page that the engine is served at, though the message is due before that is known", async () => {
    const address = Promise.withResolvers<string | null>();
    const client = await start(`dag: d\non_failure: ops\ntasks:\n  load: { config_type: BashTask, bash: 'exit 3' }\n`, { address: address.promise });
    const runId = await run(client);
    expect((await messagesOf(client, runId)).map(({ state }) => state)).toEqual(["waiting"]);
    address.resolve("http://127.0.0.1:4123");
    await settled(client, runId).toEqual(["failure ops sent"]);
    expect((mails.at(-1) ?? "").replaceAll("=\r\n", "").replaceAll("=3D", "=")).toContain("Open: http://127.0.0.1:4123/show/run/d/manual__");
  });

  it("reaches a webhook under the same key until it is taken, signed, with secrets hidden", async () => {
    const clock = new HandClock(Date.now());
    answer = () => (posts.length < 2 ? 503 : 200);
    const client = await start(`dag: d\ntasks:\n  a: { config_type: EmptyTask, on_success: { channel: hook, subject: 'done {{ ds }}', message: '{{ what }} {{ secret.token }}' } }\n`, { clock });
    const { runId } = await client.runs.start({ dagId: "d" });
    await settled(client, runId).toEqual(["success hook waiting"]);
    await expect.poll(async () => (await messagesOf(client, runId))[0]?.tries, { timeout: 10_000 }).toBe(1);
    expect((await messagesOf(client, runId))[0]).toMatchObject({ trouble: 'channel "hook": answered with status 503: token ***' });
    clock.advance(5_000);
    await settled(client, runId).toEqual(["success hook sent"]);
    expect(posts.length).toBe(2);
    expect(new Set(posts.map(({ headers }) => headers["idempotency-key"])).size).toBe(1);
    const [, { headers, body } = { headers: {}, body: "" }] = posts;
    expect(headers).toMatchObject({ authorization: secrets.DW_TEST_TOKEN, "x-dagwright-signature": `sha256=${createHmac("sha256", secrets.DW_TEST_KEY).update(body).digest("hex")}` });
    expect(JSON.parse(body)).toMatchObject({ message: "Task d.a succeeded ***", event: "success", dag_id: "d", run_id: runId, task_id: "a" });
    await engine?.close({ stopTasks: true });
    engine = null;
    const stored = readdirSync(join(root, ".dagwright"), { withFileTypes: true, recursive: true }).flatMap((entry) => (entry.isFile() ? [readFileSync(join(entry.parentPath, entry.name), "latin1")] : [])).join("\n");
    for (const secret of Object.values(secrets)) expect(stored).not.toContain(secret);
  });

  it.each([
    ["nowhere", "is not among the `channels`"],
    ["unset", "DW_TEST_NOT_SET is not set"],
    ["safe", "STARTTLS"],
    ["{ channel: hook, message: '{{ nope }}' }", "its text: "],
  ])("to %s is given up, and says why", async (channel, words) => {
    const client = await start(`dag: d\non_success: ${channel}\ntasks:\n  a: { config_type: EmptyTask }\n`);
    const runId = await run(client);
    await settled(client, runId).toEqual([`success ${channel.startsWith("{") ? "hook" : channel} failed`]);
    expect((await messagesOf(client, runId))[0]?.trouble).toContain(words);
    expect((await client.audit.list({ dagId: "d", runId })).entries).toEqual(expect.arrayContaining([expect.objectContaining({ act: "message.failed", refusal: expect.stringContaining(words) as string })]));
    expect(mails).toEqual([]);
  });

  it("is sent by the next engine when the first one is lost before, and not twice", async () => {
    answer = () => 503;
    const dag = `dag: d\non_success: hook\ntasks:\n  a: { config_type: EmptyTask }\n`;
    const first = await start(dag);
    const runId = await run(first);
    await expect.poll(async () => (await messagesOf(first, runId))[0]?.tries, { timeout: 10_000 }).toBe(1);
    await engine?.close({ stopTasks: false });
    answer = () => 200;
    const again = await start(dag, { clock: new HandClock(Date.now() + 60_000) });
    await settled(again, runId).toEqual(["success hook sent"]);
    expect(new Set(posts.map(({ headers }) => headers["idempotency-key"])).size).toBe(1);
    const sent = posts.length;
    await engine?.close({ stopTasks: false });
    await start(dag, { clock: new HandClock(Date.now() + 120_000) });
    await engine?.close({ stopTasks: false });
    engine = null;
    expect(posts.length).toBe(sent);
  });

  it("leaves no workspace that is not trusted, nor does a test", async () => {
    const dag = `dag: d\non_success: hook\ntasks:\n  a: { config_type: EmptyTask }\n`;
    answer = () => 503;
    const first = await start(dag);
    const runId = await run(first);
    await expect.poll(async () => (await messagesOf(first, runId))[0]?.tries, { timeout: 10_000 }).toBe(1);
    await engine?.close({ stopTasks: false });
    posts.length = 0;
    const client = await start(dag, { trusted: false, clock: new HandClock(Date.now() + 60_000) });
    await expect(client.messages.test({ channel: "hook" })).rejects.toMatchObject({ code: "workspace/untrusted" });
    expect(posts).toEqual([]);
    answer = () => 200;
    engine?.setTrusted(true);
    await settled(client, runId).toEqual(["success hook sent"]);
  });
});

describe("a NotifyTask", () => {
  it("sends to each of its channels, and fails when one does not take it", async () => {
    const client = await start(`dag: d\ntasks:\n  tell: { config_type: NotifyTask, channel: [ops, hook], subject: 'hello {{ ds }}', message: 'to all' }\n  wrong: { config_type: NotifyTask, channel: nowhere, message: x, retries: 3 }\n`);
    const runId = await run(client);
    expect((await client.runs.get({ dagId: "d", runId })).tasks).toMatchObject([{ taskId: "tell", state: "success" }, { taskId: "wrong", state: "failed", tryNumber: 1, reason: expect.stringContaining("is not among the `channels`") as string }]);
    expect([mails.length, posts.length]).toEqual([1, 1]);
    expect((await client.runs.log({ dagId: "d", runId, taskId: "tell", tryNumber: 1 })).text).toMatch(/sent to ops: hello \d/);
  });
});

describe("a channel", () => {
  it("is listed without what is secret, and tested", async () => {
    const client = await start("dag: d\ntasks:\n  a: { config_type: EmptyTask }\n");
    expect((await client.messages.channels({})).channels).toEqual(expect.arrayContaining([{ id: "ops", kind: "mail", to: "ops@example.org" }, { id: "hook", kind: "webhook", to: `http://127.0.0.1:${portOf(web)}` }, { id: "unset", kind: "slack", to: "$DW_TEST_NOT_SET" }]));
    expect(await client.messages.test({ channel: "ops" })).toEqual({ ok: true, reason: null });
    expect(mails[0]).toContain("Test message");
    expect(await client.messages.test({ channel: "unset" })).toMatchObject({ ok: false, reason: expect.stringContaining("is not set") as string });
    expect((await client.messages.test({ channel: "torn" })).reason).toMatch(/^channel "torn" has a mistake in dagwright\.json:1:\d+: `channels\.torn\.kind`: found a text; expected "slack", "webhook" or "mail" as its kind\. Did you mean `slack`\?$/);
    expect((await client.messages.test({ channel: "op" })).reason).toBe('channel "op" is not among the `channels` of dagwright.json; known are `ops`, `safe`, `hook`, `unset`, `torn`.');
    writeFileSync(join(root, "dagwright.json"), '{ "channels": ');
    await expect.poll(async () => (await client.messages.test({ channel: "ops" })).reason).toMatch(/^channel "ops" has a mistake in dagwright\.json:1:\d+: /);
    writeFileSync(join(root, "dagwright.json"), "{}");
    await expect.poll(async () => (await client.messages.test({ channel: "ops" })).reason).toBe('channel "ops" is not among the `channels` of dagwright.json; there is none yet.');
  });
});
