/** The way of a person who looks for a cause, without a mouse: list, grid, cell, log, search, errors, why it did not run, comparison, and back. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, type Page } from "playwright/test";
import { focusOf, press, tabTo } from "./accessibility.ts";
import { expectRunState, openDag, runDag } from "./journeys.ts";

export const inspectedDags = {
  "another.dag.yaml": "dag: another\ntasks:\n  one: { config_type: EmptyTask }\n",
  "inspected.dag.yaml": `dag: inspected
tasks:
  raw: { config_type: BashTask, bash: echo raw }
  load: { config_type: BashTask, bash: load.sh, deps: [raw] }
  report: { config_type: BashTask, bash: echo report, deps: [load] }
`,
  "load.sh": `for n in $(seq 1 400); do echo "INFO record $n"; done
[ -e broken ] || exit 0
echo 'ERROR the first one'
for n in $(seq 401 800); do echo "INFO record $n"; done
echo 'ERROR the second one'
exit 3
`,
};

const task = (page: Page, id: string) => page.getByRole("region", { name: `Task ${id}` });
const line = (page: Page, number: number) => page.getByRole("log").locator(`[data-line="${number}"]`);

/** A good run and a failed one; by mouse, since that is not what is tried here. */
async function goodThenBad(page: Page, workspace: string): Promise<void> {
  await openDag(page, "inspected");
  await runDag(page);
  await expectRunState(page, "inspected", "Success");
  writeFileSync(join(workspace, "broken"), "");
  await runDag(page);
  await expectRunState(page, "inspected", "Failed");
}

export async function inspectByKeys(page: Page, workspace: string): Promise<void> {
  await goodThenBad(page, workspace);
  await toDagByKeys(page);
  await toCellByKeys(page);
  await throughLogByKeys(page);
  await whyByKeys(page);
  await compareByKeys(page);
  await press(page, "Alt+2");
  await expect(page.getByRole("heading", { name: "DAGs", level: 1 })).toBeVisible();
  await tabTo(page, /^div row/);
  await press(page, "Alt+ArrowLeft");
  await expect(page.getByRole("heading", { name: "inspected", level: 1 })).toBeVisible();
  await press(page, "Alt+ArrowRight");
  await expect(page.getByRole("heading", { name: "DAGs", level: 1 })).toBeVisible();
}

async function toDagByKeys(page: Page): Promise<void> {
  await press(page, "Alt+2");
  await expect(page.getByRole("heading", { name: "DAGs", level: 1 })).toBeVisible();
  await tabTo(page, /^div row/);
  await press(page, "End");
  await expect.poll(() => focusOf(page)).toContain("inspected");
  await press(page, "Enter");
  await expect(page.getByRole("heading", { name: "inspected", level: 1 })).toBeVisible();
}

/** The cell of the task that failed, in the newest run. */
async function toCellByKeys(page: Page): Promise<void> {
  await press(page, "g");
  const grid = page.getByRole("grid", { name: "Grid of inspected" });
  await expect(grid).toBeVisible();
  // The key leads into it, not only to it.
  await expect.poll(() => focusOf(page)).toContain("Grid of inspected");
  const active = (): Promise<string> => grid.evaluate((element) => document.getElementById(element.getAttribute("aria-activedescendant") ?? "")?.getAttribute("aria-label") ?? "nothing");
  await press(page, "Control+Home");
  await press(page, "End");
  await press(page, "ArrowDown");
  await expect.poll(active).toBe("Failed");
  await press(page, "Enter");
  await expect(task(page, "load")).toBeVisible();
  await expect(line(page, 401)).toContainText("the first one");
  // What the log says of why stands in the first line of the run and of its task.
  await expect(page.getByText("load failed: ERROR the first one (exit code 3). 1 task after it did not run")).toBeVisible();
  await expect(task(page, "load").getByRole("status").first()).toContainText("ERROR the first one (exit code 3)");
  expect(await focusOf(page)).toContain("Grid of inspected");
}

async function throughLogByKeys(page: Page): Promise<void> {
  await press(page, "/");
  await page.keyboard.type("record 7");
  const status = page.getByRole("toolbar", { name: "Log" }).getByRole("status");
  // 7, 70 to 79, 700 to 799.
  await expect(status).toHaveText("111 lines");
  await press(page, "Enter");
  await expect(status).toHaveText(/^\d+ of 111 lines$/);
  await press(page, "Escape");
  await expect(page.getByRole("log")).toBeFocused();
  await press(page, "Shift+E");
  await expect(line(page, 401)).toHaveAttribute("data-current", "true");
  await press(page, "F8");
  await expect(line(page, 802)).toHaveAttribute("data-current", "true");
  await expect(line(page, 802)).toContainText("the second one");
  // Both ends of the log are known: the next one after the last is the first.
  await press(page, "F8");
  await expect(line(page, 401)).toHaveAttribute("data-current", "true");
}

/** The log goes with its task; keys go on in the panel. */
async function whyByKeys(page: Page): Promise<void> {
  await press(page, "Shift+ArrowDown");
  await expect(task(page, "report")).toBeVisible();
  await expect(page.getByRole("tab", { name: "Why it did not run" })).toHaveAttribute("aria-selected", "true");
  await tabTo(page, /^button tab Why it did not run/);
  await press(page, "ArrowRight");
  await expect(page.getByRole("tab", { name: "Log", exact: true })).toHaveAttribute("aria-selected", "true");
  await press(page, "ArrowLeft");
  await expect(page.getByRole("list", { name: "Gates before the task" })).toContainText("Its trigger rule all_success cannot be met any more.");
  await tabTo(page, /^button {2}load/);
  await press(page, "Enter");
  await expect(task(page, "load")).toBeVisible();
}

async function compareByKeys(page: Page): Promise<void> {
  await press(page, "Shift+D");
  await expect(page.getByRole("region", { name: "Comparison of two runs" })).toBeVisible();
  await tabTo(page, /^div row/);
  await press(page, "ArrowDown");
  await press(page, "Enter");
  await expect(page.getByRole("complementary", { name: /in both runs$/ })).toBeVisible();
  await tabTo(page, /^button {2}Stop comparing/, "Shift+Tab");
  await press(page, "Enter");
  await expect(page.getByRole("region", { name: "Comparison of two runs" })).toHaveCount(0);
  await expect(page.getByRole("grid", { name: "Grid of inspected" })).toBeVisible();
}
