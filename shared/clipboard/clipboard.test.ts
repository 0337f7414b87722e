/** From a file to text and into another file: what was written stays, ids become unique, inner edges hold. */
import { describe, expect, it } from "vitest";
import { applyEdit } from "../dag-file/apply-edit.ts";
import { parseDag } from "../dag-file/parse-dag.ts";
import { copyTasks } from "./copy-tasks.ts";
import { pasteTasks } from "./paste-tasks.ts";
import { uniqueId } from "./unique-id.ts";

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

describe("copyTasks", () => {
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
});

function paste(text: string, into: string, keepIncoming = false): string {
  const pasted = pasteTasks(text, { taken: parseDag(into, { file: "" }).tasks.map((task) => task.id), keepIncoming });
  if (!pasted.ok) return pasted.reason;
  return pasted.tasks.reduce((now, task) => {
    const result = applyEdit(now, task.edit);
    if (!result.ok) throw new Error(result.diagnostics[0]?.message);
    return result.text;
  }, into);
}

const graphOf = (text: string): string[] => parseDag(text, { file: "" }).tasks.map((task) => `${task.id} < ${task.deps.join(" ")}`);

describe("pasteTasks", () => {
  it("makes ids unique and keeps inner edges and templates", () => {
    const text = paste(copyTasks(file, ["a", "b"], {}) ?? "", file);
    expect(graphOf(text)).toEqual(["a < ", "b < a", "c < b a", "a_2 < ", "b_2 < a_2"]);
    expect(text).toContain("echo {{ xcom.a_2 }}");
  });

  it("leaves edges from outside behind, or keeps them when asked", () => {
    const text = copyTasks(file, ["c"], {}) ?? "";
    expect([graphOf(paste(text, file)).at(-1), graphOf(paste(text, file, true)).at(-1)]).toEqual(["c_2 < ", "c_2 < b a"]);
  });

  it("takes tasks by name and a whole file, in any order of writing", () => {
    expect(graphOf(paste("y: { config_type: EmptyTask, deps: [x] }\nx: { config_type: EmptyTask }\n", file)).slice(3)).toEqual(["x < ", "y < x"]);
    expect(graphOf(paste(file, "dag: two\ntasks:\n  a: { config_type: EmptyTask }\n"))).toHaveLength(4);
  });

  it.each([
    ["", "The clipboard is empty."],
    ["hello there", "The clipboard holds plain text, not tasks. Copy tasks on a canvas, or their lines in a DAG file."],
    ["a: 1", "The YAML in the clipboard has no tasks: expected `tasks:` with a mapping, or tasks by name, each with a `config_type`."],
    ["tasks: {}", "`tasks` in the clipboard is empty."],
    ["tasks:\n  a: { config_type: Magic }", 'Task `a` in the clipboard has the `config_type` "Magic"; expected one of SqlTask, PythonTask, BashTask, EmptyTask.'],
    ["tasks:\n  'a b': { config_type: EmptyTask }", 'Task id "a b" in the clipboard: an id has letters, digits, `_`, `-` and `.`, at most 250, not starting with `-` or `.`.'],
    ["tasks:\n  a: 3", "Task `a` in the clipboard is no mapping; expected one with a `config_type`."],
  ])("explains why it takes nothing from %j", (text, reason) => {
    expect(pasteTasks(text, { taken: [] })).toEqual({ ok: false, reason });
  });

  it("explains broken YAML with its line, and never throws", () => {
    const pasted = pasteTasks("tasks:\n  a: {config_type: EmptyTask\n  b: ]\n", { taken: [] });
    expect(pasted.ok ? "" : pasted.reason).toMatch(/^The YAML in the clipboard has a mistake in line \d/);
  });
});

describe("uniqueId", () => {
  it("counts on from what is there", () => {
    expect([uniqueId("a", new Set()), uniqueId("a", new Set(["a"])), uniqueId("a_2", new Set(["a", "a_2"]))]).toEqual(["a", "a_2", "a_3"]);
  });
});
