/** The menu key, and Shift+F10: the context menu of what is selected, from the canvas and from the tree, and back to where it was asked. */
import { expect, type Page } from "playwright/test";
import { boxOf, node, openDrawing } from "./draw.ts";

export const menuDag = {
  "menus.dag.yaml": `dag: menus
task_groups:
  part: {}
tasks:
  first: { config_type: EmptyTask }
  second: { config_type: EmptyTask, deps: [first], enabled: false }
  inner: { config_type: EmptyTask, group: part }
ui:
  positions:
    first: [0, 0]
    second: [300, 0]
    inner: [0, 200]
  notes:
    n1: { text: Mondays, at: [300, 160], size: [200, 80] }
`,
};

export async function menuByKeys(page: Page): Promise<void> {
  const canvas = await openDrawing(page, "menus");
  await canvas.focus();
  const menu = (name: string) => page.getByRole("menu", { name });
  await page.keyboard.press("Shift+F10");
  await expect(menu("Canvas").getByRole("menuitem").first()).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(canvas).toBeFocused();

  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ContextMenu");
  await expect(page.getByRole("menu")).toHaveCount(1);
  const shown = menu("Task first");
  await expect(shown.getByRole("menuitem").first()).toBeFocused();
  // A long menu moves up where the window ends, never aside.
  const [task, box] = [await boxOf(node(page, "first")), await boxOf(shown)];
  expect([box.x >= task.x, box.x < task.x + task.width]).toEqual([true, true]);
  await page.keyboard.press("Escape");

  const tree = page.getByRole("tree", { name: "Tasks of menus" });
  await tree.focus();
  for (const [row, name] of [[/^Note: /, "Note"], [/^part, /, "Group part"]] as const) {
    await tree.getByRole("treeitem", { name: row }).click();
    await expect(tree.getByRole("treeitem", { name: row, selected: true })).toHaveCount(1);
    await page.keyboard.press("Shift+F10");
    await expect(menu(name).getByRole("menuitem").first()).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(tree).toBeFocused();
  }
  await tree.getByRole("treeitem", { name: /^second, / }).click({ button: "right" });
  await menu("Task second").getByRole("menuitem", { name: "Disable or enable tasks" }).click();
  await expect(tree.getByRole("treeitem", { name: /^second, / })).not.toHaveAccessibleName(/disabled/);
  await expect(tree).toBeFocused();
  await page.keyboard.press("d");
  await tree.getByRole("treeitem", { name: /^first, / }).click();
  await page.keyboard.press("d");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("region", { name: "Properties of first" }).getByRole("note")).toHaveText("Disabled: runs skip it. No other task is skipped with it.");
}
