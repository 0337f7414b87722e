/** From a file to text, and with that into another file: what was written stays as it was. */
import { describe, expect, it } from "vitest";
import { applyEdits } from "../dag-file/apply-edits.ts";
import { parseDag } from "../dag-file/parse-dag.ts";
import { copyDrawn, copyTasks } from "./copy-tasks.ts";

const file = `dag: one
tasks:
    a:
        config_type: BashTask
        # says it
        bash: echo 'a'   # loudly
    b: { config_type: BashTask, bash: "echo {{ xcom.a }}", deps: [a] }
    c:
        config_type: EmptyTask
        deps: [b, a]
`;

describe("copyDrawn", () => {
  it("copies the lines as they were written, comments included, with the places", () => {
    expect(copyTasks(file, ["b", "a"], { a: { x: 10, y: -20 } })).toBe(`tasks:
  a:
      config_type: BashTask
      # says it
      bash: echo 'a'   # loudly
  b: { config_type: BashTask, bash: "echo {{ xcom.a }}", deps: [a] }
ui:
  positions:
    a: [10, -20]
`);
  });

  it("writes the meaning out where the lines cannot stand alone", () => {
    const shared = "dag: one\nbase: &base { config_type: BashTask, bash: echo }\ntasks:\n  a: *base\n";
    expect(copyTasks(shared, ["a"], {})).toBe("tasks:\n  a:\n    config_type: BashTask\n    bash: echo\n");
    expect(copyTasks("dag: one\ntasks: { a: { config_type: EmptyTask } }\n", ["a"], {})).toBe("tasks:\n  a:\n    config_type: EmptyTask\n");
  });

  it("gives nothing for tasks that are not there", () => {
    expect([copyTasks(file, ["z"], {}), copyTasks("nonsense", ["a"], {})]).toEqual([null, null]);
  });

  it("takes notes along, and notes alone", () => {
    const noted = `${file}ui:\n  notes:\n    why: { text: "# Why\\nlate", at: [5, 6], color: red }\n    other: { text: no, at: [0, 0] }\n`;
    expect([copyDrawn(noted, { tasks: ["a"], notes: ["why"] }, {})?.includes("notes:"), copyDrawn(noted, { tasks: [], notes: ["why"] }, {})]).toEqual([true, "ui:\n  notes:\n    why:\n      text: |-\n        # Why\n        late\n      at: [5, 6]\n      color: red\n"]);
  });

  it("can be pasted into another DAG and into its own", () => {
    const text = copyTasks(file, ["a", "b"], {}) ?? "";
    const graphs = [file, "dag: two\ntasks: {}\n"].map((into) => {
      const pasted = applyEdits(into, [{ kind: "insertTasks", yaml: text }]);
      return pasted.ok ? parseDag(pasted.text, { file: "" }).tasks.map((task) => `${task.id} < ${task.deps.join(" ")}`) : pasted.diagnostics;
    });
    expect(graphs).toEqual([["a < ", "b < a", "c < b a", "a_2 < ", "b_2 < a_2"], ["a < ", "b < a"]]);
  });
});
