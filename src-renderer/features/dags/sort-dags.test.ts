import { describe, expect, it } from "vitest";
import type { DagSummary } from "../../../shared/contract/dags.ts";
import { allTags, filterDags, sortDags } from "./sort-dags.ts";

function dag(dagId: string, change: Partial<DagSummary> = {}): DagSummary {
  return { dagId, file: `${dagId}.dag.yaml`, owner: null, doc: null, tags: [], scheduleText: null, scheduleWords: null, timezone: "UTC", nextRunAt: null, scheduleOn: false, taskCount: 1, errors: 0, warnings: 0, lastRuns: [], ...change };
}

const dags = [dag("b", { tags: ["ops"], nextRunAt: 5 }), dag("a", { owner: "Data Science", errors: 1 }), dag("c", { tags: ["ops", "daily"], nextRunAt: 2 })];
const names = (list: readonly DagSummary[]): string => list.map((each) => each.dagId).join("");

describe("the list of DAGs", () => {
  it("finds by any word of name, file, owner or tag", () => {
    expect([names(filterDags(dags, { text: "science", tags: [] })), names(filterDags(dags, { text: "ops daily", tags: [] })), names(filterDags(dags, { text: "", tags: ["ops"] }))]).toEqual(["a", "c", "bc"]);
  });

  it("sorts both ways, and by name what is equal", () => {
    expect([names(sortDags(dags, { key: "name", descending: true })), names(sortDags(dags, { key: "next", descending: false })), names(sortDags(dags, { key: "problems", descending: true }))]).toEqual(["cba", "cba", "abc"]);
  });

  it("knows every tag once", () => {
    expect(allTags(dags)).toEqual(["daily", "ops"]);
  });
});
