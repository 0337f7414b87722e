/** The grid of runs, as a person uses it: real runs, seen, walked by keys, narrowed, followed live; and the list of all runs. */
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, type Locator, type Page } from "playwright/test";
import { expectAccessible } from "./accessibility.ts";
import { openDag, runDag, runToEnd } from "./journeys.ts";
import { choose, goTo } from "./screens.ts";
import type { TestWorkspace } from "./workspaces.ts";

/** `load` fails, and its retry too. */
function gridText(more = ""): string {
  return `dag: watched
task_groups: { dims: { doc: What is looked up } }
tasks:
  raw: { config_type: BashTask, bash: 'echo raw' }
  load: { config_type: PythonTask, python: load.py, deps: [raw], retries: 1, retry_delay: 100ms, group: dims }
  look: { config_type: EmptyTask, deps: [raw], group: dims }
  end: { config_type: BashTask, bash: 'echo end', deps: [load, look] }
${more}`;
}

export const gridDags = {
  "watched.dag.yaml": gridText(),
  "load.py": "import sys\nsys.exit(3)\n",
  "slow.dag.yaml": "dag: slow\ntasks:\n  first: { config_type: BashTask, bash: 'until [ -e go ]; do sleep 0.1; done' }\n  second: { config_type: BashTask, bash: sleep 30, deps: [first] }\n",
};

export async function openGridFace(page: Page, dagId: string): Promise<Locator> {
  await choose(page, "Face of the DAG", "Grid");
  const grid = page.getByRole("grid", { name: `Grid of ${dagId}` });
  await expect(grid).toBeVisible();
  return grid;
}

function row(grid: Locator, task: string): Locator {
  return grid.getByRole("row").filter({ has: grid.page().getByRole("rowheader", { name: task }) });
}

/** The words of the cells of a row, oldest run first. */
async function expectCells(grid: Locator, task: string, words: readonly string[]): Promise<void> {
  await expect.poll(() => row(grid, task).getByRole("gridcell").evaluateAll((cells) => cells.map((cell) => cell.getAttribute("aria-label"))), { timeout: 30_000 }).toEqual(words);
}

/** A failure, a change of the DAG, a success: what was and what is no more, where it changed, and one selection. */
export async function gridTellsHistory(page: Page, workspace: TestWorkspace): Promise<void> {
  await openDag(page, "watched");
  await runToEnd(page, "watched", "Failed");
  const grid = await openGridFace(page, "watched");
  await expectCells(grid, "load", ["Failed"]);
  await expectCells(grid, "end", ["Upstream failed"]);
  await expectCells(grid, "dims, task group, 2 tasks, open", ["Failed"]);

  writeFileSync(join(workspace.path, "load.py"), "print('loaded')\n");
  writeFileSync(join(workspace.path, "watched.dag.yaml"), gridText("  sent: { config_type: EmptyTask, deps: [load] }\n").replace(/ {2}look: .*\n/, "").replace("[load, look]", "[load]"));
  await expect(grid.getByRole("rowheader", { name: "sent" })).toBeVisible({ timeout: 20_000 });
  await runToEnd(page, "watched", "Success");
  await expectCells(grid, "load", ["Failed", "Success"]);
  await expectCells(grid, "sent", ["Not in this version", "Success"]);
  await expectCells(grid, "look, not in the DAG as it is today", ["Success", "Not in this version"]);
  await expect(grid.getByRole("columnheader", { name: /the DAG changed before this run/ })).toHaveCount(1);

  await test.step("one selection", async () => {
    await row(grid, "load").getByRole("gridcell").first().click();
    const panel = page.getByRole("region", { name: "Task load" });
    await expect(panel).toBeVisible();
    await expect(page.getByRole("region", { name: "DAG watched" })).toHaveAttribute("data-run-state", "failed");
    await page.keyboard.press("g");
    await expect(page.locator("[data-emphasis=selected]")).toHaveAttribute("data-task-id", "load");
    await page.keyboard.press("g");
    await expect(row(grid, "load").getByRole("gridcell").first()).toHaveAttribute("aria-selected", "true");
    // In the grid Shift and arrows draw a rectangle; beside it they go from run to run.
    await page.getByRole("button", { name: "Filters" }).focus();
    await page.keyboard.press("Shift+ArrowRight");
    await expect(row(grid, "load").getByRole("gridcell").nth(1)).toHaveAttribute("aria-selected", "true");
    await expect(page.getByRole("region", { name: "DAG watched" })).toHaveAttribute("data-run-state", "success");
  });
}

/** Arrows, Enter, Space, Home and End; what the cell says is heard. */
export async function gridByKeys(page: Page): Promise<void> {
  await openDag(page, "watched");
  await runToEnd(page, "watched", "Failed");
  await runToEnd(page, "watched", "Failed");
  // The key leads into the grid, and back into the graph.
  const grid = page.getByRole("grid", { name: "Grid of watched" });
  await page.keyboard.press("g");
  await expect(grid).toBeFocused();
  await page.keyboard.press("g");
  await expect(page.getByRole("application", { name: /^Graph of watched/ })).toBeFocused();
  await page.keyboard.press("g");
  const active = (): Promise<string> =>
    grid.evaluate((element) => {
      const at = document.getElementById(element.getAttribute("aria-activedescendant") ?? "");
      return `${at?.closest("[role=row]")?.querySelector("[role=rowheader], [role=columnheader]")?.textContent ?? ""} / ${at?.getAttribute("aria-label") ?? at?.textContent ?? "nothing"}`;
    });
  await expect(grid).toBeFocused();
  await expect.poll(active).toBe("raw / Success");
  await page.keyboard.press("ArrowDown");
  await expect.poll(active).toMatch(/^dims/);
  await page.keyboard.press("ArrowDown");
  await expect.poll(active).toBe("load / Failed");
  await expect(page.getByRole("tooltip")).toContainText("try 2 of 2");
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowLeft");
  await expect.poll(active).toBe("load / load");
  await page.keyboard.press("Control+End");
  await expect.poll(active).toBe("end / Upstream failed");
  await page.keyboard.press("Control+Home");
  await expect.poll(active).toBe("raw / Success");
  await page.keyboard.press("ArrowUp");
  await expect.poll(active).toMatch(/Run manual__.*Failed/);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Space");
  await expect(grid.getByRole("rowheader", { name: "dims, task group, 2 tasks, folded" })).toBeVisible();
  await expect(grid.getByRole("rowheader", { name: "load" })).toHaveCount(0);
  await page.keyboard.press("Space");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("region", { name: "Task load" })).toBeVisible();
  await expect(row(grid, "load").getByRole("gridcell").first()).toHaveAttribute("aria-selected", "true");
}

/** A rectangle of runs by tasks, drawn by keys and by mouse, is marked with its exact list shown first, and taken back. */
export async function gridIsSelected(page: Page): Promise<void> {
  await openDag(page, "watched");
  await runToEnd(page, "watched", "Failed");
  await runToEnd(page, "watched", "Failed");
  const grid = await openGridFace(page, "watched");
  const acts = page.getByRole("toolbar", { name: "Acts on the selected tasks" });
  await grid.focus();
  await page.keyboard.press("Control+Home");
  await page.keyboard.press("Control+Shift+End");
  await expect(acts.getByRole("status")).toHaveText("8 task instances in 2 runs");
  await page.keyboard.press("Shift+ArrowUp");
  await expect(acts.getByRole("status")).toHaveText("6 task instances in 2 runs");
  await expect(row(grid, "load").getByRole("gridcell", { selected: true })).toHaveCount(2);
  await expect(row(grid, "end").getByRole("gridcell", { selected: true })).toHaveCount(0);
  await expectAccessible(page, [{ name: "grid-selected", open: () => expect(acts).toBeVisible() }]);
  await page.keyboard.press("Escape");
  await expect(acts).toHaveCount(0);

  await row(grid, "load").getByRole("gridcell").first().click();
  await row(grid, "end").getByRole("gridcell").nth(1).click({ modifiers: ["Shift"] });
  await expect(acts.getByRole("status")).toHaveText("6 task instances in 2 runs");
  await acts.getByRole("button", { name: "Mark success…" }).click();
  const dialog = page.getByRole("dialog", { name: "Mark tasks of 2 runs as success" });
  // What succeeded keeps its state.
  await expect(dialog.getByText("4 tasks, in 2 runs")).toBeVisible();
  await dialog.getByRole("textbox", { name: "Reason" }).fill("Loaded by hand");
  await dialog.getByRole("button", { name: "Mark 4 tasks success" }).click();
  await expectCells(grid, "load", ["Success", "Success"]);
  await expectCells(grid, "end", ["Success", "Success"]);
  await page.getByRole("alert").filter({ hasText: /Marked 4 tasks success/ }).getByRole("button", { name: "Undo" }).click();
  await expectCells(grid, "load", ["Failed", "Failed"]);
  await expectCells(grid, "end", ["Upstream failed", "Upstream failed"]);
  await grid.getByRole("columnheader", { name: /^Run manual/ }).first().click({ modifiers: ["Shift"] });
  await acts.getByRole("button", { name: "Select none" }).click();
  await expect(acts).toHaveCount(0);
}

/** The engine's events alone: nothing is read anew, and nobody reloads. A file lets the first task end. */
export async function gridIsLive(page: Page, workspace: TestWorkspace): Promise<void> {
  await openDag(page, "slow");
  await runDag(page);
  const grid = await openGridFace(page, "slow");
  await expectCells(grid, "first", ["Running"]);
  await expectCells(grid, "second", ["No status"]);
  const go = join(workspace.path, "go");
  writeFileSync(go, "");
  await expectCells(grid, "first", ["Success"]);
  await expectCells(grid, "second", ["Running"]);
  await page.getByRole("button", { name: /^Cancel/ }).first().click();
  await expectCells(grid, "second", ["Failed"]);
  rmSync(go);
  await runDag(page);
  await expectCells(grid, "first", ["Success", "Running"]);
  await page.getByRole("button", { name: /^Cancel/ }).first().click();
  await expectCells(grid, "second", ["Failed", "Skipped"]);
}

/** Each filter narrows, is kept with the view, and says so when nothing is left. */
export async function gridIsNarrowed(page: Page): Promise<void> {
  await openDag(page, "watched");
  await runToEnd(page, "watched", "Failed");
  const grid = await openGridFace(page, "watched");
  const names = (): Promise<string[]> => grid.getByRole("rowheader").evaluateAll((all) => all.map((each) => each.getAttribute("aria-label")?.split(",")[0] ?? ""));
  const query = page.getByRole("textbox", { name: "Filter tasks" });
  await query.fill("+load");
  await expect.poll(names).toEqual(["raw", "dims", "load"]);
  await query.fill("look+");
  await expect.poll(names).toEqual(["dims", "look", "end"]);
  await query.fill("nobody");
  await expect(page.getByRole("status").filter({ hasText: "No task is named nobody" })).toBeVisible();
  await query.fill("");
  await page.getByRole("button", { name: "Filters" }).click();
  await page.getByRole("combobox", { name: "State of the task, in any shown run" }).click();
  await page.getByRole("option", { name: "Upstream failed" }).click();
  await expect.poll(names).toEqual(["end"]);
  await page.getByRole("combobox", { name: "Run state" }).click();
  await page.getByRole("option", { name: "Success" }).click();
  await expect(page.getByText("No run fits the filters")).toBeVisible();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await goTo(page, "#/");
  await openDag(page, "watched");
  await expect(page.getByText("No run fits the filters")).toBeVisible();
  await page.getByRole("button", { name: "Clear filters" }).click();
  await expect.poll(names).toEqual(["raw", "dims", "load", "look", "end"]);
}

export async function gridForEverybody(page: Page): Promise<void> {
  await openDag(page, "watched");
  await runToEnd(page, "watched", "Failed");
  await openGridFace(page, "watched");
  await expectAccessible(page, [
    { name: "grid", open: async () => void (await page.getByRole("gridcell").first().hover()) },
    { name: "grid-filters", open: (at) => at.getByRole("button", { name: "Filters" }).click() },
    { name: "runs-narrowed", open: (at) => goTo(at, "#/runs?type=manual&id=manual") },
  ]);
}

/** By state, type, DAG, day and a part of the id: the filters stand in the address. */
export async function runsAreNarrowed(page: Page): Promise<void> {
  await openDag(page, "watched");
  await runToEnd(page, "watched", "Failed");
  await openDag(page, "slow");
  await runDag(page);
  await page.getByRole("link", { name: "Runs", exact: true }).click();
  const rows = page.getByRole("grid", { name: "Runs" }).getByRole("link", { name: /^(watched|slow)$/ });
  await expect(rows).toHaveText(["slow", "watched"]);
  await page.getByRole("group", { name: "State" }).getByRole("button", { name: "Failed" }).click();
  await expect(rows).toHaveText(["watched"]);
  await page.getByRole("group", { name: "State" }).getByRole("button", { name: "Failed" }).click();
  await page.getByRole("combobox", { name: "Run type" }).click();
  await page.getByRole("option", { name: "backfill" }).click();
  await expect(page.getByText("No run matches")).toBeVisible();
  await page.getByRole("combobox", { name: "Run type" }).click();
  await page.getByRole("option", { name: "manual" }).click();
  await expect(rows).toHaveCount(2);
  const text = page.getByRole("textbox", { name: "Part of the run id" });
  await text.fill("MANUAL__20");
  await expect(page).toHaveURL(/id=MANUAL__20/);
  await expect(rows).toHaveCount(2);
  await text.fill("nothing_%");
  await expect(page.getByText("No run matches")).toBeVisible();
  await text.fill("");
  await page.getByLabel("Queued on this day or later").fill("2030-01-01");
  await expect(page.getByText("No run matches")).toBeVisible();
  await page.getByLabel("Queued on this day or later").fill("2020-01-01");
  await expect(rows).toHaveCount(2);
  await openDag(page, "slow");
  await page.getByRole("button", { name: /^Cancel/ }).first().click();
}
