import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { GraphTask } from "../model/dag.ts";
import { applyEdits } from "./apply-edits.ts";
import type { DagEdit } from "./edit.ts";
import { parseDag } from "./parse-dag.ts";
import { type RandomFile, randomFile } from "./testing/random-file.ts";

const runs = 300;
const pick = fc.record({ a: fc.nat(99), b: fc.nat(99), c: fc.nat(99), x: fc.integer({ min: -900, max: 900 }) });
type Pick = { a: number; b: number; c: number; x: number };

interface Shape {
  readonly tasks: readonly GraphTask[];
  readonly ids: readonly string[];
  /** Some of the tasks, at least one. */
  readonly some: readonly string[];
  readonly edge: { readonly from: string; readonly to: string } | null;
}

function shapeOf(text: string, { a, b, c }: Pick): Shape {
  const { tasks } = parseDag(text, { file: "" });
  const ids = tasks.map(({ id }) => id);
  const some = ids.filter((_, index) => (a >> (index % 6)) & 1);
  const edges = tasks.flatMap(({ id, deps }) => deps.map((from) => ({ from, to: id })));
  return { tasks, ids, some: some.length > 0 ? some : [ids[b % ids.length] ?? ""], edge: edges[c % Math.max(1, edges.length)] ?? null };
}

/** The text after the edits, or null when they were refused for a reason that the layout gives. */
function edited(source: RandomFile, text: string, edits: readonly DagEdit[]): string | null {
  const result = applyEdits(text, edits);
  if (result.ok) return result.text;
  const codes = result.diagnostics.map(({ code }) => code);
  expect(source.shares && codes.every((code) => code === "edit/shared"), `${JSON.stringify(edits)}\n${JSON.stringify(result.diagnostics)}\n${text}`).toBe(true);
  return null;
}

/** What the tasks are, apart from their order in the file. */
const shape = (text: string): unknown => {
  const { tasks, groups, ui, diagnostics } = parseDag(text, { file: "" });
  return { errors: diagnostics.filter(({ severity }) => severity === "error"), tasks, groups, ui };
};

/** Runs a check over random files, with and without anchors; most of them must not be refused. */
function overFiles(check: (source: RandomFile, drawn: Pick) => boolean): void {
  for (const shares of [false, true]) {
    let done = 0;
    fc.assert(fc.property(randomFile({ shares }), pick, (source, drawn) => void (check(source, drawn) && done++)), { numRuns: runs, endOnFailure: true });
    expect(done).toBeGreaterThan(runs / 4);
  }
}

/** Does something and its opposite, which must lead back to the same lines. */
function thereAndBack(there: (shape: Shape, drawn: Pick, text: string) => DagEdit[] | null, back: (shape: Shape, drawn: Pick, made: readonly string[]) => DagEdit[], judge: (before: ReturnType<typeof parseDag>, after: ReturnType<typeof parseDag>, shape: Shape, drawn: Pick, made: readonly string[]) => void): void {
  overFiles((source, drawn) => {
    const known = shapeOf(source.text, drawn);
    const edits = there(known, drawn, source.text);
    if (edits === null) return false;
    const result = applyEdits(source.text, edits);
    if (!result.ok) return edited(source, source.text, edits) !== null;
    const [before, after] = [parseDag(source.text, { file: "" }), parseDag(result.text, { file: "" })];
    expect(after.dag, result.text).not.toBe(null);
    judge(before, after, known, drawn, result.made);
    expectLines(source.text, result.text, edits);
    const undone = edited(source, result.text, back(known, drawn, result.made));
    if (undone === null) return false;
    expect(written(undone), `${JSON.stringify(edits)}\n${result.text}`).toEqual(written(source.text));
    return true;
  });
}

/** The blank line that sets apart what is put in stays when that goes: in its own place it may have stood before. */
function written(text: string): string[] {
  return text.split(/(?<=\n)/).map((line) => line.replace(/\r?\n$/, "")).filter((line) => line.trim() !== "");
}

/** Every line of the old text is in the new one, in order: these edits only add, or change one value of a line. */
function expectLines(before: string, after: string, edits: readonly DagEdit[]): void {
  const mayChange = (line: string): boolean => edits.some((edit) => (edit.kind === "insertOnEdge" && (line.includes(edit.from) || line.includes("deps:"))) || (edit.kind === "createGroup" && line.includes("{")));
  const lines = after.split(/\r?\n/);
  let at = 0;
  for (const line of before.split(/\r?\n/)) {
    if (mayChange(line)) continue;
    const found = lines.indexOf(line, at);
    if (found === -1 && line === "") continue;
    expect(found, `${JSON.stringify(edits)}: ${JSON.stringify(line)}\n${before}\n=====\n${after}`).toBeGreaterThanOrEqual(at);
    at = found + 1;
  }
  if (before.includes("\r\n")) expect(after.replaceAll("\r\n", "")).not.toContain("\n");
}

const noUi = { layout: null, positions: {}, pinned: [], notes: {}, collapsed: [], pins: {} };

describe("edits of the drawing, and their opposites", () => {
  it("moves tasks, and forgets their places again to the same lines", () => {
    thereAndBack(
      ({ some }, { x }) => [{ kind: "moveTasks", positions: Object.fromEntries(some.map((id, index) => [id, [x + 0.4, index * 50] as const])) }],
      ({ some }) => [{ kind: "moveTasks", positions: Object.fromEntries(some.map((id) => [id, null])) }],
      (before, after, { some }, { x }) => {
        expect(after.dag).toEqual(before.dag);
        expect(after.ui).toEqual({ ...noUi, positions: Object.fromEntries(some.map((id, index) => [id, { x, y: index * 50 }])) });
      },
    );
  }, 120_000);

  it("makes notes, pins and folds, and takes them away", () => {
    thereAndBack(
      ({ some, ids }, { x }) => [
        { kind: "setNote", id: "n1", note: { text: "a: 'b'\n\n# c", at: [x, 0] } },
        { kind: "setNote", id: "n1", note: { color: "blue", size: [200, 80] } },
        { kind: "setPinned", tasks: some, isPinned: true },
        { kind: "setPinned", tasks: ids, isPinned: true },
      ],
      ({ ids }) => [{ kind: "removeNote", id: "n1" }, { kind: "setPinned", tasks: ids, isPinned: false }],
      (before, after, { ids }, { x }) => {
        expect(after.dag).toEqual(before.dag);
        expect(after.ui.notes).toEqual({ n1: { text: "a: 'b'\n\n# c", at: { x, y: 0 }, size: { width: 200, height: 80 }, color: "blue" } });
        expect(after.ui.pinned.toSorted()).toEqual(ids.toSorted());
      },
    );
  }, 120_000);

  it("groups tasks, also one in another, and ungroups them; runs never see it", () => {
    thereAndBack(
      ({ some }) => [{ kind: "createGroup", id: "outer", tasks: some, doc: "why" }, { kind: "createGroup", id: "inner", tasks: some.slice(0, 1) }, { kind: "setCollapsed", group: "outer", isCollapsed: true }],
      () => [{ kind: "ungroup", id: "inner" }, { kind: "ungroup", id: "outer" }],
      (before, after, { some }) => {
        expect(after.dag).toEqual(before.dag);
        expect(after.groups).toEqual([{ id: "outer", doc: "why", parent: null }, { id: "inner", doc: null, parent: "outer" }]);
        expect(Object.fromEntries(after.tasks.flatMap(({ id, group }) => (group === undefined ? [] : [[id, group]])))).toEqual(Object.fromEntries(some.map((id, index) => [id, index === 0 ? "inner" : "outer"])));
        expect(after.ui.collapsed).toEqual(["outer"]);
      },
    );
  }, 120_000);

  it("renames groups, puts them into each other and takes them out, and turns the drawing", () => {
    thereAndBack(
      ({ some }, { x }) => [
        { kind: "createGroup", id: "one", tasks: some },
        { kind: "createGroup", id: "two", tasks: [], groups: ["one"], parent: null },
        { kind: "setCollapsed", group: "one", isCollapsed: true },
        { kind: "moveTasks", positions: { one: [x, 0] } },
        { kind: "renameGroup", from: "one", to: "inner" },
        { kind: "renameGroup", from: "two", to: "outer" },
        { kind: "setDirection", direction: "TB" },
      ],
      () => [{ kind: "setDirection", direction: null }, { kind: "setGroup", tasks: [], groups: ["inner"], group: null }, { kind: "ungroup", id: "outer" }, { kind: "ungroup", id: "inner" }],
      (before, after, { some }, { x }) => {
        expect(after.dag).toEqual(before.dag);
        expect(after.groups).toEqual([{ id: "inner", doc: null, parent: "outer" }, { id: "outer", doc: null, parent: null }]);
        expect(after.tasks.filter((task) => task.group === "inner").map((task) => task.id).toSorted()).toEqual(some.toSorted());
        expect([after.ui.collapsed, after.ui.layout, after.ui.positions["inner"]]).toEqual([["inner"], "TB", { x, y: 0 }]);
      },
    );
  }, 120_000);
});

describe("edits of whole tasks, and their opposites", () => {
  it("duplicates tasks with their comments, and removes the copies to the same lines", () => {
    thereAndBack(
      ({ some }) => [{ kind: "duplicateTasks", ids: some }],
      (_, __, made) => [{ kind: "removeTasks", ids: made, reconnect: false }],
      (before, after, { some }, _, made) => {
        expect(made).toHaveLength(some.length);
        const names = new Map(before.tasks.filter(({ id }) => some.includes(id)).map(({ id }, index) => [id, made[index] ?? ""]));
        const copies = [...names].flatMap(([id, copy]) => before.tasks.filter((task) => task.id === id).map((task) => ({ ...task, id: copy, deps: task.deps.map((dep) => names.get(dep) ?? dep) })));
        expect(after.tasks).toEqual([...before.tasks, ...copies]);
      },
    );
  }, 120_000);

  it("puts a task into an edge, and takes it out again, reconnected", () => {
    thereAndBack(
      // Deps that come through an alias are written out, and stay so.
      ({ edge }, _, text) => (edge === null || /\*[dt]\d/.test(text) ? null : [{ kind: "insertOnEdge", ...edge, task: { id: "between", taskKind: "BashTask" } }]),
      ({ edge }) => [{ kind: "reconnect", from: "between", to: edge?.to ?? "", newFrom: edge?.from ?? "" }, { kind: "removeTasks", ids: ["between"], reconnect: true }],
      (before, after, { edge }) => {
        const moved = before.tasks.map((task) => (task.id === edge?.to ? { ...task, deps: task.deps.map((dep) => (dep === edge.from ? "between" : dep)) } : task));
        expect(after.tasks).toEqual([...moved, { id: "between", kind: "BashTask", deps: [edge?.from], enabled: true }]);
      },
    );
  }, 120_000);

  it("removes tasks and connects what is left as the model says", () => {
    overFiles((source, drawn) => {
      const { tasks, some } = shapeOf(source.text, drawn);
      const text = edited(source, source.text, [{ kind: "moveTasks", positions: Object.fromEntries(some.map((id) => [id, [1, 2] as const])) }, { kind: "removeTasks", ids: some, reconnect: drawn.b % 2 === 0 }]);
      if (text === null) return false;
      const upstream = (id: string): string[] => (tasks.find((task) => task.id === id)?.deps ?? []).flatMap((dep) => (!some.includes(dep) ? [dep] : drawn.b % 2 === 0 ? upstream(dep) : []));
      const wanted = tasks.filter(({ id }) => !some.includes(id)).map((task) => ({ ...task, deps: [...new Set(upstream(task.id))].toSorted() }));
      const after = parseDag(text, { file: "" });
      expect(after.tasks.map((task) => ({ ...task, deps: task.deps.toSorted() })), text).toEqual(wanted);
      expect([after.ui, after.diagnostics.filter(({ severity }) => severity === "error")]).toEqual([noUi, []]);
      return true;
    });
  }, 120_000);

  it("pastes one file's tasks into another, with ids of their own and nothing of the rest touched", () => {
    for (const shares of [false, true]) {
      let done = 0;
      fc.assert(
        fc.property(randomFile({ shares: false }), randomFile({ shares }), (from, into) => {
          const result = applyEdits(into.text, [{ kind: "insertTasks", yaml: from.text, at: [10, 20] }]);
          if (!result.ok) return void edited(into, into.text, [{ kind: "insertTasks", yaml: from.text, at: [10, 20] }]);
          const [source, before, after] = [from.text, into.text, result.text].map((text) => parseDag(text, { file: "" }));
          const names = new Map((source?.tasks ?? []).map(({ id }, index) => [id, result.made[index] ?? ""]));
          const pasted = (source?.tasks ?? []).map((task) => ({ ...task, id: names.get(task.id), deps: task.deps.map((dep) => names.get(dep)) }));
          expect(after?.tasks).toEqual([...(before?.tasks ?? []), ...pasted]);
          expect(Object.values(after?.ui.positions ?? {})[0]).toEqual({ x: 10, y: 20 });
          expectLines(into.text, result.text, []);
          done++;
        }),
        { numRuns: runs, endOnFailure: true },
      );
      expect(done).toBeGreaterThan(runs / 4);
    }
  }, 120_000);
});

describe("applyEdits", () => {
  it("does all or nothing", () => {
    fc.assert(
      fc.property(randomFile({ shares: false }), pick, (source, drawn) => {
        const { some } = shapeOf(source.text, drawn);
        const result = applyEdits(source.text, [{ kind: "createGroup", id: "made", tasks: some }, { kind: "connect", from: "nobody", to: some[0] ?? "" }]);
        expect(result).toMatchObject({ ok: false, diagnostics: [{ code: "edit/not-found" }] });
        expect(shape(source.text)).toEqual(shape(applyEdits(source.text, []).ok ? source.text : ""));
      }),
      { numRuns: 100 },
    );
  });
});
