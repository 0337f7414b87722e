/** Acts where something is in the way: a task that is at work, a run that is being stopped, runs on both sides of one. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, type Page } from "playwright/test";
import { expectAccessible } from "./accessibility.ts";
import { openGridFace } from "./grid.ts";
import { expectNode, expectRunState, openDag, openTask, runDag, runToEnd } from "./journeys.ts";
import { goTo } from "./screens.ts";

export const hardDags = {
  "midway.dag.yaml": `dag: midway
tasks:
  up: { config_type: BashTask, bash: 'echo once >> "$DAGWRIGHT_WORKSPACE/ups.txt"' }
  held: { config_type: BashTask, bash: 'until [ -e "$DAGWRIGHT_WORKSPACE/go" ]; do sleep 0.1; done', deps: [up] }
  after: { config_type: BashTask, bash: echo after, deps: [held] }
`,
  "stubborn.dag.yaml": `dag: stubborn
tasks:
  deaf: { config_type: BashTask, bash: 'trap "" TERM; until [ -e "$DAGWRIGHT_WORKSPACE/go" ]; do sleep 0.1; done' }
  after: { config_type: BashTask, bash: echo after, deps: [deaf] }
`,
  "daily.dag.yaml": `dag: daily
tasks:
  load: { config_type: BashTask, bash: echo loaded }
  check: { config_type: BashTask, bash: test -f fixed.flag, deps: [load] }
  report: { config_type: BashTask, bash: echo report, deps: [check] }
`,
};

const dialog = (page: Page) => page.getByRole("dialog");

async function listed(page: Page, region: string): Promise<string[]> {
  const list = dialog(page).getByRole("region", { name: region });
  await expect(list).toHaveAttribute("aria-busy", "false");
  return (await list.getByRole("listitem").allInnerTexts()).map((text) => text.split("\n").at(-1) ?? "");
}

/** What a task at work came from is cleared: that runs again, the task goes on, and the list says so beforehand. */
export async function clearAboveRunning(page: Page, workspace: string): Promise<void> {
  await openDag(page, "midway");
  await runDag(page);
  await expectNode(page, "held", "running");
  await openTask(page, "up");
  await page.keyboard.press("Shift+C");
  await expect.poll(() => listed(page, "Tasks that run again")).toEqual(["up", "held is at work and goes on as it is"]);
  await expect(dialog(page).getByRole("status")).toHaveText("1 task");
  await expectAccessible(page, [{ name: "clear above a running task", open: async () => undefined }]);
  await dialog(page).getByRole("button", { name: "Clear 1 task", exact: true }).click();
  await expect(dialog(page)).toBeHidden();
  await expectNode(page, "up", "success.*try 2");
  await expectNode(page, "held", "running");
  await page.getByRole("region", { name: "Task up" }).getByRole("tab", { name: /^Tries/ }).click();
  await expect(page.getByRole("table", { name: "Tries compared" })).toBeVisible();
  writeFileSync(join(workspace, "go"), "");
  await expectRunState(page, "midway", "Success");
  await openTask(page, "held");
  await expect(page.getByRole("region", { name: "Task held" }).getByRole("button", { name: /^Try 2/ })).toHaveCount(0);
}

/** While a run is being stopped its line says so; another press does nothing more, and the trail has one entry. */
export async function cancelTwice(page: Page): Promise<void> {
  await openDag(page, "stubborn");
  await runDag(page);
  await expectNode(page, "deaf", "running");
  await page.keyboard.press("F9");
  await expect(page.getByText(/being cancelled/)).toBeVisible();
  await expect(page.getByRole("button", { name: "Cancel run" })).toBeDisabled();
  await page.keyboard.press("F9");
  await expectRunState(page, "stubborn", "Failed");
  await expect(page.getByText("Cancelled: 0 of 2 tasks had succeeded")).toBeVisible();
  await page.keyboard.press("F9");
  await goTo(page, "#/audit?dag=stubborn");
  await expect(page.getByRole("grid", { name: "Audit trail" }).getByRole("row").filter({ hasText: "Started the run" })).toHaveCount(1);
  await expect(page.getByRole("grid", { name: "Audit trail" }).getByRole("row").filter({ hasText: "Cancelled the run" })).toHaveCount(1);
}

/** From one cell of the grid: the same tasks in the runs before it, or after it, each run in the list beforehand. */
export async function clearManyFromCell(page: Page, workspace: string): Promise<void> {
  await openDag(page, "daily");
  for (let n = 1; n <= 4; n += 1) await runToEnd(page, "daily", "Failed");
  const grid = await openGridFace(page, "daily");
  const words = (task: string): Promise<(string | null)[]> => grid.getByRole("row").filter({ has: page.getByRole("rowheader", { name: task }) }).getByRole("gridcell").evaluateAll((cells) => cells.map((cell) => cell.getAttribute("aria-label")));
  await expect.poll(() => words("check")).toEqual(Array(4).fill("Failed"));
  await grid.getByRole("row").filter({ has: page.getByRole("rowheader", { name: "check" }) }).getByRole("gridcell").nth(1).click();
  await expect(page.getByRole("region", { name: "Task check" })).toBeVisible();
  await page.keyboard.press("Shift+C");
  await expect.poll(() => listed(page, "Tasks that run again")).toEqual(["check", "report"]);
  await dialog(page).getByRole("button", { name: "Later runs", exact: true }).click();
  await expect(dialog(page).getByRole("status")).toHaveText("6 tasks, in 3 runs");
  await expect.poll(async () => (await listed(page, "Tasks that run again")).filter((line) => line === "check" || line === "report")).toEqual(["check", "report", "check", "report", "check", "report"]);
  writeFileSync(join(workspace, "fixed.flag"), "");
  await dialog(page).getByRole("button", { name: "Clear 6 tasks" }).click();
  await expect(dialog(page)).toBeHidden();
  await expect.poll(() => words("report"), { timeout: 30_000 }).toEqual(["Upstream failed", "Success", "Success", "Success"]);
  await expect.poll(() => words("load")).toEqual(Array(4).fill("Success"));
}
