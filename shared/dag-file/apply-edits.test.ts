import { describe, expect, it } from "vitest";
import { applyEdits } from "./apply-edits.ts";
import type { DagEdit } from "./edit.ts";
import { parseDag } from "./parse-dag.ts";

const base = `dag: x # the id
tasks:
  a: # first
    config_type: BashTask
    bash: echo a
  b:
    config_type: BashTask
    bash: echo {{ xcom.a }}
    deps: [a] # why
`;
const after = (text: string, ...edits: DagEdit[]): string => {
  const result = applyEdits(text, edits);
  return result.ok ? result.text : result.diagnostics.map((one) => `${one.code}: ${one.message}`).join("\n");
};

describe("applyEdits", () => {
  const table: readonly (readonly [string, DagEdit, string])[] = [
    ["writes places behind the tasks, in whole numbers", { kind: "moveTasks", positions: { a: [-0.2, 10.6] } }, `${base}ui:\n  positions:\n    a: [0, 11]\n`],
    ["makes a group", { kind: "createGroup", id: "g", tasks: ["a"] }, base.replace("tasks:\n", "task_groups:\n  g: {}\ntasks:\n").replace("echo a\n", "echo a\n    group: g\n")],
    ["duplicates with comments and templates", { kind: "duplicateTasks", ids: ["a", "b"] }, `${base}  a_2: # first\n    config_type: BashTask\n    bash: echo a\n  b_2:\n    config_type: BashTask\n    bash: echo {{ xcom.a_2 }}\n    deps: [a_2] # why\n`],
    ["pastes at the depth of the file", { kind: "insertTasks", yaml: "# mine\na: {config_type: EmptyTask, deps: [b, gone]}" }, `${base}  # mine\n  a_2: {config_type: EmptyTask, deps: [b]}\n`],
    ["puts a task into an edge", { kind: "insertOnEdge", from: "a", to: "b", task: { id: "m", taskKind: "EmptyTask" } }, `${base.replace("[a]", "[m]")}  m:\n    config_type: EmptyTask\n    deps: [a]\n`],
  ];
  it.each(table)("%s", (_name, edit, wanted) => {
    expect(after(base, edit)).toBe(wanted);
  });

  it("renames and removes a task under `ui` too", () => {
    const drawn = `${base}ui:\n  positions: { a: [1, 2], b: [3, 4] }\n  pinned: [a, b]\n  pins: { a: kept.csv }\n`;
    expect(after(drawn, { kind: "renameTask", from: "a", to: "z" })).toContain("ui:\n  positions: { z: [1, 2], b: [3, 4] }\n  pinned: [z, b]\n  pins: { z: kept.csv }\n");
    expect(after(drawn, { kind: "removeTasks", ids: ["a"], reconnect: true })).toContain("deps: [] # why\nui:\n  positions: {b: [3, 4]}\n  pinned: [b]\n");
  });

  it("pastes into a DAG without tasks, comments and all", () => {
    for (const none of ["tasks: {}\n", "tasks:\n", "tasks: # none yet\n"]) {
      expect(after(`dag: x\n${none}`, { kind: "insertTasks", yaml: "tasks:\n    # mine\n    a:\n        config_type: EmptyTask # yes\n" })).toBe(`dag: x\n${none.replace(" {}", "")}  # mine\n  a:\n    config_type: EmptyTask # yes\n`);
    }
  });

  it("pastes tasks as deep as the file around them, whatever depth they come from", () => {
    const four = base.replaceAll(/^( +)/gm, "$1$1");
    const task = `t:\n  config_type: SqlTask # one\n  sql: |\n    select\n      1 as "a: |"\n\n    from b\n  # of checks\n  checks:\n    - unique: id\n      name: x\n    - range:\n        column: id\n        min: 0\n  deps:\n  - a\n`;
    const wanted = `    t:\n        config_type: SqlTask # one\n        sql: |\n            select\n              1 as "a: |"\n\n            from b\n        # of checks\n        checks:\n            - unique: id\n              name: x\n            - range:\n                  column: id\n                  min: 0\n        deps:\n        - a\n`;
    expect(after(four, { kind: "insertTasks", yaml: task })).toBe(four + wanted);
    expect(after(base, { kind: "insertTasks", yaml: `tasks:\n${wanted}` })).toBe(base + task.replaceAll(/^(?=.)/gm, "  "));
    const counted = "t:\n  config_type: SqlTask\n  sql: |2\n      select 1\n";
    expect(after(four, { kind: "insertTasks", yaml: counted })).toBe(`${four}${counted.replaceAll(/^(?=.)/gm, "    ")}`);
  });

  it("writes SQL with quotes so that it can be read", () => {
    const sqlOf = (sql: string): string => after("dag: x\ntasks: {}\n", { kind: "addTask", id: "t", taskKind: "SqlTask", fields: { sql } });
    expect(sqlOf("select 'a' as b")).toContain(`    sql: "select 'a' as b"\n`);
    expect(sqlOf(`select 'a' as "B"`)).toContain(`    sql: |-\n      select 'a' as "B"\n`);
    expect(after(base, { kind: "setValue", path: "tasks.a.bash", value: "echo 'a'; true: x" })).toContain(`bash: "echo 'a'; true: x"\n`);
  });

  it.each([
    ["hello", "edit/not-tasks: The text holds no tasks; expected YAML such as"],
    ["", "edit/not-tasks: The text holds no tasks"],
    ["a: {config_type: BashTask, bash: [", "edit/not-tasks: The text cannot be read as tasks: line 1, column"],
    ["a: {config_type: Nonsense}", "dag/unknown-config-type"],
  ])("says what is wrong with a pasted %j", (yaml, wanted) => {
    expect(after(base, { kind: "insertTasks", yaml })).toContain(wanted);
  });

  it.each<[string, DagEdit, string]>([
    ["a circle", { kind: "reconnect", from: "a", to: "b", newFrom: "b", newTo: "b" }, "edit/self-dependency"],
    ["an edge that is not there", { kind: "insertOnEdge", from: "b", to: "a", task: { id: "m", taskKind: "EmptyTask" } }, "edit/not-found: Task `a` does not depend on `b`."],
    ["a group like a task", { kind: "createGroup", id: "a", tasks: [] }, "edit/exists"],
    ["a group in itself", { kind: "setGroup", tasks: [], groups: ["g"], group: "g" }, "edit/not-found: There is no group `g`."],
    ["a note without a place", { kind: "setNote", id: "n", note: { text: "x" } }, "edit/invalid-value: Note `n`: at needs two numbers"],
    ["a place that is no number", { kind: "moveTasks", positions: { a: [Number.NaN, 0] } }, "edit/invalid-value: A place is two numbers"],
    ["a task that is not there", { kind: "moveTasks", positions: { aa: [0, 0] } }, "edit/not-found: There is no task `aa`."],
  ])("refuses %s", (_name, edit, wanted) => {
    expect(after(base, edit)).toContain(wanted);
  });
});

describe("ui and task_groups", () => {
  const nested = `${base.replace("tasks:\n", "task_groups: # why\n  g: {doc: x} # g\n  h: {group: g}\ntasks:\n").replace("echo a\n", "echo a\n    group: g # here\n")}ui:\n  collapsed: [h, g]\n  positions: {g: [1, 2]}\n`;

  it("renames a group wherever it is named, and nothing else", () => {
    expect(after(nested, { kind: "renameGroup", from: "g", to: "z" })).toBe(nested.replace("  g: {doc", "  z: {doc").replaceAll("group: g", "group: z").replace("[h, g]", "[h, z]").replace("{g:", "{z:"));
    expect(after(nested, { kind: "renameGroup", from: "g", to: "a" })).toContain("edit/exists");
  });

  it("refuses groups that would lie in each other, and forgets the place of one that goes", () => {
    expect(after(nested, { kind: "setGroup", tasks: [], groups: ["g"], group: "h" })).toContain("dag/group-cycle");
    expect(after(nested, { kind: "ungroup", id: "g" })).toBe(nested.replace("  g: {doc: x} # g\n", "").replace("{group: g}", "{}").replace("    group: g # here\n", "").replace("[h, g]", "[h]").replace("  positions: {g: [1, 2]}\n", ""));
  });

  const found = (more: string): string[] => parseDag(base + more, { file: "f" }).diagnostics.map(({ severity, code, line, column }) => `${severity} ${code} ${line}:${column}`);

  it("names a group that nobody made, groups that lie in each other, and a group like a task, at the place", () => {
    expect(found("task_groups:\n  g: {group: h}\n  h: {group: g}\n  b:\n  i: {group: nowhere}\n")).toEqual(["error dag/group-cycle 11:14", "error dag/id-clash 13:3", "error dag/unknown-group 14:14"]);
    expect(parseDag(base.replace("echo a\n", "echo a\n    group: gone\n"), { file: "f" }).diagnostics.map(({ code, field }) => `${code} ${field}`)).toEqual(["dag/unknown-group tasks.a.group"]);
  });

  it("only warns of a bad ui, and takes what is sound in it", () => {
    expect(found("ui:\n  positions: {a: [1, 2], b: here}\n  layout: up\n  notes: {n: {text: x, at: [0, 0]}, m: 3}\n  odd: 1\n")).toEqual(["warning dag/bad-ui 11:26", "warning dag/bad-ui 12:3", "warning dag/bad-ui 13:37", "warning dag/bad-ui 14:3"]);
    const { ui, dag } = parseDag(`${base}ui:\n  positions: {a: [1, 2], b: here}\n  notes: {n: {text: x, at: [0, 0]}, m: 3}\n`, { file: "f" });
    expect([ui.positions, Object.keys(ui.notes), dag === null]).toEqual([{ a: { x: 1, y: 2 } }, ["n"], false]);
    expect(found("ui: drawn\n")).toEqual(["warning dag/bad-ui 10:1"]);
  });

  it("edits several entries of one `{ … }` at once", () => {
    const flow = "{ dag: x, task_groups: { g: {doc: o}, h: {group: g} }, tasks: { a: {config_type: EmptyTask}, b: {config_type: EmptyTask, deps: [a]}, c: {config_type: EmptyTask, deps: [a, b]}, d: {config_type: EmptyTask, deps: [b]} } }\n";
    const left = (reconnect: boolean, ...ids: string[]): unknown[] => parseDag(after(flow, { kind: "removeTasks", ids, reconnect }), { file: "" }).tasks.map(({ id, deps }) => [id, ...deps]);
    expect(left(false, "a", "b")).toEqual([["c"], ["d"]]);
    expect(left(true, "b", "c")).toEqual([["a"], ["d", "a"]]);
    expect(parseDag(after(flow, { kind: "createGroup", id: "i", tasks: ["a"], groups: ["h"], parent: "g" }), { file: "" }).groups.map(({ id, parent }) => [id, parent])).toEqual([["g", null], ["h", "i"], ["i", "g"]]);
  });
});
