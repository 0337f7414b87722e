import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Dag, Task } from "../model/dag.ts";
import { applyEdit } from "./apply-edit.ts";
import type { DagEdit } from "./edit.ts";
import { parseDag } from "./parse-dag.ts";
import { renameInTemplates } from "./rename-in-template.ts";
import { type RandomFile, randomFile } from "./testing/random-file.ts";

const runs = 1500;
const file = { file: "a.dag.yaml" };

type Draw = { kind: string; a: number; b: number; value: number };

const draw: fc.Arbitrary<Draw> = fc.record({
  kind: fc.constantFrom("retries", "owner", "env", "removeRetries", "removeEnv", "add", "remove", "rename", "connect", "disconnect"),
  a: fc.nat(99),
  b: fc.nat(99),
  value: fc.nat(900),
});

/** The edit that a draw means for a file; ids with dots are named with quotes. */
function editOf({ kind, a, b, value }: Draw, dag: Dag): DagEdit {
  const task = dag.tasks[a % dag.tasks.length]?.id ?? "";
  const other = dag.tasks[b % dag.tasks.length]?.id ?? "";
  const at = `tasks[${JSON.stringify(task)}]`;
  if (kind === "retries") return { kind: "setValue", path: `${at}.retries`, value };
  if (kind === "owner") return { kind: "setValue", path: "owner", value: ["plain", "it's", "no", "x: y # z", "ü\t\"", "0777", "a\nb\n"][value % 7] };
  if (kind === "env") return { kind: "setValue", path: `${at}.env.NEW_${value}`, value: "yes" };
  if (kind === "removeRetries") return { kind: "removeValue", path: `${at}.retries` };
  if (kind === "removeEnv") return { kind: "removeValue", path: `${at}.env.A` };
  if (kind === "add") return { kind: "addTask", id: `new_${value}`, taskKind: ["BashTask", "EmptyTask", "SqlTask", "PythonTask"][value % 4] ?? "" };
  if (kind === "remove") return { kind: "removeTask", id: task };
  if (kind === "rename") return { kind: "renameTask", from: task, to: ["renamed", "new.name", "on", "ñandú"][value % 4] ?? "" };
  if (kind === "connect") return { kind: "connect", from: other, to: task };
  const dep = dag.tasks[a % dag.tasks.length]?.deps[b % 3] ?? other;
  return { kind: "disconnect", from: dep, to: task };
}

/** What the edit should make of the meaning, written without any of the code under test but the template renaming. */
function model(dag: Dag, edit: DagEdit): Dag | null {
  const change = (id: string, f: (task: Task) => Task): Dag => ({ ...dag, tasks: dag.tasks.map((task) => (task.id === id ? f(task) : task)) });
  if (edit.kind === "setValue" && edit.path === "owner") return { ...dag, owner: String(edit.value) };
  if (edit.kind === "setValue") {
    const [, quoted = "", field = ""] = /^tasks\[("(?:[^"\\]|\\.)*")\]\.(.*)$/.exec(edit.path) ?? [];
    const id = String(JSON.parse(quoted));
    if (field === "retries") return change(id, (task) => ({ ...task, retries: Number(edit.value) }));
    return change(id, (task) => ({ ...task, env: { ...task.env, [field.slice(4)]: String(edit.value) } }));
  }
  if (edit.kind === "removeTask") return { ...dag, tasks: dag.tasks.filter((task) => task.id !== edit.id).map((task) => ({ ...task, deps: task.deps.filter((dep) => dep !== edit.id) })) };
  if (edit.kind === "connect") return change(edit.to, (task) => ({ ...task, deps: [...task.deps, edit.from] }));
  if (edit.kind === "disconnect") return change(edit.to, (task) => ({ ...task, deps: task.deps.filter((dep) => dep !== edit.from) }));
  if (edit.kind === "renameTask") {
    const name = (id: string): string => (id === edit.from ? edit.to : id);
    return { ...dag, tasks: dag.tasks.map((task) => ({ ...task, id: name(task.id), deps: task.deps.map(name) })) };
  }
  return null;
}

/** Fields of the text that the edit may touch. */
function mayTouch(edit: DagEdit, owner: string, dag: Dag): boolean {
  const idOf = (path: string): string => String(JSON.parse(/^tasks\[("(?:[^"\\]|\\.)*")\]/.exec(path)?.[1] ?? '""'));
  if (edit.kind === "setValue" || edit.kind === "removeValue") {
    if (edit.path === "owner") return owner === "owner";
    const id = idOf(edit.path);
    // A flow task is one line; a field that is new changes no line that stands.
    return owner === id || owner.startsWith(`${id}.${edit.path.includes(".env") ? "env" : "retries"}`);
  }
  if (edit.kind === "addTask") return false;
  if (edit.kind === "removeTask") return owner === "tasks" || owner === edit.id || owner.startsWith(`${edit.id}.`) || owner.endsWith(".deps") || dag.tasks.some((task) => task.id === owner && task.deps.includes(edit.id));
  if (edit.kind === "renameTask") return /\.(?:deps|sql|bash)$/.test(owner) || dag.tasks.some((task) => task.id === owner && (task.id === edit.from || task.deps.includes(edit.from)));
  return (edit.kind === "connect" || edit.kind === "disconnect") && (owner === edit.to || owner === `${edit.to}.deps`);
}

/** These may take along a comment that stands inside what they remove. */
const removing: ReadonlySet<string> = new Set(["removeValue", "removeTask", "disconnect"]);

/** A comment is inside what was removed only when it is indented deeper than the key of that. */
function isDeeper(source: RandomFile, comment: string, above: string, edit: DagEdit): boolean {
  const inTask = edit.kind === "removeTask" && (above === edit.id || above.startsWith(`${edit.id}.`));
  const key = source.lines.find((line) => line.owner === (inTask ? edit.id : above))?.text ?? "";
  return comment.search(/\S/) > key.search(/\S/);
}

/** Lines outside the edited fields stand in the new text, unchanged and in order. */
function expectUntouched(source: RandomFile, edit: DagEdit, after: string, dag: Dag): void {
  const lines = after.replace(/^\uFEFF/, "").split(source.newline);
  let at = 0;
  let above = "";
  for (const line of source.lines) {
    if (line.owner !== "free") above = line.owner;
    if (mayTouch(edit, line.owner, dag) || line.text === "") continue;
    const isInsideRemoved = line.owner === "free" && removing.has(edit.kind) && mayTouch(edit, above, dag) && isDeeper(source, line.text, above, edit);
    const found = lines.indexOf(line.text, at);
    if (found === -1 && isInsideRemoved) continue;
    expect(found, `line ${JSON.stringify(line.text)} of ${line.owner} after ${JSON.stringify(edit)}\n${source.text}\n=====\n${after}`).toBeGreaterThanOrEqual(at);
    at = found + 1;
  }
  expect(after.startsWith("\uFEFF")).toBe(source.text.startsWith("\uFEFF"));
  if (source.newline === "\r\n") expect(after.replaceAll("\r\n", "")).not.toContain("\n");
  else expect(after).not.toContain("\r");
}

function withoutTemplates(dag: Dag | null): unknown {
  return JSON.parse(JSON.stringify(dag, (key, value: unknown) => (key === "sql" || key === "bash" ? null : value)));
}

const allowed = new Set(["edit/shared", "edit/not-found", "edit/cycle", "edit/self-dependency", "edit/already-connected", "edit/exists"]);

function check(source: RandomFile, drawn: Draw): boolean {
  const before = parseDag(source.text, file);
  expect(before.diagnostics.filter(({ severity }) => severity === "error"), source.text).toEqual([]);
  if (before.dag === null) throw new Error("not a valid file");
  const edit = editOf(drawn, before.dag);
  const result = applyEdit(source.text, edit);
  if (!result.ok) {
    const codes = result.diagnostics.map(({ code }) => code);
    expect(codes.every((code) => allowed.has(code) && (source.shares || code !== "edit/shared")), `${JSON.stringify(edit)} ${JSON.stringify(result.diagnostics)}\n${source.text}`).toBe(true);
    return false;
  }
  const after = parseDag(result.text, file).dag;
  const wanted = model(before.dag, edit);
  if (wanted !== null) expect(withoutTemplates(after), `${JSON.stringify(edit)}\n${source.text}\n=====\n${result.text}`).toEqual(withoutTemplates(wanted));
  expectUntouched(source, edit, result.text, before.dag);
  if (source.text.endsWith("\n") && !/\|\+?[ \t]*\r?\n/.test(source.text)) expect(result.text.endsWith("\n")).toBe(true);
  // What goes may uncover a blank line, which stays.
  const uncovers = removing.has(edit.kind) && /\n[ \t]*\r?\n/.test(source.text);
  if (!uncovers && !source.text.endsWith("\n") && !/[|>][-+]?\r?\n/.test(source.text)) expect(result.text.endsWith("\n"), `${JSON.stringify(edit)}\n${source.text}\n=====\n${result.text}`).toBe(false);
  expectTouched(source.text, result);
  if (edit.kind === "setValue") expectOnlyValue(source.text, result.text, before.nodeRanges.get(edit.path.replace(/^tasks\["([\p{L}\d_-]+)"\]/u, "tasks.$1"))?.value);
  return true;
}

/** A value that stands is replaced and nothing beside it, not even a blank on its line. */
function expectOnlyValue(before: string, after: string, value: { start: number; end: number } | undefined): void {
  if (value === undefined || value.start === value.end) return;
  expect(after.startsWith(before.slice(0, value.start))).toBe(true);
  expect(after.endsWith(before.slice(value.end))).toBe(true);
  const written = after.slice(value.start, after.length - (before.length - value.end));
  expect(written).toBe(written.trim());
}

/** The stretches outside `touched` make up the old text, in order, with only the replaced parts missing. */
function expectTouched(before: string, { text, touched }: { text: string; touched: { start: number; end: number }[] }): void {
  let at = 0;
  let from = 0;
  for (const { start, end } of touched) {
    const piece = text.slice(from, start);
    const found = before.indexOf(piece, at);
    expect(found).toBeGreaterThanOrEqual(at);
    if (from === 0) expect(found).toBe(0);
    at = found + piece.length;
    from = end;
  }
  expect(before.endsWith(text.slice(from))).toBe(true);
}

describe("applyEdit on random files", () => {
  it("keeps everything outside the edited node and means what the model says", () => {
    let done = 0;
    fc.assert(fc.property(randomFile({ shares: false }), draw, (source, drawn) => void (check(source, drawn) && done++)), { numRuns: runs, endOnFailure: true });
    // A property that refuses everything would prove nothing.
    expect(done).toBeGreaterThan(runs / 3);
  }, 120_000);

  it("does so also with anchors, aliases and merge keys, or refuses", () => {
    let done = 0;
    fc.assert(fc.property(randomFile({ shares: true }), draw, (source, drawn) => void (check(source, drawn) && done++)), { numRuns: runs, endOnFailure: true });
    expect(done).toBeGreaterThan(runs / 4);
  }, 120_000);

  it("changes no byte when the edit changes nothing", () => {
    fc.assert(
      fc.property(randomFile({ shares: true }), fc.nat(99), (source, pick) => {
        const task = parseDag(source.text, file).dag?.tasks[pick % source.ids.length];
        const own = source.lines.some((line) => line.owner === `${task?.id}.retries`);
        if (task === undefined || !own) return;
        const result = applyEdit(source.text, { kind: "setValue", path: `tasks[${JSON.stringify(task.id)}].retries`, value: task.retries });
        expect(result).toEqual({ ok: true, text: source.text, touched: [], made: [] });
      }),
      { numRuns: 300, endOnFailure: true },
    );
  }, 60_000);

  it("renames there and back to the same bytes", () => {
    fc.assert(
      fc.property(randomFile({ shares: false }), fc.nat(99), (source, pick) => {
        const id = source.ids[pick % source.ids.length] ?? "";
        const there = applyEdit(source.text, { kind: "renameTask", from: id, to: "quite_new" });
        if (!there.ok) throw new Error(JSON.stringify(there.diagnostics));
        expect(there.text).not.toBe(source.text);
        expect(renameInTemplates(there.text, { from: id, to: "quite_new" }, "plain")).toBe(there.text);
        const back = applyEdit(there.text, { kind: "renameTask", from: "quite_new", to: id });
        if (id === "no" || !back.ok) return; // `no` comes back in quotes.
        expect(back.text.replaceAll(/["']/g, "")).toBe(source.text.replaceAll(/["']/g, ""));
      }),
      { numRuns: 300, endOnFailure: true },
    );
  }, 60_000);
});

describe("parseDag on damaged files", () => {
  it("never throws, whatever bytes are changed, dropped or doubled", () => {
    const odd = ["\t", "\0", "&", "*", "{", "[", "]", "}", ":", "- ", "? ", "|", ">", "%", "@", "`", "!", "'", '"', "#", "\r", "\n", "\n---\n", "<<: ", "\u0085", "\uFEFF", "\ud800", "__proto__: 1", "  "];
    fc.assert(
      fc.property(randomFile({ shares: true }), fc.array(fc.record({ at: fc.nat(5000), insert: fc.constantFrom(...odd), drop: fc.nat(4) }), { minLength: 1, maxLength: 4 }), draw, (source, hits, drawn) => {
        let text = source.text;
        for (const { at, insert, drop } of hits) {
          const place = at % (text.length + 1);
          text = text.slice(0, place) + insert + text.slice(place + drop);
        }
        const parsed = parseDag(text, file);
        if (parsed.dag !== null && parsed.dag.tasks.length > 0) applyEdit(text, editOf(drawn, parsed.dag));
        else applyEdit(text, { kind: "setValue", path: "owner", value: "x" });
      }),
      { numRuns: 1500, endOnFailure: true },
    );
  }, 120_000);
});
