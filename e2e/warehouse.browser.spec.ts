/** The warehouse sample is drawn in the browser. */
import { test } from "playwright/test";
import { serveBrowser } from "./serve-browser.ts";
import { drawByMouse, emptyWarehouse, expectSample, mouse, openEmpty, writeAllTasks, writeDag } from "./warehouse.ts";

test("the warehouse sample is drawn by mouse, and means the same", async () => {
  test.setTimeout(900_000);
  const workspace = emptyWarehouse();
  const served = await serveBrowser(workspace.path);
  try {
    const { page } = served;
    const { plain } = workspace.sample;
    await page.emulateMedia({ reducedMotion: "reduce" });
    const canvas = await openEmpty(page);
    await canvas.focus();
    const hand = mouse(page);
    await writeDag(page, hand, plain);
    await drawByMouse(page, plain);
    await writeAllTasks(page, hand, plain);
    await expectSample(page, workspace.path, workspace.sample);
  } finally {
    await served.close();
    workspace.remove();
  }
});
