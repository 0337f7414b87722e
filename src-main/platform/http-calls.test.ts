/** The caller against real servers on this machine: slow, huge, cut off, redirecting, lying. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createRaw, type AddressInfo, type Server as RawServer, type Socket } from "node:net";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import type { HttpCall, HttpOutcome, HttpStep } from "../ports/http-calls.ts";
import { createHttpCalls } from "./http-calls.ts";

let opened: (Server | RawServer)[] = [];
const sockets = new Set<Socket>();
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await Promise.all(opened.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
  opened = [];
});

async function listen(server: Server | RawServer): Promise<string> {
  opened.push(server);
  server.on("connection", (socket: Socket) => void sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const serve = (answer: (request: IncomingMessage, response: ServerResponse, body: string) => void): Promise<string> =>
  listen(
    createServer((request, response) => {
      let body = "";
      request.on("data", (chunk: Buffer) => (body += chunk.toString())).on("end", () => answer(request, response, body));
    }),
  );
/** Writes these very bytes once something was asked, then perhaps cuts the connection. */
const serveRaw = (bytes: string, cut = true): Promise<string> => listen(createRaw((socket) => socket.on("error", () => {}).once("data", () => (cut ? socket.end(bytes) : socket.write(bytes)))));

const call = (url: string, changes: Partial<HttpCall> = {}, ownPorts = new Set<number>()): Promise<HttpOutcome> =>
  createHttpCalls({ ownPorts }).send({ method: "GET", url, headers: {}, body: null, maxRedirects: 5, timeoutMs: 10_000, maxBytes: 1_000, proxy: "", ...changes });

const textOf = (outcome: HttpOutcome): string => (outcome.kind === "reply" ? new TextDecoder().decode(outcome.reply.body) : `${outcome.failure}: ${outcome.reason}`);

describe("a call", () => {
  it("sends method, headers and body, and brings status, headers and body", async () => {
    const url = await serve((request, response, body) => response.writeHead(201, { "x-seen": "yes" }).end(`${request.method} ${request.url} ${request.headers["x-one"]} ${body}`));
    const steps: HttpStep[] = [];
    const outcome = await call(`${url}/a?b=ü`, { method: "POST", headers: { "X-One": "1" }, body: "häh", onStep: (step) => void steps.push(step) });
    expect(outcome).toMatchObject({ kind: "reply", reply: { status: 201, isCut: false, headers: { "x-seen": "yes" } } });
    expect(textOf(outcome)).toBe("POST /a?b=%C3%BC 1 häh");
    expect(steps).toMatchObject([{ kind: "request", method: "POST", bodyBytes: 4, headers: { "content-length": "4" } }, { kind: "reply", status: 201, statusText: "Created" }]);
  });

  it("reads no more of a huge answer than is kept, also of one that never ends", async () => {
    const url = await serve((_request, response) => {
      const more = (): void => void (response.write("x".repeat(65_536)) ? setImmediate(more) : response.once("drain", more));
      more();
    });
    const outcome = await call(url);
    expect(outcome).toMatchObject({ kind: "reply", reply: { isCut: true } });
    expect(textOf(outcome)).toBe("x".repeat(1_000));
  });

  it("unpacks a packed answer, within the same bound", async () => {
    const url = await serve((request, response) => response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync(request.url === "/bomb" ? "0".repeat(50_000_000) : "small")));
    expect(textOf(await call(url))).toBe("small");
    expect(await call(`${url}/bomb`)).toMatchObject({ kind: "reply", reply: { isCut: true } });
  });

  it("ends at its timeout, while it waits and while the answer trickles in", async () => {
    const silent = await serve(() => {});
    expect(await call(silent, { timeoutMs: 60 })).toEqual({ kind: "failed", failure: "timeout", reason: "no answer while it was waited for the answer" });
    const slow = await serve((_request, response) => void response.writeHead(200).write("a"));
    expect(await call(slow, { timeoutMs: 60 })).toMatchObject({ failure: "timeout", reason: "no answer while the answer was coming" });
  });

  it("ends when it is stopped, before it begins too", async () => {
    const stop = new AbortController();
    const url = await serve(() => stop.abort());
    expect(await call(url, { stop: stop.signal })).toMatchObject({ failure: "cancelled" });
    expect(await call(url, { stop: stop.signal })).toMatchObject({ failure: "cancelled" });
  });

  it.each([
    ["an answer that is cut off", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf", "connection: the connection was cut off while the answer was coming"],
    ["a chunk that is cut off", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nhalf", "connection: the connection was cut off while the answer was coming"],
    ["no answer at all", "", "connection: the connection was cut off while it was waited for the answer"],
    ["something that is no HTTP", "SSH-2.0-x\r\n\r\n", "connection: the answer is not proper HTTP"],
    ["two lengths that differ", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", "connection: the answer is not proper HTTP"],
    ["a packed answer that is none", "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\nno", "connection: the answer cannot be unpacked"],
  ])("says what happened with %s", async (_what, bytes, words) => expect(textOf(await call(await serveRaw(bytes)))).toContain(words));

  it("takes what a length says, whatever follows", async () => expect(textOf(await call(await serveRaw("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nabcdef")))).toBe("ab"));

  it("says that nobody listens, and which names and addresses are none", async () => {
    const url = await serve(() => {});
    await new Promise((resolve) => opened.splice(0)[0]?.close(resolve));
    expect(textOf(await call(url))).toBe("connection: nothing listens at that address");
    expect(textOf(await call("no address"))).toMatch(/^refused: found "no address"; expected an address/);
    expect(textOf(await call("file:///etc/passwd"))).toMatch(/^refused: found the scheme file/);
  });

  it("goes through the proxy of the settings, and through none of the environment", async () => {
    const proxy = await serve((request, response) => response.end(`proxied ${request.url}`));
    const server = await serve((_request, response) => response.end("direct"));
    process.env["HTTP_PROXY"] = process.env["http_proxy"] = proxy;
    try {
      expect(textOf(await call(server))).toBe("direct");
      expect(textOf(await call(`${server}/x`, { proxy }))).toBe(`proxied ${server}/x`);
    } finally {
      delete process.env["HTTP_PROXY"];
      delete process.env["http_proxy"];
    }
  });
});

describe("a redirect", () => {
  it("is followed as browsers do, and takes no key to another server", async () => {
    const other = await serve((request, response) => response.end(`${request.method} ${request.headers.authorization ?? "no key"} ${request.headers["x-api-key"] ?? "no key"} ${request.headers["x-plain"]}`));
    const url = await serve((request, response) => response.writeHead(request.url === "/same" ? 307 : 302, { location: request.url === "/same" ? "/echo" : other }).end());
    expect(textOf(await call(url, { method: "POST", body: "b", headers: { Authorization: "a", "X-Api-Key": "k", "X-Plain": "p" } }))).toBe("GET no key no key p");
  });

  it("keeps method and body where it has to, and is an answer where none is followed", async () => {
    const url = await serve((request, response, body) => (request.url === "/end" ? response.end(`${request.method} ${body}`) : response.writeHead(308, { location: "/end" }).end("moved")));
    expect(textOf(await call(url, { method: "PUT", body: "b" }))).toBe("PUT b");
    expect(await call(url, { maxRedirects: 0 })).toMatchObject({ kind: "reply", reply: { status: 308 } });
  });

  it.each([
    ["to another scheme", "file:///etc/passwd", /redirected to the scheme file/],
    ["in a circle", "/", /more often than `max_redirects` \(5\)/],
    ["to the addresses of clouds", "http://169.254.169.254/latest/meta-data", /link-local address/],
  ])("is not followed %s", async (_where, location, words) => {
    const url = await serve((_request, response) => response.writeHead(302, { location }).end());
    const outcome = await call(url);
    expect(outcome).toMatchObject({ kind: "failed", failure: "refused" });
    expect(textOf(outcome)).toMatch(words);
  });
});

describe("an address", () => {
  it.each(["http://169.254.169.254/", "http://2852039166/", "http://0xa9fea9fe/", "http://[::ffff:169.254.169.254]/", "http://[fe80::1]/", "http://100.100.100.200/"])("%s is never called", async (url) => expect(await call(url)).toMatchObject({ failure: "refused" }));

  it.each(["127.0.0.1", "127.1", "localhost", "0", "[::1]", "[::ffff:127.0.0.1]", "0x7f.1"])("%s with our own port is never called", async (host) => {
    const url = await serve((_request, response) => response.end("our door"));
    const { port } = new URL(url);
    expect(await call(`http://${host}:${port}/`, {}, new Set([Number(port)]))).toMatchObject({ failure: "refused" });
  });

  it("of this machine is called like any other", async () => {
    const url = await serve((_request, response) => response.end("hello"));
    expect(textOf(await call(url.replace("127.0.0.1", "localhost")))).toBe("hello");
  });
});
