/** Words of YAML 1.1 where true or false is asked for, in every field that asks for it. */
import { describe, expect, it } from "vitest";
import { DagForm, taskForms } from "./file-schema.ts";
import { parseDag } from "./parse-dag.ts";
import { booleanFields } from "./plain-form.ts";

const needs: Readonly<Record<string, string>> = {
  SqlTask: "sql: select 1",
  PythonTask: "python: { file: a.py, callable: main }",
  BashTask: "bash: x",
  HttpTask: "url: 'http://localhost/'",
  SensorTask: "at: '2026-01-01T00:00:00Z'",
  TriggerDagTask: "trigger_dag: other",
  NotifyTask: "channel: ops, message: x",
  EmptyTask: "",
  BranchTask: "python: { file: a.py, callable: main }",
  ShortCircuitTask: "python: { file: a.py, callable: main }",
};
const head = "dag: d\nschedule: '@daily'\nstart_date: 2026-01-01\n";
const ofDag = (field: string) => (word: string): string => `${head}${field}: ${word}\ntasks:\n  a: { config_type: EmptyTask }\n`;
const ofTask = (kind: string, field: string) => (word: string): string => `${head}tasks:\n  a: { config_type: ${kind}, ${[needs[kind], `${field}: ${word}`].filter(Boolean).join(", ")} }\n`;
const fields: [name: string, write: (word: string) => string][] = [
  ...Object.keys(DagForm.shape).flatMap((key): [string, (word: string) => string][] => (booleanFields.has(key) ? [[key, ofDag(key)]] : [])),
  ...Object.entries(taskForms).flatMap(([kind, form]) => Object.keys(form.shape).flatMap((key): [string, (word: string) => string][] => (booleanFields.has(key) ? [[`${key} of ${kind}`, ofTask(kind, key)]] : []))),
  ["warm", (word) => `${head}tasks:\n  a: { config_type: PythonTask, python: { file: a.py, callable: main, warm: ${word} } }\n`],
];

/** Of the file as it is read, and what is said besides the words themselves. */
function read(text: string): unknown {
  const { dag, diagnostics } = parseDag(text, { file: "d.dag.yaml" });
  return [dag, diagnostics.flatMap(({ code, severity, field }) => (code === "yaml/ambiguous" ? [] : [`${severity} ${code} ${field}`]))];
}

describe("yes, no, on and off", () => {
  it("are asked for in many places", () => {
    expect(fields.length).toBeGreaterThan(80);
    expect(Object.keys(taskForms).sort()).toEqual(Object.keys(needs).sort());
  });

  it.each(fields)("are true and false for %s, and told of", (_name, write) => {
    for (const [word, meant] of [["yes", "true"], ["On", "true"], ["no", "false"], ["OFF", "false"]] as const) {
      expect(read(write(word)), word).toEqual(read(write(meant)));
      expect(parseDag(write(word), { file: "d.dag.yaml" }).diagnostics.map(({ code }) => code)).toContain("yaml/ambiguous");
    }
    expect(parseDag(write("'yes'"), { file: "d.dag.yaml" }).diagnostics.map(({ code }) => code)).toContain("dag/invalid-value");
  });
});
