/**
 * The browser mode's server: the built renderer, and the RPC WebSocket at /rpc, on loopback addresses only.
 * Every request and upgrade passes `judgeRequest` first. It takes no request bodies but events for queues, and redirects nowhere but to `/`.
 */
import { createReadStream, rmSync, statSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { pipeline } from "node:stream";
import { WebSocketServer } from "ws";
import { withNonce } from "../../../shared/security/page-policy.ts";
import { ticketPath } from "../../../shared/security/session-ticket.ts";
import type { Log } from "../../ports/machine.ts";
import { downloadPath } from "../../services/export-target.ts";
import type { EventIntake } from "../../services/queues/posted-event.ts";
import { maxFrameBytes } from "../rpc/channel.ts";
import type { RpcServer } from "../rpc/rpc-server.ts";
import { websocketChannel } from "../rpc/websocket-channel.ts";
import { callerAt } from "../call-context.ts";
import { addressOf, assertLoopback, listenOnLoopback, portOf } from "./loopback-listen.ts";
import { refuse, refuseRaw } from "./replies.ts";
import { isAtAddress, judgeRequest, type ResumeWords, type Verdict } from "./request-guard.ts";
import { newNonce, securityHeaders } from "./security-headers.ts";
import { createEventReplies } from "./event-replies.ts";
import { sendShow } from "./show-replies.ts";
import { createSession } from "./session.ts";
import { listStaticFiles, type StaticFile } from "./static-files.ts";
import { createTickets } from "./tickets.ts";
import { sendHealth, sendMetrics, type WatchedEngine } from "./watch-replies.ts";
import { writeFileTo } from "./write-file.ts";

export interface HttpLimits {
  readonly headerBytes: number;
  readonly bodyBytes: number;
  readonly connections: number;
  readonly headersMs: number;
  readonly idleMs: number;
}
export const httpLimits: HttpLimits = { headerBytes: 16_384, bodyBytes: 10_485_760, connections: 200, headersMs: 10_000, idleMs: 30_000 };

export interface HttpServerOptions {
  readonly rpc: RpcServer;
  /** Null serves nothing but events and health: the door of the desktop, whose page comes another way. */
  readonly staticRoot: string | null;
  readonly log: Log;
  /** 0 or absent takes the last one of this workspace, or a free one. */
  readonly port?: number;
  /** What outlives this server, so that open pages go on after a restart. */
  readonly memory: PageMemory;
  readonly watch: WatchedEngine;
  /** Where posted events go in. */
  readonly events?: EventIntake;
  /** A file that was laid out to be fetched; null for none of that name. */
  readonly download?: (id: string) => { readonly file: string; readonly name: string } | null;
  /** Only for saying no: anything but a loopback name is refused. */
  readonly host?: string;
  readonly limits?: Partial<HttpLimits>;
  /** The origin under which people reach it from elsewhere, by a tunnel or a proxy of theirs; it is let in under that name too. */
  readonly address?: string;
}

export interface PageMemory {
  port(): number;
  seed(): Buffer;
  keepPort(port: number): void;
  forgetPages(): void;
}

export interface HttpServer {
  readonly port: number;
  readonly url: string;
  /** Where people reach it, without a path: what links begin with. */
  readonly address: string;
  /** For the 0600 file that lets programs of the same user in; never print it. Another one after `signOut`. */
  readonly token: string;
  /** A link that opens the app once, within ten minutes. */
  mintLink(): string;
  /** Ends every session and every open connection; links and tickets from before are worth nothing any more. */
  signOut(): void;
  close(): Promise<void>;
}

export async function startHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  assertLoopback(options.host ?? "127.0.0.1");
  const limits = { ...httpLimits, ...options.limits };
  const files = options.staticRoot === null ? new Map<string, StaticFile>() : listStaticFiles(options.staticRoot);
  const now = (): number => Date.now();
  let session = createSession(now);
  let tickets = createTickets(options.memory.seed(), now);
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxFrameBytes, perMessageDeflate: false, clientTracking: false });
  const connections = new Set<Socket>();
  const answerEvent = options.events === undefined ? null : createEventReplies({ intake: options.events, log: options.log, now });
  let port = 0;
  const cookieName = (): string => `dagwright_${port}`; // cookies are not kept apart by port, names are

  const judge = (request: IncomingMessage): Verdict =>
    judgeRequest(
      { method: request.method ?? "", target: request.url ?? "", rawHeaders: request.rawHeaders },
      { port, address: options.address, cookieName: cookieName(), isSessionToken: (candidate) => session.isSessionToken(candidate) },
    );

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const verdict = judge(request);
    if (verdict.kind === "refuse") return refuse(response, verdict.status);
    if (verdict.kind === "event") return answerEvent === null ? refuse(response, 404) : answerEvent(verdict, request, response);
    if (options.staticRoot === null && verdict.kind !== "health") return refuse(response, 401);
    if (Number(request.headers["content-length"] ?? 0) > limits.bodyBytes) return refuse(response, 413);
    if (verdict.kind === "show") return sendShow(verdict.path, response);
    if (verdict.kind === "bootstrap") return bootstrap(verdict.linkToken, request.headers.host, response);
    if (verdict.kind === "health") return sendHealth(options.watch.health(), verdict.hasSession, response);
    if (verdict.kind === "metrics") return sendMetrics(options.watch, verdict.token, response);
    if (verdict.kind === "resume") return resume(verdict.host, verdict.words, response);
    if (request.method !== "GET" && request.method !== "HEAD") return refuse(response, 405);
    if (verdict.path === ticketPath) return sendJson(response, tickets.issue());
    if (verdict.path.startsWith(downloadPath)) return sendDownload(options.download?.(verdict.path.slice(downloadPath.length)) ?? null, request, response);
    const file = files.get(verdict.path);
    if (file === undefined) return refuse(response, 404);
    sendFile(file, request, response);
  }

  function bootstrap(linkToken: string, host: string | undefined, response: ServerResponse): void {
    if (!session.redeemLink(linkToken)) return refuse(response, 401);
    response.writeHead(303, { ...securityHeaders(), "Set-Cookie": cookie(host), Location: "/", "Cache-Control": "no-store", "Content-Length": 0 }).end();
  }

  function resume(host: string, words: ResumeWords, response: ServerResponse): void {
    if ("nonce" in words) {
      const challenge = tickets.challenge(host, words.ticket, words.nonce);
      return challenge === null ? refuse(response, 401) : sendJson(response, challenge);
    }
    if (!tickets.redeem(host, words.ticket, words.challenge, words.answer)) return refuse(response, 401);
    response.writeHead(204, { ...securityHeaders(), "Set-Cookie": cookie(host), "Cache-Control": "no-store" }).end();
  }

  function cookie(host: string | undefined): string {
    const isSecure = isAtAddress(host, options) && options.address?.startsWith("https:") === true;
    return `${cookieName()}=${session.token}; HttpOnly; SameSite=Strict; Path=/${isSecure ? "; Secure" : ""}`;
  }

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on("error", () => socket.destroy());
    const verdict = judge(request);
    if (verdict.kind === "refuse") return refuseRaw(socket, verdict.status);
    if (verdict.kind !== "pass" || verdict.path !== "/rpc" || options.staticRoot === null) return refuseRaw(socket, 404);
    if (request.method !== "GET") return refuseRaw(socket, 405);
    sockets.handleUpgrade(request, socket, head, (peer) => options.rpc.serve(websocketChannel(peer), { ...callerAt("browser") }));
  }

  function open(): Server {
    const server = createServer({
      maxHeaderSize: limits.headerBytes,
      requireHostHeader: false, // a missing one is answered by the guard, like a wrong one
      headersTimeout: limits.headersMs,
      requestTimeout: limits.idleMs,
      keepAliveTimeout: limits.idleMs,
      connectionsCheckingInterval: 1000,
    });
    server.timeout = limits.idleMs;
    server.on("connection", (socket: Socket) => {
      if (connections.size >= limits.connections) return socket.destroy();
      connections.add(socket);
      return socket.once("close", () => connections.delete(socket));
    });
    server.on("request", answer);
    server.on("checkContinue", answer);
    server.on("checkExpectation", answer);
    server.on("upgrade", upgrade);
    server.on("connect", (request: IncomingMessage, socket: Duplex) => {
      socket.on("error", () => socket.destroy());
      const verdict = judge(request);
      refuseRaw(socket, verdict.kind === "refuse" ? verdict.status : 405);
    });
    server.on("clientError", (error: NodeJS.ErrnoException, socket: Duplex) => refuseRaw(socket, statusOfClientError(error)));
    return server;
  }

  const servers = await listenWhereLast(open, options);
  port = portOf(servers[0]);
  options.memory.keepPort(port);
  options.log.info("http: listening", { port, addresses: servers.map(addressOf) });
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    get token() {
      return session.token;
    },
    address: options.address ?? `http://127.0.0.1:${port}`,
    mintLink: () => `${options.address ?? `http://127.0.0.1:${port}`}/open?t=${session.mintLink()}`,
    signOut() {
      options.memory.forgetPages();
      session = createSession(now);
      tickets = createTickets(options.memory.seed(), now);
      for (const socket of connections) socket.destroy();
    },
    async close() {
      const closed = servers.map((server) => new Promise<void>((resolve) => server.close(() => resolve())));
      for (const socket of connections) socket.destroy();
      await Promise.all(closed);
    },
  };
}

/** On the wanted port; else on the last one, so that open pages find us again; else on a free one. */
async function listenWhereLast(open: () => Server, { port, memory }: HttpServerOptions): Promise<[Server, ...Server[]]> {
  const last = memory.port();
  if (port || last === 0) return listenOnLoopback(open, port ?? 0);
  return listenOnLoopback(open, last).catch(() => listenOnLoopback(open, 0));
}

function sendJson(response: ServerResponse, value: object): void {
  response.writeHead(200, { ...securityHeaders(), "Content-Type": "application/json; charset=utf-8", "Cache-Control": "no-store" }).end(JSON.stringify(value));
}

function sendFile(file: StaticFile, request: IncomingMessage, response: ServerResponse): void {
  const nonce = newNonce();
  const page = file.page === null ? null : Buffer.from(withNonce(file.page, nonce));
  response.writeHead(200, {
    ...securityHeaders(nonce),
    "Content-Type": file.type,
    "Content-Length": page?.length ?? file.size,
    "Cache-Control": file.isImmutable ? "private, max-age=31536000, immutable" : "no-store",
  });
  if (request.method === "HEAD") return void response.end();
  if (page !== null) return void response.end(page);
  pipeline(createReadStream(file.file), response, (error) => {
    if (error) response.destroy();
  });
}

/** Saved by the browser and never shown by it: what is in it is a person's data, not a page of ours. */
function sendDownload(found: { readonly file: string; readonly name: string } | null, request: IncomingMessage, response: ServerResponse): void {
  const size = found === null ? undefined : statSync(found.file, { throwIfNoEntry: false })?.size;
  if (found === null || size === undefined) return refuse(response, 404);
  response.writeHead(200, {
    ...securityHeaders(),
    "Content-Type": "application/octet-stream",
    "Content-Length": size,
    "Content-Disposition": `attachment; filename*=UTF-8''${encodeURIComponent(found.name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)}`,
    "Cache-Control": "no-store",
  });
  if (request.method === "HEAD") return void response.end();
  writeFileTo(found.file, response).then(
    () => {
      rmSync(found.file, { force: true });
      response.end();
    },
    () => response.destroy(),
  );
}

function statusOfClientError(error: NodeJS.ErrnoException): number {
  if (error.code === "HPE_HEADER_OVERFLOW") return 431;
  return error.code === "ERR_HTTP_REQUEST_TIMEOUT" ? 408 : 400;
}
