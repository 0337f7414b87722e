/** Edits whose file is gone from the disk are let go or written anew from the list. The same in the desktop and in the browser. */
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, type Locator, type Page } from "playwright/test";
import { goTo } from "./screens.ts";

export const goneFiles = { "queries/one.sql": "select 1\n" };

const file = "queries/one.sql";
const strip = (page: Page): Locator => page.getByRole("region", { name: "Edits that were not saved" });
const act = (page: Page, name: string): Locator => strip(page).getByRole("button", { name: `${name}: ${file}` });

function draftsOf(workspace: string): string {
  const folder = join(workspace, ".dagwright", "drafts");
  return existsSync(folder) ? readdirSync(folder).map((name) => readFileSync(join(folder, name), "utf8")).join("\n") : "";
}

export async function editAndLose(page: Page, workspace: string): Promise<void> {
  await goTo(page, `#/sql/${encodeURIComponent(file)}`);
  const text = page.locator("[data-editor] .view-lines");
  await expect(text).toBeVisible({ timeout: 30_000 });
  await text.click();
  await page.keyboard.press("ControlOrMeta+End");
  await page.keyboard.insertText("-- mine");
  await expect.poll(() => draftsOf(workspace)).toContain("-- mine");
  rmSync(join(workspace, file));
  await expect(page.getByText(`${file} was deleted on disk. Save to write it anew.`).first()).toBeVisible();
  await goTo(page, "#/");
  await page.getByRole("button", { name: "Close one.sql" }).click();
  await page.reload();
}

/** Discarded, taken back, and written anew in the end. */
export async function letGoOrWriteAnew(page: Page, workspace: string): Promise<void> {
  await expect(strip(page).getByText(/^the file is gone · edited/)).toBeVisible({ timeout: 30_000 });
  await act(page, "Discard").click();
  await expect(strip(page).getByText("discarded", { exact: true })).toBeVisible();
  await expect.poll(() => draftsOf(workspace)).toBe("");
  await act(page, "Undo").click();
  await expect.poll(() => draftsOf(workspace)).toContain("-- mine");
  expect(existsSync(join(workspace, file))).toBe(false);
  await act(page, "Write the file anew").click();
  await expect(strip(page)).toHaveCount(0);
  expect(readFileSync(join(workspace, file), "utf8")).toBe("select 1\n-- mine");
  await expect.poll(() => draftsOf(workspace)).toBe("");
}
