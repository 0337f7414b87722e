/** Renames across files in the browser. */
import { test, type Page } from "playwright/test";
import { namedEverywhere, renameDag, renameDagUnsaved, renameTaskAsEdits, renameTaskEverywhere } from "./renames.ts";
import { visit as visitFiles } from "./visit-browser.ts";

const visit = (journey: (page: Page, workspace: string) => Promise<void>): Promise<void> => visitFiles(namedEverywhere, (page, { path }) => journey(page, path));

test("a task is renamed in every file that names it, or in none", () => visit(renameTaskEverywhere));
test("a rename that is not saved leaves its edits in every file", () => visit(renameTaskAsEdits));
test("a DAG is renamed with its file and the commands that run it", () => visit(renameDag));
test("a DAG whose new name could not be saved stays where it is", () => visit(renameDagUnsaved));
