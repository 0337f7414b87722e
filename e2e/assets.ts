/** DAGs that run when tables were loaded: what came, what is missing, the ways between producer and consumer, and all assets on one page. The same in the desktop and in the browser. */
import { expect, type Page } from "playwright/test";
import { expectAccessible } from "./accessibility.ts";
import { openDrawing, savedText } from "./draw.ts";
import { expectRunState, openDag, runDag } from "./journeys.ts";
import { choose, goTo } from "./screens.ts";

const load = (table: string, rows: number): string => `dag: load_${table}\nfinal_schema: claims\ntasks:\n  ${table}: { config_type: SqlTask, ddl: create table ${table} (id int), sql: 'select range as id from range(${rows})' }\n`;

export const assetDags = {
  "paid.dag.yaml": load("paid", 4_000),
  "members.dag.yaml": load("members", 7),
  "report.dag.yaml": "dag: report\nschedule: { assets: [claims.paid, claims.members] }\ntasks:\n  say: { config_type: SqlTask, ddl: create table report (n int), sql: 'select count(*)::int as n from claims.paid' }\nfinal_schema: claims\n",
};

export async function tablesCallForRuns(page: Page): Promise<void> {
  await openDag(page, "report");
  await expect(page.getByText("When claims.paid and claims.members were loaded").first()).toBeVisible();
  await page.getByRole("switch", { name: "Run report by its schedule" }).press("Space");
  await expect(page.getByText("0 of 2 came")).toBeVisible();
  await openDag(page, "load_paid");
  await runDag(page);
  await expectRunState(page, "load_paid", "Success");
  await choose(page, "Face of the DAG", "Details");
  await page.getByRole("region", { name: "Assets" }).getByRole("link", { name: "report" }).click();
  await expect(page.getByText("1 of 2 came")).toBeVisible();
  await choose(page, "Face of the DAG", "Details");
  const needs = page.getByRole("list", { name: "Assets that it waits for" });
  await expect(needs).toContainText("claims.paidloaded by load_paid1 load came");
  await expect(needs).toContainText("has not come");
  await expectAccessible(page, [{ name: "a DAG that waits for assets", open: async () => undefined }]);
  await needs.getByRole("link", { name: "load_members" }).click();
  await runDag(page);
  await expectRunState(page, "load_members", "Success");
  await openDag(page, "report");
  await expectRunState(page, "report", "Success");
  await expect(page.getByText("0 of 2 came")).toBeVisible();
  await choose(page, "Face of the DAG", "Details");
  const loads = page.getByRole("list", { name: "Loads that called for it" });
  await expect(loads).toContainText("claims.paidloaded by load_paid · paid4,000 rows");
  await expect(loads).toContainText("claims.membersloaded by load_members · members7 rows");
  await expectAccessible(page, [{ name: "a run that assets have called for", open: async () => undefined }]);
  await loads.getByRole("link", { name: "load_members · members" }).click();
  await expect(page.getByRole("region", { name: "Task members" })).toContainText("Success");
}

export const manyDags = {
  ...assetDags,
  "audit.dag.yaml": "dag: audit\nschedule: { assets: { any: [crm/sales.orders, claims.report] } }\ntasks:\n  look: { config_type: EmptyTask }\n",
};

export async function allAssets(page: Page): Promise<void> {
  await openDag(page, "report");
  await page.getByRole("switch", { name: "Run report by its schedule" }).press("Space");
  await page.getByRole("navigation", { name: "Places" }).getByRole("link", { name: "Assets" }).click();
  const list = page.getByRole("grid", { name: "Assets" });
  const row = (name: string) => list.getByRole("row").filter({ hasText: name });
  await expect(row("crm/sales.orders")).toContainText("never–no DAG loads it");
  await expect(row("claims.paid")).toContainText(/never.*load_paid · paidreport0 of 2 came/);
  await openDag(page, "load_paid");
  await runDag(page);
  await expectRunState(page, "load_paid", "Success");
  await goTo(page, "#/assets");
  await expect(row("claims.paid")).toContainText("4,000load_paid · paidreport1 of 2 came");
  await page.getByRole("combobox", { name: "Which assets" }).selectOption({ label: "Still waited for (1)" });
  await expect(list.getByRole("row")).toHaveCount(2);
  await row("claims.members").focus();
  await page.keyboard.press("Enter");
  const panel = page.getByRole("complementary", { name: "Asset claims.members" });
  await expect(panel.getByRole("list", { name: "Calls for" })).toContainText("1 of 2 came since its last run; still to come: claims.members");
  await expectAccessible(page, [{ name: "assets, and one of them", open: async () => undefined }]);
  await tellOfALoad(page);
  // It came, and the run that it called for consumed both: nothing is waited for any more.
  await expect(page.getByText("No asset matches")).toBeVisible();
  const loads = panel.getByRole("list", { name: "Newest loads" });
  await expect(loads).toContainText(/told of by .*: delivery 17, 70 rows/);
  await page.getByRole("button", { name: "Show all assets" }).click();
  await expect(row("claims.paid")).toContainText("report0 of 2 came");
  await goTo(page, "#/assets/claims.members?q=MEMB");
  await expect(list.getByRole("row")).toHaveCount(2);
  await loads.getByRole("link", { name: "report" }).click();
  await expectRunState(page, "report", "Success");
}

async function tellOfALoad(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Tell of a load…" }).click();
  const dialog = page.getByRole("dialog", { name: "Tell of a load of claims.members" });
  await expect(dialog).toContainText("These DAGs run by it: report.");
  await dialog.getByLabel("Rows").fill("70");
  await dialog.getByLabel("Note").fill("delivery 17");
  await expectAccessible(page, [{ name: "telling of a load", open: async () => undefined }]);
  await dialog.getByRole("button", { name: "Tell of the load" }).click();
  await expect(dialog).toHaveCount(0);
}

/** The schedule of a DAG by assets, and what a task loads, set in the form beside the canvas: offered, written where they stand, taken back. */
export async function assetsInTheForm(page: Page, workspace: string): Promise<void> {
  const file = "report.dag.yaml";
  const text = assetDags[file];
  const canvas = await openDrawing(page, "report");
  await page.getByRole("toolbar", { name: "Drawing" }).getByRole("button", { name: "Properties" }).click();
  const form = page.getByRole("region", { name: "Properties of the DAG" });
  await form.getByRole("button", { name: "Add to Assets" }).click();
  const added = form.getByRole("combobox", { name: "Assets 3" });
  await expect(added).toBeFocused();
  await expect(form.locator("datalist option[value='claims.report']")).toBeAttached();
  await added.fill("crm/sales.orders");
  await added.press("Tab");
  await form.getByRole("combobox", { name: "How Assets are joined" }).selectOption({ label: "Any of them was loaded" });
  expect(await savedText(page, workspace, file)).toBe(text.replace("[claims.paid, claims.members]", "{any: [claims.paid, claims.members, crm/sales.orders]}"));
  await expectAccessible(page, [{ name: "assets in the form of a DAG", open: async () => undefined }]);
  await canvas.getByText("say", { exact: true }).first().click();
  const task = page.getByRole("region", { name: "Properties of say" });
  await task.getByRole("button", { name: "Add to Outlets" }).click();
  await task.getByRole("combobox", { name: "Outlets 1" }).fill("claims.mail");
  await task.getByRole("combobox", { name: "Outlets 1" }).press("Tab");
  expect(await savedText(page, workspace, file)).toContain("outlets: [claims.mail]");
  for (let steps = 0; steps < 3; steps += 1) await page.getByRole("button", { name: "Undo", exact: true }).click();
  expect(await savedText(page, workspace, file)).toBe(text);
}
