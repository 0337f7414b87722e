import { test } from "playwright/test";
import { launchDesktop } from "./launch-desktop.ts";
import { sqlCancelled, sqlFromScratch } from "./sql-journeys.ts";
import { smallWorkspace } from "./workspaces.ts";

test("a person writes SQL in the desktop, runs it, cancels it and finds it again", async () => {
  const workspace = smallWorkspace({ "one.dag.yaml": "dag: one\ntasks:\n  t: { config_type: EmptyTask }\n" });
  const desktop = await launchDesktop({ workspace: workspace.path });
  try {
    await sqlFromScratch(desktop.page, workspace.path);
    await sqlCancelled(desktop.page);
  } finally {
    await desktop.close();
    workspace.remove();
  }
});
