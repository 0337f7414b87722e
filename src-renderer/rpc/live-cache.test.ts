import { QueryClient } from "@tanstack/react-query";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { EngineEvent } from "../../shared/contract/engine.ts";
import { queriesOf, type EngineClient, type EngineQueries } from "./client.ts";
import { foldBatch } from "./fold.ts";
import { applyChanges } from "./live-cache.ts";
import { run, task } from "./run-samples.ts";

/** The helpers only name keys here; nothing is called. */
const nobody = new Proxy(() => undefined, { get: () => nobody }) as unknown as EngineClient;

let cache: QueryClient;
let queries: EngineQueries;
const ref = { dagId: "a", runId: "r1" };

beforeEach(() => {
  cache = new QueryClient({ defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY, gcTime: Number.POSITIVE_INFINITY } } });
  queries = queriesOf(nobody);
});

function apply(...events: EngineEvent[]): void {
  applyChanges(cache, queries, foldBatch(events));
}

const stale = (key: readonly unknown[]): boolean | undefined => cache.getQueryState(key)?.isInvalidated;

describe("live cache", () => {
  it("carries a run into every list that holds it, by each list's own filter", () => {
    const all = queries.runs.list.queryKey({ input: { limit: 100 } });
    const running = queries.runs.list.queryKey({ input: { states: ["running"] } });
    const pages = queries.runs.list.infiniteKey({ input: () => ({ limit: 200, dagId: "a" }), initialPageParam: undefined });
    cache.setQueryData(all, { runs: [run("r1", 1)], more: false, cursor: null });
    cache.setQueryData(running, { runs: [run("r1", 1)], more: false, cursor: null });
    cache.setQueryData(pages, { pages: [{ runs: [run("r1", 1)], more: false, cursor: null }], pageParams: [undefined] });
    const ended = run("r1", 1, { state: "failed", endedAt: 9 });
    apply({ kind: "run", seq: 1, run: ended });
    expect([cache.getQueryData(all), cache.getQueryData(running), cache.getQueryData(pages)]).toEqual([
      { runs: [ended], more: false, cursor: null },
      { runs: [], more: false, cursor: null },
      { pages: [{ runs: [ended], more: false, cursor: null }], pageParams: [undefined] },
    ]);
  });

  it("merges task instances into the open run and reads the open task's tries anew", () => {
    const detail = queries.runs.get.queryKey({ input: ref });
    const open = queries.runs.task.queryKey({ input: { ...ref, taskId: "x" } });
    const other = queries.runs.task.queryKey({ input: { ...ref, taskId: "y" } });
    cache.setQueryData(detail, { run: run("r1", 1), graph: [], tasks: [task("x", "queued"), task("y", "none")] });
    for (const [key, id] of [[open, "x"], [other, "y"]] as const) cache.setQueryData(key, { instance: task(id, "queued"), kind: "BashTask", doc: null, attempts: [], xcoms: [] });
    apply({ kind: "tasks", seq: 1, ...ref, tasks: [task("x", "running")] });
    expect(cache.getQueryData(detail)?.tasks.map((each) => each.state)).toEqual(["running", "none"]);
    expect(cache.getQueryData(open)?.instance.state).toBe("running");
    expect([stale(open), stale(other), stale(detail)]).toEqual([true, false, false]);
  });

  it("leaves what is to be read again old, whatever an event changes in it", () => {
    const detail = queries.runs.get.queryKey({ input: ref });
    const dag = queries.dags.get.queryKey({ input: { dagId: "a" } });
    const list = queries.runs.list.queryKey({ input: { limit: 100 } });
    const pages = queries.runs.list.infiniteKey({ input: () => ({ limit: 200, dagId: "a" }), initialPageParam: undefined });
    cache.setQueryData(detail, { run: run("r1", 1), graph: [], tasks: [task("x", "queued")] });
    cache.setQueryData<unknown>(dag, { summary: { dagId: "a", lastRuns: [] } });
    cache.setQueryData(list, { runs: [run("r1", 1)], more: false, cursor: null });
    cache.setQueryData(pages, { pages: [{ runs: [run("r1", 1)], more: false, cursor: null }], pageParams: [undefined] });
    apply({ kind: "reset", seq: 1, instanceId: "e2" });
    apply({ kind: "run", seq: 2, run: run("r1", 1, { state: "success", endedAt: 9 }) }, { kind: "tasks", seq: 3, ...ref, tasks: [task("x", "success")] });
    expect(cache.getQueryData(detail)?.tasks[0]?.state).toBe("success");
    expect([detail, dag, list, pages].map(stale)).toEqual([true, true, true, true]);
  });

  it("makes no answer good again that could not be read", async () => {
    const key = queries.dags.get.queryKey({ input: { dagId: "a" } });
    cache.setQueryData<unknown>(key, { summary: { dagId: "a", lastRuns: [] } });
    await cache.fetchQuery({ queryKey: key, queryFn: () => Promise.reject(new Error("gone")), staleTime: 0, retry: false }).catch(() => undefined);
    apply({ kind: "run", seq: 1, run: run("r1", 1) });
    expect(cache.getQueryState(key)?.status).toBe("error");
  });

  it("asks anew for assets after a flood of loads, and cuts off no answer that is on its way", async () => {
    vi.useFakeTimers();
    const key = queries.assets.list.queryKey({ input: {} });
    const { promise, resolve } = Promise.withResolvers<{ assets: [] }>();
    const asked = cache.fetchQuery({ queryKey: key, queryFn: () => promise });
    for (const seq of [1, 2, 3]) apply({ kind: "assets", seq, names: ["claims.paid"] });
    await vi.advanceTimersByTimeAsync(1_000);
    expect([cache.isFetching({ queryKey: key }), stale(key)]).toEqual([1, false]);
    resolve({ assets: [] });
    await asked;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(stale(key)).toBe(true);
    vi.useRealTimers();
  });

  it("reads how late a deadline was anew when its run has ended, in every list", () => {
    const ofRun = queries.deadlines.list.queryKey({ input: { ...ref, states: ["missed"] } });
    const ofDag = queries.deadlines.list.queryKey({ input: { dagId: "a", states: ["missed"] } });
    for (const key of [ofRun, ofDag]) cache.setQueryData(key, { deadlines: [] });
    apply({ kind: "run", seq: 1, run: run("r1", 1, { missedDeadlines: 1 }) });
    expect([stale(ofRun), stale(ofDag)]).toEqual([true, false]);
    apply({ kind: "run", seq: 2, run: run("r1", 1, { state: "failed", endedAt: 9, missedDeadlines: 1 }) });
    expect(stale(ofDag)).toBe(true);
  });

  it("makes nothing up for what is not in the cache", () => {
    apply({ kind: "run", seq: 1, run: run("r9", 1) }, { kind: "tasks", seq: 2, ...ref, tasks: [task("x", "running")] });
    expect(cache.getQueryCache().getAll().filter((query) => query.state.data !== undefined)).toEqual([]);
  });

  it("marks only the changed DAG and the list old", () => {
    const list = queries.dags.list.queryKey({ input: {} });
    const a = queries.dags.get.queryKey({ input: { dagId: "a" } });
    const b = queries.dags.get.queryKey({ input: { dagId: "b" } });
    for (const key of [list, a, b]) cache.setQueryData<unknown>(key, { dags: [], diagnostics: [] });
    apply({ kind: "dags", seq: 1, dagIds: ["a"] });
    expect([stale(list), stale(a), stale(b)]).toEqual([true, true, false]);
  });

  it("marks the rows of a published table old, and not those of another", () => {
    const input = { connection: "warehouse", schema: "final", table: "fact", limit: 10 };
    const rows = queries.warehouse.rows.queryKey({ input });
    const others = queries.warehouse.rows.queryKey({ input: { ...input, table: "dim" } });
    for (const key of [rows, others]) cache.setQueryData(key, { columns: [], rows: [], totalRows: 0 });
    apply({ kind: "warehouse", seq: 1, connection: "warehouse", table: "final.fact" });
    expect([stale(rows), stale(others)]).toEqual([true, false]);
  });

  it("marks everything old after a reset", () => {
    const list = queries.dags.list.queryKey({ input: {} });
    cache.setQueryData(list, { dags: [], diagnostics: [] });
    apply({ kind: "reset", seq: 1, instanceId: "e2" });
    expect(stale(list)).toBe(true);
  });
});
