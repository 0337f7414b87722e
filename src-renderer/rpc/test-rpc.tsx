/** For tests of what asks the engine: the real cache and the real calls, answered by the test. */
import { createORPCClient, type ClientLink } from "@orpc/client";
import { MantineProvider } from "@mantine/core";
import { QueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { type EngineClient, queriesOf } from "./client.ts";
import { FileNews } from "./file-news.ts";
import { RpcProvider, type Rpc } from "./rpc-provider.tsx";
import { RunNews } from "./run-news.ts";

// The test's DOM has no fonts, and the kit waits for them to measure text.
if (!("fonts" in document)) Object.defineProperty(document, "fonts", { value: new EventTarget() });

/** By the name of the procedure, such as `runs.get`. One that is not named here never answers. */
export type Answers = Readonly<Record<string, (input: never, signal: AbortSignal | undefined) => unknown>>;

export function testRpc(answers: Answers): Rpc {
  const link: ClientLink<Record<never, never>> = {
    call: async (path, input, { signal }) => {
      const answer = answers[path.join(".")];
      return answer === undefined ? new Promise(() => {}) : answer(input as never, signal);
    },
  };
  const client = createORPCClient<EngineClient>(link);
  const cache = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: Number.POSITIVE_INFINITY, networkMode: "always" }, mutations: { retry: false, networkMode: "always" } } });
  return { client, queries: queriesOf(client), cache, files: new FileNews(), runs: new RunNews(), retryNow: () => {}, ping: async () => {} };
}

export function Around({ rpc, children }: { rpc: Rpc; children: ReactNode }): ReactNode {
  return (
    <MantineProvider env="test">
      <RpcProvider rpc={rpc}>{children}</RpcProvider>
    </MantineProvider>
  );
}

/** An answer that comes when the test says so. */
export function held<T>(): { readonly answer: Promise<T>; readonly give: (value: T) => void; readonly refuse: (why: unknown) => void } {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  return { answer: promise, give: resolve, refuse: reject };
}
