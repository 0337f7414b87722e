/** Journeys in the log of a try: errors first, search, levels, groups, lines with addresses, hostile text, live growth, keys alone. */
import { expect, type Locator, type Page } from "playwright/test";
import { expectRunState, openDag, openTask, runDag } from "./journeys.ts";

/** 30,000 lines with levels, a traceback, groups, colours, a progress bar, and what could break a page. */
export const logDags = {
  "noisy.dag.yaml": `dag: noisy
tasks:
  talk: { config_type: BashTask, bash: talk.sh, retries: 1, retry_delay: 100ms }
`,
  "talk.sh": `echo '::group::Set up'
for n in 1 2 3 4; do echo "2026-01-02 03:04:0$n,000 INFO setup: step $n"; done
echo '::endgroup::'
awk 'BEGIN { for (n = 1; n <= 30000; n++) print "2026-01-02T03:04:05.678Z " (n % 1000 == 0 ? "WARNING" : "INFO") " app: record number " n }'
printf '10 %%\\r50 %%\\rall 100 %%\\n'
printf '\\033[1;31mred and bold\\033[0m \\033[2J\\033[1;1H<img src=x onerror=alert(1)> \\342\\200\\256reversed\\000nul \\377bad\\n'
printf '\\033]8;;https://example.org/docs\\033\\\\the docs\\033]8;;\\033\\\\ \\033]8;;javascript:alert(1)\\033\\\\no link\\033]8;;\\033\\\\\\n'
head -c 500000 /dev/zero | tr '\\0' x; echo
echo '2026-01-02 03:05:00,000 ERROR app: record 30001 is broken'
echo 'Traceback (most recent call last):'
echo '  File "app.py", line 3, in work'
echo 'ValueError: no such plan'
awk 'BEGIN { for (n = 1; n <= 3000; n++) print "2026-01-02T03:06:05.678Z INFO app: cleaning up " n }'
echo '2026-01-02 03:07:00,000 ERROR app: gave up'
exit 3
`,
  "growing.dag.yaml": `dag: growing
tasks:
  drip: { config_type: BashTask, bash: 'for n in $(seq 1 4000); do echo "drop $n"; sleep 0.05; done' }
`,
};

export const log = (page: Page): Locator => page.getByRole("log");
const bar = (page: Page): Locator => page.getByRole("toolbar", { name: "Log" });
const line = (page: Page, number: number): Locator => log(page).locator(`[data-line="${number}"]`);
const errorLine = 30_011;

async function openNoisy(page: Page): Promise<void> {
  await openDag(page, "noisy");
  await runDag(page);
  await expectRunState(page, "noisy", "Failed");
  await openTask(page, "talk");
}

/** A failed try opens at its first error; search, levels, lines and groups reach all of it. */
export async function readLog(page: Page): Promise<void> {
  await openNoisy(page);
  await expect(line(page, errorLine)).toContainText("record 30001 is broken");
  await expect(line(page, errorLine)).toHaveAttribute("data-kind", "error");
  await expect(bar(page)).toContainText("2 errors");
  await expect(log(page)).toContainText("ValueError: no such plan");
  await page.keyboard.press("F8");
  await expect(line(page, errorLine + 3004)).toContainText("gave up");
  await page.keyboard.press("Shift+F8");
  await expect(line(page, errorLine)).toBeVisible();
  await searchLog(page);
  await filterLog(page);
  await foldLog(page);
}

async function searchLog(page: Page): Promise<void> {
  await log(page).focus();
  await page.keyboard.press("/");
  const box = page.getByRole("textbox", { name: "Search in log" });
  await expect(box).toBeFocused();
  const tools = await placesOfTools(page);
  await box.fill("NUMBER 1234");
  const status = bar(page).getByRole("status");
  // Asked for before anything was found.
  await box.press("Enter");
  await expect(status).toHaveText("1 of 11 lines");
  await box.press("Shift+Enter");
  await expect(status).toHaveText("11 of 11 lines");
  await expect(log(page).getByText("number 12349", { exact: false })).toBeVisible();
  await page.keyboard.press("F3");
  await expect(status).toHaveText("1 of 11 lines");
  await expect(line(page, 1240)).toBeVisible();
  expect(await placesOfTools(page)).toEqual(tools);
  await page.getByRole("button", { name: "Whole words" }).click();
  await expect(status).toHaveText("1 line");
  await page.getByRole("button", { name: "Whole words" }).click();
  await page.getByRole("button", { name: "Regular expression" }).click();
  await box.fill("number (7|8)99\\d$");
  await expect(status).toHaveText("20 lines");
  await box.fill("number (");
  await expect(status).toContainText("Unterminated group");
  expect(await placesOfTools(page)).toEqual(tools);
  await box.press("Escape");
  await expect(log(page)).toBeFocused();
}

/** Where the buttons of the search are: what is counted beside them must not move them from under the mouse. */
const placesOfTools = (page: Page): Promise<number[]> => bar(page).getByRole("button").evaluateAll((tools) => tools.map((tool) => tool.getBoundingClientRect().x));

async function filterLog(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Levels" }).click();
  await page.getByRole("menuitem", { name: "Only errors and warnings" }).click();
  await expect(bar(page)).toContainText("35 of");
  await page.keyboard.press("Control+ArrowUp");
  await expect(line(page, 1006)).toContainText("WARNING");
  await expect(line(page, 2006)).toContainText("WARNING");
  await page.getByRole("button", { name: "Levels" }).click();
  await page.getByRole("menuitem", { name: "All lines" }).click();
  await goToLine(page, 20_000);
  await expect(line(page, 20_000)).toContainText("record number 19994");
}

async function goToLine(page: Page, number: number): Promise<void> {
  await page.keyboard.press("Control+g");
  await page.getByRole("textbox", { name: "Go to line" }).fill(String(number));
  await page.keyboard.press("Enter");
  await expect(line(page, number)).toBeInViewport();
}

async function foldLog(page: Page): Promise<void> {
  await page.keyboard.press("Control+ArrowUp");
  await expect(log(page)).toContainText("Set up");
  await expect(line(page, 3)).toHaveCount(0);
  await log(page).focus();
  await page.keyboard.press("e");
  await expect(line(page, 3)).toContainText("step 2");
  await expect(line(page, 3)).toContainText("03:04:02");
  await page.keyboard.press("t");
  await expect(line(page, 3)).not.toContainText("03:04:02");
  await page.keyboard.press("t");
}

/** What a task prints is text: nothing runs, nothing moves, nothing is hidden. */
export async function hostileLog(page: Page): Promise<void> {
  await openNoisy(page);
  await expect(line(page, errorLine)).toBeInViewport();
  await goToLine(page, 30_008);
  await expect(line(page, 30_007)).toHaveText("30007all 100 %");
  await expect(line(page, 30_008)).toContainText("<img src=x onerror=alert(1)>");
  await expect(line(page, 30_008)).toContainText("<U+202E>reversed␀nul \ufffdbad");
  await expect(log(page).locator("img")).toHaveCount(0);
  await expect(line(page, 30_009).getByRole("button", { name: "no link" })).toHaveCount(0);
  await line(page, 30_009).getByRole("button", { name: "the docs" }).click();
  await expect(page.getByRole("dialog", { name: "Open this page?" })).toContainText("https://example.org/docs");
  await page.getByRole("button", { name: "Cancel" }).click();
  await goToLine(page, 30_011);
  await line(page, 30_010).getByRole("button", { name: /show all/ }).click();
  await expect(line(page, 30_010)).toContainText("download the log to read them");
}

/** The number of a line gives it an address, which opens the run, the try and the line again. */
export async function lineAddress(page: Page, clipboard: () => Promise<string>): Promise<string> {
  await openNoisy(page);
  await page.getByRole("button", { name: /^Try 1/ }).click();
  await expect(line(page, errorLine)).toBeInViewport();
  await line(page, errorLine + 1).getByRole("button", { name: `Line ${errorLine + 1}` }).click();
  await expect(page).toHaveURL(/try=1&line=30012/);
  await line(page, errorLine + 3).getByRole("button", { name: /^Line/ }).click({ modifiers: ["Shift"] });
  await log(page).focus();
  await page.keyboard.press("Control+c");
  await expect.poll(clipboard).toBe('Traceback (most recent call last):\n  File "app.py", line 3, in work\nValueError: no such plan');
  await page.getByRole("radiogroup", { name: "Face of the DAG" }).getByText("Tasks", { exact: true }).click();
  await page.keyboard.press("Alt+Shift+c");
  await expect.poll(clipboard).toMatch(/run.*30012/);
  return clipboard();
}

/** The run, the try, the face and the line are there again, in the window or in another one. */
export async function expectLine(page: Page): Promise<void> {
  await expect(page.getByRole("radio", { name: "Tasks" })).toBeChecked();
  await expect(page.getByRole("region", { name: "Task talk" }).getByRole("button", { name: /^Try 1/ })).toHaveAttribute("aria-pressed", "true");
  await expect(line(page, errorLine + 1)).toBeInViewport();
  await expect(line(page, errorLine + 1)).toHaveAttribute("data-current", "true");
}

/** From the list of DAGs to the failing line and back, without a mouse. */
export async function keysAlone(page: Page): Promise<void> {
  await openNoisy(page);
  await page.keyboard.press("Alt+2");
  const grid = page.getByRole("grid", { name: "DAGs" });
  await expect(grid).toBeVisible();
  await grid.getByRole("row", { name: /noisy/ }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "noisy", level: 1 })).toBeVisible();
  await page.keyboard.press("Shift+ArrowDown");
  await expect(page.getByRole("region", { name: "Task talk" })).toBeVisible();
  await expect(line(page, errorLine)).toBeInViewport();
  await page.keyboard.press("Shift+E");
  await expect(line(page, errorLine)).toHaveAttribute("data-current", "true");
  await page.keyboard.press("f");
  await expect(log(page)).toBeVisible();
  await page.keyboard.press("f");
  await page.keyboard.press("Alt+2");
  await expect(grid).toBeVisible();
}

/** What the try was started as, what it used, and its tries side by side. */
export async function readPanel(page: Page): Promise<void> {
  await openNoisy(page);
  const panel = page.getByRole("region", { name: "Task talk" });
  await panel.getByRole("tab", { name: "Details" }).click();
  await expect(panel.getByText("bash -c", { exact: false }).first()).toBeVisible();
  await expect(panel.getByRole("region", { name: "Environment" })).toContainText("DAGWRIGHT_WORKSPACE");
  await panel.getByRole("tab", { name: "Resources" }).click();
  await expect(panel.getByRole("table", { name: "Resources of try 2" })).toContainText("Wall time");
  await panel.getByRole("tab", { name: /^Tries/ }).click();
  const tries = panel.getByRole("table", { name: "Tries compared" });
  await expect(panel.getByText("Attempt 2 of 2")).toBeVisible();
  await expect(tries.getByRole("row", { name: /^Exit code/ })).toContainText("3");
  await tries.getByRole("button", { name: "Try 1" }).click();
  await expect(panel.getByText("Attempt 1 of 2")).toBeVisible();
}

/** A growing log is followed; scrolled away from, it says what came. */
export async function followLog(page: Page): Promise<void> {
  await openDag(page, "growing");
  await runDag(page);
  await openTask(page, "drip");
  await expect(log(page)).toContainText("drop 60", { timeout: 30_000 });
  // The driver's own way waits until nothing moves, and here lines come all the time.
  const box = await log(page).boundingBox();
  await page.mouse.move((box?.x ?? 0) + (box?.width ?? 0) / 2, (box?.y ?? 0) + (box?.height ?? 0) / 2);
  await page.mouse.wheel(0, -400);
  const pill = page.getByRole("button", { name: /\d+ new lines?/ });
  await expect(pill).toBeVisible();
  const shown = await log(page).locator("[data-line]").first().getAttribute("data-line");
  await page.waitForTimeout(700);
  expect(await log(page).locator("[data-line]").first().getAttribute("data-line")).toBe(shown);
  await pill.click();
  await expect(pill).toHaveCount(0);
  await expect(bar(page)).toContainText("live");
  await page.keyboard.press("F9");
  await expectRunState(page, "growing", "Failed");
}
