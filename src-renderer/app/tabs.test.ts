import { describe, expect, it } from "vitest";
import { afterClosing, close, move, noTabs, readTabs, visit, type Tabs } from "./tabs.ts";

const table = { page: "table", connection: "w", schema: "final", table: "fact" } as const;
const opened = [{ page: "dag", dagId: "a" }, table, { page: "dag", dagId: "b" }].reduce<Tabs>((tabs, route) => visit(tabs, route as Parameters<typeof visit>[1]), noTabs);
const keys = (tabs: Tabs): string[] => tabs.open.map((tab) => tab.key);

describe("tabs", () => {
  it("opens one tab a document and remembers where in it one was", () => {
    const later = visit(opened, { page: "run", dagId: "a", runId: "r1" });
    expect([keys(later), later.open[0]?.hash]).toEqual([["dag:a", "#/data/w/final/fact", "dag:b"], "#/dags/a/runs/r1"]);
  });

  it("opens no tab for a place", () => {
    expect(visit(opened, { page: "runs" })).toBe(opened);
  });

  it("goes to the right neighbour when a tab closes, else the left, else the list", () => {
    expect([afterClosing(opened, "dag:a"), afterClosing(opened, "dag:b"), afterClosing(visit(noTabs, { page: "dag", dagId: "a" }), "dag:a")]).toEqual([table, table, { page: "dags" }]);
  });

  it("keeps closed tabs, last first, each once", () => {
    const twice = close(visit(close(close(opened, "dag:a"), "dag:b"), { page: "dag", dagId: "a" }), "dag:a");
    expect(twice.closed.map((tab) => tab.key)).toEqual(["dag:a", "dag:b"]);
  });

  it("moves a tab", () => {
    expect(keys(move(opened, "dag:b", 0))).toEqual(["dag:b", "dag:a", "#/data/w/final/fact"]);
  });

  it("reads back what it kept and drops what is not a tab", () => {
    expect(readTabs(JSON.stringify({ open: opened.open, closed: [] }))).toEqual(opened);
    expect([readTabs("{"), readTabs("[]"), readTabs('{"open":[{"hash":"#/runs"},{"hash":7},null],"closed":"x"}')]).toEqual([noTabs, noTabs, noTabs]);
  });
});
