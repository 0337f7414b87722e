/** Nothing typed is lost: kills in mid-edit, files that change outside, tabs that are closed. The same in the desktop and in the browser. */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, type Locator, type Page } from "playwright/test";
import { node, openDrawing, savedText } from "./draw.ts";
import { notedDag } from "./versions.ts";

const file = "noted.dag.yaml";
const noted = notedDag[file];
const edited = noted.replace("deps: [clean]}", "deps: [clean], enabled: false}");

const strip = (page: Page): Locator => page.getByRole("region", { name: "Edits that were not saved" });

/** Disables a task, and waits until the edit is as old as it must be to outlive anything. */
export async function editInMidAir(page: Page, workspace: string): Promise<void> {
  await openDrawing(page, "noted");
  await page.getByRole("treeitem", { name: /^report, / }).click();
  await page.keyboard.press("d");
  await expect(node(page, "report")).toHaveAttribute("data-disabled", "true");
  await expect.poll(() => draftsOf(workspace), { timeout: 5_000 }).toContain("enabled: false");
}

function draftsOf(workspace: string): string {
  const folder = join(workspace, ".dagwright", "drafts");
  return existsSync(folder) ? readdirSync(folder).map((name) => readFileSync(join(folder, name), "utf8")).join("\n") : "";
}

/** In a new window: the edit is listed, compared, opened, undone and done again, and saved. */
export async function findEditAgain(page: Page, workspace: string): Promise<void> {
  await expect(strip(page).getByText(file, { exact: true })).toBeVisible();
  expect(readFileSync(join(workspace, file), "utf8")).toBe(noted);
  await strip(page).getByRole("button", { name: `Show the difference: ${file}` }).click();
  const dialog = page.getByRole("dialog", { name: `Unsaved changes of ${file}` });
  await expect(dialog.locator(".line-insert").first()).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  await strip(page).getByRole("button", { name: `Open: ${file}` }).click();
  await expect(strip(page)).toHaveCount(0);
  await expect(node(page, "report")).toHaveAttribute("data-disabled", "true");
  await expect(page.getByText("Unsaved changes from before were brought back.")).toBeVisible();
  await expect(page.getByRole("navigation", { name: "Open documents" }).getByRole("img", { name: "unsaved" })).toBeVisible();
  await page.keyboard.press("Control+z");
  await expect(node(page, "report")).not.toHaveAttribute("data-disabled", "true");
  expect(await savedText(page, workspace, file).catch(() => noted)).toBe(noted);
  await page.keyboard.press("Control+Shift+z");
  await expect(node(page, "report")).toHaveAttribute("data-disabled", "true");
  expect(await savedText(page, workspace, file)).toBe(edited);
}

/** An edit elsewhere in the file is merged; one at the same place is asked about, with both sides to see. */
export async function meetOtherPrograms(page: Page, workspace: string): Promise<void> {
  await editInMidAir(page, workspace);
  writeFileSync(join(workspace, file), noted.replace("Ada", "Bob"));
  await page.getByRole("button", { name: "Show the history of edits" }).click();
  await expect(page.getByRole("region", { name: "History" }).getByRole("button", { name: /^Changed on disk, merged/ })).toBeVisible();
  writeFileSync(join(workspace, file), noted.replace("Ada", "Bob").replace("deps: [clean]}", "deps: [clean], doc: theirs}"));
  const notice = page.getByRole("status").filter({ hasText: "was changed by another program where you changed it too" });
  await expect(notice).toBeVisible();
  await notice.getByRole("button", { name: "Compare…" }).click();
  const dialog = page.getByRole("dialog", { name: `${file} was changed on disk too` });
  await expect(dialog.locator(".line-insert").first()).toBeVisible();
  await dialog.getByText("Merged", { exact: true }).click();
  await expect(dialog.getByText("on disk", { exact: false }).first()).toBeVisible();
  expect(readFileSync(join(workspace, file), "utf8")).toContain("doc: theirs");
  await dialog.getByRole("button", { name: "Keep mine" }).click();
  await expect(notice).toHaveCount(0);
  expect(await savedText(page, workspace, file)).toBe(edited.replace("Ada", "Bob"));
}

/** A closed tab and a deleted file lose nothing; it is said once. */
export async function closeAndDelete(page: Page, workspace: string): Promise<void> {
  await editInMidAir(page, workspace);
  await page.getByRole("button", { name: "Close noted" }).click();
  await expect(page.getByText("The changes of noted are kept")).toBeVisible();
  await openDrawing(page, "noted");
  await expect(node(page, "report")).toHaveAttribute("data-disabled", "true");
  rmSync(join(workspace, file));
  await expect(page.getByText(`${file} was deleted on disk. Save to write it anew.`).first()).toBeVisible();
  await page.keyboard.press("Control+s");
  await expect.poll(() => (existsSync(join(workspace, file)) ? readFileSync(join(workspace, file), "utf8") : "")).toBe(edited);
}
