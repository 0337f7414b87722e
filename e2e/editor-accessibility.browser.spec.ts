/** What opens beside a query and above a drawing, for whoever uses a screen reader, a keyboard or big contrast. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, type Page } from "playwright/test";
import { expectAccessible } from "./accessibility.ts";
import { openDrawing } from "./draw.ts";
import type { Screen } from "./screens.ts";
import { editorWorkspace, openSql, write } from "./sql-editor.ts";
import { visit } from "./visit-browser.ts";

test.describe.configure({ timeout: 300_000 });

const first = "queries/first.sql";

const queryScreens: readonly Screen[] = [
  {
    name: "parameters, one missing",
    open: async (page) => {
      await openSql(page, first);
      await write(page, first, "select :name as name, $1 as one");
      await page.getByRole("button", { name: "Run", exact: true }).click();
      await expect(page.getByRole("alert").filter({ hasText: "a value" })).toBeVisible();
    },
  },
  {
    name: "rendered",
    open: async (page) => {
      await openSql(page, "sql/report.sql");
      await page.keyboard.press("Alt+r");
      await expect(page.getByRole("region", { name: "Rendered" }).getByText("from mart.claim")).toBeVisible();
    },
  },
  {
    name: "rendered, with a mistake",
    open: async (page) => {
      await write(page, "sql/report.sql", "select {{ params.leest }} as least");
      await expect(page.getByRole("region", { name: "Rendered" }).getByRole("alert")).toContainText("params.leest");
    },
  },
  {
    name: "where columns come from",
    open: async (page) => {
      await openSql(page, first);
      await write(page, first, "select 1 as one, upper('x') as two");
      await command(page, "Show where");
      await expect(page.getByRole("complementary", { name: "Where its columns come from" })).toBeVisible();
    },
  },
  {
    name: "a connection that does not answer",
    open: async (page) => {
      await page.getByRole("combobox", { name: "Connection" }).click();
      await page.getByRole("option", { name: /^nowhere ·/ }).click();
      await page.getByRole("button", { name: "Test the connection" }).click();
      await expect(page.getByRole("status").filter({ hasText: "nothing answers" })).toBeVisible();
    },
  },
  {
    name: "make a task",
    open: async (page) => {
      await page.keyboard.press("Escape");
      await page.getByRole("combobox", { name: "Connection" }).click();
      await page.getByRole("option", { name: /^warehouse ·/ }).click();
      await write(page, first, "select 1 as one");
      await command(page, "Make a task");
      const dialog = page.getByRole("dialog", { name: "Make a task of this query" });
      await expect(dialog.getByLabel("CREATE TABLE")).toBeVisible();
      await expect(dialog.getByRole("textbox", { name: "Task" })).toBeFocused();
    },
  },
];

const drawScreens = (workspace: string): readonly Screen[] => [
  {
    name: "properties and programs",
    open: async (page) => {
      await openDrawing(page, "claims");
      await page.getByRole("treeitem", { name: /^report, / }).click();
      await page.keyboard.press("Alt+Enter");
      await expect(page.locator("[data-draw-code] .view-line").first()).toBeVisible();
    },
  },
  {
    name: "rename",
    open: async (page) => {
      await page.getByRole("treeitem", { name: /^load, / }).click();
      await page.keyboard.press("F2");
      await page.getByRole("dialog").getByLabel("New name").fill("fetch");
      await expect(page.getByRole("dialog").getByText(/change/).first()).toBeVisible();
    },
  },
  {
    name: "what changed",
    open: async (page) => {
      await page.keyboard.press("Escape");
      await page.getByRole("treeitem", { name: /^note, / }).click();
      await page.keyboard.press("d");
      await page.keyboard.press("Alt+c");
      await expect(page.getByRole("region", { name: "Versions" }).getByRole("complementary", { name: "What changed" })).toBeVisible();
    },
  },
  {
    name: "conflict",
    open: async (page) => {
      await page.keyboard.press("Escape");
      await expect(page.getByRole("toolbar", { name: "Drawing" })).toBeVisible();
      const text = editorWorkspace(null)["claims.dag.yaml"] ?? "";
      writeFileSync(join(workspace, "claims.dag.yaml"), text.replace("bash: echo done", "bash: echo done\n    enabled: true # theirs"));
      await page.getByRole("button", { name: "Compare…" }).click();
      await expect(page.getByRole("dialog").locator(".line-insert").first()).toBeVisible();
    },
  },
];

async function command(page: Page, title: string): Promise<void> {
  await page.keyboard.press("Control+Shift+p");
  await page.getByRole("dialog").getByRole("combobox").fill(`> ${title}`);
  await page.getByRole("option", { name: new RegExp(`^${title}`) }).first().click();
}

test("what opens beside a query is accessible in both themes", () => visit(editorWorkspace(null), (page) => expectAccessible(page, queryScreens)));
test("what opens beside and above a drawing is accessible in both themes", () => visit(editorWorkspace(null), (page, { path }) => expectAccessible(page, drawScreens(path))));
