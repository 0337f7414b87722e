/** Values and rows in the browser. */
import { expect, test } from "playwright/test";
import { expectAccessible } from "./accessibility.ts";
import { findByLongId, readValues, valuesDag } from "./values.ts";
import { visit } from "./visit-browser.ts";

test("values and rows are shown to the last digit, and nothing in them is obeyed", () =>
  visit(valuesDag, async (page) => {
    await readValues(page, () => page.evaluate(() => navigator.clipboard.readText()));
    await expectAccessible(page, [{ name: "output", open: async (each) => (await each.getByRole("tab", { name: /^Output/ }).click(), await expect(each.getByRole("tabpanel")).toBeVisible()) }]);
  }, { strict: true }));
test("a run is found by an id of 64 bits", () => visit(valuesDag, (page) => findByLongId(page)));
