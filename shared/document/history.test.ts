import { describe, expect, it } from "vitest";
import { emptyHistory, goTo, markSaved, pauseMs, record, redo, type TextHistory, undo } from "./history.ts";
import { applyChanges, type TextChange } from "./text-change.ts";

/** Types texts one after the other at the end, and says what entries came of it. */
function type(pieces: readonly (string | { back: number } | { wait: number } | "save")[], start = ""): { history: TextHistory; text: string; names: string[] } {
  let [history, text, at] = [emptyHistory, start, 0];
  for (const piece of pieces) {
    if (piece === "save") history = markSaved(history);
    else if (typeof piece === "object" && "wait" in piece) at += piece.wait;
    else {
      const change: TextChange = typeof piece === "string" ? { start: text.length, end: text.length, text: piece } : { start: text.length - piece.back, end: text.length, text: "" };
      history = record(history, text, [change], { name: "Typing", kind: "type", at: (at += 10) });
      text = applyChanges(text, [change]).text;
    }
  }
  return { history, text, names: history.entries.map((entry) => `${entry.inverse.map((one) => one.text).join()}→${entry.changes.map((one) => one.text).join()}`) };
}

describe("record", () => {
  it.each([
    ["letters of one go", ["s", "e", "l"], ["→sel"]],
    ["a pause", ["a", { wait: pauseMs }, "b"], ["→a", "→b"]],
    ["a line break", ["a", "\n", "b"], ["→a", "→\n", "→b"]],
    ["writing, then deleting", ["abc", { back: 1 }, { back: 1 }], ["→abc", "bc→"]],
    ["a save between", ["a", "save", "b"], ["→a", "→b"]],
  ] as const)("joins typing, and sets apart: %s", (_name, pieces, wanted) => {
    expect(type([...pieces]).names).toEqual(wanted);
  });

  it("joins typing at several cursors", () => {
    let history = record(emptyHistory, "ab", [{ start: 1, end: 1, text: "x" }, { start: 2, end: 2, text: "x" }], { name: "Typing", kind: "type", at: 1 });
    history = record(history, "axbx", [{ start: 2, end: 2, text: "y" }, { start: 4, end: 4, text: "y" }], { name: "Typing", kind: "type", at: 2 });
    expect(history.entries).toHaveLength(1);
    expect(undo(history, "axybxy")?.text).toBe("ab");
    expect(redo(undo(history, "axybxy")?.history ?? history, "ab")?.text).toBe("axybxy");
  });

  it("makes one entry of a gesture", () => {
    let history = record(emptyHistory, "x: 1\nz: 1\ny: 1\n", [{ start: 3, end: 4, text: "2" }], { name: "Move a", kind: "edit", at: 1, gesture: "drag 7" });
    history = record(history, "x: 2\nz: 1\ny: 1\n", [{ start: 13, end: 14, text: "5" }], { name: "Move a", kind: "edit", at: 400, gesture: "drag 7" });
    history = record(history, "x: 2\nz: 1\ny: 5\n", [{ start: 3, end: 4, text: "9" }], { name: "Move a", kind: "edit", at: 800, gesture: "drag 8" });
    expect(history.entries.map((entry) => entry.changes.length)).toEqual([2, 1]);
    expect(goTo(history, "x: 9\nz: 1\ny: 5\n", 0)?.text).toBe("x: 1\nz: 1\ny: 1\n");
  });

  it("forgets what was undone once something new is done, and the oldest beyond 500", () => {
    const { history, text } = type(["a\n", "b\n"]);
    const back = undo(history, text);
    const anew = record(back?.history ?? history, back?.text ?? "", [{ start: 0, end: 0, text: "c" }], { name: "Edit", kind: "edit", at: 1e6 });
    expect(anew.entries.map(({ id, name }) => `${id} ${name}`)).toEqual(["1 Typing", "3 Edit"]);
    const many = type(Array.from({ length: 600 }, () => "\n"));
    expect([many.history.entries.length, many.history.cursor, many.history.saved]).toEqual([500, 500, null]);
    expect(goTo(many.history, many.text, 0)?.text).toBe("\n".repeat(100));
  });

  it("holds at most 32 MB, and always the newest entry", () => {
    const large = "x".repeat(7_000_000);
    let history = emptyHistory;
    for (let at = 0; at < 4; at++) history = record(history, large.repeat(at), [{ start: 0, end: 0, text: large }], { name: "Paste", kind: "edit", at: at * 5_000 });
    expect(history.entries.map(({ id }) => id)).toEqual([3, 4]);
    expect(record(emptyHistory, "", [{ start: 0, end: 0, text: large.repeat(4) }], { name: "Paste", kind: "edit", at: 1 }).entries).toHaveLength(1);
  });
});
