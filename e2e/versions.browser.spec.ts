/** Versions and differences in the browser. */
import { test, type Page } from "playwright/test";
import { expectAccessible } from "./accessibility.ts";
import { openDrawing } from "./draw.ts";
import { serveBrowser } from "./serve-browser.ts";
import { commit, notedDag, showWhatChanged, undoAcrossViews, versionsOfGit, versionsOfSaves } from "./versions.ts";
import { smallWorkspace } from "./workspaces.ts";

async function visit(journey: (page: Page, workspace: string) => Promise<void>): Promise<void> {
  const workspace = smallWorkspace(notedDag);
  const served = await serveBrowser(workspace.path);
  try {
    await journey(served.page, workspace.path);
  } finally {
    await served.close();
    workspace.remove();
  }
}

test("a commented file is edited, and what changed is shown before it is saved", () => visit(showWhatChanged));
test("versions of git are compared on the graph, and brought back", () => visit(versionsOfGit));
test("saves leave versions where there is no git, and broken ones are compared as text", () => visit(versionsOfSaves));
test("edits of canvas, field and YAML are undone one by one, to the byte", () => visit(undoAcrossViews));

test("versions are accessible in both themes", () =>
  visit(async (page, workspace) => {
    commit(workspace, notedDag["noted.dag.yaml"].replace("fetch]", "fetch ] # other"), "Before");
    commit(workspace, notedDag["noted.dag.yaml"].replace("select 1", "select 2"), "After");
    await expectAccessible(page, [
      {
        name: "versions",
        open: async (each) => {
          await openDrawing(each, "noted");
          await each.getByRole("button", { name: "Show the versions of this DAG file" }).click();
          await each.getByRole("region", { name: "Changes" }).waitFor();
        },
      },
      {
        name: "versions as YAML",
        open: async (each) => {
          await each.getByText("Both", { exact: true }).click();
          await each.locator("[data-diff-of] .view-line").first().waitFor();
        },
      },
    ]);
  }));
