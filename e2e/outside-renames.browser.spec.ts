import { test } from "playwright/test";
import { dagIsRenamed, movedFiles, queryIsRenamed, queryKeepsItsOwn } from "./outside-renames.ts";
import { visit } from "./visit-browser.ts";

test("a query that is renamed outside keeps its tab, its edits and its history", () => visit(movedFiles, (page, workspace) => queryIsRenamed(page, workspace.path)));
test("a DAG file that is renamed outside keeps its edits and its history", () => visit(movedFiles, (page, workspace) => dagIsRenamed(page, workspace.path)));
test("a query that is renamed outside keeps its values, its results and the cursor", () => visit(movedFiles, (page, workspace) => queryKeepsItsOwn(page, workspace.path)));
