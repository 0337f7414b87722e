/** Journeys of a query's life: where a result's columns come from, a history that runs again as it was. The same in the desktop and in the browser. */
import { expect, type Page } from "playwright/test";
import { cell, grid, ofColumn, query, runAll, write } from "./results-screen.ts";

export const queriesWorkspace = {
  "one.dag.yaml": "dag: one\ntasks:\n  t: { config_type: EmptyTask }\n",
};

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
