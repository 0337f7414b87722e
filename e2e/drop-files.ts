/** Files dragged from the system onto the window, by the browser's own machinery: it decides what is under the pointer and whether that takes them. */
import type { Locator, Page } from "playwright/test";

/** `paths` are absolute. */
export async function dropFilesOn(page: Page, target: Locator, paths: readonly string[]): Promise<void> {
  const box = await target.boundingBox();
  if (box === null) throw new Error("What files are to be dropped on is not on the screen.");
  const session = await page.context().newCDPSession(page);
  const place = { x: box.x + box.width / 2, y: box.y + box.height / 2, data: { items: [], files: [...paths], dragOperationsMask: 1 } };
  for (const type of ["dragEnter", "dragOver", "drop"] as const) await session.send("Input.dispatchDragEvent", { type, ...place });
  await session.detach();
}
