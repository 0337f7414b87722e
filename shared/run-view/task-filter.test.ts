import { describe, expect, it } from "vitest";
import { asksForNothing, failedAndBlocked, filterTasks, noFilter, withoutHidden, type TaskFilter } from "./task-filter.ts";
import { queryTasks } from "./task-query.ts";
import { ran } from "./testing/ran.ts";

const task = (id: string, deps: string[] = [], kind = "BashTask", group?: string) => ({ id, kind, deps, enabled: true, ...(group === undefined ? {} : { group }) });
const tasks = [task("raw_a"), task("raw_b"), task("dim", ["raw_a"], "SqlTask", "inner"), task("fact", ["dim", "raw_b"], "SqlTask", "outer"), task("report", ["fact"], "PythonTask")];
const groups = [{ id: "outer", doc: null, parent: null }, { id: "inner", doc: null, parent: "outer" }];
const names = (query: string): string[] => [...queryTasks(tasks, query).ids];

describe("queryTasks", () => {
  it("takes names, parts of names, patterns, and what lies before and after", () => {
    expect(names("")).toHaveLength(5);
    expect(names("RAW")).toEqual(["raw_a", "raw_b"]);
    expect(names("raw_*")).toEqual(["raw_a", "raw_b"]);
    expect(names("*a*t")).toEqual(["fact"]);
    expect(names("+fact").toSorted()).toEqual(["dim", "fact", "raw_a", "raw_b"]);
    expect(names("dim+")).toEqual(["dim", "fact", "report"]);
    expect(names("+dim+").toSorted()).toEqual(["dim", "fact", "raw_a", "report"]);
    expect(names("1+fact").toSorted()).toEqual(["dim", "fact", "raw_b"]);
    expect(names("dim+1")).toEqual(["dim", "fact"]);
  });

  it("joins by a space and cuts by a comma", () => {
    expect(names("raw_a report")).toEqual(["raw_a", "report"]);
    expect(names("raw_a+,+report,*a*t")).toEqual(["fact"]);
    expect(names("dim, report").toSorted()).toEqual(["dim", "report"]);
  });

  it("names what fits nothing, and is not held up by any text", () => {
    expect(queryTasks(tasks, "nobody fact")).toEqual({ ids: new Set(["fact"]), unmatched: ["nobody"] });
    const long = [task("a".repeat(5_000))];
    const before = performance.now();
    expect(queryTasks(long, `${"*a".repeat(2_000)}*b`).ids.size).toBe(0);
    expect(queryTasks(long, "(a+)+$ [ \\ ++ + 9999999999999999+a").unmatched.length).toBeGreaterThan(0);
    expect(performance.now() - before).toBeLessThan(500);
  });
});

const instances = [
  ran("raw_a", [0, 0, 0, 50]),
  ran("raw_b", [0, 0, 0, 900], { state: "failed" }),
  ran("dim", [50, 50, 60]),
  ran("fact", [null, null, null, 900], { state: "upstream_failed" }),
  ran("report", [null, null, null, 900], { state: "upstream_failed" }),
];
const run = { tasks, groups, instances, now: 1_000 };
const shown = (change: Partial<TaskFilter>): string[] => [...filterTasks({ ...noFilter, ...change }, run).ids];

describe("filterTasks", () => {
  it("narrows by each thing that is asked for", () => {
    expect(shown({})).toHaveLength(5);
    expect(shown({ states: ["failed", "running"] })).toEqual(["raw_b", "dim"]);
    expect(shown({ kinds: ["SqlTask"] })).toEqual(["dim", "fact"]);
    expect(shown({ groups: ["inner"] })).toEqual(["dim"]);
    expect(shown({ groups: ["outer"] })).toEqual(["dim", "fact"]);
    expect(shown({ slowerThanMs: 100 })).toEqual(["raw_b", "dim"]);
    expect(shown({ isFailedOnly: true })).toEqual(["raw_b", "fact", "report"]);
    expect(shown({ isFailedOnly: true, kinds: ["SqlTask"], query: "+report" })).toEqual(["fact"]);
    expect([asksForNothing(noFilter), asksForNothing({ ...noFilter, slowerThanMs: 0 })]).toEqual([true, false]);
  });

  it("fits a mapped task by any of its instances, and one that no run knows as without status", () => {
    const mapped = { ...run, instances: [ran("dim", [0, 0, 0, 5]), ran("dim", [0, 0, 0, 5], { state: "failed" })] };
    expect([...filterTasks({ ...noFilter, states: ["failed"] }, mapped).ids]).toEqual(["dim"]);
    expect([...filterTasks({ ...noFilter, states: ["none"] }, mapped).ids]).toEqual(["raw_a", "raw_b", "fact", "report"]);
  });
});

describe("failedAndBlocked", () => {
  it("stops where a task ran all the same", () => {
    const some = [ran("raw_b", [0, 0, 0, 9], { state: "failed" }), ran("fact", [9, 9, 9, 20]), ran("report", [])];
    expect([...failedAndBlocked({ tasks, instances: some })]).toEqual(["raw_b"]);
  });
});

describe("withoutHidden", () => {
  it("leads the ways through what is out of sight", () => {
    expect(withoutHidden(tasks, new Set(["raw_a", "raw_b", "report"])).map(({ id, deps }) => [id, deps.toSorted()])).toEqual([["raw_a", []], ["raw_b", []], ["report", ["raw_a", "raw_b"]]]);
  });

  it("gives up ways that would be far more than there are", () => {
    const wide = [...Array.from({ length: 300 }, (_, at) => task(`in${at}`)), task("hub", Array.from({ length: 300 }, (_, at) => `in${at}`)), ...Array.from({ length: 300 }, (_, at) => task(`out${at}`, ["hub"]))];
    const kept = withoutHidden(wide, new Set(wide.flatMap(({ id }) => (id === "hub" ? [] : [id]))));
    expect(kept).toHaveLength(600);
    expect(kept.reduce((sum, { deps }) => sum + deps.length, 0)).toBeLessThan(3_000);
  });
});
