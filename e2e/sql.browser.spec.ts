import { test, type Page } from "playwright/test";
import { sqlCancelled, sqlFromScratch, sqlHelps } from "./sql-journeys.ts";
import { visit as visitFiles } from "./visit-browser.ts";
import { oneDag, type TestWorkspace } from "./workspaces.ts";

const visit = (journey: (page: Page, workspace: TestWorkspace) => Promise<void>): Promise<void> => visitFiles(oneDag, journey);

test("a person writes SQL, runs it, meets a mistake, sorts a long result and finds it again", () => visit((page, workspace) => sqlFromScratch(page, workspace.path)));
test("a runaway query is cancelled on the server, and the next one runs", () => visit((page) => sqlCancelled(page)));
test("the SQL editor knows the live catalogue", () => visit((page) => sqlHelps(page)));
