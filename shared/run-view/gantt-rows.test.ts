import { describe, expect, it } from "vitest";
import { extentOf, ganttRows, hasBegun, orderRows, spentOf } from "./gantt-rows.ts";
import { historiesOf } from "./task-history.ts";
import { instance, sampleFacts } from "./testing/sample-run.ts";

const facts = sampleFacts();
const tasks = facts.tasks.map((task, index) => ({ ...task, deps: [...task.deps], kind: "BashTask", enabled: true, ...(index % 2 === 0 ? {} : { group: "odd" }) }));
const rows = ganttRows(historiesOf(facts), tasks);

describe("ganttRows", () => {
  it("parts each try into waiting, queued and running, with the pause before a retry", () => {
    expect(rows[1]?.spans).toEqual([
      { kind: "waiting", tryNumber: 1, from: 5000, to: 5200, state: null, reason: null },
      { kind: "queued", tryNumber: 1, from: 5200, to: 6000, state: null, reason: null },
      { kind: "running", tryNumber: 1, from: 6000, to: 8000, state: "failed", reason: "exit code 1" },
      { kind: "retry", tryNumber: 2, from: 8000, to: 18_100, state: null, reason: null },
      { kind: "queued", tryNumber: 2, from: 18_100, to: 18_500, state: null, reason: null },
      { kind: "running", tryNumber: 2, from: 18_500, to: 20_000, state: "success", reason: null },
    ]);
    expect(spentOf(rows[1] as (typeof rows)[number], 0)).toEqual({ waiting: 200, queued: 1200, running: 3500, retry: 10_100 });
    expect(rows.map((row) => [row.taskId, hasBegun(row)])).toEqual([["load", true], ["clean", true], ["report", false], ["end", true]]);
  });

  it("counts what goes on until now", () => {
    const [row] = ganttRows(historiesOf({ ...facts, tasks: [{ id: "a", deps: [] }], instances: [instance("a", "running", { tryNumber: 1, queuedAt: 1000, startedAt: 1200 })] }), []);
    expect(row && [row.to, spentOf(row, 5000)]).toEqual([null, { waiting: 500, queued: 200, running: 3800, retry: 0 }]);
  });
});

describe("orderRows", () => {
  const names = (order: "start" | "name" | "group"): string => orderRows(rows, order).map(({ taskId }) => taskId).join(" ");

  it("orders as a waterfall, by name, and by group", () => {
    expect([names("start"), names("name"), names("group")]).toEqual(["load clean end report", "clean end load report", "load report clean end"]);
  });
});

describe("extentOf", () => {
  it("spans the run, goes on to now while it runs, and is never empty", () => {
    expect(extentOf({ startedAt: 500, queuedAt: 0, endedAt: 20_000 }, rows, 99_000)).toEqual({ from: 500, to: 20_000 });
    expect(extentOf({ startedAt: 500, queuedAt: 0, endedAt: null }, rows, 99_000)).toEqual({ from: 500, to: 99_000 });
    expect(extentOf({ startedAt: null, queuedAt: 7, endedAt: 7 }, [], 0)).toEqual({ from: 7, to: 8 });
  });
});
