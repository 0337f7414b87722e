import { test } from "playwright/test";
import { launchDesktop } from "./launch-desktop.ts";
import * as editor from "./sql-editor.ts";
import { throwawayPostgres } from "./throwaway-postgres.ts";
import { smallWorkspace } from "./workspaces.ts";

test("parameters, production, a task of a query and proposed dependencies in the desktop", async () => {
  test.setTimeout(300_000);
  const postgres = await throwawayPostgres();
  const workspace = smallWorkspace(editor.editorWorkspace(postgres.connection));
  const desktop = await launchDesktop({ workspace: workspace.path, savesData: true });
  try {
    await editor.parametersAreBound(desktop.page, "pg");
    await editor.productionAsks(desktop.page);
    await editor.dependenciesAreProposed(desktop.page, workspace.path);
    await editor.queryBecomesTask(desktop.page, workspace.path);
  } finally {
    await desktop.close();
    workspace.remove();
    await postgres.stop();
  }
});
