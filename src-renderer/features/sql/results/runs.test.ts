import { expect, it } from "vitest";
import type { SqlEvent } from "../../../../shared/contract/sql.ts";
import { allTabs, closedTab, heard, keptRuns, newestOf, noRuns, pinnedTab, renamed, resultsOf, started, statementText, type Runs } from "./runs.ts";

const statement = (index: number, from: number, end: number): SqlEvent => ({ kind: "statement", index, words: "SELECT 1", writes: false, place: { offset: from, line: 1, column: 1 }, end });
const rows = (index: number, resultId: string): SqlEvent => ({ kind: "columns", index, resultId, columns: [] });

function run(all: Runs, id: string, statements = 1): Runs {
  const begun = started(all, { id, input: { connection: "w", text: "select 1; select 2", origin: { offset: 10, line: 2, column: 1 } } }, 5);
  const told = Array.from({ length: statements }, (_, index) => index).reduce((now, index) => heard(heard(now, id, statement(index, 10 + index * 10, 18 + index * 10)), id, rows(index, `${id}-${index}`)), begun);
  return heard(told, id, { kind: "ended", state: "success", failure: null, ms: 1 });
}

it("has a tab for each statement, named by what a person says", () => {
  const two = renamed(run(noRuns, "a", 2), "a 1", "  claims ");
  expect(allTabs(two).map(({ key, number, marks }) => [key, number, marks.name])).toEqual([["a 0", 1, null], ["a 1", 2, "claims"]]);
  expect(allTabs(two).map(statementText)).toEqual(["select 1", "select 2"]);
  expect(allTabs(renamed(two, "a 1", " ")).at(1)?.marks.name).toBeNull();
});

it("keeps the newest runs and what is pinned of older ones, and lets the rest go", () => {
  const first = pinnedTab(run(noRuns, "old", 2), "old 1", true);
  const many = Array.from({ length: keptRuns + 1 }, (_, index) => `r${index}`).reduce((all, id) => run(all, id), first);
  expect(many.runs.map(({ id }) => id)).toEqual(["old", ...Array.from({ length: keptRuns }, (_, index) => `r${index + 1}`)]);
  expect([...resultsOf(many)].slice(0, 2)).toEqual(["old-1", "r1-0"]);
});

it("forgets a result that was closed, and its run when nothing of it is left, but never the newest", () => {
  const two = run(run(noRuns, "a"), "b");
  expect(closedTab(two, "a 0").runs.map(({ id }) => id)).toEqual(["b"]);
  const closed = closedTab(two, "b 0");
  expect([newestOf(closed)?.id, [...resultsOf(closed)]]).toEqual(["b", ["a-0"]]);
});
