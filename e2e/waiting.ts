/** Why a task waits: who holds it back, and that the answer follows what happens. The same in the desktop and in the browser. */
import { expect, type Locator, type Page } from "playwright/test";
import { expectAccessible } from "./accessibility.ts";
import { expectRunState, openDag, openTask, runDag } from "./journeys.ts";

export const waitingDags = {
  "dagwright.json": JSON.stringify({ pools: { narrow: 1 } }),
  "line.dag.yaml": `dag: line
max_active_runs: 1
tasks:
  first: { config_type: BashTask, pool: narrow, bash: "until [ -e go ]; do sleep 0.1; done" }
  second: { config_type: BashTask, pool: narrow, bash: "true" }
  last: { config_type: BashTask, bash: "true", deps: [first, second] }
`,
  "broken.dag.yaml": `dag: broken
tasks:
  bad: { config_type: BashTask, bash: exit 3 }
  after: { config_type: BashTask, bash: "true", deps: [bad] }
`,
  "sensor.dag.yaml": `dag: sensor
tasks:
  arrive: { config_type: SensorTask, file: go, poke_interval: 1s }
  load: { config_type: BashTask, bash: "true", deps: [arrive] }
`,
  "past.dag.yaml": `dag: past
max_active_runs: 2
tasks:
  load: { config_type: BashTask, bash: test -e go, depends_on_past: true }
`,
  "again.dag.yaml": `dag: again
tasks:
  flaky: { config_type: BashTask, bash: exit 3, retries: 1, retry_delay: 1h }
`,
};

/** A sensor says what it waits for and what it saw; its log has its looks; and it is over when the file is there. */
export async function waitForFile(page: Page, release: () => void): Promise<void> {
  await openDag(page, "sensor");
  await runDag(page);
  await openTask(page, "arrive");
  await expect(gates(page)).toContainText("It waits for a file go. It holds no slot.");
  await expect(gates(page)).toContainText("no file matches go");
  await expect(gates(page)).toContainText("Looks again");
  await expect(page.getByRole("region", { name: "Task arrive" })).toContainText("Deferred");
  await expectAccessible(page, [{ name: "a sensor that waits", open: async () => undefined }]);
  await page.getByRole("tab", { name: "Log", exact: true }).click();
  await expect(page.getByRole("region", { name: "Task arrive" })).toContainText("no file matches go; looks again at");
  release();
  await expectRunState(page, "sensor", "Success");
  await expect(page.getByRole("region", { name: "Task arrive" })).toContainText("found go (");
}

const gates = (page: Page): Locator => page.getByRole("list", { name: "Gates before the task" });

export async function followTheGates(page: Page, release: () => void): Promise<void> {
  await openDag(page, "line");
  await runDag(page);
  await openTask(page, "last");
  await expect(page.getByRole("tab", { name: "Why it waits" })).toHaveAttribute("aria-selected", "true");
  await expect(gates(page)).toContainText("It waits for upstream tasks: 0 of 2 have ended; its trigger rule is all_success.");
  await expectAccessible(page, [{ name: "why it waits", open: async () => undefined }]);
  // Who holds it is a way there.
  await gates(page).getByRole("button", { name: "second" }).click();
  await expect(page.getByRole("region", { name: "Task second" })).toBeVisible();
  await expect(gates(page)).toContainText("Pool narrow is full: 1 of 1 slots are taken.");
  await expect(gates(page)).toContainText("It is the next in its pool. Its priority is 2.");
  await expect(gates(page).getByRole("button", { name: "first" })).toBeVisible();
  release();
  await expectRunState(page, "line", "Success");
  // What it waited for is over, and so is the question.
  await expect(page.getByRole("tab", { name: "Why it waits" })).toHaveCount(0);
}

/** A task that depends on its past says which run holds it, leads there, and goes on once it was mended there. */
export async function heldByThePast(page: Page, release: () => void): Promise<void> {
  await openDag(page, "past");
  await runDag(page);
  await expectRunState(page, "past", "Failed");
  await runDag(page);
  await expectRunState(page, "past", "Running");
  await openTask(page, "load");
  await expect(gates(page)).toContainText(/It depends on the run before, manual__.*: the task has to succeed there, or be skipped\./);
  await expectAccessible(page, [{ name: "held by the run before", open: async () => undefined }]);
  const address = page.url();
  await gates(page).getByRole("button", { name: /^manual__.* · load$/ }).click();
  await expectRunState(page, "past", "Failed");
  release();
  await page.keyboard.press("Shift+C");
  await page.getByRole("dialog").getByRole("button", { name: "Clear 1 task" }).click();
  await expectRunState(page, "past", "Success");
  await page.goBack();
  await expect.poll(() => page.url()).toBe(address);
  await expectRunState(page, "past", "Success");
}

export async function queuedRun(page: Page, release: () => void): Promise<void> {
  await openDag(page, "line");
  await runDag(page);
  await openTask(page, "last");
  await runDag(page);
  await page.getByRole("link", { name: "Runs", exact: true }).click();
  await page.getByRole("grid", { name: "Runs" }).getByRole("row").filter({ hasText: "Queued" }).getByRole("link").first().click();
  await openTask(page, "last");
  await expect(gates(page)).toContainText("The run is queued: at most 1 of this DAG's runs go at once. It is the next.");
  await expect(gates(page).getByRole("button", { name: /^manual__/ })).toBeVisible();
  release();
  await expectRunState(page, "line", "Success");
}

export async function whatDecided(page: Page): Promise<void> {
  await openDag(page, "broken");
  await runDag(page);
  await expectRunState(page, "broken", "Failed");
  await openTask(page, "after");
  await expect(page.getByRole("tab", { name: "Why it did not run" })).toHaveAttribute("aria-selected", "true");
  await expect(gates(page)).toContainText("Its trigger rule all_success cannot be met any more.");
  await expect(gates(page).getByRole("button", { name: "bad" })).toBeVisible();
  await openDag(page, "again");
  await runDag(page);
  await openTask(page, "flaky");
  await expect(gates(page)).toContainText("the pause before the next one is not over");
  await expect(gates(page)).toContainText(/Opens in (59 min|1 h)/);
}
