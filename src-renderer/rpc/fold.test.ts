import { describe, expect, it } from "vitest";
import type { EngineEvent } from "../../shared/contract/engine.ts";
import { foldBatch, mergeRunIntoPage, mergeRunIntoPages, mergeTasks, type RunPage } from "./fold.ts";
import { run, task } from "./run-samples.ts";

const ids = (page: RunPage): string[] => page.runs.map((entry) => `${entry.runId}:${entry.state}`);

describe("foldBatch", () => {
  it("keeps the last word on each run and task, and the highest sequence number", () => {
    const batch: EngineEvent[] = [
      { kind: "run", seq: 5, run: run("r1", 1) },
      { kind: "tasks", seq: 6, dagId: "a", runId: "r1", tasks: [task("x", "running"), task("y", "queued")] },
      { kind: "tasks", seq: 7, dagId: "a", runId: "r1", tasks: [task("x", "success")] },
      { kind: "dags", seq: 8, dagIds: ["a", "b"] },
      { kind: "dags", seq: 9, dagIds: ["b"] },
      { kind: "assets", seq: 9, names: ["claims.paid", "claims.members"] },
      { kind: "assets", seq: 9, names: ["claims.paid"] },
      { kind: "files", seq: 9, paths: ["a.sql", "b.sql"] },
      { kind: "files", seq: 9, paths: ["a.sql"] },
      { kind: "audit", seq: 9, dagId: "a" },
      { kind: "audit", seq: 9, dagId: null },
      { kind: "audit", seq: 9, dagId: "a" },
      { kind: "backfills", seq: 9, dagId: "a" },
      { kind: "backfills", seq: 9, dagId: "a" },
      { kind: "retention", seq: 9, work: { startedAt: 1, archived: 0, planned: 2, dropped: 1, isCancelled: false } },
      { kind: "retention", seq: 9, work: null },
      { kind: "run", seq: 10, run: run("r1", 1, { state: "success" }) },
    ];
    const changes = foldBatch(batch);
    expect({ ...changes, tasks: changes.tasks.map((entry) => [...entry.tasks.values()].map((each) => `${each.taskId}:${each.state}`)) }).toEqual({
      reset: false,
      runs: [run("r1", 1, { state: "success" })],
      tasks: [["x:success", "y:queued"]],
      dagIds: ["a", "b"],
      assets: ["claims.paid", "claims.members"],
      tables: [],
      files: ["a.sql", "b.sql"],
      audited: ["a", null],
      backfilled: ["a"],
      retention: null,
      info: null,
      lastSeq: 10,
      instanceId: null,
    });
  });

  it("hears a reset and the instance that it names", () => {
    expect(foldBatch([{ kind: "reset", seq: 3, instanceId: "e2" }])).toMatchObject({ reset: true, instanceId: "e2", lastSeq: 3 });
  });
});

describe("mergeRunIntoPage", () => {
  const page: RunPage = { runs: [run("new", 30), run("old", 10)], more: false };

  it("replaces a run in place", () => {
    expect(ids(mergeRunIntoPage(page, run("old", 10, { state: "failed" }), {}, true))).toEqual(["new:running", "old:failed"]);
  });

  it("puts a new run where its age belongs", () => {
    expect(ids(mergeRunIntoPage(page, run("mid", 20), {}, true))).toEqual(["new:running", "mid:running", "old:running"]);
    expect(ids(mergeRunIntoPage(page, run("first", 40), {}, true))).toEqual(["first:running", "new:running", "old:running"]);
    expect(ids(mergeRunIntoPage(page, run("last", 5), {}, true))).toEqual(["new:running", "old:running", "last:running"]);
  });

  it("leaves a run older than the page to the pages that follow", () => {
    const cut = { ...page, more: true };
    expect(mergeRunIntoPage(cut, run("last", 5), {}, true)).toBe(cut);
  });

  it("takes a run out that no longer fits the filter", () => {
    expect(ids(mergeRunIntoPage(page, run("new", 30, { state: "success" }), { states: ["running"] }, true))).toEqual(["old:running"]);
  });

  it("ignores runs of other DAGs, and gives the same object back", () => {
    expect(mergeRunIntoPage(page, run("x", 50, { dagId: "b" }), { dagId: "a" }, true)).toBe(page);
  });
});

describe("mergeRunIntoPages", () => {
  const pages: RunPage[] = [
    { runs: [run("r4", 40), run("r3", 30)], more: true },
    { runs: [run("r2", 20), run("r1", 10)], more: false },
  ];

  it("puts each run into one page only", () => {
    expect(mergeRunIntoPages(pages, run("r5", 50), {}).map(ids)).toEqual([["r5:running", "r4:running", "r3:running"], ["r2:running", "r1:running"]]);
    expect(mergeRunIntoPages(pages, run("r25", 25), {}).map(ids)).toEqual([["r4:running", "r3:running"], ["r25:running", "r2:running", "r1:running"]]);
    expect(mergeRunIntoPages(pages, run("r1", 10, { state: "failed" }), {}).map(ids)).toEqual([["r4:running", "r3:running"], ["r2:running", "r1:failed"]]);
  });
});

describe("mergeTasks", () => {
  it("replaces by task id, keeps the order and adds what is new", () => {
    const detail = { run: run("r", 1), graph: [], tasks: [task("x", "queued"), task("y", "none")] };
    const merged = mergeTasks(detail, new Map([["y", task("y", "running")], ["z", task("z", "none")]]));
    expect(merged.tasks.map((each) => `${each.taskId}:${each.state}`)).toEqual(["x:queued", "y:running", "z:none"]);
  });

  it("keeps tries out of every list of runs", () => {
    expect(mergeRunIntoPage({ runs: [], more: false }, run("try__1", 1, { runType: "try" }), {}, true).runs).toEqual([]);
  });
});
