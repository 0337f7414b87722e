/**
 * An engine hosted by plain Node, with its doors: the private socket, and the browser mode when asked for. Opened in
 * this order, closed in the reverse; the record in the data folder stands only while the doors are open.
 */
import { join } from "node:path";
import { rmSync } from "node:fs";
import type { Log } from "../../ports/machine.ts";
import { createRpcServer } from "../rpc/rpc-server.ts";
import { startEngine, type Engine, type EngineOptions } from "../start-engine.ts";
import { dataFolder, removeEngineRecord, writeEngineRecord, writePrivateFile } from "./engine-record.ts";
import { startHttpServer, type HttpServer, type HttpServerOptions } from "./http-server.ts";
import { openLocalSocket } from "./local-socket.ts";
import { keptToken } from "./watch-replies.ts";

export interface HostOptions extends EngineOptions {
  readonly log: Log;
  readonly http?: Pick<HttpServerOptions, "staticRoot" | "port" | "host" | "memory" | "address">;
}

export interface HostedEngine {
  readonly engine: Engine;
  /** Null when no browser mode was asked for. */
  readonly http: HttpServer | null;
  close(options: { stopTasks: boolean }): Promise<void>;
}

/** Throws what `startEngine` throws, and input/invalid for a port or address that cannot be served. */
export async function hostEngine(options: HostOptions): Promise<HostedEngine> {
  const closers: (() => unknown)[] = [];
  let stopTasks = false;
  // Messages that wait since the last engine leave at once, and their links have to lead here.
  const address = Promise.withResolvers<string | null>();
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    const engine = await startEngine({ ...options, address: address.promise });
    closers.push(() => engine.close({ stopTasks }));
    const workspace = engine.info().workspace.path;
    const rpc = createRpcServer({ router: engine.router, log: options.log });
    closers.push(() => rpc.close());
    const http = options.http ? await openHttp(options.http) : null;
    address.resolve(http?.address ?? null);
    const socket = await openLocalSocket({ workspace, rpc, log: options.log, ...(http && { browser: http }) });
    closers.push(() => socket.close());
    writeEngineRecord(workspace, {
      pid: process.pid,
      instanceId: engine.instanceId,
      startedAt: engine.startedAt,
      mode: options.mode,
      socket: socket.address,
      ...(http && { http: { url: http.url } }),
    });
    closers.push(() => removeEngineRecord(workspace));
    return {
      engine,
      http,
      close: (how) => {
        stopTasks = how.stopTasks;
        return close();
      },
    };

    async function openHttp(wanted: NonNullable<HostOptions["http"]>): Promise<HttpServer> {
      const metricsToken = keptToken(join(dataFolder(workspace), "metrics-token"));
      // Whoever sets up a collector finds it there before the first request.
      if (engine.watch.metrics() !== null) metricsToken();
      const server = await startHttpServer({ rpc, watch: { ...engine.watch, metricsToken }, log: options.log, events: engine.queues.intake, download: (id) => engine.exportTargets.download(id), ...wanted });
      closers.push(() => server.close());
      // For tasks that are kept from it, and for who asks where to post events.
      engine.ownPorts.add(Number(new URL(server.url).port));
      const tokenFile = join(dataFolder(workspace), "http-token");
      const writeToken = (): void => writePrivateFile(tokenFile, `${server.token}\n`);
      writeToken();
      closers.push(() => rmSync(tokenFile, { force: true }));
      return {
        ...server,
        get token() {
          return server.token;
        },
        signOut() {
          server.signOut();
          writeToken();
        },
      };
    }
  } catch (thrown) {
    address.resolve(null);
    await close();
    throw thrown;
  }
}
