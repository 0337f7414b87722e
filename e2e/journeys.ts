/** What a person does, step by step, on any page of the app: the same in the desktop window and in the browser. */
import { expect, type Page } from "playwright/test";

export async function openDag(page: Page, dagId: string): Promise<void> {
  await page.getByRole("link", { name: "DAGs", exact: true }).click();
  await page.getByRole("grid", { name: "DAGs" }).getByRole("link", { name: dagId, exact: true }).click();
  await expect(page.getByRole("heading", { name: dagId, level: 1 })).toBeVisible();
}

export async function runDag(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Run DAG", exact: true }).click();
}

/** The state of the run that the page shows, by its word. A task that has come so far says the same word: only the run's own state is meant. */
export async function expectRunState(page: Page, dagId: string, word: "Success" | "Failed" | "Running", timeout = 30_000): Promise<void> {
  const inState = page.getByRole("region", { name: `DAG ${dagId}` }).and(page.locator(`[data-run-state="${word.toLowerCase()}"]`));
  await expect(inState.getByText(word, { exact: true }).first()).toBeVisible({ timeout });
}

/** One run more, from its start to its end. The run before it stays on the screen until this one has been read. */
export async function runToEnd(page: Page, dagId: string, end: "Success" | "Failed"): Promise<void> {
  const shown = page.getByRole("region", { name: `DAG ${dagId}` }).getByTitle(/^Run ID: /);
  const before = (await shown.count()) === 0 ? null : await shown.getAttribute("title");
  await runDag(page);
  if (before !== null) await expect(shown).not.toHaveAttribute("title", before);
  await expectRunState(page, dagId, end);
}

/** A node of the graph says name, kind and state to everybody, screen readers included. */
export async function expectNode(page: Page, taskId: string, stateWord: string): Promise<void> {
  await expect(page.getByRole("img", { name: new RegExp(`^${taskId}, .*${stateWord}`) })).toBeVisible({ timeout: 30_000 });
}

export async function openTask(page: Page, taskId: string): Promise<void> {
  await page.getByRole("img", { name: new RegExp(`^${taskId}, `) }).click();
  await expect(page.getByRole("region", { name: `Task ${taskId}` })).toBeVisible();
}

/** Sample → run → green graph → log → rows of the table it made. */
export async function sampleToRows(page: Page): Promise<void> {
  await openDag(page, "birdstrikes");
  await runDag(page);
  await expectRunState(page, "birdstrikes", "Success");
  for (const task of ["raw_strike", "dim_species", "fact_strike", "write_report"]) await expectNode(page, task, "success");
  await openTask(page, "fact_strike");
  const panel = page.getByRole("region", { name: "Task fact_strike" });
  await panel.getByRole("tab", { name: "Log" }).click();
  await expect(panel.getByText(/published [\d,]+ rows to birdstrikes\.fact_strike/)).toBeVisible();
  await panel.getByRole("tab", { name: "Rendered" }).click();
  await expect(panel.getByText("sql", { exact: false }).first()).toBeVisible();
  await panel.getByRole("tab", { name: "Output" }).click();
  await panel.getByRole("link", { name: /birdstrikes\.fact_strike/ }).click();
  await expect(page.getByRole("heading", { name: "fact_strike" })).toBeVisible();
  await expect(page.getByRole("gridcell").nth(5)).toBeVisible();
  await page.getByRole("tab", { name: "Profile" }).click();
  await expect(page.getByText(/distinct/i).first()).toBeVisible({ timeout: 20_000 });
}

/** A failing check publishes nothing, blocks what depends on it, and shows the rows that fail. */
export async function failingCheck(page: Page): Promise<void> {
  await openDag(page, "failing_check");
  await runDag(page);
  await expectRunState(page, "failing_check", "Failed");
  await expectNode(page, "species", "failed");
  await expectNode(page, "strikes_by_size", "upstream failed");
  await expectNode(page, "strikes_by_state", "success");
  await openTask(page, "species");
  await page.getByRole("tab", { name: /^Checks/ }).click();
  const rows = page.getByRole("grid", { name: "Rows that fail unique(species)" });
  await expect(rows.getByRole("gridcell", { name: "Zebra dove" })).toBeVisible();
}

export async function cancelRun(page: Page): Promise<void> {
  await openDag(page, "slow");
  await openTask(page, "first");
  await runDag(page);
  // What was selected before the first run stays so in it.
  await expect(page.getByRole("region", { name: "Task first" }).getByText("Running")).toBeVisible();
  await expectNode(page, "first", "running");
  await page.getByRole("button", { name: /^Cancel/ }).first().click();
  await expectRunState(page, "slow", "Failed");
  await expect(page.getByText(/cancelled/i).first()).toBeVisible();
  await expectNode(page, "second", "skipped");
}

/** Looking is free; running is not. */
export async function untrustedCannotRun(page: Page): Promise<void> {
  await expect(page.getByText(/not trusted/i).first()).toBeVisible();
  await openDag(page, "slow");
  await expect(page.getByRole("button", { name: "Run DAG", exact: true })).toBeDisabled();
}

/** The params form refuses what the DAG would not take, at the field, and runs what it would. */
export async function runWithParams(page: Page): Promise<void> {
  await openDag(page, "birdstrikes");
  await page.getByRole("button", { name: "More ways to run" }).click();
  await page.getByRole("menuitem", { name: /params/i }).click();
  const dialog = page.getByRole("dialog");
  const top = dialog.getByRole("textbox", { name: /top/i }).first();
  await top.fill("500");
  await expect(dialog.getByText(/50/).first()).toBeVisible();
  await top.fill("3");
  await dialog.getByRole("button", { name: /^Run/ }).click();
  await expect(dialog).toBeHidden();
  await expectRunState(page, "birdstrikes", "Success");
}
