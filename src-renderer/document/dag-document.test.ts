import { describe, expect, it } from "vitest";
import { parseDag } from "../../shared/dag-file/parse-dag.ts";
import { OpenDagDocument } from "./dag-document.ts";
import { createDagParser, type DagParser, linesAtOnce, type ParseAnswer, type ParseQuestion, type ParseThread } from "./dag-parser.ts";
import { OpenTextDocument } from "./open-document.ts";
import { packRanges } from "./packed-ranges.ts";

const text = "dag: x\ntasks:\n  a: {config_type: EmptyTask}\n  b: {config_type: EmptyTask, deps: [a]}\n";

function textOf(content: string): OpenTextDocument {
  const wire = { open: () => Promise.reject(new Error("not asked")), draft: () => Promise.resolve(), save: () => Promise.reject(new Error("not asked")), moved: () => Promise.reject(new Error("not asked")) };
  return new OpenTextDocument(wire, { path: "x.dag.yaml", text: content, hash: "#", draft: null, readOnly: null }, { mayFollow: () => false, followed: () => {} });
}

const write = (document: OpenTextDocument, from: string, to: string): void => {
  const start = document.get().text.indexOf(from);
  document.type([{ start, end: start + from.length, text: to }]);
};

function answerTo({ id, text: content, file }: ParseQuestion): ParseAnswer {
  const { nodeRanges, ...parsed } = parseDag(content, { file });
  return { id, parsed, ranges: packRanges(nodeRanges) };
}

/** Answers when a test says so. */
class FakeThread implements ParseThread {
  readonly asked: ParseQuestion[] = [];
  onmessage: ParseThread["onmessage"] = null;
  onerror: ParseThread["onerror"] = null;
  isEnded = false;
  postMessage(question: ParseQuestion): void {
    this.asked.push(question);
  }
  terminate(): void {
    this.isEnded = true;
  }
  answer(index: number): void {
    const question = this.asked[index];
    if (question) this.onmessage?.({ data: answerTo(question) } as MessageEvent<ParseAnswer>);
  }
}

const neverStarted: DagParser = createDagParser(() => {
  throw new Error("a short text needs no thread");
});

describe("a DAG document", () => {
  it("reads a short text on the spot, and keeps the last sound drawing while the YAML is broken", async () => {
    const document = textOf(text);
    const dag = await OpenDagDocument.open(document, neverStarted);
    write(document, "b: {", "c: {");
    expect(dag.get().good.tasks.map(({ id }) => id)).toEqual(["a", "c"]);
    write(document, "tasks:", 'tasks: "');
    expect([dag.get().isBroken, dag.get().parsed.diagnostics.length > 0, dag.get().good.tasks.map(({ id }) => id)]).toEqual([true, true, ["a", "c"]]);
    write(document, 'tasks: "', "tasks:");
    write(document, "deps: [a]", "deps: [z]");
    const { isBroken, good, parsed, version } = dag.get();
    expect([isBroken, good.tasks.at(-1)?.deps, parsed.dag, good.dag?.tasks.map(({ id }) => id), version]).toEqual([false, ["z"], null, ["a", "c"], document.get().version]);
  });

  it("makes one entry of several edits, or nothing", async () => {
    const document = textOf(text);
    const dag = await OpenDagDocument.open(document, neverStarted);
    const edited = dag.edit("Duplicate b", [{ kind: "duplicateTasks", ids: ["b"] }, { kind: "moveTasks", positions: { a: [1, 2] } }]);
    expect([edited, document.get().history.entries.map(({ name }) => name), dag.get().good.ui.positions]).toEqual([{ ok: true, made: ["b_2"] }, ["Duplicate b"], { a: { x: 1, y: 2 } }]);
    const before = document.get();
    expect(dag.edit("Connect", [{ kind: "removeTask", id: "b" }, { kind: "connect", from: "a", to: "a" }])).toMatchObject({ ok: false, diagnostics: [{ code: "edit/self-dependency" }] });
    expect(document.get()).toBe(before);
    document.undo();
    expect(document.get().text).toBe(text);
  });

  it("makes one entry of a gesture", async () => {
    const document = textOf(text);
    const dag = await OpenDagDocument.open(document, neverStarted);
    for (const x of [1, 2, 3]) dag.edit("Move a", [{ kind: "moveTasks", positions: { a: [x, 0] } }], "drag 1");
    expect(document.get().history.entries).toHaveLength(1);
    document.undo();
    expect(document.get().text).toBe(text);
  });

  it("reads a long text in the thread, never two at a time, and the newest next", async () => {
    const thread = new FakeThread();
    const document = textOf(text + "# line\n".repeat(linesAtOnce));
    const opening = OpenDagDocument.open(document, createDagParser(() => thread));
    thread.answer(0);
    const dag = await opening;
    for (const id of ["c", "d", "e"]) write(document, /(\w): \{config_type: EmptyTask, deps/.exec(document.get().text)?.[1] ?? "", id);
    expect([thread.asked.length, dag.get().version]).toEqual([2, 1]);
    thread.answer(1);
    await Promise.resolve();
    await Promise.resolve();
    expect([thread.asked.length, dag.get().version]).toEqual([3, 2]);
    thread.answer(2);
    await Promise.resolve();
    await Promise.resolve();
    expect([thread.asked.length, dag.get().version]).toEqual([3, document.get().version]);
  });

  it("draws an edit of a long text at once, and takes back neither it nor what stayed", async () => {
    const thread = new FakeThread();
    const document = textOf(text + "# line\n".repeat(linesAtOnce));
    const opening = OpenDagDocument.open(document, createDagParser(() => thread));
    thread.answer(0);
    const dag = await opening;
    const { tasks } = dag.get().good;
    const move = (x: number): void => void dag.edit("Move a", [{ kind: "moveTasks", positions: { a: [x, 0] } }]);
    move(1);
    move(2);
    const moved = dag.get().good;
    expect([moved.ui.positions, moved.tasks === tasks, dag.get().version < document.get().version]).toEqual([{ a: { x: 2, y: 0 } }, true, true]);
    for (const index of [1, 2]) {
      thread.answer(index);
      await Promise.resolve();
      await Promise.resolve();
      expect([dag.get().good.ui === moved.ui, dag.get().good.tasks === tasks]).toEqual([true, true]);
    }
    expect(dag.get().version).toBe(document.get().version);
  });

  it("is read by a thread that was started before, and not confused by what that one was started with", async () => {
    const thread = new FakeThread();
    const parser = createDagParser(() => thread);
    parser.warm();
    parser.warm();
    const opening = OpenDagDocument.open(textOf(text + "# line\n".repeat(linesAtOnce)), parser);
    thread.answer(0);
    thread.answer(1);
    expect([(await opening).get().good.dag?.id, thread.asked.length]).toEqual(["x", 2]);
    expect(thread.asked[0] && parseDag(thread.asked[0].text, { file: "" }).diagnostics).toEqual([]);
  });

  it("practises one text after the other, sound ones, until it is asked", async () => {
    const thread = new FakeThread();
    const parser = createDagParser(() => thread);
    parser.practise();
    thread.answer(0);
    expect(thread.asked.map(({ text: asked }) => [asked.split("\n").length > linesAtOnce, parseDag(asked, { file: "" }).diagnostics])).toEqual([[true, []], [true, []]]);
    const opening = OpenDagDocument.open(textOf(text + "# line\n".repeat(linesAtOnce)), parser);
    thread.answer(1);
    expect(thread.asked.length).toBe(3);
    thread.answer(2);
    expect((await opening).get().good.dag?.id).toBe("x");
  });

  it("reads by itself when the thread fails", async () => {
    const thread = new FakeThread();
    const opening = OpenDagDocument.open(textOf(text + "# line\n".repeat(linesAtOnce)), createDagParser(() => thread));
    thread.onerror?.({} as ErrorEvent);
    expect([(await opening).get().good.tasks.length, thread.isEnded]).toEqual([2, true]);
  });
});
