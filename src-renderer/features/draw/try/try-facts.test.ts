/** What tries say of a drawing. */
import { describe, expect, it } from "vitest";
import type { TriedTask, TryState } from "../../../../shared/contract/tries.ts";
import type { DagUi } from "../../../../shared/model/dag-ui.ts";
import type { TaskInstance } from "../../../../shared/model/run.ts";
import { run as runOf } from "../../../rpc/run-samples.ts";
import { dropsRows, edgeRowsOf, missingTables, pinsOf, placeOfError, statusesOf } from "./try-facts.ts";

const instance = (taskId: string, more: Partial<TaskInstance> = {}): TaskInstance => ({ taskId, state: "success", tryNumber: 1, maxTries: 1, scheduledAt: 0, queuedAt: 0, startedAt: 0, endedAt: 1, retryAt: null, reason: null, rowsLoaded: null, ...more });
const tried = (taskId: string, queuedAt: number, rows: number | null = null): TriedTask => ({
  run: runOf("try__1", queuedAt, { runType: "try" }),
  instance: instance(taskId),
  tables: rows === null ? [] : [{ connection: "w", name: `s.${taskId}`, schema: "t", table: "x", rows, origin: "tried" }],
  reads: [],
});
const state = (tasks: TriedTask[], pins: TryState["pins"] = []): TryState => ({ tasks, active: [], pins });
const ui = (pins: Record<string, unknown>): DagUi => ({ layout: null, positions: {}, pinned: [], notes: {}, collapsed: [], pins });
const edge = { id: "e", source: "a", target: "b" };

describe("what tries say of a drawing", () => {
  it("shows the newer of a run and a try, and what was just asked for as waiting", () => {
    const shown = statusesOf([instance("a", { startedAt: 10 }), instance("b", { startedAt: 30 })], state([tried("a", 20), tried("b", 20)]), ["c"]);
    expect(shown.map(({ taskId, state: word, isTried }) => [taskId, word, isTried ?? false])).toEqual([["a", "success", true], ["b", "success", false], ["c", "queued", true]]);
  });

  it("knows the task behind a table that was not found, and drops the names that the database proposes instead", () => {
    const missing = [{ task: "b", dep: "a", schema: "warehouse", table: "orders", where: "its sql", line: 1 }, { task: "c", dep: "a", schema: "warehouse", table: "orders", where: "its sql", line: 1 }];
    const reason = 'sql, line 1, column 15: Catalog error: Table with name Orders does not exist!\nDid you mean "duckdb_indexes"?\n  select * from Orders\n                ^';
    const found = missingTables(reason, "b", missing);
    expect(found.missing).toEqual([missing[0]]);
    expect(found.reason).toBe("sql, line 1, column 15: Catalog error: Table with name Orders does not exist!\n  select * from Orders\n                ^");
    expect(missingTables(reason, "a", missing)).toEqual({ missing: [], reason });
    expect(missingTables("orders: division by zero", "b", missing).missing).toEqual([]);
    expect(missingTables('relation "warehouse.orders" does not exist', "b", missing).missing).toHaveLength(1);
  });

  it("knows a query whose rows go nowhere from a script and from what fills a table", () => {
    const rendered = (text: string) => ({ rendered: [{ name: "sql", text }] });
    expect(dropsRows(tried("a", 1), rendered("\n select * from x"))).toBe(true);
    expect(dropsRows(tried("a", 1), rendered("update x set y = 1"))).toBe(false);
    expect(dropsRows(tried("a", 1, 2), rendered("select 1"))).toBe(false);
    expect(dropsRows(tried("a", 1), { rendered: [] })).toBe(false);
  });

  it("counts pinned rows first, then tried, then published ones", () => {
    const instances = [instance("a", { rowsLoaded: 1_000 })];
    const pin = { id: "p1", taskId: "a", madeAt: 0, runId: "r", tables: [{ connection: "w", name: "s.a", schema: "t", table: "y", rows: 3, origin: "pinned" as const }], xcoms: {}, log: null };
    const rows = (pins: Record<string, unknown>, tries: TryState): string | undefined => edgeRowsOf([edge], { ui: ui(pins), tries, instances }).get("e")?.title;
    expect([rows({ a: "p1" }, state([tried("a", 1, 2)], [pin])), rows({}, state([tried("a", 1, 2)], [pin])), rows({}, state([]))]).toEqual(["3 rows pinned by a", "2 rows tried by a", "1,000 rows published by a"]);
    expect([...pinsOf(ui({ a: "p1", b: "elsewhere", c: { odd: true } }), state([], [pin]))].map(([id, found]) => [id, found.isGone])).toEqual([["a", false], ["b", true]]);
  });

  it("finds the place of an error in the words of the SQL host", () => {
    expect(placeOfError("sql, line 3, column 8: no such column\n  n\n  ^")).toEqual({ field: "sql", line: 3, column: 8 });
    expect(placeOfError("exit code 3")).toBeNull();
  });
});
