import { fork } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { MessageChannel } from "node:worker_threads";
import { createORPCClient, ORPCError } from "@orpc/client";
import { RPCLink as PortLink } from "@orpc/client/message-port";
import { RPCLink as SocketLink } from "@orpc/client/websocket";
import type { RouterClient } from "@orpc/server";
import { WebSocket, WebSocketServer } from "ws";
import { afterEach, describe, expect, it } from "vitest";
import { createSmallRouter, type SmallRouterProbe } from "./fixtures/small-router.ts";
import { maxFrameBytes } from "./channel.ts";
import { messagePortChannel, type PortLike } from "./message-port-channel.ts";
import { createRpcServer } from "./rpc-server.ts";
import { websocketChannel } from "./websocket-channel.ts";

type Client = RouterClient<ReturnType<typeof createSmallRouter>>;
const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

interface LogLine {
  level: string;
  message: string;
  fields: unknown;
}
function createTestLog(lines: LogLine[]) {
  const at = (level: string) => (message: string, fields?: unknown) => void lines.push({ level, message, fields });
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}

interface Host {
  client: Client;
  probe: SmallRouterProbe;
  lines: LogLine[];
}

async function overWebSocket(rate?: { perSecond: number; burst: number }): Promise<Host & { open(): Promise<WebSocket>; size(): number }> {
  const probe = { calls: 0, opened: 0, closed: 0 };
  const lines: LogLine[] = [];
  const server = createRpcServer({ router: createSmallRouter(probe), log: createTestLog(lines), ...(rate && { rate }) });
  const http = createServer();
  const sockets = new WebSocketServer({ server: http, maxPayload: maxFrameBytes });
  sockets.on("connection", (socket) => server.serve(websocketChannel(socket)));
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  const { port } = http.address() as AddressInfo;
  cleanups.push(() => new Promise((resolve) => http.close(resolve)), () => server.close());
  const open = async (): Promise<WebSocket> => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}`);
    cleanups.push(() => socket.terminate());
    await new Promise((resolve) => socket.once("open", resolve));
    return socket;
  };
  const client: Client = createORPCClient(new SocketLink({ websocket: (await open()) as unknown as globalThis.WebSocket }));
  return { client, probe, lines, open, size: () => server.size };
}

function overPort(): Host {
  const probe = { calls: 0, opened: 0, closed: 0 };
  const lines: LogLine[] = [];
  const server = createRpcServer({ router: createSmallRouter(probe), log: createTestLog(lines) });
  const { port1, port2 } = new MessageChannel();
  server.serve(messagePortChannel(port2 as unknown as PortLike));
  cleanups.push(() => port1.close());
  const client: Client = createORPCClient(new PortLink({ port: port1 as never }));
  port1.start();
  return { client, probe, lines };
}

function overRelay(): Host {
  const child = fork(join(import.meta.dirname, "fixtures/relay-child.ts"), { stdio: "ignore" });
  cleanups.push(() => new Promise((resolve) => child.once("exit", resolve) && child.disconnect()));
  const { port1, port2 } = new MessageChannel();
  cleanups.push(() => port1.close());
  // The parent's half, as the desktop writes it: frames of the window's port to the child and back.
  child.send({ kind: "open", port: 7 });
  port2.on("message", (data) => child.connected && child.send({ kind: "data", port: 7, data }));
  child.on("message", (message: { data: string }) => port2.postMessage(message.data));
  const client: Client = createORPCClient(new PortLink({ port: port1 as never }));
  port1.start();
  return { client, probe: { calls: 0, opened: 0, closed: 0 }, lines: [] };
}

async function errorOf(call: Promise<unknown>): Promise<Record<string, unknown>> {
  const error = await call.then(() => null, (thrown: unknown) => thrown);
  if (!(error instanceof ORPCError)) throw new Error(`expected a coded error, got ${String(error)}`);
  return error.toJSON();
}

const hosts = [
  ["WebSocket", overWebSocket],
  ["MessagePort", async () => overPort()],
  ["IPC relay to a child process", async () => overRelay()],
] as const;

describe.each(hosts)("createRpcServer over %s", (_name, start) => {
  it("answers calls, errors and streams", async () => {
    const { client, lines } = await start();
    expect(await client.echo({ text: "a\u0000é€😀" })).toEqual({ text: "a\u0000é€😀" });
    expect(await errorOf(client.refuse({}))).toEqual({
      defined: true,
      code: "dag/not-found",
      status: 500,
      message: 'DAG "nightly": not found; see `dags.list`.',
      data: { dagId: "nightly" },
    });
    const exploded = await errorOf(client.explode({}));
    expect(exploded).toMatchObject({ code: "internal", data: {} });
    expect(JSON.stringify(exploded)).not.toMatch(/hunter2|secret|rpc-server/);
    const seen: number[] = [];
    for await (const next of await client.count({})) if (seen.push(next) === 3) break;
    expect(seen).toEqual([0, 1, 2]);
    if (_name !== "IPC relay to a child process") expect(lines.filter((line) => line.level === "error")).toHaveLength(1);
  });
});

describe("refused input", () => {
  it("names every wrong field as input/invalid", async () => {
    const { client, probe } = overPort();
    const error = await errorOf(client.echo({ text: 5, nested: { count: 1.5 } } as never));
    expect(error).toMatchObject({ code: "input/invalid", defined: true, data: { procedure: "echo", fields: [{ field: "text" }, { field: "nested.count" }] } });
    expect(error["message"]).toMatch(/^echo: field "text": .*; field "nested\.count": /);
    expect(probe.calls).toBe(0);
  });

  it("answers an unknown procedure as input/invalid", async () => {
    const { client } = overPort();
    const unknown = (client as unknown as { nothing: { here: (input: unknown) => Promise<unknown> } }).nothing.here({});
    expect(await errorOf(unknown)).toMatchObject({ code: "input/invalid", message: expect.stringContaining("nothing.here") });
  });

  it("is not polluted by prototype keys", async () => {
    const { client } = overPort();
    const hostile = JSON.parse('{"text":"x","__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"then":"y"}') as { text: string };
    expect(await client.echo(hostile)).toEqual({ text: "x" });
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });
});

describe("streams", () => {
  it("stops the generator when the caller leaves the loop", async () => {
    const { client, probe } = await overWebSocket();
    for await (const next of await client.count({})) if (next === 2) break;
    await expect.poll(() => probe).toEqual({ calls: 0, opened: 1, closed: 1 });
  });

  it("stops the generator when the caller aborts, and when its connection dies", async () => {
    const { client, probe, open, size } = await overWebSocket();
    const leave = new AbortController();
    const stream = await client.count({}, { signal: leave.signal });
    await stream.next();
    leave.abort();
    await expect.poll(() => probe.closed).toBe(1);
    const socket = await open();
    const other: Client = createORPCClient(new SocketLink({ websocket: socket as unknown as globalThis.WebSocket }));
    await (await other.count({})).next();
    expect(size()).toBe(2);
    socket.terminate();
    await expect.poll(() => probe.closed).toBe(2);
    expect(size()).toBe(1);
  });

  it("carries a coded error out of a stream", async () => {
    const { client } = await overWebSocket();
    const seen: number[] = [];
    const read = async (): Promise<void> => {
      for await (const next of await client.count({ failAt: 2 })) seen.push(next);
    };
    expect(await errorOf(read())).toMatchObject({ code: "log/not-found", data: { next: 2 } });
    expect(seen).toEqual([0, 1]);
  });
});

describe("hostile frames", () => {
  const frames: readonly (readonly [string, string | Uint8Array])[] = [
    ["not JSON", "hello"],
    ["null", "null"],
    ["a number", "5"],
    ["no payload", '{"i":"1"}'],
    ["a url that is none", '{"i":"1","p":{"u":"nowhere"}}'],
    ["headers of a wrong type", '{"i":"1","p":{"u":"/echo","h":{"content-type":5}}}'],
    ["binary rubbish", new Uint8Array([255, 0, 255, 7])],
    ["deep nesting", "[".repeat(200_000)],
  ];
  it.each(frames)("closes only its own channel on %s", async (_name, frame) => {
    const { client, open, probe } = await overWebSocket();
    const socket = await open();
    const code = new Promise((resolve) => socket.once("close", resolve));
    socket.send(frame);
    expect(await code).toBe(1007);
    expect(await client.echo({ text: "still here" })).toEqual({ text: "still here" });
    expect(probe.calls).toBe(1);
  });

  it("answers a well-formed frame whose body is no call as a coded error", async () => {
    const { open } = await overWebSocket();
    const socket = await open();
    const answer = new Promise((resolve) => socket.once("message", (data) => resolve(String(data as Buffer))));
    socket.send('{"i":"1","p":{"u":"/echo","b":{"json":{},"meta":[[1,"nope"]]}}}');
    expect(JSON.parse(String(await answer))).toMatchObject({ p: { b: { json: { code: "input/invalid" } } } });
  });

  it("closes on a frame over 10 MB", async () => {
    const { client, open } = await overWebSocket();
    const socket = await open();
    const code = new Promise((resolve) => socket.once("close", resolve));
    socket.send("x".repeat(maxFrameBytes + 1));
    expect(await code).toBe(1009);
    expect(await client.echo({ text: "ok" })).toEqual({ text: "ok" });
  });

  it("closes a channel that floods", async () => {
    const { open } = await overWebSocket({ perSecond: 1, burst: 20 });
    const socket = await open();
    const code = new Promise((resolve) => socket.once("close", resolve));
    for (let i = 0; i < 40; i += 1) socket.send('{"i":"1","t":4}');
    expect(await code).toBe(1008);
  });

  it("closes a port on a frame that is an object", async () => {
    const lines: LogLine[] = [];
    const server = createRpcServer({ router: createSmallRouter(), log: createTestLog(lines) });
    const { port1, port2 } = new MessageChannel();
    server.serve(messagePortChannel(port2 as unknown as PortLike));
    const closed = new Promise((resolve) => port1.once("close", () => resolve(true)));
    port1.postMessage({ i: "1", p: { u: "/echo" } });
    expect(await closed).toBe(true);
    expect(server.size).toBe(0);
  });
});
