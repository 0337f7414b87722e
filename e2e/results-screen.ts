/** What the journeys of results have in common: a query is written and run, its rows are found on the screen. */
import { expect, type Locator, type Page } from "playwright/test";
import { goTo } from "./screens.ts";

export async function newQuery(page: Page): Promise<void> {
  await goTo(page, "#/data");
  await page.getByRole("button", { name: "New SQL query" }).click({ timeout: 45_000 });
  await expect(page.locator("[data-editor] .view-line").first()).toBeVisible({ timeout: 30_000 });
}

export async function write(page: Page, text: string): Promise<void> {
  await page.locator("[data-editor] .view-lines").last().click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText(text);
  await page.keyboard.press("Escape");
}

export const query = (page: Page): Locator => page.locator("section[data-query]").last();
export const grid = (page: Page): Locator => page.getByRole("grid", { name: "Rows of the result" });
export const head = (page: Page, name: string): Locator => grid(page).locator(`[data-head][title^="${name} · "]`);
export const cell = (page: Page, row: number, column: number): Locator => grid(page).locator(`[data-row="${row}"][data-column="${column}"]`);
export const shown = (page: Page): Locator => page.locator("footer").getByRole("status");

/** Runs all of the text and waits for its end. */
export async function runAll(page: Page, text: string, outcome: "success" | "failed" = "success"): Promise<void> {
  await write(page, text);
  const before = await newestRun(page);
  await page.keyboard.press("ControlOrMeta+Shift+Enter");
  await expect.poll(() => newestRun(page)).not.toBe(before);
  await expect(query(page)).toHaveAttribute("data-query", "ended", { timeout: 60_000 });
  await expect(query(page)).toHaveAttribute("data-outcome", outcome);
}

async function newestRun(page: Page): Promise<string> {
  return page.evaluate(() => document.querySelector("[data-run]")?.getAttribute("data-run") ?? "");
}

/** A query gets a name, in the dialog that asks for it. */
export async function saveAs(page: Page, name: string, folder?: string): Promise<void> {
  const dialog = page.getByRole("dialog", { name: "Save query as" });
  await dialog.getByRole("textbox", { name: "Name" }).fill(name);
  if (folder !== undefined) await dialog.getByRole("combobox", { name: "Folder" }).fill(folder);
  await dialog.getByRole("button", { name: "Save", exact: true }).click();
  await expect(dialog).toBeHidden();
}

/** From the menu of a column's head. */
export async function ofColumn(page: Page, name: string, item: string | RegExp): Promise<void> {
  await head(page, name).click({ button: "right" });
  await page.getByRole("menuitem", { name: item, exact: typeof item === "string" }).click();
}

export async function filterBy(page: Page, name: string, condition: string, value?: string): Promise<void> {
  await ofColumn(page, name, "Filter…");
  const form = page.getByRole("form", { name: `Filter ${name}` });
  await form.getByRole("combobox", { name: "Condition" }).click();
  await form.getByRole("option", { name: condition, exact: true }).click();
  if (value !== undefined) await form.getByRole("textbox", { name: "Value" }).fill(value);
  await form.getByRole("button", { name: "Filter" }).click();
  await expect(form).toBeHidden();
}
