/** How a person turns on a schedule that has a year to catch up: what would run is shown first, and comes a few runs at a time. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, type Page } from "playwright/test";
import { expectAccessible } from "./accessibility.ts";
import { openDag } from "./journeys.ts";
import { goTo } from "./screens.ts";

const dayMs = 86_400_000;
const day = (ago: number): string => new Date(Math.floor(Date.now() / dayMs - ago) * dayMs).toISOString().slice(0, 10);

/** A day of each of its runs ends when there is a file that is named after it. */
export const scheduleDags = {
  "year.dag.yaml": `dag: year
schedule: '@daily'
start_date: ${day(365)}
catchup: true
tasks:
  load: { config_type: BashTask, bash: 'until [ -e {{ ds }}.flag ]; do sleep 0.05; done' }
`,
};

const dialog = (page: Page) => page.getByRole("dialog", { name: "Turn on the schedule of year" });
/** Beside the head of the table. */
const expectRuns = (page: Page, count: number): Promise<void> => expect(page.getByRole("grid", { name: "Runs" })).toHaveAttribute("aria-rowcount", String(count + 1));

export async function yearToCatchUp(page: Page, workspace: string): Promise<void> {
  await openDag(page, "year");
  const toggle = page.getByRole("switch", { name: "Run year by its schedule" });
  await toggle.click({ force: true });
  await expect(dialog(page)).toContainText("366 runs for the past, oldest first, 1 at a time.");
  await expect(dialog(page).getByRole("region", { name: "Runs that would be made" }).getByRole("listitem").first()).toContainText(day(365));
  await expectAccessible(page, [{ name: "plan of a schedule", open: async () => undefined }]);
  await dialog(page).getByRole("button", { name: "Leave it off" }).click();
  await expect(dialog(page)).toBeHidden();
  await expect(toggle).not.toBeChecked();
  await toggle.click({ force: true });
  await dialog(page).getByRole("button", { name: "Turn on with 366 runs" }).click();
  await expect(toggle).toBeChecked();
  await goTo(page, "#/runs?dag=year");
  await expectRuns(page, 21);
  writeFileSync(join(workspace, `${day(365)}.flag`), "");
  await expectRuns(page, 22);
  await expect(page.getByRole("row").filter({ hasText: "Success" })).toHaveCount(1);
}

export const forecastDags = {
  ...scheduleDags,
  "dagwright.json": JSON.stringify({ pools: { narrow: 1 } }),
  ...Object.fromEntries(["one", "two", "three"].map((id) => [`${id}.dag.yaml`, `dag: ${id}\nschedule: 30 6 * * *\ntasks: { a: { config_type: EmptyTask } }\n`])),
  "often.dag.yaml": "dag: often\nschedule: every 10s\ntasks: { a: { config_type: BashTask, bash: 'true', pool: narrow } }\n",
};

/** The weeks to come: what runs how often, what starts together, what is owed for the past. */
export async function weeksToCome(page: Page): Promise<void> {
  await goTo(page, "#/schedules");
  await expect(page.getByText(/^5 DAGs have a schedule: .*366 runs for the past would be made/)).toBeVisible();
  await expect(page.getByRole("region", { name: "Runs for the past" }).getByRole("listitem")).toHaveText(/year 366 runs, if it is turned on/);
  const together = page.getByRole("region", { name: "DAGs that start in the same minute" }).getByRole("listitem");
  await expect(together).toHaveText(/and 28 times in all: 3 DAGs one, three, two/);
  const often = page.getByRole("region", { name: "DAGs of the forecast" }).getByRole("row").filter({ hasText: "often" });
  await expect(often).toContainText(/241,[5-9]/);
  await page.getByText("7 days", { exact: true }).click();
  await expect(often).toContainText(/60,[1-4]/);
  await expectAccessible(page, [{ name: "weeks to come", open: async () => undefined }]);
  await page.getByRole("switch", { name: "Only those that are on" }).click({ force: true });
  await expect(page.getByText("No schedule is on", { exact: true })).toBeVisible();
}
