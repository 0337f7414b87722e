/** The typed client of the engine's contract, and the TanStack Query helpers made from it. */
import { createORPCClient, DynamicLink, type ClientLink } from "@orpc/client";
import type { ContractRouterClient } from "@orpc/contract";
import { createTanstackQueryUtils, type RouterUtils } from "@orpc/tanstack-query";
import type { Contract } from "../../shared/contract/contract.ts";
import type { Channel } from "./channel.ts";
import type { Connection } from "./connection.ts";
import { remembered } from "./remembered.ts";

export type EngineClient = ContractRouterClient<Contract>;
export type EngineQueries = RouterUtils<EngineClient>;

/** A client that follows the connection: each call goes over the channel that is open at the time. */
export function clientOver(connection: Connection): EngineClient {
  return createORPCClient<EngineClient>(new DynamicLink((options) => connection.link(options.signal)));
}

/** A client of one channel only, for what must be said before that channel serves others. */
export function clientOfChannel(channel: Channel): EngineClient {
  const link: ClientLink<Record<never, never>> = channel.link;
  return createORPCClient<EngineClient>(link);
}

/** Its helpers are asked for in every render and for every piece of news. */
export function queriesOf(client: EngineClient): EngineQueries {
  return remembered(createTanstackQueryUtils(client));
}
