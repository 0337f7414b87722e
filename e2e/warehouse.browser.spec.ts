/** The warehouse sample is drawn in the browser. */
import { test } from "playwright/test";
import { serveBrowser } from "./serve-browser.ts";
import { drawByKeys, drawByMouse, emptyWarehouse, expectSample, keys, mouse, openEmpty, writeAllTasks, writeDag } from "./warehouse.ts";

for (const [how, handOf] of [["mouse", mouse], ["keyboard alone", keys]] as const) {
  test(`the warehouse sample is drawn by ${how}, and means the same`, async () => {
    test.setTimeout(900_000);
    const workspace = emptyWarehouse();
    const served = await serveBrowser(workspace.path);
    try {
      const { page } = served;
      await page.emulateMedia({ reducedMotion: "reduce" });
      const canvas = await openEmpty(page);
      const hand = handOf(page);
      await canvas.focus();
      await writeDag(page, hand, workspace.sample.plain);
      if (how === "mouse") await drawByMouse(page, workspace.sample.plain);
      else await drawByKeys(page, hand, workspace.sample.plain);
      await writeAllTasks(page, hand, workspace.sample.plain);
      await expectSample(page, workspace.path, workspace.sample);
    } finally {
      await served.close();
      workspace.remove();
    }
  });
}
