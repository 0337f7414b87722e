import { test, type Page } from "playwright/test";
import * as editor from "./sql-editor.ts";
import { throwawayPostgres, type ThrowawayPostgres } from "./throwaway-postgres.ts";
import { visit as visitFiles } from "./visit-browser.ts";
import type { TestWorkspace } from "./workspaces.ts";

test.describe.configure({ timeout: 240_000 });

let postgres: ThrowawayPostgres;
test.beforeAll(async () => {
  postgres = await throwawayPostgres();
});
test.afterAll(() => postgres.stop());

const visit = (journey: (page: Page, workspace: TestWorkspace) => Promise<void>): Promise<void> => visitFiles(editor.editorWorkspace(postgres.connection), journey, { strict: true });

test("parameters are bound in DuckDB and in PostgreSQL, and remembered", () =>
  visit(async (page) => {
    await editor.parametersAreBound(page, "warehouse");
    await page.evaluate(() => localStorage.clear());
    await page.reload();
    await editor.parametersAreBound(page, "pg");
  }));
test("templates are shown rendered for a past interval, and run as rendered", () => visit((page) => editor.templatesAreRendered(page)));
test("production asks before it writes; a connection is tested", () =>
  visit(async (page) => {
    await editor.productionAsks(page);
    await editor.connectionsAreTested(page, "pg");
  }));
test("a query becomes a task, drawn and selected", () => visit((page, workspace) => editor.queryBecomesTask(page, workspace.path)));
test("dependencies are proposed in problems and SQL", () => visit((page, workspace) => editor.dependenciesAreProposed(page, workspace.path)));
test("programs are written beside the canvas", () => visit((page, workspace) => editor.programsAreWritten(page, workspace.path)));
test("a column is traced through the tasks before it", () => visit((page) => editor.columnsAreTraced(page)));
