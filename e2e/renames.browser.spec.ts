/** Renames across files in the browser. */
import { test, type Page } from "playwright/test";
import { namedEverywhere, renameDag, renameTaskAsEdits, renameTaskEverywhere } from "./renames.ts";
import { serveBrowser } from "./serve-browser.ts";
import { smallWorkspace } from "./workspaces.ts";

async function visit(journey: (page: Page, workspace: string) => Promise<void>): Promise<void> {
  const workspace = smallWorkspace(namedEverywhere);
  const served = await serveBrowser(workspace.path);
  try {
    await journey(served.page, workspace.path);
  } finally {
    await served.close();
    workspace.remove();
  }
}

test("a task is renamed in every file that names it, or in none", () => visit(renameTaskEverywhere));
test("a rename that is not saved leaves its edits in every file", () => visit(renameTaskAsEdits));
test("a DAG is renamed with its file and the commands that run it", () => visit(renameDag));
