/** The `HttpCalls` port on `node:http`: one connection a call, redirects followed by hand, never more read than is kept. */
import { request as plainRequest, Agent as PlainAgent, type IncomingMessage, type RequestOptions } from "node:http";
import { request as safeRequest, Agent as SafeAgent } from "node:https";
import { isIP } from "node:net";
import type { Readable } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { awakeTimeout } from "../../shared/base/awake-timeout.ts";
import { AppError, messageOf } from "../../shared/errors/app-error.ts";
import type { HttpCall, HttpCalls, HttpOutcome, HttpReply } from "../ports/http-calls.ts";
import { checkAddress, checkedLookup, hostOf, portOf, readAddress } from "./http-address.ts";
import { nextHop, type Hop } from "./http-redirect.ts";
import { systemClock } from "./system-clock.ts";

export interface HttpCallsOptions {
  /** At which this very program listens. */
  readonly ownPorts: ReadonlySet<number>;
}

export function createHttpCalls({ ownPorts }: HttpCallsOptions): HttpCalls {
  return { send: (call) => send(call, ownPorts) };
}

async function send(call: HttpCall, ownPorts: ReadonlySet<number>): Promise<HttpOutcome> {
  const end = new AbortController();
  const endLimit = awakeTimeout(systemClock, call.timeoutMs, () => end.abort());
  const stopped = new AbortController();
  const onStop = (): void => stopped.abort();
  call.stop?.addEventListener("abort", onStop);
  if (call.stop?.aborted) stopped.abort();
  const signal = AbortSignal.any([end.signal, stopped.signal]);
  const way = { step: "connecting" };
  try {
    let hop: Hop = { method: call.method, url: readAddress(call.url), headers: { ...call.headers }, body: call.body };
    for (let followed = 0; ; followed += 1) {
      const message = await ask(hop, { call, signal, ownPorts, way });
      const next = call.maxRedirects === 0 ? null : nextHop(hop, message.statusCode ?? 0, message.headers.location);
      if (next === null) return { kind: "reply", reply: await readReply(message, hop.url, call.maxBytes) };
      message.destroy();
      if (followed === call.maxRedirects) throw new AppError("input/invalid", `it was redirected more often than \`max_redirects\` (${call.maxRedirects}) allows, at last to ${next.url.origin}`);
      hop = next;
    }
  } catch (thrown) {
    if (stopped.signal.aborted) return { kind: "failed", failure: "cancelled", reason: "cancelled" };
    if (end.signal.aborted) return { kind: "failed", failure: "timeout", reason: `no answer while ${way.step}` };
    const refusal = refusalIn(thrown);
    return refusal === null ? { kind: "failed", failure: "connection", reason: inWords(thrown, way.step) } : { kind: "failed", failure: "refused", reason: refusal };
  } finally {
    endLimit();
    call.stop?.removeEventListener("abort", onStop);
  }
}

interface Asking {
  readonly call: HttpCall;
  readonly signal: AbortSignal;
  readonly ownPorts: ReadonlySet<number>;
  readonly way: { step: string };
}

function ask(hop: Hop, { call, signal, ownPorts, way }: Asking): Promise<IncomingMessage> {
  const { url, method, body } = hop;
  const isSafe = url.protocol === "https:";
  // Behind a proxy it is the proxy that looks the name up.
  if (isIP(hostOf(url)) > 0) checkAddress(hostOf(url), portOf(url), ownPorts);
  const headers = { accept: "*/*", "accept-encoding": "gzip, deflate, br", "user-agent": "Dagwright", ...lowered(hop.headers), ...(body === null ? {} : { "content-length": String(Buffer.byteLength(body)) }) };
  call.onStep?.({ kind: "request", method, url: url.href, headers, bodyBytes: Buffer.byteLength(body ?? "") });
  const options: RequestOptions = { method, headers, signal, lookup: checkedLookup(portOf(url), ownPorts), agent: agentFor(isSafe, call.proxy) };
  way.step = "connecting";
  return new Promise((resolve, reject) => {
    const request = (isSafe ? safeRequest : plainRequest)(url, options, (message) => {
      way.step = "the answer was coming";
      call.onStep?.({ kind: "reply", status: message.statusCode ?? 0, statusText: message.statusMessage ?? "", httpVersion: message.httpVersion, headers: headersOf(message) });
      resolve(message);
    });
    request.on("socket", (socket) => socket.once(isSafe ? "secureConnect" : "connect", () => void (way.step = "it was waited for the answer")));
    request.on("error", reject);
    request.end(body ?? undefined);
  });
}

function agentFor(isSafe: boolean, proxy: string): PlainAgent | SafeAgent {
  // The environment's proxies are not ours to follow: without a setting, none is used.
  const options = { keepAlive: false, ...(proxy === "" ? {} : { proxyEnv: { HTTP_PROXY: proxy, HTTPS_PROXY: proxy } }) };
  return isSafe ? new SafeAgent(options) : new PlainAgent(options);
}

async function readReply(message: IncomingMessage, url: URL, maxBytes: number): Promise<HttpReply> {
  const chunks: Buffer[] = [];
  let size = 0;
  let isCut = false;
  const body = decoded(message);
  for await (const chunk of body as AsyncIterable<Buffer>) {
    isCut = size + chunk.length > maxBytes;
    chunks.push(isCut ? chunk.subarray(0, maxBytes - size) : chunk);
    size += chunk.length;
    if (isCut) break;
  }
  message.destroy();
  return { status: message.statusCode ?? 0, url: url.href, headers: headersOf(message), body: Buffer.concat(chunks), isCut };
}

function decoded(message: IncomingMessage): Readable {
  const encoding = (message.headers["content-encoding"] ?? "").trim().toLowerCase();
  const unpack = encoding === "gzip" || encoding === "x-gzip" ? createGunzip() : encoding === "br" ? createBrotliDecompress() : encoding === "deflate" ? createInflate() : null;
  if (unpack === null) return message;
  message.on("error", (error) => unpack.destroy(error));
  return message.pipe(unpack);
}

function headersOf(message: IncomingMessage): Record<string, string> {
  return Object.fromEntries(Object.entries(message.headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, Array.isArray(value) ? value.join(", ") : value]])));
}

function lowered(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

/** Our own refusal, also where the connection carries it. */
function refusalIn(thrown: unknown): string | null {
  if (thrown instanceof AppError) return thrown.message;
  if (thrown instanceof AggregateError) return thrown.errors.map(refusalIn).find((one) => one !== null) ?? null;
  return null;
}

const words: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens at that address",
  ENOTFOUND: "there is no machine of that name",
  EAI_AGAIN: "the name could not be looked up",
  ECONNRESET: "the connection was cut off",
  EPIPE: "the connection was cut off",
  EHOSTUNREACH: "the machine cannot be reached",
  ENETUNREACH: "the network cannot be reached",
  ETIMEDOUT: "the machine does not answer",
  CERT_HAS_EXPIRED: "its certificate has expired",
  DEPTH_ZERO_SELF_SIGNED_CERT: "its certificate is its own, signed by nobody known",
  SELF_SIGNED_CERT_IN_CHAIN: "its certificate is signed by nobody known",
  ERR_TLS_CERT_ALTNAME_INVALID: "its certificate is for another name",
};

function inWords(thrown: unknown, step: string): string {
  const first: unknown = thrown instanceof AggregateError ? (thrown.errors[0] ?? thrown) : thrown;
  const code = first instanceof Error && "code" in first ? String(first.code) : "";
  const what = code.startsWith("HPE_") ? `the answer is not proper HTTP (${messageOf(first)})` : code.startsWith("Z_") ? `the answer cannot be unpacked (${messageOf(first)})` : (words[code] ?? messageOf(first));
  return step === "connecting" ? what : `${what} while ${step}`;
}
