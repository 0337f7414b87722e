/** Files dragged from the system onto the window, by the browser's own machinery: it decides what is under the pointer and whether that takes them. */
import { expect, type Locator, type Page } from "playwright/test";

/** `paths` are absolute. */
export async function dropFilesOn(page: Page, target: Locator, paths: readonly string[]): Promise<void> {
  const box = await target.boundingBox();
  if (box === null) throw new Error("What files are to be dropped on is not on the screen.");
  const session = await page.context().newCDPSession(page);
  const place = { x: box.x + box.width / 2, y: box.y + box.height / 2, data: { items: [], files: [...paths], dragOperationsMask: 1 } };
  const drag = (type: "dragEnter" | "dragOver" | "drop"): Promise<unknown> => session.send("Input.dispatchDragEvent", { type, ...place });
  await heedDragOver(page);
  // What is let go before the page has said that it takes it is not dropped but taken away. A person's hand is slower, and what it holds is announced again and again: one announcement alone can be lost.
  await expect(async () => {
    for (const type of ["dragEnter", "dragOver"] as const) await drag(type);
    await page.waitForFunction(() => Reflect.get(window, "isDraggedOver") === true, null, { timeout: 1_000 });
  }).toPass({ timeout: 15_000 });
  for (const type of ["dragOver", "drop"] as const) await drag(type);
  await session.detach();
}

/** From now on the page knows when it has answered something that is held over it. */
async function heedDragOver(page: Page): Promise<void> {
  await page.evaluate(() => {
    Reflect.set(window, "isDraggedOver", false);
    addEventListener("dragover", () => setTimeout(() => Reflect.set(window, "isDraggedOver", true)), { once: true, capture: true });
  });
}
