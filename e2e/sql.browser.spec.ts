import { test } from "playwright/test";
import { serveBrowser } from "./serve-browser.ts";
import { sqlCancelled, sqlFromScratch, sqlHelps } from "./sql-journeys.ts";
import { smallWorkspace, type TestWorkspace } from "./workspaces.ts";

async function visit(journey: (page: Awaited<ReturnType<typeof serveBrowser>>["page"], workspace: TestWorkspace) => Promise<void>): Promise<void> {
  const workspace = smallWorkspace({ "one.dag.yaml": "dag: one\ntasks:\n  t: { config_type: EmptyTask }\n" });
  const served = await serveBrowser(workspace.path);
  try {
    await journey(served.page, workspace);
  } finally {
    await served.close();
    workspace.remove();
  }
}

test("a person writes SQL, runs it, meets a mistake, sorts a long result and finds it again", () => visit((page, workspace) => sqlFromScratch(page, workspace.path)));
test("a runaway query is cancelled on the server, and the next one runs", () => visit((page) => sqlCancelled(page)));
test("the SQL editor knows the live catalogue", () => visit((page) => sqlHelps(page)));
