/** Runs that did not go as planned, in the views over time: cancelled, with tasks that were skipped or could not run, with retries. */
import { expect, type Page } from "playwright/test";
import { expectNode, expectRunState, openDag, runDag } from "./journeys.ts";
import { choose } from "./screens.ts";
import { gantt } from "./time-views.ts";

export const oddDags = {
  "dagwright.json": JSON.stringify({ pools: { narrow: 1 } }),
  "mixed.dag.yaml": `dag: mixed
tasks:
  first: { config_type: BashTask, bash: echo first }
  flaky: { config_type: BashTask, bash: 'test "$DAGWRIGHT_TRY_NUMBER" -gt 2', retries: 2, retry_delay: 500ms, deps: [first] }
  broken: { config_type: BashTask, bash: exit 3, deps: [first] }
  blocked: { config_type: BashTask, bash: echo blocked, deps: [broken] }
  below: { config_type: BashTask, bash: echo below, deps: [blocked] }
  spare: { config_type: BashTask, bash: echo spare, trigger_rule: all_failed, deps: [first] }
  after_spare: { config_type: BashTask, bash: echo after, deps: [spare] }
  rescue: { config_type: BashTask, bash: echo rescue, trigger_rule: one_failed, deps: [broken] }
`,
  "stopped.dag.yaml": `dag: stopped
tasks:
  first: { config_type: BashTask, bash: echo first }
  held: { config_type: BashTask, pool: narrow, bash: 'until [ -e go ]; do sleep 0.1; done', deps: [first] }
  inline: { config_type: BashTask, pool: narrow, priority_weight: 9, bash: echo inline, deps: [first] }
  patient: { config_type: BashTask, bash: exit 3, retries: 1, retry_delay: 1h, deps: [first] }
  later: { config_type: BashTask, bash: echo later, deps: [held] }
`,
};

type Cells = Readonly<Record<string, readonly string[]>>;

/** What each row of the chart says, and the words of its running and retry spans. */
async function expectGantt(page: Page, dagId: string, said: Readonly<Record<string, RegExp>>, spans: Cells): Promise<void> {
  await choose(page, "Face of the DAG", "Gantt");
  const chart = gantt(page, dagId);
  for (const [task, words] of Object.entries(said)) await expect(chart.locator(`[data-task-id="${task}"]`).getByRole("gridcell", { name: words }), task).toBeVisible();
  for (const [task, wanted] of Object.entries(spans)) {
    const titles = await chart.locator(`[data-task-id="${task}"]`).locator("[data-kind=running], [data-kind=retry]").evaluateAll((all) => all.map((each) => each.getAttribute("title") ?? ""));
    expect(titles.map((title) => title.replace(/: [\d.]+ m?s$/m, "").replace(/\n.* UTC – .* UTC/, "")), task).toEqual(wanted);
  }
  await expect(chart.locator("[data-open]")).toHaveCount(0);
}

const nodes = (page: Page): Promise<Record<string, string>> =>
  page.getByRole("img", { name: /, Bash task, / }).evaluateAll((all) => Object.fromEntries(all.map((each) => /^(\w+), Bash task, ([a-z ]+)/.exec(each.getAttribute("aria-label") ?? "")?.slice(1) ?? [])) as Record<string, string>);

/** Back to the start of the run and on from change to change; answers each state of all tasks that was seen. */
async function replayed(page: Page): Promise<Record<string, string>[]> {
  await choose(page, "Face of the DAG", "Graph");
  const slider = page.getByRole("slider", { name: "Instant of the run" });
  await slider.focus();
  await page.keyboard.press("Home");
  await expect(page.getByRole("button", { name: "Back to the end" })).toBeVisible();
  const seen: Record<string, string>[] = [];
  for (let steps = 0; steps < 60 && (await slider.inputValue()) !== "1000"; steps += 1) {
    await page.waitForTimeout(60);
    seen.push(await nodes(page));
    await page.keyboard.press(".");
  }
  await page.waitForTimeout(60);
  seen.push(await nodes(page));
  await page.keyboard.press("Escape");
  return seen;
}

/** The states of one task in their order, each once. */
function courseOf(seen: readonly Record<string, string>[], task: string): string[] {
  return seen.map((each) => each[task] ?? "").filter((state, at, all) => state !== all[at - 1]);
}

const reasons = (page: Page): Promise<string[]> => page.getByRole("grid", { name: "Tasks" }).getByRole("row").evaluateAll((rows) => rows.slice(1).map((row) => [...row.querySelectorAll("[role=gridcell]")].map((cell) => cell.textContent ?? "").filter((_, at) => [0, 2, 3, 7].includes(at)).join(" | ")));

/** Retries, tasks that could not run, tasks that were skipped, one that came to the rescue. */
export async function readMixed(page: Page): Promise<void> {
  await openDag(page, "mixed");
  await runDag(page);
  await expectRunState(page, "mixed", "Failed");
  await expect(page.getByText("broken failed: exit code 3. 2 tasks after it did not run")).toBeVisible();
  await expectNode(page, "after_spare", "skipped");
  const end = await nodes(page);
  expect(end).toEqual({ first: "success", flaky: "success", broken: "failed", blocked: "upstream failed", below: "upstream failed", spare: "skipped", after_spare: "skipped", rescue: "success" });
  await expectGantt(
    page,
    "mixed",
    { flaky: /waited .* for retries, 3 tries$/, blocked: /^did not start$/, below: /^did not start$/, spare: /^did not start$/, after_spare: /^did not start$/, rescue: /ran \d/ },
    { flaky: ["Try 1, failed\nexit code 1", "Try 2, waiting for the retry", "Try 2, failed\nexit code 1", "Try 3, waiting for the retry", "Try 3, success"], broken: ["Failed\nexit code 3"], rescue: ["Success"], blocked: [] },
  );
  const seen = await replayed(page);
  expect(seen.at(-1)).toEqual(end);
  expect(courseOf(seen, "flaky").filter((state) => state === "up for retry")).toHaveLength(2);
  // What could not run is so from the moment in which that was decided, not before.
  const before = seen.filter((each) => each["broken"] !== "failed");
  expect(new Set(before.map((each) => each["blocked"]))).toEqual(new Set(["no status"]));
  expect(new Set(seen.filter((each) => each["broken"] === "failed").map((each) => each["below"]))).toEqual(new Set(["upstream failed"]));
  expect(new Set(seen.filter((each) => each["first"] === "success").map((each) => each["after_spare"]))).toEqual(new Set(["skipped"]));
  await choose(page, "Face of the DAG", "Tasks");
  await expect.poll(() => reasons(page)).toEqual(expect.arrayContaining(["flaky | Success | 3 of 3 | ", "blocked | Upstream failed | – | an upstream task failed", "spare | Skipped | – | its trigger rule all_failed was not met", "after_spare | Skipped | – | upstream was skipped"]));
  await inSight(page, "its trigger rule all_failed was not met");
}

/** No reason is cut off by the edge of the window. */
async function inSight(page: Page, text: string): Promise<void> {
  const { right, width } = await page.getByText(text).evaluate((element) => ({ right: element.getBoundingClientRect().right, width: innerWidth }));
  expect(right).toBeLessThanOrEqual(width);
}

/** A run that a person stops: what ran, what waited for a retry, what had not begun. */
async function readStopped(page: Page): Promise<void> {
  await openDag(page, "stopped");
  await runDag(page);
  await expectNode(page, "held", "running");
  await expectNode(page, "patient", "up for retry");
  await page.keyboard.press("F9");
  await expectRunState(page, "stopped", "Failed");
  await expect(page.getByText("Cancelled: 2 of 5 tasks had succeeded")).toBeVisible();
  const end = await nodes(page);
  expect(end).toEqual({ first: "success", held: "failed", inline: "success", patient: "failed", later: "skipped" });
  await expectGantt(
    page,
    "stopped",
    { patient: /ran .*, waited .* for retries$/, held: /ran \d/, later: /^did not start$/ },
    { patient: ["Failed\nexit code 3", "Try 2, waiting for the retry\ncancelled"], held: ["Failed\ncancelled"], later: [] },
  );
  await choose(page, "Face of the DAG", "Tasks");
  // It was at work for some milliseconds, and waited for the rest.
  const spent = page.getByRole("grid", { name: "Tasks" }).getByRole("row", { name: /^patient/ }).getByRole("gridcell").nth(5);
  await expect(spent).toHaveText(/^\d+ ms$/);
  const seen = await replayed(page);
  expect(seen.at(-1)).toEqual(end);
  expect(courseOf(seen, "patient").slice(-2)).toEqual(["up for retry", "failed"]);
  expect(courseOf(seen, "later")).toEqual(["no status", "skipped"]);
}

/** What looks at many runs tells the stopped one from those that failed by themselves. */
export async function readOddTrends(page: Page): Promise<void> {
  await readStopped(page);
  await choose(page, "Face of the DAG", "Trends");
  await page.getByRole("gridcell", { name: /: 1 run, 1 failed/ }).click();
  const day = page.getByRole("region", { name: /^Runs of / });
  await expect(day.getByRole("row").nth(1).getByRole("gridcell").last()).toHaveText("cancelled");
  await expect(page.getByRole("grid", { name: "Durations of the tasks" }).getByRole("row", { name: /^later/ })).toContainText("–");
  await choose(page, "Range of the durations", "30 days");
  await expect(page.getByText("No run of this time ended well.")).toBeVisible();
  await page.getByRole("link", { name: "Timeline", exact: true }).click();
  const bar = page.locator('[data-dag-id="stopped"] [data-bar]');
  await expect(bar).toHaveAttribute("data-state", "failed");
  await expect(bar).toHaveAttribute("aria-label", /^stopped · Failed · .*, cancelled, manual__/);
  await bar.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByText("Cancelled: 2 of 5 tasks had succeeded")).toBeVisible();
}
