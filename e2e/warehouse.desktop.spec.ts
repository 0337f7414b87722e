/** The warehouse sample is drawn in the desktop window. */
import { test } from "playwright/test";
import { launchDesktop } from "./launch-desktop.ts";
import { drawSample, emptyWarehouse } from "./warehouse.ts";

// They are the longest, and the last to begin.
test.describe.configure({ mode: "parallel" });

for (const how of ["mouse", "keyboard alone"] as const) {
  test(`the warehouse sample is drawn by ${how}, and means the same`, async () => {
    test.setTimeout(900_000);
    const workspace = emptyWarehouse();
    const desktop = await launchDesktop({ workspace: workspace.path });
    try {
      await drawSample(desktop.page, workspace, how);
    } finally {
      await desktop.close();
      workspace.remove();
    }
  });
}
