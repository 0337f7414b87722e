/** Versions and differences in the browser. */
import { test, type Page } from "playwright/test";
import { expectAccessible } from "./accessibility.ts";
import { openDrawing } from "./draw.ts";
import { commit, notedDag, showWhatChanged, undoAcrossViews, versionsOfGit, versionsOfSaves } from "./versions.ts";
import { visit as visitFiles } from "./visit-browser.ts";

const visit = (journey: (page: Page, workspace: string) => Promise<void>): Promise<void> => visitFiles(notedDag, (page, { path }) => journey(page, path));

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
