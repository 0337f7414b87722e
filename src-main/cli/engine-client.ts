/** The engine's contract as a command calls it. Errors come back as the AppErrors that the engine threw. */
import { createORPCClient, ORPCError, type ClientLink } from "@orpc/client";
import type { ContractRouterClient } from "@orpc/contract";
import type { Contract } from "../../shared/contract/contract.ts";
import { AppError } from "../../shared/errors/app-error.ts";
import { isErrorCode } from "../../shared/errors/codes.ts";

export type EngineClient = ContractRouterClient<Contract>;

/** A client over a link; `whenLost` explains errors that are not the engine's own words. */
export function createEngineClient(link: ClientLink<Record<never, never>>, whenLost: (thrown: unknown) => Error): EngineClient {
  const explained: ClientLink<Record<never, never>> = {
    async call(path, input, options) {
      try {
        const output = await link.call(path, input, options);
        return isStream(output) ? explainStream(output, whenLost) : output;
      } catch (thrown) {
        throw explain(thrown, whenLost);
      }
    },
  };
  return createORPCClient<EngineClient>(explained);
}

function explain(thrown: unknown, whenLost: (thrown: unknown) => Error): Error {
  if (thrown instanceof AppError) return thrown;
  if (thrown instanceof ORPCError && isErrorCode(thrown.code)) {
    const details = typeof thrown.data === "object" && thrown.data !== null ? (thrown.data as Record<string, unknown>) : {};
    return new AppError(thrown.code, thrown.message, details);
  }
  return whenLost(thrown);
}

async function* explainStream(stream: AsyncIterable<unknown>, whenLost: (thrown: unknown) => Error): AsyncGenerator {
  try {
    yield* stream;
  } catch (thrown) {
    throw explain(thrown, whenLost);
  }
}

function isStream(output: unknown): output is AsyncIterable<unknown> {
  return typeof output === "object" && output !== null && Symbol.asyncIterator in output;
}
