import { test } from "playwright/test";
import { editAndLose, goneFiles, letGoOrWriteAnew } from "./gone-drafts.ts";
import { visit } from "./visit-browser.ts";

test("an edit whose file is gone is discarded, taken back and written anew from the list", () =>
  visit(goneFiles, async (page, workspace) => {
    await editAndLose(page, workspace.path);
    await letGoOrWriteAnew(page, workspace.path);
  }));
