import { describe, expect, it } from "vitest";
import { adopt, closable, closeTabs, emptyHalf, keepTab, moveTab, pinTab, readdressTab, shownKey, visit, type Half } from "./tabs.ts";

const dag = (dagId: string) => ({ page: "dag", dagId }) as const;
const table = { page: "table", connection: "w", schema: "final", table: "fact" } as const;
const stay = (...routes: readonly Parameters<typeof visit>[1][]): Half => routes.reduce<Half>((half, route) => visit(half, route, true), emptyHalf(1));
const keys = (half: Half): string[] => half.tabs.map((tab) => tab.key);
const opened = stay(dag("a"), table, dag("b"));

describe("tabs", () => {
  it("opens one tab a document and remembers where in it one was", () => {
    const later = visit(opened, { page: "run", dagId: "a", runId: "r1" }, false);
    expect([keys(later), later.tabs[0]?.hash, later.tabs[0]?.preview]).toEqual([["dag:a", "#/data/w/final/fact", "dag:b"], "#/dags/a/runs/r1", false]);
  });

  it("opens no tab for a place, but shows it", () => {
    const runs = visit(opened, { page: "runs" }, false);
    expect([keys(runs), runs.hash, shownKey(runs)]).toEqual([keys(opened), "#/runs", null]);
  });

  it("lets the next preview take the place of the one before, until it is kept", () => {
    const first = visit(opened, dag("c"), false);
    const second = visit(first, dag("d"), false);
    const kept = visit(keepTab(second, "dag:d"), dag("e"), false);
    expect([keys(second).slice(3), second.recent, keys(kept).slice(3), kept.tabs.map((tab) => tab.preview)]).toEqual([["dag:d"], ["dag:d", "dag:b", "#/data/w/final/fact", "dag:a"], ["dag:d", "dag:e"], [false, false, false, false, true]]);
  });

  it("goes to the tab used before when the shown one closes, else to the list", () => {
    const used = visit(opened, dag("a"), false);
    expect([closeTabs(used, ["dag:a"]).hash, closeTabs(used, ["dag:b"]).hash, closeTabs(stay(dag("a")), ["dag:a"]).hash, closeTabs(stay(table), ["#/data/w/final/fact"]).hash]).toEqual(["#/dags/b", "#/dags/a", "#/dags", "#/data"]);
  });

  it("closes others, those to the right and all, but never what is pinned", () => {
    const pinned = pinTab(opened, "dag:b", true);
    expect([closable(opened, "dag:a", "others"), closable(opened, "#/data/w/final/fact", "right"), closable(pinned, "dag:a", "all"), keys(pinned)]).toEqual([
      ["#/data/w/final/fact", "dag:b"],
      ["dag:b"],
      ["dag:a", "#/data/w/final/fact"],
      ["dag:b", "dag:a", "#/data/w/final/fact"],
    ]);
  });

  it("moves a tab among its like: the pinned ones stay first", () => {
    const pinned = pinTab(opened, "dag:b", true);
    expect([keys(moveTab(opened, "dag:b", 0)), keys(moveTab(pinned, "#/data/w/final/fact", 0)), keys(moveTab(pinned, "dag:b", 9))]).toEqual([
      ["dag:b", "dag:a", "#/data/w/final/fact"],
      ["dag:b", "#/data/w/final/fact", "dag:a"],
      ["dag:b", "dag:a", "#/data/w/final/fact"],
    ]);
  });

  it("takes in a tab of elsewhere and shows it", () => {
    const half = adopt(opened, { key: "dag:c", hash: "#/dags/c", title: "c", pinned: false, preview: true }, 1);
    expect([keys(half), half.hash, half.recent[0], half.tabs[1]?.preview]).toEqual([["dag:a", "dag:c", "#/data/w/final/fact", "dag:b"], "#/dags/c", "dag:c", false]);
  });

  it("gives a document another address where it stands, shown or not", () => {
    const [from, to] = [{ page: "sql", path: "a.sql" }, { page: "sql", path: "b.sql" }] as const;
    const half = pinTab(stay(from, dag("x"), to), "sql:a.sql", true);
    const moved = readdressTab(half, from, to);
    expect([keys(moved), moved.tabs[0]?.pinned, moved.tabs[0]?.title, moved.hash, moved.recent]).toEqual([["sql:b.sql", "dag:x"], true, "b.sql", "#/sql/b.sql", ["dag:x", "sql:b.sql"]]);
    expect(readdressTab(visit(half, from, true), from, to).hash).toBe("#/sql/b.sql");
    expect(readdressTab(moved, from, to)).toBe(moved);
  });
});
