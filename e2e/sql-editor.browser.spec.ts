import { expect, test } from "playwright/test";
import { serveBrowser } from "./serve-browser.ts";
import * as editor from "./sql-editor.ts";
import { throwawayPostgres, type ThrowawayPostgres } from "./throwaway-postgres.ts";
import { smallWorkspace, type TestWorkspace } from "./workspaces.ts";

test.describe.configure({ timeout: 240_000 });

let postgres: ThrowawayPostgres;
test.beforeAll(async () => {
  postgres = await throwawayPostgres();
});
test.afterAll(() => postgres.stop());

type Visited = Awaited<ReturnType<typeof serveBrowser>>["page"];

async function visit(journey: (page: Visited, workspace: TestWorkspace) => Promise<void>): Promise<void> {
  const workspace = smallWorkspace(editor.editorWorkspace(postgres.connection));
  const served = await serveBrowser(workspace.path);
  const errors: string[] = [];
  served.page.on("pageerror", (error) => errors.push(error.message));
  try {
    await journey(served.page, workspace);
    expect(errors).toEqual([]);
  } finally {
    await served.close();
    workspace.remove();
  }
}

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
