import { describe, expect, it } from "vitest";
import { applyEdits } from "../../../../shared/dag-file/apply-edits.ts";
import type { DagEdit } from "../../../../shared/dag-file/edit.ts";
import { parseDag } from "../../../../shared/dag-file/parse-dag.ts";
import { toPlain } from "../../../../shared/dag-file/yaml-tree.ts";
import { addItem, below, isMixed, itemAt, removeItem, removeName, renameName, rootBinding, setValue, shownText, type Binding } from "./binding.ts";
import { changeKind, fieldsBinding, kindAt, valueBinding } from "./check-edits.ts";
import { defaultOf, defaultWords } from "./field-default.ts";
import { readFormSource } from "./form-source.ts";
import { fullFormOf, setSource } from "./source-edits.ts";
import { readScalar, showScalar } from "./typed-values.ts";

function open(text: string, ...ids: string[]): Binding {
  const source = readFormSource(text, parseDag(text, { file: "" }));
  return rootBinding(ids.map((id) => ({ path: ["tasks", id], node: source.task(id) })));
}

/** The lines that the edits change, new ones with a plus. */
function after(text: string, edits: readonly DagEdit[]): string[] {
  const result = applyEdits(text, edits);
  if (!result.ok) return [`refused: ${result.diagnostics[0]?.message}`];
  const lines = result.text.split("\n");
  const old = text.split("\n");
  return [...old.filter((line) => !lines.includes(line)).map((line) => `-${line.trim()}`), ...lines.filter((line) => !old.includes(line)).map((line) => `+${line.trim()}`)];
}

const head = "dag: t\ntasks:\n  a:\n    config_type: SqlTask\n";
const sql = (rest: string): string => `${head}    sql: select 1\n    ddl: create table a (id int)\n${rest}`;

describe("lists", () => {
  it("keep the short form while there is one item, and the comments when there are more", () => {
    const short = `dag: t\ntags: one # why\ntasks: { a: { config_type: EmptyTask } }\n`;
    const tags = (text: string): Binding => below(rootBinding([{ path: [], node: readFormSource(text, parseDag(text, { file: "" })).dag() }]), "tags");
    expect(after(short, setValue(itemAt(tags(short), 0), "two"))).toEqual(["-tags: one # why", "+tags: two # why"]);
    expect(after(short, addItem(tags(short), "two"))[1]).toMatch(/^\+tags: \[ ?one, two ?\] # why$/);
    const long = "dag: t\ntags:\n  - one # first\n  - two # second\ntasks: { a: { config_type: EmptyTask } }\n";
    expect(after(long, setValue(itemAt(tags(long), 1), "last"))).toEqual(["-- two # second", "+- last # second"]);
    expect(after(long, addItem(tags(long), "three"))).toEqual(["+- three"]);
    expect(after(long, removeItem(tags(long), 0))).toEqual(["-- one # first"]);
    expect(after(short, removeItem(tags(short), 0))).toEqual(["-tags: one # why"]);
  });
});

describe("maps", () => {
  const text = `${head}    sql: select 1\n    env: { A: "1", B: x }\n`;
  it("change one name at a time and go when they are empty", () => {
    const env = below(open(text, "a"), "env");
    expect(shownText(below(env, "A"))).toBe("1");
    expect(after(text, removeName(env, "A"))[1]).toMatch(/^\+env: \{ ?B: x ?\}$/);
    expect(after(text, renameName(env, "A", "C") ?? [])[1]).toMatch(/C: ["']1["']/);
    expect(renameName(env, "A", "B")).toBeNull();
    const one = `${head}    sql: select 1\n    env: { A: "1" }\n`;
    expect(after(one, removeName(below(open(one, "a"), "env"), "A"))).toEqual(['-env: { A: "1" }']);
  });
});

describe("programs", () => {
  it("are written in the short form where that is read as what is meant", () => {
    const text = `${head}    sql: select 1\n`;
    const at = below(open(text, "a"), "sql");
    expect(after(text, setSource(at, { kind: "file", text: "a.sql" }, "sql"))).toEqual(["-sql: select 1", "+sql: a.sql"]);
    expect(after(text, setSource(at, { kind: "file", text: "a.txt" }, "sql")).at(-1)).toMatch(/file: a\.txt/);
    expect(after(text, setSource(at, { kind: "inline", text: "a.sql" }, "sql")).at(-1)).toMatch(/text: a\.sql/);
  });

  it("keep the full form, and what else it says", () => {
    const text = "dag: t\ntasks:\n  a:\n    config_type: PythonTask\n    python:\n      file: a.py # main\n      warm: false # why\n";
    const at = below(open(text, "a"), "python");
    expect(after(text, setSource(at, { kind: "file", text: "b.py" }, "python"))).toEqual(["-file: a.py # main", "+file: b.py # main"]);
    expect(after(text, setSource(at, { kind: "inline", text: "print(1)" }, "python"))).toEqual(["-file: a.py # main", expect.stringMatching(/^\+text: '?print\(1\)/)]);
  });

  it("become full when a field of the full form is set beside the short one", () => {
    const text = "dag: t\ntasks:\n  a:\n    config_type: PythonTask\n    python: a.py\n";
    const at = below(below(open(text, "a"), "python"), "venv", fullFormOf("python"));
    expect(toPlain(readFormSource(applied(text, setValue(at, ".venv")), { nodeRanges: new Map() }).task("a"))).toEqual({ config_type: "PythonTask", python: { file: "a.py", venv: ".venv" } });
  });
});

function applied(text: string, edits: readonly DagEdit[]): string {
  const result = applyEdits(text, edits);
  return result.ok ? result.text : "";
}

describe("checks", () => {
  it("are found and edited in both forms", () => {
    const text = sql("    checks:\n      - row_count: { min: 1 } # short\n      - { check: range, column: id, min: 0 } # full\n      - { check: unique, columns: [id] }\n");
    const [short, full, unique] = [0, 1, 2].map((index) => below(below(open(text, "a"), "checks"), index));
    if (!short || !full || !unique) throw new Error("no checks");
    expect([short, full, unique].map(kindAt)).toEqual(["row_count", "range", "unique"]);
    expect(after(text, setValue(below(fieldsBinding(short, "row_count"), "min"), 5))[1]).toMatch(/row_count: \{ ?min: 5 ?\} # short/);
    expect(after(text, setValue(below(fieldsBinding(full, "range"), "min"), 5))[1]).toContain("column: id, min: 5 } # full");
    expect(valueBinding(unique, "unique").key).toBe("checks[2].columns");
  });

  it("of another kind keep the column and what a failure means", () => {
    const text = sql("    checks:\n      - { unique: id, severity: warn }\n");
    expect(toPlain(readFormSource(applied(text, changeKind(below(below(open(text, "a"), "checks"), 0), "not_null", null)), { nodeRanges: new Map() }).task("a"))).toMatchObject({ checks: [{ not_null: "id", severity: "warn" }] });
  });
});

describe("several tasks", () => {
  const text = "dag: t\ntasks:\n  a: { config_type: EmptyTask, retries: 1 }\n  b: { config_type: EmptyTask }\n";
  it("are mixed where they differ, and take one value together", () => {
    const retries = below(open(text, "a", "b"), "retries");
    expect([isMixed(retries), shownText(retries)]).toEqual([true, ""]);
    const next = applied(text, setValue(retries, 3));
    expect(next).toBe("dag: t\ntasks:\n  a: { config_type: EmptyTask, retries: 3 }\n  b: { config_type: EmptyTask, retries: 3 }\n");
    expect(isMixed(below(open(next, "a", "b"), "retries"))).toBe(false);
  });
});

describe("the source of a form", () => {
  it("reads anchors, aliases and merge keys of elsewhere", () => {
    const text = "dag: t\nx-base: &base { retries: 2, env: { A: x } }\ntasks:\n  a:\n    <<: *base\n    config_type: EmptyTask\n  b: &b { config_type: EmptyTask }\n  c: *b\ndefaults: { retries: 7 }\n";
    const source = readFormSource(text, parseDag(text, { file: "" }));
    expect(toPlain(source.task("a"))).toEqual({ config_type: "EmptyTask", retries: 2, env: { A: "x" } });
    expect(toPlain(source.task("c"))).toEqual({ config_type: "EmptyTask" });
    expect(toPlain(source.dag())).toMatchObject({ dag: "t", defaults: { retries: 7 } });
    expect(source.task("ghost")).toBeNull();
  });

  it("reads no other task for an anchor at the top", () => {
    const text = "dag: t\nx-base: &base { retries: 2 }\ntasks:\n  b: { config_type: EmptyTask }\n  a: { <<: *base, config_type: EmptyTask }\n";
    const { nodeRanges } = parseDag(text, { file: "" });
    // As long as the task beside it, with a quote that never ends: whoever reads it loses the rest.
    const source = readFormSource(text.replace("b: { config_type: EmptyTask }", 'b: "_config_type: EmptyTask }'), { nodeRanges });
    expect(toPlain(source.task("a"))).toEqual({ config_type: "EmptyTask", retries: 2 });
  });

  it("refuses, with the reason, what an anchor shares", () => {
    const text = "dag: t\nx-base: &base { A: x }\ntasks:\n  a: { config_type: EmptyTask, env: *base }\n  b: { config_type: EmptyTask, env: *base }\n";
    expect(after(text, setValue(below(below(open(text, "a"), "env"), "A"), "y"))[0]).toMatch(/^refused: `tasks\.a\.env` is shared/);
  });
});

describe("defaults", () => {
  it("say where they come from", () => {
    const text = "dag: t\nconnection: lake\ndefaults: { retries: 2 }\ntasks:\n  a: { config_type: EmptyTask }\n";
    const dag = readFormSource(text, parseDag(text, { file: "" })).dag();
    const words = (key: string, builtIn: unknown): string => defaultWords(defaultOf({ key, builtIn }, dag));
    expect([words("retries", 0), words("retry_delay", "30s"), words("connection", undefined), words("timeout", undefined)]).toEqual(["From this DAG's defaults: 2", "Default: 30s", "From this DAG: lake", ""]);
  });
});

describe("typed values", () => {
  it.each(["5", "true", "-1.5", '"5"', "{{ ds }}", "abc", "1h"])("read and show %s alike", (typed) => expect(showScalar(readScalar(typed))).toBe(typed));
});
