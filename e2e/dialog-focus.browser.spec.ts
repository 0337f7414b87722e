import { test } from "playwright/test";
import { dialogsGiveBackTheCanvas, dialogsGiveBackTheQuery, focusWorkspace, halvesShowSaving } from "./dialog-focus.ts";
import { visit } from "./visit-browser.ts";

test("a dialog that is closed gives the keys back to the canvas", () => visit(focusWorkspace, dialogsGiveBackTheCanvas));
test("a dialog that is closed gives the keys back to the text of a query", () => visit(focusWorkspace, dialogsGiveBackTheQuery));
test("in two halves every button of the drawing is in sight", () =>
  visit(focusWorkspace, async (page) => {
    await page.setViewportSize({ width: 1280, height: 800 });
    await halvesShowSaving(page);
  }));
