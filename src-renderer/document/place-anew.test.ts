import { expect, it } from "vitest";
import { parseDag } from "../../shared/dag-file/parse-dag.ts";
import type { Diagnostic } from "../../shared/model/diagnostic.ts";
import { placeAnew } from "./place-anew.ts";

const text = "dag: d\ntasks:\n  go: { config_type: TriggerDagTask, trigger_dag: nobody }\n";
const found: Diagnostic = { code: "dag/unknown-dag", severity: "warning", message: "m", file: "d.dag.yaml", line: 3, column: 51, endLine: 3, endColumn: 57, field: "tasks.go.trigger_dag" };
const placed = (newest: string, older?: string): string[] => placeAnew([found], parseDag(newest, { file: "d.dag.yaml" }), newest, older).map(({ line, column, endColumn }) => `${line}:${column}-${endColumn}`);

it("moves what was found with its field, and drops it with that", () => {
  expect(placed(text)).toEqual(["3:51-57"]);
  expect(placed(text.replace("tasks:", "owner: me\ntasks:").replace("go: {", "go:   {"), text)).toEqual(["4:53-59"]);
  expect(placed(text.replace(", trigger_dag: nobody", ""))).toEqual([]);
});

it("drops it where another name stands by now, if the older text is at hand", () => {
  expect(placed(text.replace("nobody", "somebody"), text)).toEqual([]);
  expect(placed(text.replace("nobody", "somebody"))).toEqual(["3:51-59"]);
});
