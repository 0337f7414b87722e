import { describe, expect, it } from "vitest";
import { parseDag } from "./parse-dag.ts";

const read = (tasks: string, head = "") => parseDag(`dag: d\n${head}tasks:\n${tasks}`, { file: "d.dag.yaml" });
const messages = (tasks: string, head = ""): string[] => read(tasks, head).diagnostics.map(({ line, code, message }) => `${line} ${code} ${message}`);

describe("setups and teardowns of a file", () => {
  it("are read, with the teardown's own rule whatever the defaults say", () => {
    const { dag, tasks, diagnostics } = read("  s: { config_type: EmptyTask, setup: true }\n  w: { config_type: EmptyTask, deps: s, trigger_rule: all_success }\n  t: { config_type: EmptyTask, deps: [s, w], teardown: true, on_failure_fail_dagrun: true }\n", "defaults: { trigger_rule: all_done }\n");
    expect(diagnostics).toEqual([]);
    expect(dag?.tasks.map(({ setup, teardown, onFailureFailDagrun, triggerRule }) => [setup, teardown, onFailureFailDagrun, triggerRule])).toEqual([[true, undefined, undefined, "all_done"], [undefined, undefined, undefined, "all_success"], [undefined, true, true, "all_done_setup_success"]]);
    expect(tasks.map(({ role }) => role)).toEqual(["setup", undefined, "teardown"]);
  });

  it("may stand alone, as in Airflow", () => {
    expect(messages("  s: { config_type: EmptyTask, setup: true }\n  t: { config_type: EmptyTask, teardown: true }\n")).toEqual([]);
  });

  it.each([
    ["  x: { config_type: EmptyTask, setup: true, teardown: true }\n", /^3 dag\/conflict `tasks\.x\.teardown`: a task is a setup or a teardown, not both/],
    ["  x: { config_type: EmptyTask, teardown: true, trigger_rule: all_done }\n", /^3 dag\/conflict `tasks\.x\.trigger_rule`: found all_done, but the trigger rule of a teardown is always all_done_setup_success/],
    ["  x: { config_type: EmptyTask, on_failure_fail_dagrun: true }\n", /^3 dag\/conflict `tasks\.x\.on_failure_fail_dagrun`: it says what the failure of a teardown means/],
    ["  s: { config_type: EmptyTask, setup: true }\n  x: { config_type: EmptyTask, deps: s, trigger_rule: all_done }\n", /^4 dag\/conflict `tasks\.x\.trigger_rule`: found the trigger rule all_done, but what comes right after a setup \(`s`\) needs all_success/],
  ])("say what Airflow refuses: %s", (tasks, expected) => {
    expect(messages(tasks)).toEqual([expect.stringMatching(expected)]);
  });
});
