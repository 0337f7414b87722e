import { describe, expect, it } from "vitest";
import type { Workspace } from "../ports/workspace.ts";
import { adviseDraft, sqlTextsOf } from "./dag-sql.ts";
import { readTryText } from "./trial-text.ts";
import { previewDraft, renderText, type TryPlanParts } from "./try-plans.ts";

const path = "big.dag.yaml";
const text = `dag: big\ntasks:\n${`  # ${"x".repeat(996)}\n`.repeat(2_000)}  a: { config_type: SqlTask, sql: select 1 }\n`;
const why = `The text has ${text.length} characters; at most 2000000 are read while one waits. Split the DAG, or move SQL and scripts into files of their own.`;
const workspace = { readText: () => text, config: () => expect.unreachable() } as unknown as Workspace;
const parts = { workspace } as unknown as TryPlanParts;

describe("a text that is too long to be read while one waits", () => {
  it("is not advised on, and says so at the name of the DAG", () => {
    const finding = { code: "dag/not-advised", severity: "info", message: `Nothing is said of dependencies and of other DAGs here. ${why}`, file: path, line: 1, column: 1, field: "dag" };
    const advice = { missing: [], superfluous: [], builds: [], findings: [finding] };
    expect([adviseDraft(workspace, { path, text }, () => []), adviseDraft(workspace, { path }, () => [])]).toEqual([advice, advice]);
  });

  it("has no templates shown", () => {
    expect(previewDraft(parts, { path, text, taskId: "a" })).toEqual({ fields: [], trouble: `Templates are not shown here. ${why}` });
    for (const draft of [{ text }, {}]) expect(renderText(parts, { path, taskId: "a", template: "{{ ds }}", ...draft }).error).toBe(`Templates are not shown here. ${why}`);
  });

  it("is not tried, and its SQL is not gone through", () => {
    const refused = expect.objectContaining({ code: "dag/invalid", message: `${path}: ${why}` });
    expect(() => readTryText(workspace, { path, text })).toThrow(refused);
    for (const draft of [{ text }, {}]) expect(() => sqlTextsOf(workspace, { path, ...draft })).toThrow(refused);
  });
});
