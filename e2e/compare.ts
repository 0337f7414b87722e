/** Two runs side by side, on real runs of a file that changes between them. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, type Locator, type Page } from "playwright/test";
import { expectRunState, openDag, openTask, runDag, runToEnd } from "./journeys.ts";
import { choose } from "./screens.ts";

export const dailyDag = {
  "daily.dag.yaml": `dag: daily
params: { n: { default: 1, type: integer } }
tasks:
  read: { config_type: BashTask, bash: 'echo reading; echo 10 rows' }
  load: { config_type: BashTask, bash: 'date; echo read 10 rows in 3 ms; echo wrote 10 rows', deps: [read] }
  wait: { config_type: BashTask, bash: 'sleep 0.1', deps: [read] }
  old: { config_type: EmptyTask, deps: [load] }
  report: { config_type: BashTask, bash: 'echo done', deps: [load, wait] }
`,
};

const file = "daily.dag.yaml";
const bad = dailyDag[file]
  .replace("default: 1", "default: 2")
  .replace("3 ms; echo wrote 10 rows'", "41 ms; echo \"<b>wrote</b> 0 rows\"; exit 3'")
  .replace("sleep 0.1", "sleep 1.6")
  .replace(/ {2}old: .*\n/, "  fresh: { config_type: EmptyTask, deps: [read] }\n");

export const comparison = (page: Page): Locator => page.getByRole("region", { name: "Comparison of two runs" });
const findings = (page: Page): Locator => page.getByRole("status", { name: "What is different" });
const tasks = (page: Page): Locator => page.getByRole("grid", { name: "Tasks of both runs" });
const details = (page: Page, taskId: string): Locator => page.getByRole("complementary", { name: `${taskId} in both runs` });

/** One good run, then a failed one of a changed file. */
export async function goodThenBad(page: Page, workspace: string): Promise<void> {
  await openDag(page, "daily");
  await runDag(page);
  await expectRunState(page, "daily", "Success");
  writeFileSync(join(workspace, file), bad);
  await expect(page.getByText(/Today's file differs/)).toBeVisible({ timeout: 20_000 });
  await runDag(page);
  await expectRunState(page, "daily", "Failed");
}

export async function compareWithLastGood(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Compare with last good run" }).first().click();
  await expect(comparison(page)).toBeVisible();
}

/** From a failure to what changed: sentences, tasks, one task in both runs, the graph, and the file. */
export async function fromFailureToCause(page: Page, workspace: string): Promise<void> {
  await goodThenBad(page, workspace);
  await compareWithLastGood(page);
  const said = findings(page);
  for (const sentence of [/The run went from Success to Failed\./, /1 task flipped to Failed: load\./, /1 task is new: fresh\./, /1 task is gone: old\./, /The definitions of 2 tasks changed: load, wait\./, /Params changed: n\./]) await expect(said).toContainText(sentence);
  await expect(said).toContainText(/wait took \d+(\.\d)?× as long: \d+ ms → 1\.\d s\./);
  await expect(tasks(page).getByRole("row")).toHaveCount(1 + 5);
  await expect(tasks(page).getByRole("row", { name: /^old Gone/ })).toBeVisible();
  await page.getByRole("group", { name: "Different in" }).getByRole("button", { name: /^Duration/ }).click();
  await expect(tasks(page).getByRole("row")).toHaveCount(1 + 1);
  await page.getByRole("group", { name: "Different in" }).getByRole("button", { name: /^Duration/ }).click();
  await choose(page, "Which tasks", "All tasks");
  await page.getByRole("textbox", { name: "Search tasks" }).fill("rea");
  await expect(tasks(page).getByRole("row", { name: /^read / })).toBeVisible();
  await page.getByRole("textbox", { name: "Search tasks" }).fill("");
  await said.getByRole("button", { name: "load", exact: true }).first().click();
  await taskInBoth(page);
  await graphAndFile(page);
}

async function taskInBoth(page: Page): Promise<void> {
  const load = details(page, "load");
  await expect(load.getByRole("region", { name: "Facts" }).getByRole("row", { name: /^State Success Failed/ })).toBeVisible();
  await expect(load.getByRole("region", { name: "Facts" }).getByRole("row", { name: /^Exit code 0 3/ })).toBeVisible();
  await expect(load.getByRole("region", { name: "Definition" })).toHaveCount(0);
  await expect(load.locator("[data-diff-of='bash of load']").getByText("<b>wrote</b> 0 rows", { exact: false }).first()).toBeVisible();
  const log = load.getByRole("region", { name: "Log", exact: true });
  await expect(log.getByRole("group", { name: "Log, before" }).locator("[data-first]")).toHaveText(/^3wrote 10 rows$/);
  await expect(log.getByRole("group", { name: "Log, after" }).locator("[data-first]")).toHaveText(/^3<b>wrote<\/b> 0 rows$/);
  await expect(log.getByRole("link", { name: "Line 3 in the log" }).last()).toHaveAttribute("href", /\?task=load&try=1&line=3/);
}

async function graphAndFile(page: Page): Promise<void> {
  await choose(page, "What is compared", "Graph");
  const node = (id: string): Locator => comparison(page).locator(`[data-task-id="${id}"]`);
  await expect(node("load")).toHaveAttribute("aria-label", /, now Failed, definition, rendered/);
  await expect(node("old")).toHaveAttribute("data-diff", "removed");
  await expect(node("fresh")).toHaveAttribute("data-diff", "added");
  await expect(node("wait")).toHaveAttribute("data-diff", "changed");
  await expect(node("read")).not.toHaveAttribute("data-diff", /./);
  await choose(page, "What is compared", "Params and conf");
  await expect(page.getByRole("region", { name: "Params", exact: true }).getByRole("row", { name: "n 1 2" })).toBeVisible();
  await choose(page, "What is compared", "YAML");
  await expect(page.locator("[data-diff-of='DAG file of daily'] .line-insert").first()).toBeVisible();
  await choose(page, "What is compared", "Tasks");
}

/** By keyboard alone: compare, swap, walk the tasks, leave; and the address leads back to it. */
export async function byKeyboard(page: Page, workspace: string): Promise<void> {
  await goodThenBad(page, workspace);
  await page.keyboard.press("Shift+D");
  await expect(comparison(page)).toBeVisible();
  await expect(findings(page)).toContainText("flipped to Failed: load");
  const address = await page.evaluate(() => location.hash);
  expect(address).toMatch(/face=compare&with=/);
  await page.keyboard.press("Shift+X");
  await expect(findings(page)).toContainText(/The run went from Failed to Success\./);
  await expect(findings(page)).toContainText("1 task is gone: fresh.");
  await page.keyboard.press("Shift+X");
  await expect(findings(page)).toContainText("flipped to Failed: load");
  await tasks(page).getByRole("row").nth(1).focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("complementary", { name: /in both runs$/ })).toBeVisible();
  await page.getByRole("button", { name: "Stop comparing" }).click();
  await expect(comparison(page)).toHaveCount(0);
  await page.evaluate((hash) => void (location.hash = hash), address);
  await expect(findings(page)).toContainText("flipped to Failed: load");
}

/** Two runs chosen in the list of runs; one chosen by searching; and a task's own failure. */
export async function chosenRuns(page: Page, workspace: string): Promise<void> {
  await goodThenBad(page, workspace);
  await openTask(page, "load");
  await page.getByRole("region", { name: "Task load" }).getByRole("button", { name: "Compare with last good run" }).click();
  await expect(details(page, "load")).toBeVisible();
  await page.getByRole("button", { name: /^Before: run / }).click();
  const picker = page.getByRole("dialog", { name: "Compare with a run of daily" });
  await picker.getByRole("textbox", { name: "Search runs" }).fill("nothing has this");
  await expect(picker.getByText("No run matches.")).toBeVisible();
  await picker.getByRole("textbox", { name: "Search runs" }).fill("manual success");
  await expect(picker.getByRole("status")).toHaveText("1 of 2 runs");
  await picker.getByRole("grid").getByRole("row").nth(1).click();
  await expect(findings(page)).toContainText("flipped to Failed: load");
  await page.getByRole("link", { name: "Runs", exact: true }).click();
  const runs = page.getByRole("grid", { name: "Runs", exact: true });
  const compare = page.getByRole("toolbar", { name: "Acts on the chosen runs" }).getByRole("button", { name: "Compare", exact: true });
  await runs.getByRole("row").nth(1).focus();
  await page.keyboard.press("Space");
  await expect(compare).toBeDisabled();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Space");
  await compare.click();
  await expect(findings(page)).toContainText("flipped to Failed: load");
}

/** What the button in the head copies leads back to the same comparison: an address in a browser, a link of the program in the desktop. */
export async function copiedLink(page: Page, clipboard: () => Promise<string>): Promise<string> {
  await openDag(page, "daily");
  for (let n = 0; n < 2; n += 1) await runToEnd(page, "daily", "Success");
  await page.getByRole("button", { name: "Compare", exact: true }).click();
  await page.getByRole("menuitem", { name: "With the run before it" }).click();
  await expect(comparison(page)).toBeVisible();
  await comparison(page).getByRole("button", { name: "Copy the link to this comparison" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "A link is on the clipboard" })).toBeVisible();
  const link = await clipboard();
  await openDag(page, "daily");
  await choose(page, "Face of the DAG", "Graph");
  return link;
}

/** A run that still goes is compared as it goes. */
export async function liveComparison(page: Page): Promise<void> {
  await openDag(page, "slow");
  await runDag(page);
  await expectRunState(page, "slow", "Success");
  await runDag(page);
  await expectRunState(page, "slow", "Running");
  await page.keyboard.press("Shift+D");
  await expect(comparison(page)).toBeVisible();
  await choose(page, "Which tasks", "All tasks");
  const second = tasks(page).getByRole("row", { name: /^second / });
  await expect(second).toContainText(/Success\s*→\s*(No status|Scheduled|Queued|Running)/);
  await expect(second).not.toContainText("→", { timeout: 20_000 });
  await expect(findings(page)).toContainText("Nothing of note is different.", { timeout: 20_000 });
}
