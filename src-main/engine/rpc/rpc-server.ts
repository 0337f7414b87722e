/**
 * Serves the engine's router over any channel. Frames from outside are hostile until parsed: a broken, oversized or
 * flooding frame closes its own channel and nothing else. Owns the peers it serves; closing it ends their streams.
 */
import { mapEventIterator, ORPCError } from "@orpc/client";
import type { AnyRouter } from "@orpc/server";
import { RPCHandler, type MinimalWebsocket } from "@orpc/server/websocket";
import { messageOf } from "../../../shared/errors/app-error.ts";
import type { Log } from "../../ports/machine.ts";
import { maxFrameBytes, type Channel, type Frame } from "./channel.ts";
import { createBucket, type RateLimit } from "./rate-limit.ts";
import { refusedCall, toWireError } from "./wire-errors.ts";

export interface RpcServer {
  /** `context` is what the door knows of who calls. */
  serve(channel: Channel, context?: Record<string, unknown>): void;
  /** Channels open now. */
  readonly size: number;
  close(): void;
}

export interface RpcServerOptions {
  readonly router: AnyRouter;
  readonly log: Log;
  readonly rate?: RateLimit;
}

const defaultRate: RateLimit = { perSecond: 2000, burst: 10_000 };

export function createRpcServer({ router, log, rate = defaultRate }: RpcServerOptions): RpcServer {
  const handler = createHandler(router, log);
  const channels = new Set<Channel>();

  function serve(channel: Channel, context: Record<string, unknown> = {}): void {
    const peer = toPeer(channel);
    const mayPass = createBucket(rate, performance.now());
    channels.add(channel);
    channel.onClose(() => {
      channels.delete(channel);
      handler.close(peer);
    });
    channel.onFrame((frame) => {
      if (!channels.has(channel)) return;
      if (!mayPass(performance.now())) return refuse(channel, "overload", "too many messages a second");
      if (!isFrame(frame)) return refuse(channel, "protocol", "a frame must be text or bytes, at most 10 MB");
      handler.message(peer, frame, { context }).catch((error: unknown) => {
        if (channels.has(channel)) refuse(channel, "protocol", messageOf(error));
      });
    });
  }

  function refuse(channel: Channel, why: "protocol" | "overload", reason: string): void {
    log.warn("rpc: closed a channel", { why, reason });
    channel.close(why, why === "protocol" ? "malformed frame" : reason);
  }

  return {
    serve,
    get size() {
      return channels.size;
    },
    close() {
      for (const channel of channels) channel.close("normal", "engine is stopping");
    },
  };
}

/** The error rules as an interceptor, for hosts that call the router in-process. */
export function wireErrorInterceptor(log: Log) {
  return async ({ next, path }: { next: () => Promise<unknown>; path: readonly string[] }): Promise<unknown> => {
    const name = path.join(".");
    try {
      const output = await next();
      if (!isStream(output)) return output;
      return mapEventIterator(output, { value: async (item) => item, error: async (error) => toWireError(error, name, log) });
    } catch (error) {
      throw toWireError(error, name, log);
    }
  };
}

function createHandler(router: AnyRouter, log: Log) {
  return new RPCHandler(router, {
    clientInterceptors: [wireErrorInterceptor(log)],
    interceptors: [
      // Past the client interceptors only the decoding of the call itself can fail, or nothing matched.
      async ({ next, request }) => {
        const result = await next().catch((error: unknown) => {
          throw error instanceof ORPCError ? error : refusedCall(nameOf(request.url), "the call cannot be decoded.");
        });
        if (!result.matched) throw refusedCall(nameOf(request.url), "no such procedure; see the contract for the names there are.");
        return result;
      },
    ],
  });
}

export function isStream(output: unknown): output is AsyncIterator<unknown> {
  return typeof output === "object" && output !== null && Symbol.asyncIterator in output;
}

function nameOf(url: URL): string {
  return url.pathname.slice(1, 200).replaceAll("/", ".");
}

function toPeer(channel: Channel): MinimalWebsocket {
  return { send: (frame: Frame) => channel.send(frame), addEventListener: () => {} } as unknown as MinimalWebsocket;
}

function isFrame(frame: unknown): frame is Frame {
  if (typeof frame === "string") return frame.length <= maxFrameBytes;
  return frame instanceof ArrayBuffer && frame.byteLength <= maxFrameBytes;
}
