/** Joins transport, connection, live events and query cache into what the provider hands out. */
import { QueryClient } from "@tanstack/react-query";
import { AppError } from "../../shared/errors/app-error.ts";
import type { Transport } from "./channel.ts";
import { clientOver, queriesOf } from "./client.ts";
import { Connection } from "./connection.ts";
import { connectionDown, connectionLost, connectionUp, latencyMeasured } from "./connection-store.ts";
import { FileNews } from "./file-news.ts";
import { sharedWith } from "./patch.ts";
import { againMs, isWorthAsking } from "./ask-again.ts";
import { LiveEvents } from "./live.ts";
import { RunNews } from "./run-news.ts";
import type { Rpc } from "./rpc-provider.tsx";

export interface RunningRpc extends Rpc {
  stop(): void;
}

export function startRpc(transport: Transport): RunningRpc {
  const cache = newCache();
  let live: LiveEvents | null = null;
  const connection = new Connection({
    transport,
    listener: { up: connectionUp, lost: connectionLost, down: connectionDown },
    prepare: async (channel, signal) => live?.follow(channel, signal),
    unavailable: () =>
      new AppError("engine/unavailable", "Engine: it does not answer; the window keeps trying and will go on by itself once it does."),
  });
  const client = clientOver(connection);
  const queries = queriesOf(client);
  const files = new FileNews();
  const runs = new RunNews();
  live = new LiveEvents(cache, queries, files, runs);
  void connection.run();
  const ping = async (): Promise<void> => {
    const started = performance.now();
    await client.engine.ping({});
    latencyMeasured(performance.now() - started);
  };
  return { client, queries, cache, files, runs, ping, retryNow: () => connection.retryNow(), stop: () => connection.stop() };
}

/** Answers stay fresh until an event says otherwise: nothing is read again on focus or by a timer. */
function newCache(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: Number.POSITIVE_INFINITY,
        structuralSharing: sharedWith,
        gcTime: 10 * 60_000,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        networkMode: "always",
        retry: isWorthAsking,
        retryDelay: againMs,
      },
      mutations: { networkMode: "always", retry: false },
    },
  });
}
