import { test } from "playwright/test";
import { editFoldedLines, foldedFlow, rowsOfFoldedGroups } from "./folded-edges.ts";
import { visit } from "./visit-browser.ts";

test("a folded group shows the rows that flow out of it", () => visit(foldedFlow, (page) => rowsOfFoldedGroups(page)));
test("lines of folded groups are drawn on", () => visit(foldedFlow, (page, workspace) => editFoldedLines(page, workspace.path)));
