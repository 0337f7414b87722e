/** A month with holes: what would be done is shown first, and just that is done. The same in the desktop and in the browser. */
import { expect, type Locator, type Page } from "playwright/test";
import { expectAccessible } from "./accessibility.ts";
import { openDag } from "./journeys.ts";
import { choose } from "./screens.ts";

export const backfillDags = {
  "daily.dag.yaml": `dag: daily
schedule: '@daily'
max_active_runs: 4
tasks:
  load:
    config_type: BashTask
    bash: 'case {{ ds }} in *-03|*-07) test -e mended || exit 1;; esac; until [ -e go ]; do sleep 0.05; done; echo {{ ds }} >> ledger'
`,
};

export interface Ground {
  /** Makes a file in the workspace, or takes it away. */
  readonly set: (name: string, isThere: boolean) => void;
  readonly ledger: () => readonly string[];
}

const dialog = (page: Page): Locator => page.getByRole("dialog", { name: "Backfill daily" });
const strip = (page: Page): Locator => page.getByRole("region", { name: "Backfills at work" });

async function open(page: Page, item: string): Promise<void> {
  await page.getByRole("button", { name: "More ways to run" }).click();
  await page.getByRole("menuitem", { name: item }).click();
}

async function ask(page: Page, to: string): Promise<void> {
  await open(page, "Backfill dates of the past…");
  await dialog(page).getByLabel("From").fill("2026-01-01");
  await dialog(page).getByLabel("To", { exact: true }).fill(to);
}

export async function backfillAMonth(page: Page, { set, ledger }: Ground): Promise<void> {
  set("go", true);
  await openDag(page, "daily");
  await ask(page, "2026-01-10");
  await expect(dialog(page).getByRole("status")).toContainText("10 new runs");
  await dialog(page).getByRole("button", { name: "Begin: 10 runs" }).click();
  await expect(dialog(page)).toHaveCount(0);
  await open(page, "List of backfills");
  const listed = page.getByRole("dialog", { name: "Backfills of daily" });
  await expect(listed).toContainText("Backfill 1 finished: 10 of 10 done, 2 failed");
  await page.keyboard.press("Escape");
  set("mended", true);
  set("go", false);
  const before = ledger().length;
  await ask(page, "2026-01-31");
  await dialog(page).getByRole("combobox", { name: "What is done" }).click();
  await page.getByRole("option", { name: "And dates whose run failed" }).click();
  await expect(dialog(page).getByRole("status")).toContainText("21 new runs, 2 runs again in place, 8 kept");
  await expect(dialog(page).getByRole("row").nth(3)).toContainText("runs again in its run");
  await expect(dialog(page).getByRole("row").nth(3)).toContainText("Failed");
  await expect(dialog(page).getByRole("row").nth(4)).toContainText("kept – it succeeded");
  await expectAccessible(page, [{ name: "the plan of a backfill", open: async () => undefined }]);
  await dialog(page).getByRole("button", { name: "Begin: 23 runs" }).click();
  await expect(strip(page)).toContainText("Backfill 2 goes on: 0 of 23 done, 4 running");
  await strip(page).getByRole("button", { name: "Pause" }).click();
  await expect(strip(page)).toContainText("Backfill 2 paused");
  await strip(page).getByRole("button", { name: "Resume" }).click();
  await expect(strip(page)).toContainText("Backfill 2 goes on");
  set("go", true);
  await expect(strip(page)).toHaveCount(0);
  await open(page, "List of backfills");
  await expect(listed).toContainText("Backfill 2 finished: 23 of 23 done");
  expect(ledger().slice(before).toSorted()).toEqual(daysDone());
}

/** The third, the seventh, and what was missing: each once. */
function daysDone(): string[] {
  return ["03", "07", ...Array.from({ length: 21 }, (_, index) => String(11 + index))].map((day) => `2026-01-${day}`);
}

/** Days are chosen in the calendar, runs in the grid: the dialog begins on their dates, and makes up for what has none. */
export async function backfillFromDays(page: Page, { set }: Pick<Ground, "set">): Promise<void> {
  for (const name of ["go", "mended"]) set(name, true);
  await openDag(page, "daily");
  await ask(page, "2026-01-02");
  await dialog(page).getByRole("button", { name: "Begin: 2 runs" }).click();
  await expect(dialog(page)).toHaveCount(0);
  await choose(page, "Face of the DAG", "Trends");
  // All of it is past, whichever day it is.
  await page.getByRole("button", { name: "The year before" }).click();
  const year = new Date().getUTCFullYear() - 1;
  const day = (name: string): Locator => page.locator(`[data-day="${year}-${name}"]`);
  await day("06-10").click();
  await expect(page.getByRole("button", { name: "Backfill this day…" })).toBeVisible();
  await expect(page.getByText("Days are those on which runs were queued; a backfill goes by logical dates.")).toBeVisible();
  await day("06-12").click({ modifiers: ["Shift"] });
  await page.getByRole("button", { name: "Backfill these 3 days…" }).click();
  await expect(dialog(page).getByLabel("From")).toHaveValue(`${year}-06-10`);
  await expect(dialog(page).getByLabel("To", { exact: true })).toHaveValue(`${year}-06-12`);
  await expect(dialog(page).getByRole("status")).toContainText("3 new runs");
  await page.keyboard.press("Escape");
  await choose(page, "Face of the DAG", "Grid");
  const runs = page.getByRole("columnheader", { name: /^Run / });
  await runs.nth(0).click();
  await runs.nth(1).click({ modifiers: ["Shift"] });
  await expect(page.getByText("2 runs selected", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Backfill these dates…" }).click();
  await expect(dialog(page).getByLabel("From")).toHaveValue("2026-01-01");
  await expect(dialog(page).getByLabel("To", { exact: true })).toHaveValue("2026-01-02");
  await expect(dialog(page).getByRole("status")).toContainText("2 kept");
}
