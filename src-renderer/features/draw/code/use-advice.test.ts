import { expect, it } from "vitest";
import { parseDag } from "../../../../shared/dag-file/parse-dag.ts";
import type { DagState } from "../../../document/dag-document.ts";
import type { TextDocument } from "../../../document/text-document.ts";
import { adviceProblems, stillMeant } from "./use-advice.ts";

const advice = { builds: [], findings: [], missing: [{ task: "report", dep: "load", schema: "mart", table: "claim", where: "sql/report.sql", line: 2 }], superfluous: [{ task: "report", dep: "note" }] };

it("forgets what was mended since it was asked, and tasks that are gone", () => {
  const tasks = (deps: string[]) => [{ id: "load", deps: [] }, { id: "note", deps: [] }, { id: "report", deps }];
  expect(stillMeant(advice, tasks(["note"]))).toEqual(advice);
  expect(stillMeant(advice, tasks(["load"]))).toEqual({ builds: [], findings: [], missing: [], superfluous: [] });
  expect(stillMeant(advice, [{ id: "report", deps: [] }])).toEqual({ builds: [], findings: [], missing: [], superfluous: [] });
});

it("shows a missing dependency as a warning at its task, one without a reason as a remark", () => {
  const text = "dag: d\ntasks:\n  load: { config_type: EmptyTask }\n  report: { config_type: EmptyTask, deps: [note] }\n  note: { config_type: EmptyTask }\n";
  const state = { parsed: parseDag(text, { file: "d.dag.yaml" }) } as DagState;
  expect(adviceProblems(advice, state, { path: "d.dag.yaml", get: () => ({ text }) } as TextDocument)).toEqual([
    { code: "sql/missing-dep", severity: "warning", message: "`report` reads mart.claim (sql/report.sql, line 2), which task `load` builds, but does not run after it.", file: "d.dag.yaml", field: "tasks.report", line: 4, column: 3 },
    { code: "sql/superfluous-dep", severity: "info", message: "`report` runs after `note` and reads nothing that it builds.", file: "d.dag.yaml", field: "tasks.report", line: 4, column: 3 },
  ]);
});
