/** HttpTasks on the real engine against real servers: what is sent, kept, shown and hidden. */
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRouterClient, type RouterClient } from "@orpc/server";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startEngine, type Engine, type EngineOptions } from "./start-engine.ts";

const secret = "tok-9f8e7d6c5b";
let root: string;
let server: Server;
let address: string;
let engine: Engine | null = null;
const seen: { method: string; url: string; headers: IncomingMessage["headers"]; body: string }[] = [];
let answer: (response: ServerResponse, body: string) => void;

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), "dagwright-http-"));
  process.env["DAGWRIGHT_TEST_TOKEN"] = secret;
  seen.length = 0;
  answer = (response) => response.end("ok");
  server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString())).on("end", () => {
      seen.push({ method: request.method ?? "", url: request.url ?? "", headers: request.headers, body });
      answer(response, body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  await engine?.close({ stopTasks: true });
  engine = null;
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  delete process.env["DAGWRIGHT_TEST_TOKEN"];
  rmSync(root, { recursive: true, force: true });
});

async function start(tasks: string, options: Partial<EngineOptions> = {}): Promise<RouterClient<Engine["router"]>> {
  mkdirSync(root, { recursive: true });
  writeFileSync(join(root, "d.dag.yaml"), `dag: d\ntasks:\n${tasks}`);
  writeFileSync(join(root, "dagwright.json"), JSON.stringify({ secrets: { token: { env: "DAGWRIGHT_TEST_TOKEN" } } }));
  engine = await startEngine({ workspace: root, trusted: true, mode: "server", userSettings: { read: () => ({}), write: () => {} }, graceMs: 300, ...options });
  return createRouterClient(engine.router);
}

async function run(tasks: string): Promise<{ client: RouterClient<Engine["router"]>; runId: string; states: Record<string, string>; reasons: Record<string, string | null> }> {
  const client = await start(tasks);
  const { runId } = await client.runs.start({ dagId: "d", logicalDate: Date.parse("2026-02-03") });
  await engine?.whenIdle();
  const of = await client.runs.get({ dagId: "d", runId });
  return { client, runId, states: Object.fromEntries(of.tasks.map(({ taskId, state }) => [taskId, state])), reasons: Object.fromEntries(of.tasks.map(({ taskId, reason }) => [taskId, reason])) };
}

describe("an HttpTask", () => {
  const whole = (): string => `  call:
    config_type: HttpTask
    method: POST
    url: '${address}/v1/{{ ds }}'
    headers: { Authorization: 'Bearer {{ secret.token }}', X-Run: '{{ run_id }}' }
    query: { q: 'a&b {{ ds_nodash }}', t: '{{ secret.token }}' }
    json: { day: '{{ ds }}', n: 12, deep: [true, null, '{{ secret.token }}'] }
    expected_status: [201, 3xx]
    response_check: '{{ response.json.state == "done" and response.headers["x-kind"] == "good" }}'
  use: { config_type: BashTask, bash: 'echo "id={{ xcom.call.return_value.id }} status={{ xcom.call.status }}"', deps: call }
`;

  it("sends what its templates make, and hands on what it was answered, with secrets hidden everywhere", async () => {
    answer = (response, body) => response.writeHead(201, { "content-type": "application/json", "x-kind": "good", "set-cookie": "sid=abcdef" }).end(JSON.stringify({ state: "done", id: 7, echo: JSON.parse(body) as unknown }));
    const { client, runId, states } = await run(whole());
    expect(states).toEqual({ call: "success", use: "success" });
    expect(seen).toMatchObject([{ method: "POST", url: `/v1/2026-02-03?q=a%26b+20260203&t=${secret}`, body: `{"day":"2026-02-03","n":12,"deep":[true,null,"${secret}"]}`, headers: { authorization: `Bearer ${secret}`, "content-type": "application/json", "x-run": runId } }]);
    expect((await client.runs.log({ dagId: "d", runId, taskId: "use", tryNumber: 1 })).text).toContain("id=7 status=201");
    const log = (await client.runs.log({ dagId: "d", runId, taskId: "call", tryNumber: 1 })).text;
    expect(log).toContain("> POST http://127.0.0.1");
    expect(log).toContain("> authorization: ***");
    expect(log).toContain("< HTTP/1.1 201 Created");
    expect(log).toContain("< set-cookie: ***");
    const detail = await client.runs.task({ dagId: "d", runId, taskId: "call" });
    expect(detail.attempts[0]?.rendered).toEqual(expect.arrayContaining([{ name: "headers.Authorization", text: "Bearer ***" }, { name: "json.deep[2]", text: "***" }]));
    await engine?.close({ stopTasks: true });
    engine = null;
    expect(everythingIn(join(root, ".dagwright"))).not.toContain(secret);
  });

  it.each([
    ["a status that was not expected", "", 500, "{}", "answered with status 500; expected 2xx"],
    ["a condition that is not met", `response_check: '{{ response.json.n > 3 }}'`, 200, '{"n":3}', "the answer does not meet `response_check`: it rendered \"false\"; expected true"],
    ["a condition on what is not there", `response_check: '{{ response.json.nope.x }}'`, 200, "{}", "response_check: "],
    ["an answer too long to be judged", `response_check: '{{ response.status == 200 }}'`, 200, "x".repeat(1_100_000), "longer than 1 MiB"],
  ])("fails for %s, and is tried again", async (_what, field, status, body, words) => {
    answer = (response) => response.writeHead(status).end(body);
    const { states, reasons } = await run(`  call:\n    config_type: HttpTask\n    url: '${address}'\n    retries: 1\n    retry_delay: 10ms\n    ${field}\n`);
    expect(states).toEqual({ call: "failed" });
    expect(reasons["call"]).toContain(words);
    expect(seen.length).toBe(2);
  });

  it("is not sent again where the call itself may not be made", async () => {
    const { reasons } = await run(`  call: { config_type: HttpTask, url: 'http://169.254.169.254/', retries: 3 }\n`);
    expect(reasons["call"]).toContain("link-local");
  });

  it("ends with its timeout, and with a cancel", async () => {
    answer = () => {};
    const { client, reasons } = await run(`  call: { config_type: HttpTask, url: '${address}', timeout: 50ms }\n`);
    expect(reasons["call"]).toContain("timed out after 50 ms");
    writeFileSync(join(root, "d.dag.yaml"), `dag: d\ntasks:\n  call: { config_type: HttpTask, url: '${address}' }\n`);
    const { runId } = await client.runs.start({ dagId: "d" });
    await expect.poll(() => seen.length).toBe(2);
    await client.runs.cancel({ dagId: "d", runId });
    await engine?.whenIdle();
    expect((await client.runs.get({ dagId: "d", runId })).tasks).toMatchObject([{ state: "failed", reason: "cancelled" }]);
  });

  it("calls nothing in a workspace that is not trusted", async () => {
    const client = await start(`  call: { config_type: HttpTask, url: '${address}' }\n`, { trusted: false });
    await expect(client.runs.start({ dagId: "d" })).rejects.toMatchObject({ code: "workspace/untrusted" });
    expect(seen).toEqual([]);
  });

  it("does not call Dagwright itself", async () => {
    const client = await start(`  call: { config_type: HttpTask, url: '${address.replace("127.0.0.1", "localhost")}' }\n`);
    engine?.ownPorts.add(Number(new URL(address).port));
    const { runId } = await client.runs.start({ dagId: "d" });
    await engine?.whenIdle();
    expect((await client.runs.get({ dagId: "d", runId })).tasks).toMatchObject([{ state: "failed", reason: expect.stringContaining("is Dagwright itself") }]);
    expect(seen).toEqual([]);
  });
});

describe("after the engine was lost in a call", () => {
  it.each([
    ["GET", "success", 2],
    ["POST", "interrupted", 1],
  ])("a %s ends as %s", async (method, state, calls) => {
    answer = () => {};
    const client = await start(`  call: { config_type: HttpTask, method: ${method}, url: '${address}' }\n`);
    const { runId } = await client.runs.start({ dagId: "d" });
    await expect.poll(() => seen.length).toBe(1);
    await engine?.close({ stopTasks: false });
    answer = (response) => response.end("ok");
    const again = await start(`  call: { config_type: HttpTask, method: ${method}, url: '${address}' }\n`);
    await engine?.whenIdle();
    expect((await again.runs.get({ dagId: "d", runId })).tasks).toMatchObject([{ state }]);
    expect(seen.length).toBe(calls);
  });
});

function everythingIn(folder: string): string {
  return readdirSync(folder, { withFileTypes: true, recursive: true }).flatMap((entry) => (entry.isFile() ? [readFileSync(join(entry.parentPath, entry.name), "latin1")] : [])).join("\n");
}
