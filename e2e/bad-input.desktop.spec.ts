/** Files that are wrong, in the desktop. */
import { test } from "playwright/test";
import { brokenIsMended, listTellsAll, writeBadFiles } from "./bad-input.ts";
import { launchDesktop } from "./launch-desktop.ts";
import { smallWorkspace } from "./workspaces.ts";

test("wrong files are named with their places, and mended beside the drawing", async () => {
  const workspace = smallWorkspace({});
  writeBadFiles(workspace.path);
  const desktop = await launchDesktop({ workspace: workspace.path });
  try {
    await listTellsAll(desktop.page);
    await brokenIsMended(desktop.page);
  } finally {
    await desktop.close();
    workspace.remove();
  }
});
