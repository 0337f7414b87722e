/** Sticky notes in the browser. */
import { expect, test } from "playwright/test";
import { expectAccessible } from "./accessibility.ts";
import { notedDag, notesAmongTasks, notesAreRead, workOnNotes, writeNote } from "./notes.ts";
import { visit } from "./visit-browser.ts";

test("a note is written, moved, sized, coloured and rewritten, and undone to the byte", () => visit(notedDag, (page, { path }) => workOnNotes(page, path)));
test("notes are selected, copied, found and deleted with tasks", () => visit(notedDag, (page, { path }) => notesAmongTasks(page, path)));
test("the graph of the DAG's page shows its notes", () => visit(notedDag, (page, { path }) => notesAreRead(page, path)));
test("notes are accessible in both themes", () =>
  visit(notedDag, (page) =>
    expectAccessible(page, [
      { name: "note", open: async (each) => void (await writeNote(each)) },
      { name: "writing", open: async (each) => (await each.keyboard.press("Enter"), await expect(each.getByRole("textbox", { name: /^Text of the note/ })).toBeFocused()) },
    ]),
  ));
