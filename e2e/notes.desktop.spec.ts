/** Sticky notes in the desktop window. */
import { test } from "playwright/test";
import { notedDag, notesAmongTasks, notesAreRead, workOnNotes } from "./notes.ts";
import { visit } from "./visit-desktop.ts";

test("a note is written, moved, sized, coloured and rewritten, and undone to the byte", () => visit(notedDag, (page, { path }) => workOnNotes(page, path)));
test("notes are selected, copied, found and deleted with tasks", () => visit(notedDag, (page, { path }) => notesAmongTasks(page, path)));
test("the graph of the DAG's page shows its notes", () => visit(notedDag, (page, { path }) => notesAreRead(page, path)));
