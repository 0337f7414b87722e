import { test } from "playwright/test";
import { openEditors, programFiles } from "./open-editor.ts";
import { visit } from "./visit-browser.ts";

test("every program of a task opens in its editor, from its field", () => visit(programFiles, (page, workspace) => openEditors(page, workspace.path)));
