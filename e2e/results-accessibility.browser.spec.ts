import { expect, test, type Page } from "playwright/test";
import { expectAccessible } from "./accessibility.ts";
import { cell, filterBy, newQuery, runAll, write } from "./results-screen.ts";
import type { Screen } from "./screens.ts";
import { serveBrowser } from "./serve-browser.ts";
import { oneDag, smallWorkspace } from "./workspaces.ts";

// Long ways through real databases; a busy machine needs its time.
test.describe.configure({ timeout: 240_000 });

const text = `select i as id, 'name ' || i as name, (i * 1.13)::decimal(12,2) as amount, case when i % 7 = 0 then null else 'city ' || (i % 5) end as city,
  date '2024-01-01' + (i % 400)::int as day, '{"a": 1}'::json as doc from range(2000) t(i); select 1 as x`;

const face = (page: Page, name: string): Promise<void> => page.getByRole("radiogroup", { name: "View of the result" }).getByText(name, { exact: true }).click();

async function chartOf(page: Page, kind: string): Promise<void> {
  await face(page, "Chart");
  await page.getByRole("combobox", { name: "Kind" }).click();
  await page.getByRole("option", { name: kind }).click();
  await expect(page.getByRole("application", { name: /^Chart: / })).toBeVisible();
  await page.getByRole("application", { name: /^Chart: / }).focus();
  await page.keyboard.press("ArrowRight");
}

const screens: readonly Screen[] = [
  {
    name: "rows, filtered, with the whole cell and find",
    open: async (page) => {
      await filterBy(page, "city", "is not NULL");
      await cell(page, 1, 5).dblclick();
      await page.keyboard.press("F3");
      await page.getByRole("textbox", { name: "Find in the result" }).fill("name 9");
      await expect(page.getByRole("search").getByRole("status")).toContainText(/of/);
    },
  },
  ...["Bars", "Line", "Scatter", "Histogram"].map((kind): Screen => ({ name: `chart of ${kind}`, open: (page) => chartOf(page, kind) })),
  {
    name: "profile",
    open: async (page) => {
      await face(page, "Profile");
      await expect(page.getByText("6 columns", { exact: true })).toBeVisible();
    },
  },
  { name: "history", open: (page) => page.getByRole("tab", { name: "History" }).click() },
  {
    name: "plan",
    open: async (page) => {
      await write(page, "select city, count(*) from (select i % 7 as city from range(1000) t(i)) group by city");
      await page.keyboard.press("ControlOrMeta+Alt+e");
      await expect(page.getByText("Measured: the statement was carried out")).toBeVisible();
    },
  },
  {
    name: "failure",
    open: async (page) => {
      await runAll(page, "select nothing from nowhere", "failed");
    },
  },
];

const dialogs: readonly Screen[] = [
  {
    name: "export",
    open: async (page) => {
      await page.getByRole("tab", { name: /1 · SELECT/ }).click();
      await page.getByRole("button", { name: "Export", exact: true }).click();
      await expect(page.getByRole("dialog", { name: "Export the result" })).toBeVisible();
    },
  },
  {
    name: "compare",
    open: async (page) => {
      await page.getByRole("button", { name: "This result" }).click();
      await page.getByRole("menuitem", { name: "Compare with another result…" }).click();
      await expect(page.getByRole("dialog", { name: "Compare two results" })).toBeVisible();
    },
  },
];

test("every state of a result is accessible in both themes, and no text of a database is markup", async () => {
  const workspace = smallWorkspace(oneDag);
  const served = await serveBrowser(workspace.path);
  const { page } = served;
  try {
    await newQuery(page);
    await runAll(page, text);
    await page.getByRole("tab", { name: /1 · SELECT/ }).click();
    await expectAccessible(page, screens);
    await runAll(page, text);
    await expectAccessible(page, dialogs, async (at) => {
      await at.keyboard.press("Escape");
      await expect(at.getByRole("dialog")).toHaveCount(0);
    });
    const hostile = '<img src=x onerror="document.title=1">';
    await runAll(page, `select '${hostile}' as "${hostile.replaceAll('"', '""')}", 3 as n union all select null, 4`);
    await expect(cell(page, 0, 0)).toHaveText(hostile);
    await chartOf(page, "Bars");
    await face(page, "Profile");
    await expect(page.getByRole("region", { name: hostile })).toBeVisible();
    await runAll(page, `select error('${hostile}')`, "failed");
    await expect(page.getByRole("alert").filter({ hasText: hostile })).toBeVisible();
    await page.getByRole("tab", { name: "History" }).click();
    await expect(page.getByRole("list", { name: "History" })).toContainText(hostile);
    expect(await page.locator("img").count()).toBe(0);
  } finally {
    await served.close();
    workspace.remove();
  }
});
