import { join } from "node:path";
import { test } from "playwright/test";
import type { SaveAs } from "./export-journey.ts";
import * as queries from "./queries.ts";
import { newQuery } from "./results-screen.ts";
import { visit } from "./visit-browser.ts";
import { oneDag } from "./workspaces.ts";

test.describe.configure({ timeout: 240_000 });

test("a column of a result says where it comes from", () =>
  visit(oneDag, async (page) => {
    await newQuery(page);
    await queries.columnSaysWhereItComesFrom(page);
  }));
test("what ran with values runs again with them", () =>
  visit(oneDag, async (page) => {
    await newQuery(page);
    await queries.historyKeepsValues(page);
  }));
test("a new query is kept without a name, saved, copied, renamed, deleted and brought back", () =>
  visit(oneDag, async (page, workspace) => {
    await queries.scratchIsKept(page, workspace.path);
    await queries.savedUnderAnotherName(page, workspace.path);
    await queries.renamedAndDeleted(page, workspace.path);
    await page.reload();
    await queries.scratchIsThereAgain(page);
  }));
test("a run is stopped at its time limit; one goes straight to a file", () =>
  visit(oneDag, async (page, workspace) => {
    await newQuery(page);
    await queries.timeIsLimited(page);
    const saveAs: SaveAs = async (file, act) => {
      const [download] = await Promise.all([page.waitForEvent("download", { timeout: 60_000 }), act()]);
      await download.saveAs(file);
    };
    await queries.runsToAFile(page, saveAs, join(workspace.path, "all.csv"));
  }));
