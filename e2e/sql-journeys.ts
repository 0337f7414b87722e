/** Journeys of the SQL page, the same in the desktop and in the browser. Real DuckDB, real files. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, type Page } from "playwright/test";
import { saveAs } from "./results-screen.ts";
import { goTo } from "./screens.ts";

/** Long enough to be seen running and cancelled; the database would work on it for hours. */
const runaway = "select count(*) from range(10000000000000) a(x) where x % 7 = 3";

async function newQuery(page: Page): Promise<void> {
  await goTo(page, "#/data");
  await page.getByRole("button", { name: "New SQL query" }).click();
  await expect(page.locator("[data-editor]")).toBeVisible({ timeout: 30_000 });
}

async function write(page: Page, text: string): Promise<void> {
  await page.locator("[data-editor] .view-lines").click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText(text);
}

const query = (page: Page) => page.locator("section[data-query]");
const grid = (page: Page) => page.getByRole("grid", { name: "Rows of the result" });

/** A person writes SQL, runs it in pieces, meets a mistake, sorts, and finds it all in file and history. */
export async function sqlFromScratch(page: Page, workspace: string): Promise<void> {
  await newQuery(page);
  await write(page, "select 12345678901234567890.123456789::decimal(38,9) as exact, null as nothing, '<b>bold</b>' as text;\n\nselect i as number, 'n' || i as name from range(250000) t(i)");
  await page.keyboard.press("ControlOrMeta+Shift+Enter");
  await expect(query(page)).toHaveAttribute("data-outcome", "success");
  await expect(page.getByRole("tab", { name: /2 · SELECT.*250,000 rows/ })).toBeVisible();
  await expect(grid(page).getByText("n0", { exact: true })).toBeVisible();

  await grid(page).focus();
  await page.keyboard.press("ControlOrMeta+End");
  await expect(grid(page).getByText("n249999", { exact: true })).toBeVisible();
  await page.getByRole("columnheader", { name: /^number/ }).click({ position: { x: 8, y: 8 } });
  await page.getByRole("columnheader", { name: /^number/ }).click({ position: { x: 8, y: 8 } });
  await page.keyboard.press("ControlOrMeta+Home");
  await grid(page).focus();
  await page.keyboard.press("ControlOrMeta+Home");
  await expect(grid(page).getByText("n249999", { exact: true })).toBeVisible();

  await page.getByRole("tab", { name: /1 · SELECT/ }).click();
  await expect(grid(page).getByText("12345678901234567890.123456789", { exact: true })).toBeVisible();
  await expect(grid(page).getByText("NULL", { exact: true })).toBeVisible();
  await expect(grid(page).getByText("<b>bold</b>", { exact: true })).toBeVisible();

  await write(page, "select 1;\nselect nonsense from nowhere");
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(query(page)).toHaveAttribute("data-outcome", "failed");
  await expect(page.getByRole("alert").filter({ hasText: "nowhere" })).toContainText("Line 2");

  await page.keyboard.press("ControlOrMeta+s");
  await saveAs(page, "first look");
  await expect.poll(() => readFileSync(join(workspace, "queries", "first look.sql"), "utf8")).toBe("select 1;\nselect nonsense from nowhere");
  await page.getByRole("tab", { name: "History" }).click();
  await page.getByLabel("Search the history").fill("250000");
  await expect(page.getByRole("button", { name: /range\(250000\)/ })).toBeVisible();
}

/** A runaway query is seen, cancelled on the server, and the next one runs. */
export async function sqlCancelled(page: Page): Promise<void> {
  await newQuery(page);
  await write(page, runaway);
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(query(page)).toHaveAttribute("data-query", "running");
  await page.getByRole("button", { name: "Cancel", exact: true }).first().click();
  await expect(query(page)).toHaveAttribute("data-outcome", "cancelled", { timeout: 5_000 });
  await write(page, "select 40 + 2 as answer");
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(grid(page).getByText("42", { exact: true })).toBeVisible();
}

/** Tables and columns of the live catalogue are proposed, and unknown ones are marked. */
export async function sqlHelps(page: Page): Promise<void> {
  await newQuery(page);
  await write(page, "create table if not exists main.birds (species varchar, wing_span double);");
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(query(page)).toHaveAttribute("data-outcome", "success");
  await write(page, "select b. from main.birds b");
  await page.keyboard.press("Home");
  for (let step = 0; step < "select b.".length; step += 1) await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Control+Space");
  await expect(page.locator(".suggest-widget").getByText("wing_span").first()).toBeVisible();
  await page.keyboard.press("Escape");
  await write(page, "select wing_spam from main.birds");
  await expect(page.locator(".squiggly-error, .squiggly-warning").first()).toBeVisible();
}
