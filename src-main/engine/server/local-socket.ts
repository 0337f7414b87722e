/**
 * The engine's private door for the command line: the same RPC over a socket that only this user can open, plus
 * `POST /link` for a new link to the browser mode and `POST /sign-out` to end its sessions. No token: the file's mode is the guard. The caller holds the workspace's
 * claim, so a socket that lies there already belongs to nobody alive and is replaced.
 */
import { chmodSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { WebSocketServer } from "ws";
import { messageOf } from "../../../shared/errors/app-error.ts";
import type { Log } from "../../ports/machine.ts";
import { maxFrameBytes } from "../rpc/channel.ts";
import { callerAt } from "../call-context.ts";
import type { RpcServer } from "../rpc/rpc-server.ts";
import { websocketChannel } from "../rpc/websocket-channel.ts";
import { prepareRuntimeFolder, socketAddresses } from "./socket-address.ts";

export interface LocalSocketOptions {
  readonly workspace: string;
  readonly rpc: RpcServer;
  readonly log: Log;
  /** Absent when no browser mode is served. */
  readonly browser?: { mintLink(): string; signOut(): void };
}

export interface LocalSocket {
  readonly address: string;
  close(): Promise<void>;
}

const maxConnections = 200;

export async function openLocalSocket(options: LocalSocketOptions): Promise<LocalSocket> {
  const server = createServer({ maxHeaderSize: 16_384, requireHostHeader: false, headersTimeout: 10_000, requestTimeout: 30_000 });
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxFrameBytes, perMessageDeflate: false, clientTracking: false });
  const connections = new Set<Socket>();
  server.maxConnections = maxConnections;
  server.on("connection", (socket: Socket) => {
    connections.add(socket);
    socket.once("close", () => connections.delete(socket));
  });
  server.on("request", (request: IncomingMessage, response: ServerResponse) => answer(request, response, options.browser));
  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on("error", () => socket.destroy());
    if (request.url !== "/rpc") return void socket.end("HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n");
    return sockets.handleUpgrade(request, socket, head, (peer) => options.rpc.serve(websocketChannel(peer), { ...callerAt("cli") }));
  });
  const address = await listenPrivately(server, options);
  return {
    address,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of connections) socket.destroy();
      await closed;
    },
  };
}

function answer(request: IncomingMessage, response: ServerResponse, browser: LocalSocketOptions["browser"]): void {
  response.setHeader("Connection", "close");
  if (browser === undefined || (request.url !== "/link" && request.url !== "/sign-out")) return void response.writeHead(404).end();
  if (request.method !== "POST") return void response.writeHead(405).end();
  if (request.url === "/sign-out") browser.signOut();
  return void response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify({ link: browser.mintLink() }));
}

async function listenPrivately(server: Server, { workspace, log }: LocalSocketOptions): Promise<string> {
  const addresses = socketAddresses(workspace);
  for (const [index, address] of addresses.entries()) {
    const isLast = index === addresses.length - 1;
    try {
      if (isLast && process.platform !== "win32") prepareRuntimeFolder();
      await listen(server, address);
      return address;
    } catch (error) {
      if (isLast) throw error;
      log.warn("local socket: trying the user's runtime folder", { address, error: messageOf(error) });
    }
  }
  throw new Error("no socket address");
}

function listen(server: Server, address: string): Promise<void> {
  const isPipe = process.platform === "win32";
  if (!isPipe) rmSync(address, { force: true });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    // Bound in this very call, so nobody can connect between bind and chmod.
    const before = isPipe ? 0 : process.umask(0o177);
    server.listen(address, () => {
      server.off("error", reject);
      resolve();
    });
    if (!isPipe) {
      process.umask(before);
      if (server.listening) chmodSync(address, 0o600);
    }
  });
}
