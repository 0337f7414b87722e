/**
 * The onboarding sample, as its README says to try it: events of twenty users at once, one of them delivered twice, one cut off and one
 * poisoned. Every user gets one run, the latency is shown, and the one that failed is found by the user's id, down to the line of its log.
 */
import { expect, type Page } from "playwright/test";
import { expectAccessible } from "./accessibility.ts";
import { openDag, openTask } from "./journeys.ts";
import { log } from "./log.ts";
import { choose, goTo } from "./screens.ts";

/** Eight hundred tasks on two cores, which other journeys have as well. */
const untilAllAreDecided = { timeout: 180_000 };

export async function onboardTwenty(page: Page): Promise<void> {
  await turnQueueOn(page);
  await loadAtOnce(page);
  await oneRunEach(page);
  await seeHowLong(page);
  await findTheOneThatFailed(page);
}

export async function turnQueueOn(page: Page): Promise<void> {
  await openDag(page, "onboarding_trigger");
  await choose(page, "Face of the DAG", "Details");
  const turnOn = page.getByRole("region", { name: "Queue" }).getByRole("switch", { name: "Each event starts a run" });
  await turnOn.click();
  await expect(turnOn).toBeChecked();
}

export async function loadAtOnce(page: Page): Promise<void> {
  await openDag(page, "onboarding_load");
  await page.getByRole("button", { name: "More ways to run" }).click();
  await page.getByRole("menuitem", { name: /params/i }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: /Events a second/ }).fill("0");
  await dialog.getByRole("button", { name: "Run DAG" }).click();
  await expect(dialog).toBeHidden();
}

/** Nineteen that came to a good end, and the poisoned one. */
export async function allDecided(page: Page): Promise<void> {
  const runs = page.getByRole("grid", { name: "Runs" });
  await goTo(page, "#/runs?dag=onboarding&state=success");
  await expect(runs).toHaveAttribute("aria-rowcount", "20", untilAllAreDecided);
  await goTo(page, "#/runs?dag=onboarding&state=failed");
  await expect(runs).toHaveAttribute("aria-rowcount", "2", untilAllAreDecided);
  await goTo(page, "#/runs?dag=onboarding");
  await expect(runs).toHaveAttribute("aria-rowcount", "21");
}

async function oneRunEach(page: Page): Promise<void> {
  await allDecided(page);
  await openDag(page, "onboarding_trigger");
  await choose(page, "Face of the DAG", "Details");
  const queue = page.getByRole("region", { name: "Queue" });
  await expect(queue).toContainText("0 waiting, 21 taken, 1 set aside");
  const events = queue.getByRole("list", { name: "Events of the queue" });
  await expect(events.getByRole("link")).toHaveCount(19);
  await events.getByRole("button", { name: "Show older ones" }).click();
  await expect(events.getByRole("link")).toHaveCount(21);
  await choose(page, "Events of the queue", "Set aside (1)");
  await expect(events.getByRole("link")).toHaveCount(0);
  await expect(events.getByRole("listitem")).toContainText(/U-0001\.cut-off\.jsonset aside: it is no JSON/);
  await find(page, "U-0001", "3 hits");
  await expect(page.getByRole("grid", { name: "Hits" }).getByText("onboarding", { exact: true })).toHaveCount(1);
}

async function seeHowLong(page: Page): Promise<void> {
  await openDag(page, "onboarding");
  await page.getByRole("button", { name: "Latency" }).click();
  const sums = page.getByRole("note", { name: "Latency in all" });
  const quantiles = "[\\d.]+ m?s at p50, [\\d.]+ m?s at p95";
  await expect(sums).toHaveText(new RegExp(`^Between tasks ${quantiles}From trigger to end ${quantiles}$`));
  await expect(page.getByRole("group", { name: "Latency on edges" }).getByRole("status")).toContainText("Over 20 runs.");
  await openTask(page, "decide");
  await expect(sums).toHaveText(new RegExp(`From trigger to the end of decide ${quantiles}$`));
  await goTo(page, "#/health");
  const card = page.getByRole("region", { name: "Latency-sensitive DAGs" });
  for (const dagId of ["onboarding", "onboarding_trigger"]) await expect(card.getByRole("region", { name: dagId, exact: true })).toContainText(new RegExp(`Between tasks${quantiles}Trigger to end${quantiles}`));
  await expectAccessible(page, [{ name: "latency on the health page", open: async () => undefined }]);
}

/** The last user is the poisoned one. */
async function findTheOneThatFailed(page: Page): Promise<void> {
  await find(page, "U-0020", "2 hits");
  await page.getByRole("grid", { name: "Hits" }).getByRole("row").filter({ hasText: "Failed" }).click();
  const shown = page.getByRole("region", { name: "DAG onboarding" });
  await expect(shown).toHaveAttribute("data-run-state", "failed");
  await expect(shown).toContainText("fetch_statements failed");
  await openTask(page, "fetch_statements");
  await expect(log(page).locator("[data-kind=error]")).toContainText(/U-0020, statement of 2026-03: money_out is "\dO\d+"; expected an amount in whole dollars/);
}

async function find(page: Page, text: string, hits: string): Promise<void> {
  await page.getByRole("link", { name: "Find", exact: true }).click();
  await page.getByLabel("Run id, user id or any value").fill(text);
  await expect(page.getByRole("status").filter({ hasText: hits })).toBeVisible();
}
