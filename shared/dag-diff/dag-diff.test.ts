import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { randomFile } from "../dag-file/testing/random-file.ts";
import { parsePath } from "../dag-file/field-path.ts";
import { getIn, removeIn, setIn } from "../dag-file/plain-edit.ts";
import type { GraphTask } from "../model/dag.ts";
import { contentOfText, type DagContent, type Fields } from "./dag-content.ts";
import { diffDags, isEmptyDiff, joinGraphs, type DagDiff, type FieldChange, type ItemChange } from "./dag-diff.ts";
import { isSameValue } from "./same-value.ts";

function read(text: string): DagContent {
  const content = contentOfText(text);
  if (content === null) throw new Error(`This is no YAML:\n${text}`);
  return content;
}

const base = `dag: d
retries_note: x
tasks:
  a: { config_type: EmptyTask }
  b: { config_type: SqlTask, sql: select 1, deps: [a], env: { MODE: one, KEEP: k } }
  c: { config_type: BashTask, bash: echo c, deps: [a, b] }
task_groups:
  g: { doc: Old }
ui:
  positions: { a: [0, 0] }
  notes:
    n: { text: hello, at: [1, 1] }
`;
const diff = (after: string): DagDiff => diffDags(read(base), read(after));
const nothing: DagDiff = { dag: [], tasks: [], edges: [], groups: [], notes: [], isRedrawn: false };

describe("diffDags", () => {
  it("names a task's changed fields with what they were and are", () => {
    expect(diff(base.replace("select 1", "select 2").replace("MODE: one", "MODE: two"))).toEqual({
      ...nothing,
      tasks: [{ id: "b", kind: "changed", fields: [{ path: "sql", before: "select 1", after: "select 2" }, { path: "env.MODE", before: "one", after: "two" }] }],
    });
  });

  it("tells tasks and edges that came and went", () => {
    const after = base.replace(/ {2}b: .*\n/, "  x: { config_type: EmptyTask, deps: a }\n").replace("deps: [a, b]", "deps: [a, x]");
    expect(diff(after)).toEqual({
      ...nothing,
      tasks: [
        { id: "x", kind: "added", fields: [{ path: "config_type", before: undefined, after: "EmptyTask" }, { path: "deps", before: undefined, after: ["a"] }] },
        { id: "c", kind: "changed", fields: [{ path: "deps", before: ["a", "b"], after: ["a", "x"] }] },
        { id: "b", kind: "removed", fields: [{ path: "config_type", before: "SqlTask", after: undefined }, { path: "sql", before: "select 1", after: undefined }, { path: "env", before: { MODE: "one", KEEP: "k" }, after: undefined }, { path: "deps", before: ["a"], after: undefined }] },
      ],
      edges: [
        { from: "a", to: "x", kind: "added" },
        { from: "x", to: "c", kind: "added" },
        { from: "a", to: "b", kind: "removed" },
        { from: "b", to: "c", kind: "removed" },
      ],
    });
  });

  it("takes what was only moved, commented or written in another form for no change", () => {
    const after = base.replace("dag: d", "# Note\ndag: d # same").replace("[0, 0]", "[9, 9]").replace("at: [1, 1]", "at: [5, 5]").replace("deps: [a], env", "env").replace("KEEP: k }", "KEEP: k }, deps: a");
    expect(diff(after)).toEqual({ ...nothing, isRedrawn: true });
    expect(diff(base.replace("deps: [a, b]", "deps: [b, a]"))).toEqual(nothing);
  });

  it("tells the DAG's own fields, groups and notes", () => {
    const after = base.replace("retries_note: x", "owner: me").replace("Old", "New").replace("hello", "bye");
    expect(diff(after)).toEqual({
      ...nothing,
      dag: [{ path: "owner", before: undefined, after: "me" }, { path: "retries_note", before: "x", after: undefined }],
      groups: [{ id: "g", kind: "changed", fields: [{ path: "doc", before: "Old", after: "New" }] }],
      notes: [{ id: "n", kind: "changed", fields: [{ path: "text", before: "hello", after: "bye" }] }],
    });
  });

  it("has no content of a text that is no YAML, and some of one whose fields are wrong", () => {
    expect(contentOfText("dag: [")).toBeNull();
    expect(contentOfText("")).toBeNull();
    expect(contentOfText("- a list")).toBeNull();
    expect(read("dag: 1\ntasks: { a: 7, b: }\n").tasks).toEqual(new Map([["a", { value: 7 }], ["b", {}]]));
  });

  it("joins both graphs for one drawing", () => {
    const task = (id: string, deps: string[]): GraphTask => ({ id, kind: "EmptyTask", deps, enabled: true });
    expect(joinGraphs([task("a", []), task("gone", ["a"]), task("c", ["gone"])], [task("c", ["a"]), task("a", [])])).toEqual([task("c", ["a", "gone"]), task("a", []), task("gone", ["a"])]);
  });

  it("gives the newer of any two files when it is applied to the older", () => {
    fc.assert(
      fc.property(randomFile({ shares: true }), randomFile({ shares: true }), (one, other) => {
        const [before, after] = [read(one.text), read(other.text)];
        const found = diffDags(before, after);
        expect(isSameValue(asPlain(applied(before, found)), asPlain(after))).toBe(true);
        expect(isEmptyDiff(diffDags(before, before))).toBe(true);
        expect(turned(diffDags(after, before))).toEqual(sorted(found));
      }),
      { numRuns: 300 },
    );
  });
});

type Plain = Pick<DagContent, "fields" | "tasks" | "groups" | "notes">;

/** The oracle: the changes carried out one by one. */
function applied(content: Plain, { dag, tasks, groups, notes }: DagDiff): Plain {
  return { fields: withFields(content.fields, dag), tasks: withItems(content.tasks, tasks), groups: withItems(content.groups, groups), notes: withItems(content.notes, notes) };
}

function withItems(items: ReadonlyMap<string, Fields>, changes: readonly ItemChange[]): Map<string, Fields> {
  const next = new Map(items);
  for (const { id, kind, fields } of changes) {
    if (kind === "removed") next.delete(id);
    else next.set(id, withFields(next.get(id) ?? {}, fields));
  }
  return next;
}

function withFields(fields: Fields, changes: readonly FieldChange[]): Fields {
  return changes.reduce<unknown>((made, { path, before, after }) => {
    const parts = (parsePath(path) ?? []).map(String);
    expect(isSameValue(getIn(made, parts), before)).toBe(true);
    return after === undefined ? removeIn(made, parts) : setIn(made, parts, after);
  }, fields) as Fields;
}

/** Deps in one order: that they stand in another is no change. */
function asPlain({ fields, tasks, groups, notes }: Plain): unknown {
  const ordered = [...tasks].map(([id, task]) => [id, Array.isArray(task["deps"]) ? { ...task, deps: task["deps"].toSorted() } : task]);
  return { fields, tasks: Object.fromEntries(ordered), groups: Object.fromEntries(groups), notes: Object.fromEntries(notes) };
}

const opposite = { added: "removed", removed: "added", changed: "changed" } as const;
const key = (value: unknown): string => JSON.stringify(value);
const byKey = <T>(values: readonly T[]): T[] => values.toSorted((a, b) => key(a).localeCompare(key(b)));

function sorted({ tasks, edges, groups, notes, dag, isRedrawn }: DagDiff): unknown {
  const item = (change: ItemChange): unknown => ({ ...change, fields: byKey(change.fields) });
  return { dag: byKey(dag), tasks: byKey(tasks.map(item)), edges: byKey(edges), groups: byKey(groups.map(item)), notes: byKey(notes.map(item)), isRedrawn };
}

function turned({ dag, tasks, edges, groups, notes, isRedrawn }: DagDiff): unknown {
  const fields = (changes: readonly FieldChange[]): FieldChange[] => changes.map(({ path, before, after }) => ({ path, before: after, after: before }));
  const items = (changes: readonly ItemChange[]): ItemChange[] => changes.map((change) => ({ ...change, kind: opposite[change.kind], fields: fields(change.fields) }));
  return sorted({ dag: fields(dag), tasks: items(tasks), edges: edges.map((edge) => ({ ...edge, kind: opposite[edge.kind] === "added" ? "added" : "removed" })), groups: items(groups), notes: items(notes), isRedrawn });
}
