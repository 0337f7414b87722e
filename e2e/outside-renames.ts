/** A file that another program renames keeps its tab, its unsaved edits and its history. The same in the desktop and in the browser. */
import { existsSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { expect, type Page } from "playwright/test";
import { node, openDrawing, savedText } from "./draw.ts";
import { goTo } from "./screens.ts";

const dag = "dag: moved\ntasks:\n  first: { config_type: EmptyTask }\n  second: { config_type: EmptyTask, deps: [first] }\n";
export const movedFiles = { "moved.dag.yaml": dag, "queries/before.sql": "select 1 as one\n" };

export async function queryIsRenamed(page: Page, workspace: string): Promise<void> {
  await goTo(page, `#/sql/${encodeURIComponent("queries/before.sql")}`);
  const text = page.locator("[data-editor] .view-lines");
  // The editor is fetched when the first one is shown.
  await expect(text).toBeVisible({ timeout: 30_000 });
  await text.click();
  await page.keyboard.press("ControlOrMeta+End");
  await page.keyboard.insertText("-- mine");
  renameSync(join(workspace, "queries/before.sql"), join(workspace, "queries/after.sql"));
  await expect(page.getByText("queries/before.sql was renamed")).toBeVisible();
  const tabs = page.getByRole("navigation", { name: "Open documents" });
  await expect(tabs.getByRole("link", { name: /^after\.sql/ })).toHaveAttribute("aria-current", "page");
  await expect(tabs.getByRole("listitem")).toHaveCount(1);
  await expect(text).toContainText("-- mine");
  await text.click();
  await page.keyboard.press("ControlOrMeta+z");
  await expect(text).not.toContainText("-- mine");
  await page.keyboard.press("ControlOrMeta+Shift+z");
  await expect(text).toContainText("-- mine");
  await page.keyboard.press("ControlOrMeta+s");
  await expect.poll(() => readFileSync(join(workspace, "queries/after.sql"), "utf8")).toBe("select 1 as one\n-- mine");
  expect(existsSync(join(workspace, "queries/before.sql"))).toBe(false);
}

/** What a query was last given and came to, and where one was in it, belong to the query and not to its name. */
export async function queryKeepsItsOwn(page: Page, workspace: string): Promise<void> {
  await goTo(page, `#/sql/${encodeURIComponent("queries/before.sql")}`);
  const text = page.locator("[data-editor] .view-lines");
  await expect(text).toBeVisible({ timeout: 30_000 });
  await text.click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText("select\n  :answer as answer");
  const value = page.getByRole("complementary", { name: "Parameters" }).getByLabel("Value of :answer");
  await value.fill("forty-two");
  await page.getByRole("button", { name: "Run", exact: true }).click();
  const cell = page.getByRole("grid", { name: "Rows of the result" }).getByText("forty-two", { exact: true });
  await expect(cell).toBeVisible();
  await text.click();
  await page.keyboard.press("ControlOrMeta+End");
  await page.keyboard.press("ArrowLeft");
  const place = page.getByText("Line 2, column 19");
  await expect(place).toBeVisible();
  // Where one is in a text is kept once that rests.
  await expect.poll(() => page.evaluate(() => Object.entries(localStorage).some(([key, kept]) => key.startsWith("dagwright.views:") && String(kept).includes('"column":19')))).toBe(true);
  renameSync(join(workspace, "queries/before.sql"), join(workspace, "queries/after.sql"));
  await expect(page.getByText("queries/before.sql was renamed")).toBeVisible();
  await expect(text).toContainText(":answer");
  await expect(value).toHaveValue("forty-two");
  await expect(cell).toBeVisible();
  await expect(place).toBeVisible();
}

export async function dagIsRenamed(page: Page, workspace: string): Promise<void> {
  await openDrawing(page, "moved");
  await page.getByRole("treeitem", { name: /^second, / }).click();
  await page.keyboard.press("d");
  await expect(node(page, "second")).toHaveAttribute("data-disabled", "true");
  renameSync(join(workspace, "moved.dag.yaml"), join(workspace, "other.dag.yaml"));
  await expect(page.getByText("moved.dag.yaml was renamed")).toBeVisible();
  await expect(node(page, "second")).toHaveAttribute("data-disabled", "true");
  await page.getByRole("application", { name: /^Drawing of moved/ }).focus();
  await page.keyboard.press("Control+z");
  await expect(node(page, "second")).not.toHaveAttribute("data-disabled", "true");
  await page.keyboard.press("Control+Shift+z");
  expect(await savedText(page, workspace, "other.dag.yaml")).toBe(dag.replace("deps: [first] }", "deps: [first], enabled: false }"));
  expect(existsSync(join(workspace, "moved.dag.yaml"))).toBe(false);
}
