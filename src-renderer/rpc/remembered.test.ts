import { expect, it } from "vitest";
import { createORPCClient } from "@orpc/client";
import { queriesOf, type EngineClient } from "./client.ts";
import { remembered } from "./remembered.ts";

it("makes what is asked for once, at any depth, and calls it with what it is given", () => {
  let made = 0;
  const maker = (depth: number): object =>
    new Proxy({} as Record<string, unknown>, { get: (_, name) => ((made += 1), depth === 0 ? (input: unknown) => [name, input] : maker(depth - 1)) });
  const all = remembered(maker(2)) as Record<string, Record<string, Record<string, (input: unknown) => unknown>>>;
  const first = all["runs"]?.["get"]?.["key"];
  expect(first?.({ a: 1 })).toEqual(["key", { a: 1 }]);
  expect(all["runs"]?.["get"]?.["key"]).toBe(first);
  expect(made).toBe(3);
});

it("leaves the helpers of the engine's procedures what they are", async () => {
  const asked: unknown[] = [];
  const queries = queriesOf(createORPCClient<EngineClient>({ call: async (path, input) => (asked.push([path, input]), { runs: [] }) }));
  const input = { dagId: "a", runId: "r" };
  expect(queries.runs.get.queryKey({ input })).toEqual([["runs", "get"], { type: "query", input }]);
  expect(queries.runs.key()).toEqual([["runs"], {}]);
  expect(queries.runs.get).toBe(queries.runs.get);
  await queries.runs.get.call(input);
  expect(asked).toEqual([[["runs", "get"], input]]);
});
