import { describe, expect, it } from "vitest";
import { activate, activeHalf, byUse, close, follow, join, moveAcross, neighbour, oneHalf, openBeside, reopen, retarget, type Halves } from "./halves.ts";
import { readHalves, writeHalves } from "./kept-halves.ts";

const dag = (dagId: string) => ({ page: "dag", dagId }) as const;
const one = ["a", "b", "c"].reduce<Halves>((window, id) => follow(window, dag(id), true), oneHalf);
const tabOf = (window: Halves, id: string) => {
  const tab = window.halves.flatMap((half) => half.tabs).find((each) => each.title === id);
  if (tab === undefined) throw new Error(`no tab ${id}`);
  return tab;
};
const titles = (window: Halves): string[] => window.halves.map((half) => half.tabs.map((tab) => tab.title).join(""));
const shown = (window: Halves): string[] => window.halves.map((half) => half.hash);

describe("halves", () => {
  it("shows a document beside, and makes that half the active one", () => {
    const two = openBeside(one, tabOf(one, "c"));
    expect([titles(two), activeHalf(two).id, shown(two)]).toEqual([["abc", "c"], 2, ["#/dags/c", "#/dags/c"]]);
  });

  it("lets only the active half follow the address", () => {
    const two = follow(openBeside(one, tabOf(one, "c")), { page: "runs" }, false);
    expect(shown(two)).toEqual(["#/dags/c", "#/runs"]);
  });

  it("lets a renamed document stay where it is, shown or not, and never has it twice", () => {
    const two = openBeside(one, tabOf(one, "b"));
    const renamed = retarget(two, "dag:b", dag("z"));
    expect([titles(renamed), shown(renamed), activeHalf(renamed).recent]).toEqual([["azc", "z"], ["#/dags/c", "#/dags/z"], ["dag:z"]]);
    const joined = retarget(one, "dag:c", dag("a"));
    expect([titles(joined), shown(joined), activeHalf(joined).recent]).toEqual([["ab"], ["#/dags/a"], ["dag:a", "dag:b"]]);
    expect(retarget(one, "dag:none", dag("z"))).toBe(one);
  });

  it("moves a tab to a new half at either side, and back; a half without tabs goes away", () => {
    const left = moveAcross(one, 1, "dag:b", { half: null, side: "left" });
    const back = moveAcross(left, 2, "dag:b", { half: 1, index: 0 });
    expect([titles(left), activeHalf(left).id, titles(back), back.active, shown(back)]).toEqual([["b", "ac"], 2, ["bac"], 1, ["#/dags/b"]]);
  });

  it("does not move the only tab out of the only half", () => {
    const only = follow(oneHalf, dag("a"), true);
    expect(moveAcross(only, 1, "dag:a", { half: null })).toBe(only);
  });

  it("closes the split with the last tab of a half, and the other half goes on", () => {
    const two = openBeside(one, tabOf(one, "c"));
    const closed = close(two, 2, ["dag:c"]);
    expect([titles(closed), closed.active, closed.closed.map((tab) => tab.title)]).toEqual([["abc"], 1, ["c"]]);
  });

  it("keeps closed tabs, last first, each once, and opens them again in the active half", () => {
    const closed = close(close(one, 1, ["dag:a"]), 1, ["dag:b", "dag:c"]);
    const again = reopen(closed);
    expect([closed.closed.map((tab) => tab.title), titles(again), again.closed.map((tab) => tab.title), shown(again)]).toEqual([["c", "b", "a"], ["c"], ["b", "a"], ["#/dags/c"]]);
  });

  it("joins both halves into the active one without doubles", () => {
    const two = activate(follow(openBeside(one, tabOf(one, "c")), dag("d"), true), 1);
    expect([titles(join(two)), shown(join(two))]).toEqual([["abcd"], ["#/dags/c"]]);
  });

  it("goes round the row, and through the tabs in the order of use", () => {
    const used = follow(one, dag("a"), false);
    expect([neighbour(activeHalf(used), 1)?.title, neighbour(activeHalf(used), -1)?.title, byUse(activeHalf(used)).map((tab) => tab.title)]).toEqual(["b", "c", ["a", "c", "b"]]);
  });
});

describe("kept halves", () => {
  it("come back as they were", () => {
    const two = close({ ...follow(openBeside(one, tabOf(one, "c")), dag("e"), false), ratio: 0.3 }, 1, ["dag:a"]);
    expect(readHalves(writeHalves(two))).toEqual(two);
  });

  it("are read from what was kept before there were halves", () => {
    expect(titles(readHalves('{"open":[{"hash":"#/dags/a"},{"hash":"#/dags/b"}],"closed":[]}'))).toEqual(["ab"]);
  });

  it("a document that stands in a row twice comes back once", () => {
    expect(titles(readHalves('{"halves":[{"tabs":[{"hash":"#/dags/a"},{"hash":"#/dags/a/source"},{"hash":"#/dags/a"},{"hash":"#/dags/b"}],"hash":"#/dags/a"}]}'))).toEqual(["ab"]);
  });

  it.each(["{", "[]", "null", '{"halves":[{"tabs":[{"hash":"#/runs"},{"hash":7},null],"hash":9}],"active":"x","ratio":40,"closed":"x"}'])("drop what is no tab: %s", (text) => {
    expect(readHalves(text)).toEqual(oneHalf);
  });

  it("never show a document that has no tab", () => {
    expect(shown(readHalves('{"halves":[{"tabs":[{"hash":"#/dags/a"}],"hash":"#/dags/gone"}]}'))).toEqual(["#/dags/a"]);
  });
});
