/** The warehouse sample is drawn in the browser. */
import { test } from "playwright/test";
import { serveBrowser } from "./serve-browser.ts";
import { drawSample, emptyWarehouse } from "./warehouse.ts";

// They are the longest, and the last to begin.
test.describe.configure({ mode: "parallel" });

for (const how of ["mouse", "keyboard alone"] as const) {
  test(`the warehouse sample is drawn by ${how}, and means the same`, async () => {
    test.setTimeout(900_000);
    const workspace = emptyWarehouse();
    const served = await serveBrowser(workspace.path);
    try {
      await drawSample(served.page, workspace, how);
    } finally {
      await served.close();
      workspace.remove();
    }
  });
}
