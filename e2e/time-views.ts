/** How a person sees when things happened: the Gantt chart, the replay, the calendar and trends of a DAG, the timeline of all. */
import { expect, type Locator, type Page } from "playwright/test";
import { expectNode, expectRunState, openDag, runDag } from "./journeys.ts";
import { choose } from "./screens.ts";

/** A retry after five seconds, a slow task that has ended by then, one that fails for good, and one that therefore never starts. */
export const pacedDag = {
  "paced.dag.yaml": `dag: paced
tasks:
  load: { config_type: BashTask, bash: sleep 1 }
  flaky: { config_type: BashTask, bash: 'test "$DAGWRIGHT_TRY_NUMBER" -gt 1', retries: 1, retry_delay: 5s, deps: [load] }
  slow: { config_type: BashTask, bash: sleep 3, deps: [load] }
  broken: { config_type: BashTask, bash: exit 3, deps: [load] }
  never: { config_type: BashTask, bash: echo never, deps: [broken] }
  end: { config_type: EmptyTask, deps: [flaky, slow] }
`,
};

export const gantt = (page: Page, dagId: string): Locator => page.getByRole("grid", { name: `Gantt chart of ${dagId}` });

/** Runs the DAG and shows its Gantt chart while it runs; ends when the run has. */
export async function runOnGantt(page: Page): Promise<void> {
  await openDag(page, "paced");
  await choose(page, "Face of the DAG", "Gantt");
  await expect(page.getByText("No run to show")).toBeVisible();
  await runDag(page);
  const slow = gantt(page, "paced").getByRole("row", { name: /slow/ });
  await expect(slow.locator("[data-kind=running][data-open]")).toBeVisible();
  await expect(gantt(page, "paced").getByRole("row", { name: /flaky/ }).locator("[data-kind=retry][data-open]")).toBeVisible();
  await expectRunState(page, "paced", "Failed");
}

const row = (page: Page, task: string): Locator => gantt(page, "paced").locator(`[data-task-id="${task}"]`);
const rowNames = (page: Page): Promise<string[]> => gantt(page, "paced").locator("[data-task-id]").evaluateAll((rows) => rows.map((each) => each.getAttribute("data-task-id") ?? ""));
const zoom = async (page: Page): Promise<number> => Number(await page.getByRole("slider", { name: "Zoom", exact: true }).getAttribute("aria-valuenow"));

/** Parts, tries, orders, zoom by key, wheel and drag, figures, and the one selection. */
export async function readGantt(page: Page): Promise<void> {
  await runOnGantt(page);
  await expect(row(page, "flaky").locator("[data-kind=running]")).toHaveCount(2);
  await expect(row(page, "flaky").locator("[data-kind=retry]")).toHaveCount(1);
  await expect(row(page, "flaky").locator("[data-try='1'][data-kind=running]")).toHaveAttribute("title", /^Try 1, failed: /);
  await expect(row(page, "flaky").locator("[data-try='2'][data-kind=running]")).toHaveAttribute("title", /^Try 2, success: /);
  await expect(row(page, "flaky").getByRole("gridcell", { name: /waited .* for retries, 2 tries/ })).toBeVisible();
  await expect(row(page, "never").getByRole("gridcell", { name: "did not start" })).toBeVisible();
  expect((await rowNames(page))[0]).toBe("load");

  await choose(page, "Order of the tasks", "By name");
  expect(await rowNames(page)).toEqual(["broken", "end", "flaky", "load", "never", "slow"]);
  await page.getByRole("checkbox", { name: "Hide what did not start" }).check();
  await expect(page.getByText("5 of 6 tasks")).toBeVisible();
  expect(await rowNames(page)).toEqual(["broken", "end", "flaky", "load", "slow"]);
  await choose(page, "Time axis", "From start");
  await expect(gantt(page, "paced").getByText("+1 s", { exact: true }).or(gantt(page, "paced").getByText("+1.0 s", { exact: true }))).toBeVisible();

  await row(page, "broken").focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await expect(row(page, "flaky")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(row(page, "flaky")).toHaveAttribute("aria-selected", "true");
  await expect(page.getByRole("region", { name: "Task flaky" })).toBeVisible();

  expect(await zoom(page)).toBe(0);
  await page.keyboard.press("+");
  await expect.poll(() => zoom(page)).toBeGreaterThan(0.5);
  await page.keyboard.press("z");
  await expect.poll(() => zoom(page)).toBe(0);
  await zoomByPointer(page);

  await page.getByRole("button", { name: "Figures" }).click();
  await expect(row(page, "slow").getByRole("gridcell").nth(2)).toHaveText(/^3\.\d s$/);
}

async function zoomByPointer(page: Page): Promise<void> {
  const box = await row(page, "slow").getByRole("gridcell").last().boundingBox();
  if (box === null) throw new Error("The chart has no place.");
  const middle = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width * 0.25, middle);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.5, middle, { steps: 4 });
  await page.mouse.up();
  await expect.poll(() => zoom(page)).toBeCloseTo(2, 0);
  // What ends a drag selects nothing.
  await expect(row(page, "flaky")).toHaveAttribute("aria-selected", "true");
  await page.mouse.dblclick(box.x + box.width * 0.4, middle);
  await expect.poll(() => zoom(page)).toBe(0);
  await page.keyboard.down("Control");
  await page.mouse.wheel(0, -200);
  await page.keyboard.up("Control");
  await expect.poll(() => zoom(page)).toBeGreaterThan(0.9);
  await page.getByRole("button", { name: "All of the time" }).click();
  await expect.poll(() => zoom(page)).toBe(0);
}

const sign = (page: Page): Locator => page.getByRole("group", { name: "Replay of the run" }).getByText(/^As it was at /);
const slider = (page: Page): Locator => page.getByRole("slider", { name: "Instant of the run" });

/** The graph as it was: by slider and keys, step by step, played, on the Gantt chart too, and back. */
export async function replayRun(page: Page): Promise<void> {
  await openDag(page, "paced");
  await runDag(page);
  await expectRunState(page, "paced", "Failed");
  await expectNode(page, "flaky", "success");
  await expect(sign(page)).toHaveCount(0);
  await slider(page).focus();
  await page.keyboard.press("Home");
  await expect(sign(page)).toContainText(/\d\d:\d\d:\d\d\.\d{3}, 0 ms in/);
  await expectNode(page, "slow", "no status");
  await expectNode(page, "load", "scheduled");
  for (const [task, state] of [["load", "running"], ["load", "success"], ["flaky", "up for retry"], ["flaky", "queued, .*try 2 of 2"], ["flaky", "success"]] as const) await stepTo(page, task, state);
  await expectNode(page, "slow", "success");
  await page.keyboard.press(",");
  await expectNode(page, "flaky", "running");

  await choose(page, "Face of the DAG", "Gantt");
  await expect(sign(page)).toBeVisible();
  // The Gantt chart shows all of the time, and the instant as a line.
  await expect(row(page, "flaky").locator("[data-kind=running]")).toHaveCount(2);
  await choose(page, "Face of the DAG", "Graph");
  await expectNode(page, "flaky", "running");
  await page.keyboard.press("Escape");
  await expect(sign(page)).toHaveCount(0);
  await expectNode(page, "flaky", "success");

  await page.getByRole("combobox", { name: "Speed of the replay" }).selectOption("10 times as fast");
  await page.getByRole("button", { name: "Replay the run" }).click();
  await expect(sign(page)).toBeVisible();
  await expect(page.getByRole("button", { name: "Replay the run" })).toBeVisible();
  await expect.poll(() => slider(page).inputValue()).toBe("1000");
  await page.getByRole("button", { name: "Back to the end" }).click();
  await expect(sign(page)).toHaveCount(0);
}

/** On from change to change until the task is so. */
async function stepTo(page: Page, task: string, state: string): Promise<void> {
  const wanted = page.getByRole("img", { name: new RegExp(`^${task}, .*${state}`) });
  for (let at = 0; at < 30 && (await wanted.count()) === 0; at += 1) {
    const before = await slider(page).getAttribute("aria-valuetext");
    await page.keyboard.press(".");
    await expect(slider(page)).not.toHaveAttribute("aria-valuetext", before ?? "");
    await page.waitForTimeout(60);
  }
  await expect(wanted).toBeVisible();
}

/** Two more DAGs for what looks at many. */
export const severalDags = {
  ...pacedDag,
  "quick.dag.yaml": "dag: quick\nschedule: '30 4 * * *'\ntasks:\n  only: { config_type: BashTask, bash: echo done }\n",
};

/** The calendar by keys and mouse, the runs of a day, durations, tasks. */
export async function readTrends(page: Page): Promise<void> {
  await openDag(page, "quick");
  await choose(page, "Face of the DAG", "Trends");
  await expect(page.getByText("No runs yet")).toBeVisible();
  for (let at = 0; at < 4; at += 1) {
    await runDag(page);
    await expect(page.getByText(`Chart: Durations of the newest runs. ${at + 1} point`).or(page.getByRole("application", { name: new RegExp(`newest runs\\. ${at + 1} point`) }))).toBeVisible();
    await expect(page.getByRole("region", { name: "DAG quick" })).toHaveAttribute("data-run-state", "success");
  }
  const calendar = page.getByRole("grid", { name: /^Runs by day, \d{4}$/ });
  const today = calendar.getByRole("gridcell", { name: /: 4 runs/ });
  await expect(today).toHaveAttribute("data-outcome", "good");
  await expect(today).toHaveAttribute("aria-current", "date");
  await today.focus();
  await page.keyboard.press("ArrowLeft");
  await expect(calendar.locator("[data-day]:focus")).toHaveAttribute("aria-label", /no runs/);
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  const day = page.getByRole("region", { name: /^Runs of / });
  await expect(day.getByText("4 runs", { exact: true })).toBeVisible();
  const second = day.getByRole("row").nth(2);
  const runId = await second.getByRole("gridcell").nth(1).innerText();
  await second.click();
  await expect(page.getByRole("region", { name: "DAG quick" }).getByTitle(`Run ID: ${runId}`)).toBeVisible();
  await expect(second.locator("[aria-current]")).toHaveText(runId);

  await choose(page, "Span of the calendar", "Month");
  await expect(page.getByRole("gridcell", { name: /: 4 runs/ })).toContainText("4 runs");
  await page.getByRole("button", { name: "The month before" }).click();
  await expect(page.getByRole("gridcell", { name: /: 4 runs/ })).toHaveCount(0);
  await choose(page, "Range of the durations", "30 days");
  await expect(page.getByRole("application", { name: /^Chart: Median duration by day/ })).toBeVisible();
  await page.getByRole("application", { name: /^Chart: Median duration by day/ }).focus();
  await page.keyboard.press("End");
  await expect(page.getByText(/ · median .* · 4 runs$/)).toBeVisible();
  await page.getByRole("grid", { name: "Durations of the tasks" }).getByRole("row", { name: /only/ }).click();
  await expect(page.getByRole("region", { name: "Task only" })).toBeVisible();
}

const bars = (page: Page, dagId: string): Locator => page.locator(`[data-dag-id="${dagId}"] [data-bar]`);

/** All DAGs: live, filtered, walked by keys, and from a bar to its run. */
export async function readTimeline(page: Page): Promise<void> {
  await page.getByRole("link", { name: "Timeline", exact: true }).click();
  await expect(page.getByText("Nothing ran in this time")).toBeVisible();
  for (const dag of ["quick", "paced"]) {
    await openDag(page, dag);
    await runDag(page);
    await expect(page.getByRole("region", { name: `DAG ${dag}` })).toHaveAttribute("data-run-state", /running|success/);
  }
  await page.getByRole("link", { name: "Timeline", exact: true }).click();
  await expect(bars(page, "quick")).toHaveAttribute("data-state", "success");
  // What runs is shown as it goes on.
  await expect(bars(page, "paced")).toHaveAttribute("data-state", "failed", { timeout: 30_000 });
  await choose(page, "Window of time", "1 h");
  await bars(page, "paced").focus();
  await page.keyboard.press("ArrowDown");
  await expect(bars(page, "quick")).toBeFocused();

  await page.getByRole("button", { name: "Failed", exact: true }).click();
  await expect(bars(page, "quick")).toHaveCount(0);
  await expect(bars(page, "paced")).toHaveCount(1);
  await page.getByRole("button", { name: "Failed", exact: true }).click();
  await page.getByRole("textbox", { name: "Filter by DAG" }).fill("UICK");
  await expect(bars(page, "paced")).toHaveCount(0);
  await expect(bars(page, "quick")).toHaveCount(1);
  await page.getByRole("textbox", { name: "Filter by DAG" }).fill("nobody");
  await expect(page.getByText("No run matches in this time")).toBeVisible();
  await page.getByRole("button", { name: "Show all runs" }).click();
  await expect(bars(page, "paced")).toHaveCount(1);
  await bars(page, "paced").focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "paced", level: 1 })).toBeVisible();
  await expectRunState(page, "paced", "Failed");
}
