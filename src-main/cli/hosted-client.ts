/** The client of an engine in this very process: the same checks of input and the same coded errors, without a wire. */
import { createRouterClient } from "@orpc/server";
import type { Log } from "../ports/machine.ts";
import { wireErrorInterceptor } from "../engine/rpc/rpc-server.ts";
import { callerAt } from "../engine/call-context.ts";
import type { EngineRouter } from "../engine/router.ts";
import { createEngineClient, type EngineClient } from "./engine-client.ts";

export function hostedClient(router: EngineRouter, log: Log): EngineClient {
  const direct: unknown = createRouterClient(router, { context: callerAt("cli"), interceptors: [wireErrorInterceptor(log)] });
  const call = (path: readonly string[], input: unknown, signal: AbortSignal | undefined): Promise<unknown> => {
    const procedure = path.reduce<unknown>((node, step) => (node as Record<string, unknown>)[step], direct);
    return (procedure as (input: unknown, options: { signal?: AbortSignal | undefined }) => Promise<unknown>)(input, { signal });
  };
  return createEngineClient({ call: (path, input, options) => call(path, input, options.signal) }, (thrown) => (thrown instanceof Error ? thrown : new Error(String(thrown))));
}
