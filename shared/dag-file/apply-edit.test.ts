import { describe, expect, it } from "vitest";
import { applyEdit } from "./apply-edit.ts";
import type { DagEdit } from "./edit.ts";
import { parseSetArgument } from "./set-argument.ts";

const base = `dag: x # the id
tasks:
  a: # first
    config_type: BashTask
    bash: 'echo'
    retries: 0777
  b:
    config_type: BashTask
    bash: |
      echo {{ xcom_pull(task_ids='a', key='a') }} {{ xcom.a }} a
    deps: [a] # why
`;
const after = (text: string, edit: DagEdit): string => {
  const result = applyEdit(text, edit);
  return result.ok ? result.text : result.diagnostics.map((one) => `${one.code}: ${one.message}`).join("\n");
};

describe("applyEdit", () => {
  const table: readonly (readonly [string, DagEdit, string, string])[] = [
    ["replaces a scalar in its quotes", { kind: "setValue", path: "tasks.a.bash", value: "it's" }, "'echo'", "'it''s'"],
    ["writes a number as given", { kind: "setValue", path: "tasks.a.retries", value: 7, source: "007" }, "0777", "007"],
    ["adds a field at the end of the task", { kind: "setValue", path: "tasks.a.env.MODE", value: "no" }, "0777\n", "0777\n    env:\n      MODE: 'no'\n"],
    ["adds a DAG field before the tasks", { kind: "setValue", path: "owner", value: "Me" }, "# the id\n", "# the id\nowner: Me\n"],
    ["writes a text that comes to have lines as lines", { kind: "setValue", path: "tasks.a.bash", value: 'echo "a"\necho b' }, "bash: 'echo'\n", 'bash: |-\n      echo "a"\n      echo b\n'],
    ["removes a field with its line", { kind: "removeValue", path: "tasks.a.retries" }, "    retries: 0777\n", ""],
    ["adds a task", { kind: "addTask", id: "c", taskKind: "EmptyTask" }, "# why\n", "# why\n  c:\n    config_type: EmptyTask\n"],
    ["connects", { kind: "connect", from: "b", to: "a" }, "", "edit/cycle"],
    ["disconnects", { kind: "disconnect", from: "a", to: "b" }, "[a]", "[]"],
  ];
  it.each(table)("%s", (_name, edit, old, wanted) => {
    if (old === "") expect(after(base, edit)).toContain(wanted);
    else expect(after(base, edit)).toBe(base.replace(old, wanted));
  });

  it("writes lines only where they can stand: not into a flow mapping, not around a comment", () => {
    const set: DagEdit = { kind: "setValue", path: "tasks.a.bash", value: "echo 1\necho 2\n" };
    const asOneLine = '"echo 1\\necho 2\\n"';
    for (const text of ["tasks:\n  a: { bash: echo }\n", "tasks:\n  a:\n    bash: echo # why\n", "tasks:\n  a:\n    bash: echo\n      # deep\n    retries: 1\n", "tasks:\n  a:\n    bash: echo"]) {
      expect(after(text, set)).toBe(text.replace("echo", asOneLine));
    }
    expect(after("tasks:\r\n    a:\r\n        bash: x", { ...set, value: "b\nc" })).toBe("tasks:\r\n    a:\r\n        bash: |-\r\n            b\r\n            c");
  });

  it("renames a task in its key, in deps and in templates, and nowhere else", () => {
    const wanted = base.replace("  a: #", "  new: #").replace("task_ids='a'", "task_ids='new'").replace("xcom.a ", "xcom.new ").replace("[a]", "[new]");
    expect(after(base, { kind: "renameTask", from: "a", to: "new" })).toBe(wanted);
  });

  it("renames and removes a task where branches lead to it", () => {
    const text = "tasks:\n  b:\n    config_type: BranchTask\n    branches:\n      - { when: '{{ true }}', to: a } # one\n      - { when: 'false', to: [a, c] }\n    otherwise: [a, c]\n  a: { config_type: EmptyTask, deps: b }\n  c: { config_type: EmptyTask, deps: b }\n";
    expect(after(text, { kind: "renameTask", from: "a", to: "new" })).toBe(text.replaceAll(/\ba\b/g, "new"));
    const removed = text.replace("  a: { config_type: EmptyTask, deps: b }\n", "").replace("to: a }", "to: [] }").replaceAll("[a, c]", "[c]");
    expect(after(text, { kind: "removeTask", id: "a" })).toBe(removed);
    expect(after(text, { kind: "disconnect", from: "b", to: "a" })).toBe(text.replace("to: a }", "to: [] }").replaceAll("[a, c]", "[c]").replace("a: { config_type: EmptyTask, deps: b }", "a: { config_type: EmptyTask, deps: [] }"));
    const flow = "tasks: { b: { config_type: BranchTask, branches: [{ when: 'true', to: [a] }] }, a: { config_type: EmptyTask, deps: b }, c: { config_type: EmptyTask } }\n";
    expect(after(flow, { kind: "removeTasks", ids: ["a", "c"], reconnect: false } as DagEdit)).toContain("to: []");
  });

  it("removes a task and takes it out of the deps of others", () => {
    const removed = base.slice(0, base.indexOf("  a: #")) + base.slice(base.indexOf("  b:"));
    expect(after(base, { kind: "removeTask", id: "a" })).toBe(removed.replace("[a]", "[]"));
  });

  const refusals: readonly (readonly [string, string, DagEdit, string])[] = [
    ["an unknown task", base, { kind: "connect", from: "aa1", to: "b" }, "edit/not-found"],
    ["a field of an unknown task", base, { kind: "setValue", path: "tasks.aa.retries", value: 2 }, "edit/not-found: There is no task `aa`."],
    ["a field of a task whose id has a slip", base.replaceAll(/\ba:/g, "raw:").replace("[a]", "[raw]"), { kind: "setValue", path: "tasks.rwa.retries", value: 2 }, "edit/not-found: There is no task `rwa`. Did you mean `raw`?"],
    ["to take a field out of an unknown task", base, { kind: "removeValue", path: "tasks.c.retries" }, "edit/not-found: There is no task `c`."],
    ["to take out a field that is not there", base, { kind: "removeValue", path: "tasks.a.retires" }, "edit/not-found: `tasks.a.retires` is not in the file. Did you mean `retries`?"],
    ["a link that stands", base, { kind: "connect", from: "a", to: "b" }, "edit/already-connected"],
    ["a link to itself", base, { kind: "connect", from: "a", to: "a" }, "edit/self-dependency"],
    ["an id that is taken", base, { kind: "renameTask", from: "a", to: "b" }, "edit/exists"],
    ["a value that the field cannot take", base, { kind: "setValue", path: "tasks.a.retries", value: "many" }, "dag/invalid-value"],
    ["__proto__", base, { kind: "setValue", path: "tasks.__proto__.x", value: 1 }, "edit/invalid-path"],
    ["a broken file", "dag: [", { kind: "removeTask", id: "a" }, "yaml/syntax"],
    ["a shared list", "dag: x\ntasks:\n  a: {config_type: EmptyTask}\n  b: {config_type: EmptyTask, deps: &d [a]}\n  c: {config_type: EmptyTask, deps: *d}\n", { kind: "disconnect", from: "a", to: "b" }, "edit/shared"],
    ["an anchor that others need", "dag: x\ntasks:\n  a: &t {config_type: EmptyTask}\n  b: *t\n", { kind: "removeTask", id: "a" }, "edit/shared"],
  ];
  it.each(refusals)("refuses %s", (_name, text, edit, code) => {
    expect(after(text, edit)).toContain(code);
  });

  it("writes out a list that came through an alias, for the edited task alone", () => {
    const text = "dag: x\ntasks:\n  a: {config_type: EmptyTask}\n  b: {config_type: EmptyTask, deps: &d [a]}\n  c: {config_type: EmptyTask, deps: *d}\n";
    expect(after(text, { kind: "disconnect", from: "a", to: "c" })).toBe(text.replace("*d", "[]"));
  });

  it("opens `{}` and fills an empty tasks", () => {
    const task: DagEdit = { kind: "addTask", id: "a", taskKind: "EmptyTask" };
    expect(after("dag: x\ntasks: {} # none\n", task)).toBe("dag: x\ntasks: # none\n  a:\n    config_type: EmptyTask\n");
    expect(after("dag: x\ntasks:", task)).toBe("dag: x\ntasks:\n  a:\n    config_type: EmptyTask");
  });
});

describe("parseSetArgument", () => {
  const table: readonly (readonly [string, unknown])[] = [
    ["tasks.a.retries=3", { kind: "setValue", path: "tasks.a.retries", value: 3 }],
    ["tasks.a.retries=007", { kind: "setValue", path: "tasks.a.retries", value: 7, source: "007" }],
    ["schedule=*/5 * * * *", { kind: "setValue", path: "schedule", value: "*/5 * * * *" }],
    ["schedule=@daily", { kind: "setValue", path: "schedule", value: "@daily" }],
    ["owner={{ ds }}", { kind: "setValue", path: "owner", value: "{{ ds }}" }],
    ["tasks.a.deps=[b, c]", { kind: "setValue", path: "tasks.a.deps", value: ["b", "c"] }],
    ['tasks["a=b"].env.X=a=b', { kind: "setValue", path: 'tasks["a=b"].env.X', value: "a=b" }],
    ["tasks.a.bash=echo a: b", { kind: "setValue", path: "tasks.a.bash", value: "echo a: b" }],
    ["tasks.a.bash=echo a # b", { kind: "setValue", path: "tasks.a.bash", value: "echo a # b" }],
    ["tasks.a.bash=#1", { kind: "setValue", path: "tasks.a.bash", value: "#1" }],
    ["tasks.a.bash=echo \"a\": it's", { kind: "setValue", path: "tasks.a.bash", value: "echo \"a\": it's" }],
    ["tasks.a.bash=echo a\necho b\n", { kind: "setValue", path: "tasks.a.bash", value: "echo a\necho b\n" }],
    ["tasks.a.env={A: '1'}", { kind: "setValue", path: "tasks.a.env", value: { A: "1" } }],
    ["tasks.a.bash='a: b' # c", { kind: "setValue", path: "tasks.a.bash", value: "a: b" }],
    ["owner=", { kind: "setValue", path: "owner", value: null }],
  ];
  it.each(table)("reads %s", (argument, edit) => expect(parseSetArgument(argument)).toEqual({ ok: true, edit }));
  it.each(["owner", "=3", "a..b=1", "a=[1"])("refuses %s", (argument) => expect(parseSetArgument(argument).ok).toBe(false));

  it("leaves a text that is too long to be held as YAML to the text editor", () => {
    const text = `${base}  c: {config_type: BashTask, bash: '${"x".repeat(900_000)}'}\n  d: {config_type: BashTask, bash: '${"x".repeat(900_000)}'}\n  e: {config_type: BashTask, bash: '${"x".repeat(900_000)}'}\n`;
    expect(after(text, { kind: "setValue", path: "tasks.a.retries", value: 2 })).toMatch(/^edit\/unsupported: The file has 2\d+ characters; single values are edited in files of at most 2000000\. Edit the text\.$/);
  });
});
