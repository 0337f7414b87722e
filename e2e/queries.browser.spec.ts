import { test } from "playwright/test";
import * as queries from "./queries.ts";
import { newQuery } from "./results-screen.ts";
import { visit } from "./visit-browser.ts";

test.describe.configure({ timeout: 240_000 });

test("a column of a result says where it comes from", () =>
  visit(queries.queriesWorkspace, async (page) => {
    await newQuery(page);
    await queries.columnSaysWhereItComesFrom(page);
  }));
test("what ran with values runs again with them", () =>
  visit(queries.queriesWorkspace, async (page) => {
    await newQuery(page);
    await queries.historyKeepsValues(page);
  }));
test("a new query is kept without a name, saved, copied, renamed, deleted and brought back", () =>
  visit(queries.queriesWorkspace, async (page, workspace) => {
    await queries.scratchIsKept(page, workspace.path);
    await queries.savedUnderAnotherName(page, workspace.path);
    await queries.renamedAndDeleted(page, workspace.path);
    await page.reload();
    await queries.scratchIsThereAgain(page);
  }));
