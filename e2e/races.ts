/** What happens at the same time as something else: a button let go elsewhere, keys while a long file is read, a save right after a key. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, type Page } from "playwright/test";
import { boxOf, node, openDrawing } from "./draw.ts";

const filler = Array.from({ length: 700 }, (_, at) => `  t${at}:\n    config_type: BashTask\n    bash: |\n      echo ${at}\n    deps: [first]\n`).join("");
/** Long enough that it is read beside the page, not at each key. */
export const longDag = { "long.dag.yaml": `dag: long\ntasks:\n  first:\n    config_type: BashTask\n    bash: |\n      echo one\n${filler}` };
export const pairDag = { "pair.dag.yaml": "dag: pair\ntasks:\n  one: { config_type: BashTask, bash: echo one }\n  two: { config_type: EmptyTask, deps: [one] }\n" };

/** Pressed on the canvas, let go outside of it: nothing follows the pointer when it comes back without a button. */
export async function letGoOutside(page: Page): Promise<void> {
  const canvas = await openDrawing(page, "pair");
  const box = await boxOf(canvas);
  const middle = box.x + box.width / 2;
  await page.mouse.move(middle, box.y + box.height - 3);
  await page.mouse.down();
  await page.mouse.move(middle, 20);
  await page.mouse.up();
  await page.mouse.move(middle, box.y + 30);
  await page.mouse.move(middle + 150, box.y + 200, { steps: 4 });
  await expect(page.locator("[data-lasso]")).toHaveCount(0);
  // A lasso that is held is one.
  await page.mouse.move(box.x + 30, box.y + 60);
  await page.mouse.down();
  await page.mouse.move(box.x + 200, box.y + 200, { steps: 4 });
  await expect(page.locator("[data-lasso]")).toHaveCount(1);
  await page.mouse.up();
  await expect(page.locator("[data-lasso]")).toHaveCount(0);
}

/** Every key is in the program, however often the file was written to and read in between. */
export async function typeBesideLongFile(page: Page): Promise<void> {
  await openDrawing(page, "long");
  await page.getByRole("treeitem", { name: /^first/ }).first().click();
  await page.keyboard.press("Alt+Enter");
  const editor = page.locator("[data-draw-code] .monaco-editor").first();
  await editor.click();
  await page.keyboard.press("ControlOrMeta+End");
  const typed = "abcdefghijklmnopqrstuvwxyz";
  for (const [at, key] of [...typed].entries()) await page.keyboard.type(key, { delay: at % 3 === 0 ? 320 : 30 });
  await expect(page.locator("[data-draw-code] .view-lines")).toContainText(typed);
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.locator("[data-draw-code] .view-lines")).toContainText(typed);
}

/** What stands in the field is what is saved, though the key for it was pressed before the field was written. */
export async function saveAtOnce(page: Page, workspace: string): Promise<void> {
  await openDrawing(page, "pair");
  await node(page, "one").click();
  await page.keyboard.press("Enter");
  const side = page.getByRole("complementary", { name: "Properties" });
  const script = side.getByRole("textbox", { name: /text$/ }).first();
  await script.click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText("echo changed");
  await page.keyboard.press("ControlOrMeta+s");
  await expect.poll(() => readFileSync(join(workspace, "pair.dag.yaml"), "utf8")).toContain("echo changed");
  await expect(page.getByRole("toolbar", { name: "Drawing" }).getByText("saved", { exact: true })).toBeVisible();
}

/** A button that can do nothing more keeps the focus: whoever pressed it goes on by keyboard. */
export async function focusStaysOnSave(page: Page): Promise<void> {
  await openDrawing(page, "pair");
  await node(page, "two").click();
  await page.keyboard.press("Delete");
  const save = page.getByRole("toolbar", { name: "Drawing" }).getByRole("button", { name: "Save", exact: true });
  await save.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("toolbar", { name: "Drawing" }).getByText("saved", { exact: true })).toBeVisible();
  await expect(save).toBeFocused();
}
