/** Journeys of a query's life: where a result's columns come from, a history that runs again as it was. The same in the desktop and in the browser. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, type Locator, type Page } from "playwright/test";
import type { SaveAs } from "./export-journey.ts";
import { cell, grid, newQuery, ofColumn, query, runAll, saveAs, write } from "./results-screen.ts";
import { goTo } from "./screens.ts";

/** From the menu of a column and from the palette: what it is made of, and a way to that table. */
export async function columnSaysWhereItComesFrom(page: Page): Promise<void> {
  await runAll(page, "create schema if not exists mart; create or replace table mart.pet as select 1 as id, 2.5 as weight");
  await runAll(page, "select p.weight * 2 as twice, 'x' as fixed, p.id from mart.pet p");
  await expect(cell(page, 0, 0)).toHaveText("5.0");
  await ofColumn(page, "twice", "Where does this come from?");
  const answer = page.getByRole("dialog", { name: "Where twice comes from" });
  await expect(answer.getByRole("button", { name: "pet.weight" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(answer).toBeHidden();
  await expect(grid(page)).toBeFocused();

  await cell(page, 0, 1).click();
  await page.keyboard.press("ControlOrMeta+Shift+p");
  await page.keyboard.type("column of the cell comes");
  await page.getByRole("option", { name: /Where the column of the cell comes from/ }).click();
  await expect(page.getByRole("dialog", { name: "Where fixed comes from" })).toContainText("made here");
  await page.keyboard.press("Escape");
  await ofColumn(page, "twice", "Where does this come from?");
  await answer.getByRole("button", { name: "pet.weight" }).click();
  await expect(page).toHaveURL(/#\/data\/warehouse\/mart\/pet/);
  await page.goBack();
  await expect(query(page)).toBeVisible();
}

/** An entry keeps the values that it ran with: run again with them, and brought back into the text with them. */
export async function historyKeepsValues(page: Page): Promise<void> {
  await write(page, "select :name as who, :n + 1 as next");
  const panel = page.getByRole("complementary", { name: "Parameters" });
  await panel.getByLabel("Value of :name").fill("Ada");
  await panel.getByRole("combobox", { name: "Type of :n", exact: true }).click();
  await page.getByRole("option", { name: "number" }).click();
  await panel.getByLabel("Value of :n", { exact: true }).fill("41");
  await page.keyboard.press("ControlOrMeta+Shift+Enter");
  await expect(cell(page, 0, 1)).toHaveText("42");
  await panel.getByLabel("Value of :name").fill("Bert");
  await panel.getByLabel("Value of :n", { exact: true }).fill("1");

  await page.getByRole("tab", { name: "History" }).click();
  const newest = page.getByRole("list", { name: "History" }).getByRole("listitem").first();
  await expect(newest).toContainText(":name = Ada, :n = 41");
  await newest.getByRole("button", { name: /^Run it again/ }).click();
  await expect(cell(page, 0, 0)).toHaveText("Ada");
  await expect(cell(page, 0, 1)).toHaveText("42");
  await expect(panel.getByLabel("Value of :name")).toHaveValue("Bert");

  await write(page, "");
  await page.getByRole("tab", { name: "History" }).click();
  await newest.getByRole("button", { name: "Put it at the end of this query" }).click();
  await expect(panel.getByLabel("Value of :name")).toHaveValue("Ada");
  await expect(panel.getByLabel("Value of :n", { exact: true })).toHaveValue("41");
}

const tab = (page: Page, title: string): Locator => page.getByRole("navigation", { name: "Open documents" }).getByRole("link", { name: title });
const list = (page: Page): Locator => page.getByRole("region", { name: "Queries" });

/** A new query has no file and no name; its results wait while another page is looked at; it is kept where the person says. */
export async function scratchIsKept(page: Page, workspace: string): Promise<void> {
  await newQuery(page);
  await runAll(page, "select 6 * 7 as answer");
  await expect(cell(page, 0, 0)).toHaveText("42");
  await expect(query(page)).toContainText("Not saved as a file");
  expect(existsSync(join(workspace, "queries"))).toBe(false);
  await goTo(page, "#/data");
  await expect(list(page).getByRole("link")).toHaveText(/untitled-1\.sql.*not saved as a file/);
  await tab(page, "untitled-1.sql").click();
  await expect(cell(page, 0, 0)).toHaveText("42");

  await page.locator("[data-editor] .view-lines").last().click();
  await page.keyboard.press("ControlOrMeta+s");
  const dialog = page.getByRole("dialog", { name: "Save query as" });
  await dialog.getByRole("textbox", { name: "Name" }).fill("../outside");
  await page.keyboard.press("Enter");
  await expect(dialog).toContainText("Write a name without slashes");
  await saveAs(page, "answers", "queries/daily");
  expect(readFileSync(join(workspace, "queries/daily/answers.sql"), "utf8")).toBe("select 6 * 7 as answer");
  await expect(tab(page, "answers.sql")).toBeVisible();
  await expect(tab(page, "untitled-1.sql")).toHaveCount(0);
  await expect(cell(page, 0, 0)).toHaveText("42");
  expect(readdirSync(join(workspace, ".dagwright/drafts"))).toEqual([]);
}

/** What was typed goes into the new file; the old one stays as it was saved. A name that is taken is refused. */
export async function savedUnderAnotherName(page: Page, workspace: string): Promise<void> {
  await write(page, "select 43 as answer");
  await page.keyboard.press("ControlOrMeta+Shift+s");
  const dialog = page.getByRole("dialog", { name: "Save query as" });
  await dialog.getByRole("textbox", { name: "Name" }).fill("other");
  await dialog.getByRole("combobox", { name: "Folder" }).fill("queries/daily");
  await dialog.getByRole("button", { name: "Save", exact: true }).click();
  await expect(tab(page, "other.sql")).toBeVisible();
  expect(readFileSync(join(workspace, "queries/daily/answers.sql"), "utf8")).toBe("select 6 * 7 as answer");
  expect(readFileSync(join(workspace, "queries/daily/other.sql"), "utf8")).toBe("select 43 as answer");
  // The command belongs to the query that the window has just turned to.
  await expect(page.locator('[data-editor="queries/daily/other.sql"] .view-line').first()).toBeVisible();
  await page.keyboard.press("ControlOrMeta+Shift+s");
  await dialog.getByRole("textbox", { name: "Name" }).fill("answers");
  await page.keyboard.press("Enter");
  await expect(dialog).toContainText("is there already");
  await page.keyboard.press("Escape");
}

/** In the list: renamed with its tab, deleted and brought back, also what has no file. */
export async function renamedAndDeleted(page: Page, workspace: string): Promise<void> {
  await newQuery(page);
  await write(page, "select 'scratch' as kind");
  await goTo(page, "#/data");
  await list(page).getByRole("button", { name: "More for daily/other.sql" }).click();
  await page.getByRole("menuitem", { name: "Rename…" }).click();
  const dialog = page.getByRole("dialog", { name: "Rename the query" });
  await dialog.getByRole("textbox", { name: "Name" }).fill("renamed");
  await dialog.getByRole("button", { name: "Rename" }).click();
  await expect(tab(page, "renamed.sql")).toBeVisible();
  await expect(tab(page, "other.sql")).toHaveCount(0);

  await list(page).getByRole("button", { name: "More for daily/renamed.sql" }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await expect(list(page).getByRole("link", { name: /renamed/ })).toHaveCount(0);
  await expect(tab(page, "renamed.sql")).toHaveCount(0);
  expect(existsSync(join(workspace, "queries/daily/renamed.sql"))).toBe(false);
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await expect(list(page).getByRole("link", { name: /renamed/ })).toBeVisible();
  expect(readFileSync(join(workspace, "queries/daily/renamed.sql"), "utf8")).toBe("select 43 as answer");
  await expect(page.getByRole("button", { name: "Undo", exact: true })).toHaveCount(0);

  await list(page).getByRole("button", { name: "More for untitled-1.sql" }).click();
  await page.getByRole("menuitem", { name: "Discard" }).click();
  await expect(list(page).getByRole("link", { name: /untitled/ })).toHaveCount(0);
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await list(page).getByRole("link", { name: /untitled-1/ }).click();
  await expect(page.locator("[data-editor] .view-line").first()).toHaveText("select 'scratch' as kind");
}

/** In a window that begins anew. */
export async function scratchIsThereAgain(page: Page): Promise<void> {
  await expect(page.locator("[data-editor] .view-line").first()).toHaveText("select 'scratch' as kind", { timeout: 30_000 });
  await expect(query(page)).toContainText("Not saved as a file");
  await expect(page.getByRole("region", { name: "Edits that were not saved" })).toHaveCount(0);
}

/** A run that takes too long is stopped, on the server too, and says which limit it met; the choice is kept. */
export async function timeIsLimited(page: Page): Promise<void> {
  const limit = page.getByRole("combobox", { name: "Time that a run may take" });
  await expect(limit).toHaveValue("No time limit");
  await limit.click();
  await page.getByRole("option", { name: "≤ 10 s" }).click();
  await write(page, "select count(*) from range(10000000000000) a(x) where x % 7 = 3");
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(query(page)).toHaveAttribute("data-outcome", "failed", { timeout: 60_000 });
  await expect(page.getByRole("tabpanel", { name: "Result" }).getByRole("alert")).toContainText(/stopped after 10(\.00)? s, the time limit/);
  await limit.click();
  await page.getByRole("option", { name: "No time limit" }).click();
  await runAll(page, "select 1 as one");
}

/** The statement at the cursor goes straight into a file: nothing is shown, all rows are there. */
export async function runsToAFile(page: Page, saveAs: SaveAs, file: string): Promise<void> {
  await write(page, "select range as n, :word as word from range(1500000)");
  await page.getByRole("complementary", { name: "Parameters" }).getByLabel("Value of :word").fill("a,b");
  await page.getByRole("region", { name: /^Query / }).getByRole("button", { name: "More", exact: true }).click();
  await page.getByRole("menuitem", { name: "Run to a file…" }).click();
  const dialog = page.getByRole("dialog", { name: "Run to a file" });
  await expect(dialog).toContainText("All rows go straight to the file");
  await saveAs(file, () => dialog.getByRole("button", { name: "Run and write…" }).click());
  const lines = readFileSync(file, "utf8").trimEnd().split("\n");
  expect([lines.length, lines[0]?.trim(), lines.at(-1)?.trim()]).toEqual([1_500_001, "n,word", '1499999,"a,b"']);
  await expect(page.getByRole("status").filter({ hasText: "written to a file" })).toHaveCount(0);
}
