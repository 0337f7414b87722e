/** DAGs that run when tables were loaded: what came, what is missing, and the ways between producer and consumer. The same in the desktop and in the browser. */
import { expect, type Page } from "playwright/test";
import { expectAccessible } from "./accessibility.ts";
import { expectRunState, openDag, runDag } from "./journeys.ts";
import { choose } from "./screens.ts";

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
