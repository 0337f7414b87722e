import { test } from "playwright/test";
import { dialogsGiveBackTheCanvas, dialogsGiveBackTheQuery, focusWorkspace, keysBeforeTheFocus, twoHalves } from "./dialog-focus.ts";
import { visit } from "./visit-desktop.ts";

test("a dialog that is closed gives the keys back to the canvas", () => visit(focusWorkspace, dialogsGiveBackTheCanvas));
test("a dialog that is closed gives the keys back to the text of a query", () => visit(focusWorkspace, dialogsGiveBackTheQuery));
test("a key that comes before a dialog has the focus is not meant for the page", () => visit(focusWorkspace, keysBeforeTheFocus));
test("of two halves every button is in sight, and keys go on where they were", () =>
  visit(focusWorkspace, async (page, _workspace, { app }) => {
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1280, 800));
    await twoHalves(page);
  }));
