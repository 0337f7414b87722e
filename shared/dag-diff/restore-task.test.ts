import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyEdits } from "../dag-file/apply-edits.ts";
import { randomFile } from "../dag-file/testing/random-file.ts";
import { contentOfText } from "./dag-content.ts";
import { planRestoreTask } from "./restore-task.ts";

const then = `dag: d
tasks:
  a: { config_type: EmptyTask }
  # What b is for
  b:
    config_type: SqlTask
    sql: select 1 # one
    deps: [a]
  c: { config_type: BashTask, bash: echo c, deps: [b] }
`;

function restored(now: string, id: string): string {
  const plan = planRestoreTask(now, then, id);
  if (!plan.ok) return plan.message;
  const result = applyEdits(now, plan.edits);
  return result.ok ? result.text : "refused";
}

describe("planRestoreTask", () => {
  it("brings back fields, and leaves the rest of the file alone", () => {
    const now = then.replace("select 1 # one", "select 2 # one\n    retries: 3").replace("echo c", "echo d");
    expect(restored(now, "b")).toBe(then.replace("echo c", "echo d"));
  });

  it("brings back a task that is gone, with its comments inside", () => {
    const now = "dag: d\ntasks:\n  a: { config_type: EmptyTask }\n";
    expect(restored(now, "b")).toBe(`${now}  b:\n    config_type: SqlTask\n    sql: select 1 # one\n    deps: [a]\n`);
  });

  it("takes out a task that was not there then", () => {
    expect(restored(`${then}  x: { config_type: EmptyTask }\n`, "x")).toBe(then);
  });

  it("writes a task of another kind as a whole", () => {
    const now = then.replace("config_type: SqlTask\n    sql: select 1 # one", "config_type: BashTask\n    bash: echo b");
    expect(contentOfText(restored(now, "b"))?.tasks.get("b")).toEqual({ config_type: "SqlTask", sql: "select 1", deps: ["a"] });
  });

  it("refuses with the reason what the file cannot have any more", () => {
    const now = "dag: d\ntasks:\n  b: { config_type: EmptyTask }\n";
    expect(restored(now, "b")).toMatch(/`a`/);
    expect(restored(then, "b")).toMatch(/same in both/);
    expect(restored("dag: [", "b")).toMatch(/no YAML/);
  });

  it("makes the task what it was, and no other task another, or refuses", () => {
    fc.assert(
      fc.property(randomFile({ shares: false }), randomFile({ shares: false }), fc.nat(20), (one, other, pick) => {
        const [now, old] = [contentOfText(one.text), contentOfText(other.text)];
        const ids = [...new Set([...(now?.tasks.keys() ?? []), ...(old?.tasks.keys() ?? [])])];
        const id = ids[pick % ids.length] ?? "";
        const plan = planRestoreTask(one.text, other.text, id);
        if (!plan.ok) return;
        const result = applyEdits(one.text, plan.edits);
        const after = result.ok ? contentOfText(result.text) : null;
        const was = old?.tasks.get(id);
        const known = (deps: unknown): unknown => (Array.isArray(deps) ? deps.filter((dep) => after?.tasks.has(String(dep))) : undefined);
        const comparable = was?.["deps"] === undefined || now?.tasks.has(id) === true ? was : { ...was, deps: known(was["deps"]) };
        if (comparable !== undefined && Array.isArray(comparable["deps"]) && comparable["deps"].length === 0) delete (comparable as Record<string, unknown>)["deps"];
        expect(sortedDeps(after?.tasks.get(id))).toEqual(sortedDeps(comparable));
        for (const [other, task] of now?.tasks ?? []) if (other !== id && was !== undefined) expect(after?.tasks.get(other)).toEqual(task);
      }),
      { numRuns: 200 },
    );
  });
});

function sortedDeps(task: Readonly<Record<string, unknown>> | undefined): unknown {
  return Array.isArray(task?.["deps"]) ? { ...task, deps: task["deps"].toSorted() } : task;
}
