// @vitest-environment happy-dom
import { QueryClient } from "@tanstack/react-query";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import "../features/dag/dag-ahead.ts";
import type { Rpc } from "../rpc/rpc-provider.tsx";
import { readAhead } from "./read-ahead.ts";

let asked: string[] = [];
let stop = (): void => {};
const answering = (name: string) => ({
  queryOptions: ({ input }: { input: { dagId: string } }) => ({ queryKey: [name, input.dagId], staleTime: Infinity, queryFn: () => (asked.push(`${name} ${input.dagId}`), Promise.reject(new Error("gone"))), retry: false }),
});

beforeEach(async () => {
  asked = [];
  document.body.innerHTML = `<a id="dag" href="#/dags/a%20b"><b>a b</b></a><a id="runs" href="#/runs">Runs</a><p>text</p>`;
  const queries = { dags: { get: answering("dag") }, runs: { list: answering("runs") } } as unknown as Rpc["queries"];
  stop = readAhead(window, { queries, cache: new QueryClient() });
  // What asks is loaded by then.
  await new Promise((resolve) => setTimeout(resolve, 20));
});
afterEach(() => stop());

const point = (selector: string, type: string): boolean | undefined => document.querySelector(selector)?.dispatchEvent(new Event(type, { bubbles: true }));

it("asks for the DAG of a link that is pressed, and for no other page", async () => {
  for (const selector of ["#runs", "p", "#dag b"]) point(selector, "pointerdown");
  await vi.waitFor(() => expect(asked.toSorted()).toEqual(["dag a b", "runs a b"]));
});

it("asks where the pointer rests, not where it passes", async () => {
  point("#dag", "pointerover");
  point("p", "pointerover");
  await new Promise((resolve) => setTimeout(resolve, 120));
  expect(asked).toEqual([]);
  point("#dag", "pointerover");
  await vi.waitFor(() => expect(asked.length).toBe(2));
});
