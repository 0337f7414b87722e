/** Things that happen at the same time, in the browser. */
import { test } from "playwright/test";
import { focusStaysOnSave, letGoOutside, longDag, pairDag, saveAtOnce, typeBesideLongFile } from "./races.ts";
import { visit } from "./visit-browser.ts";

test.describe.configure({ timeout: 120_000 });

test("a button that is let go outside of the canvas ends the gesture", () => visit(pairDag, (page) => letGoOutside(page)));
test("keys that come while a long file is read are all in it", () => visit(longDag, (page) => typeBesideLongFile(page)));
test("a save finds what was typed into a form a moment before", () => visit(pairDag, (page, { path }) => saveAtOnce(page, path)));
test("Save keeps the focus", () => visit(pairDag, (page) => focusStaysOnSave(page)));
