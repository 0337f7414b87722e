import { describe, expect, it, vi } from "vitest";

vi.mock("electron", () => ({ Menu: {} }));
const { textMenuItems } = await import("./text-menu.ts");

const flags = { canUndo: true, canRedo: false, canCut: true, canCopy: true, canPaste: true, canDelete: true, canSelectAll: true, canEditRichly: false };
const click = { isEditable: true, selectionText: "", misspelledWord: "", dictionarySuggestions: [], editFlags: flags };
const acts = { replace: vi.fn(), learn: vi.fn() };
const words = (items: ReturnType<typeof textMenuItems>): (string | undefined)[] => items.map((item) => item.label ?? item.role ?? item.type);

describe("the menu on text", () => {
  it("offers the clipboard in a field, and only what can be done", () => {
    const items = textMenuItems(click, acts);
    expect([words(items), items.find((item) => item.role === "redo")?.enabled]).toEqual([["undo", "redo", "separator", "cut", "copy", "paste", "separator", "selectAll"], false]);
  });

  it("offers what was probably meant by a misspelt word, and to learn it", () => {
    const items = textMenuItems({ ...click, misspelledWord: "tabel", dictionarySuggestions: ["table", "label"] }, acts);
    expect(words(items).slice(0, 4)).toEqual(["table", "label", "Add to dictionary", "separator"]);
    items[0]?.click?.({} as never, undefined, {} as never);
    items[2]?.click?.({} as never, undefined, {} as never);
    expect([acts.replace.mock.calls, acts.learn.mock.calls]).toEqual([[["table"]], [["tabel"]]]);
  });

  it("offers to copy selected text outside of a field, and else leaves the page its own menus", () => {
    expect([words(textMenuItems({ ...click, isEditable: false, selectionText: "a" }, acts)), textMenuItems({ ...click, isEditable: false }, acts)]).toEqual([["copy"], []]);
  });
});
