/** Tables in the drawing: a CREATE TABLE written from the query, and the task that builds what was not found. Desktop and browser. */
import { expect, type Page } from "playwright/test";
import { openDrawing } from "./draw.ts";
import { output } from "./try.ts";

export const tablesDag = {
  "tables.dag.yaml": `dag: tables
tasks:
  numbers:
    config_type: SqlTask
    ddl: create table numbers (n integer)
    sql: select 1 as n union all select 2
  squares:
    config_type: SqlTask
    sql: select n, cast(n * 1.5 as decimal(9, 2)) as "Half more" from numbers
`,
};

async function pick(page: Page, task: string): Promise<void> {
  await page.getByRole("treeitem", { name: new RegExp(`^${task}, `) }).click();
}

/** A try fails for a table that another task builds. */
export async function failForWant(page: Page): Promise<void> {
  await openDrawing(page, "tables");
  await pick(page, "squares");
  await page.keyboard.press("F7");
  await expect(output(page).getByRole("button", { name: "Add dependency" })).toBeVisible();
}

/** A check begins with the column of the task's table, and proposes it. */
export async function showChecks(page: Page): Promise<void> {
  await openDrawing(page, "tables");
  await pick(page, "numbers");
  await page.keyboard.press("Enter");
  const form = page.getByRole("region", { name: "Properties of numbers" });
  await form.getByRole("combobox", { name: "Add to Checks" }).selectOption("range");
  await expect(form.getByRole("combobox", { name: "Column" })).toHaveValue("n");
}

/** The table is not there: who builds it is told, a click makes it come before, and a try gives the columns for the CREATE TABLE. */
export async function fromErrorToTable(page: Page): Promise<void> {
  await failForWant(page);
  const shown = output(page);
  await expect(shown.getByRole("alert")).toContainText("numbers does not exist");
  await expect(shown.getByRole("alert")).not.toContainText("Did you mean");
  await expect(shown).toContainText("Task numbers builds warehouse.numbers, but squares does not run after it.");
  await shown.getByRole("button", { name: "Add dependency" }).click();
  const on = shown.getByRole("button", { name: "Try up to here" });
  await expect(on).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(shown.getByRole("status").first()).toContainText("Success");
  await pick(page, "squares");
  await page.keyboard.press("Enter");
  await page.getByRole("region", { name: "Properties of squares" }).getByRole("button", { name: "Write it from the query" }).click();
  const ddl = page.getByRole("textbox", { name: "Table (DDL), text" });
  await expect(ddl).toHaveValue('create table squares (\n  n           INTEGER,\n  "Half more" DECIMAL(9,2)\n)');
  await page.getByRole("button", { name: "Show the history of edits" }).click();
  const history = page.getByRole("region", { name: "History" });
  await expect(history.getByRole("button", { name: /^Write ddl from the query of squares/ })).toHaveCount(1);
}

/** What the database says of the query stands at the field, and nothing is written. */
export async function tableOfNoQuery(page: Page): Promise<void> {
  await openDrawing(page, "tables");
  await pick(page, "squares");
  await page.keyboard.press("Enter");
  const field = page.getByRole("group", { name: "Table (DDL)", exact: true });
  await field.getByRole("button", { name: "Write it from the query" }).click();
  await expect(field.getByRole("alert")).toHaveText("sql, line 1, column 62: Catalog error: Table with name numbers does not exist! Task numbers builds warehouse.numbers: let this task run after it, and try up to here.");
  await expect(field.getByRole("textbox")).toHaveValue("");
}

export const filesOfData = { "one.dag.yaml": "dag: one\ntasks:\n  t: { config_type: EmptyTask }\n", "data/claims.csv": "a\n1\n", "data/x.parquet": "" };

/** Where SQL reads a file, the folders and files of the workspace are proposed, one step of the path after the other. */
export async function filesAreProposed(page: Page): Promise<void> {
  // A query needs the engine, and so does its key.
  await expect(page.getByRole("link", { name: /^Engine \d/ })).toBeVisible();
  await page.keyboard.press("Alt+q");
  await expect(page.locator(".monaco-editor.focused")).toBeVisible();
  await page.keyboard.type("select * from read_csv('data/", { delay: 40 });
  const list = page.locator(".suggest-widget");
  await expect(list.getByText("claims.csv")).toBeVisible();
  await expect(list.getByText("x.parquet")).toHaveCount(0);
  await page.keyboard.press("Enter");
  await expect(page.locator(".view-line").first()).toHaveText(/read_csv\('data\/claims\.csv'\)/);
}
