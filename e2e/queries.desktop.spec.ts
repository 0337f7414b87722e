import { test } from "playwright/test";
import { launchDesktop } from "./launch-desktop.ts";
import * as queries from "./queries.ts";
import { oneDag, smallWorkspace } from "./workspaces.ts";

test("queries live without a name, through a restart, and under the names that they get", async () => {
  test.setTimeout(300_000);
  const workspace = smallWorkspace(oneDag);
  let desktop = await launchDesktop({ workspace: workspace.path, savesData: true });
  try {
    await queries.scratchIsKept(desktop.page, workspace.path);
    await queries.savedUnderAnotherName(desktop.page, workspace.path);
    await queries.renamedAndDeleted(desktop.page, workspace.path);
    await desktop.close("keep");
    desktop = await launchDesktop({ workspace: workspace.path, savesData: true, home: desktop.home });
    await queries.scratchIsThereAgain(desktop.page);
    await queries.historyKeepsValues(desktop.page);
  } finally {
    await desktop.close();
    workspace.remove();
  }
});
