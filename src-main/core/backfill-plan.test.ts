import { describe, expect, it } from "vitest";
import type { Reprocess } from "../../shared/contract/backfills.ts";
import type { RunState, TaskState } from "../../shared/model/states.ts";
import { decideInterval, type RunThere } from "./backfill-plan.ts";

interface Run extends RunThere {
  readonly tasks: Readonly<Record<string, TaskState>>;
}
const run = (state: RunState, tasks: Run["tasks"], more: Partial<Run> = {}): Run => ({ state, tasks, versionId: 1, selection: null, wasCutShort: false, hasOtherValues: false, ...more });
const ask = (runs: readonly Run[], reprocess: Reprocess, chosen = ["a", "b"]): string => {
  const { act, why, tasks } = decideInterval({ runs, chosen, reprocess, today: 1, knows: ({ tasks: of }, id) => id in of, stateOf: ({ tasks: of }, id) => of[id] ?? "none" });
  return `${act}${why === null ? "" : ` (${why})`} ${tasks.join()}`.trim();
};
const good = run("success", { a: "success", b: "success" });
const half = run("failed", { a: "success", b: "failed" });

describe("what a backfill does at one date", () => {
  it.each<[string, readonly Run[], Reprocess, string]>([
    ["nothing there", [], "none", "new a,b"],
    ["nothing there, failed", [], "failed", "new a,b"],
    ["a success", [good], "none", "keep (has a run)"],
    ["a failure", [half], "none", "keep (has a run)"],
    ["a success, failed", [good], "failed", "keep (succeeded)"],
    ["a failure, failed", [half], "failed", "clear a,b"],
    ["a success, completed", [good], "completed", "clear a,b"],
    ["a success, by task", [good], "failed-and-missing", "keep (lacks nothing)"],
    ["a failure, by task", [half], "failed-and-missing", "clear b"],
    ["at work", [run("running", { a: "running", b: "none" })], "completed", "keep (at work)"],
    ["the newest counts", [half, good], "failed", "keep (succeeded)"],
    ["skipped by a rule", [run("success", { a: "success", b: "skipped" })], "failed-and-missing", "keep (lacks nothing)"],
    ["skipped by a cancel", [run("failed", { a: "success", b: "skipped" }, { wasCutShort: true })], "failed-and-missing", "clear b"],
    ["interrupted, upstream failed", [run("failed", { a: "interrupted", b: "upstream_failed" })], "failed-and-missing", "clear a,b"],
    ["of an older version", [run("failed", half.tasks, { versionId: 0 })], "failed", "anew (other version) a,b"],
    ["with other values", [run("failed", half.tasks, { hasOtherValues: true })], "failed", "anew (other values) a,b"],
    ["left b out", [run("success", { a: "success", b: "skipped" }, { selection: ["a"] })], "failed-and-missing", "anew (other tasks) b"],
    ["left both out", [run("success", { a: "skipped", b: "skipped" }, { selection: ["c"] })], "none", "new a,b"],
    ["of a version without b", [run("success", { a: "success" }, { versionId: 0 })], "failed-and-missing", "anew (other version) b"],
  ])("%s", (_, runs, reprocess, expected) => {
    expect(ask(runs, reprocess)).toBe(expected);
  });

  it("looks only at the chosen tasks", () => {
    expect(ask([half], "failed-and-missing", ["a"])).toBe("keep (lacks nothing)");
    expect(ask([run("success", { a: "success", b: "skipped" }, { selection: ["a"] })], "none", ["b"])).toBe("new b");
  });
});
