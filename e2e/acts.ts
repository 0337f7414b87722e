/** What people do to runs, and how it is told of afterwards. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, type Page } from "playwright/test";
import { expectNode, expectRunState, openDag, openTask, runDag, runToEnd } from "./journeys.ts";
import { expectAccessible } from "./accessibility.ts";
import { choose, goTo, type Screen } from "./screens.ts";
import type { TestWorkspace } from "./workspaces.ts";

/** `check` fails until there is a file that says that all is well. */
export const actDags = {
  "acts.dag.yaml": `dag: acts
schedule: '0 3 1 1 *'
max_active_runs: 9
params: { size: { default: 1, type: integer } }
tasks:
  load: { config_type: BashTask, bash: 'echo loaded {{ params.size }}' }
  check: { config_type: BashTask, bash: 'test -f fixed.flag', deps: [load] }
  report: { config_type: BashTask, bash: 'echo report', deps: [check] }
`,
  "slow.dag.yaml": `dag: slow
max_active_runs: 9
tasks:
  wait: { config_type: BashTask, bash: 'sleep 60' }
  after: { config_type: BashTask, bash: 'echo after', deps: [wait] }
`,
};

const dialog = (page: Page) => page.getByRole("dialog");
const notice = (page: Page, text: RegExp) => page.getByRole("alert").filter({ hasText: text });
const undoKey = "ControlOrMeta+z";

async function failedRun(page: Page): Promise<void> {
  await openDag(page, "acts");
  await runDag(page);
  await expectRunState(page, "acts", "Failed");
  await expectNode(page, "check", "failed");
}

async function listed(page: Page, region: string): Promise<string[]> {
  const list = dialog(page).getByRole("region", { name: region });
  await expect(list).toHaveAttribute("aria-busy", "false");
  return (await list.getByRole("listitem").allInnerTexts()).map((text) => text.split("\n").at(-1) ?? "");
}

/** The list first; then exactly that, with its reason in the trail. */
export async function clearShowsItsList(page: Page, workspace: TestWorkspace): Promise<void> {
  await failedRun(page);
  await openTask(page, "check");
  await page.keyboard.press("Shift+C");
  await expect(dialog(page).getByRole("heading", { name: "Clear check" })).toBeVisible();
  await expect.poll(() => listed(page, "Tasks that run again")).toEqual(["check", "report"]);
  await dialog(page).getByRole("button", { name: "Upstream", exact: true }).click();
  await expect.poll(() => listed(page, "Tasks that run again")).toEqual(["load", "check", "report"]);
  await dialog(page).getByRole("button", { name: "Downstream", exact: true }).click();
  await dialog(page).getByRole("button", { name: "Upstream", exact: true }).click();
  await expect.poll(() => listed(page, "Tasks that run again")).toEqual(["check"]);
  await dialog(page).getByRole("button", { name: "Downstream", exact: true }).click();
  writeFileSync(join(workspace.path, "fixed.flag"), "");
  await dialog(page).getByRole("textbox", { name: "Reason" }).fill("The file has come");
  await dialog(page).getByRole("button", { name: "Clear 2 tasks" }).click();
  await expect(dialog(page)).toBeHidden();
  await expect(notice(page, /Cleared 2 tasks/)).toBeVisible();
  await expectRunState(page, "acts", "Success");
  await page.keyboard.press(undoKey);
  await expect(notice(page, /has begun again since \(try 2/)).toBeVisible();
  await goTo(page, "#/audit?dag=acts");
  const row = page.getByRole("row").filter({ hasText: "Cleared tasks" });
  await expect(row.getByRole("gridcell").filter({ hasText: "The file has come" })).toBeVisible();
  await row.getByRole("gridcell").first().click();
  await expect(dialog(page).getByRole("region", { name: "Tasks that changed" }).getByRole("listitem")).toHaveCount(2);
}

/** A mark with its reason; taken back by key as long as nothing ran since, with the states of before. */
export async function markAndUndo(page: Page): Promise<void> {
  await failedRun(page);
  await page.keyboard.press("Shift+S");
  await choose(page, "What to mark", "All tasks");
  await expect.poll(() => listed(page, "Tasks that take this state")).toEqual(["check", "report"]);
  await dialog(page).getByRole("textbox", { name: "Reason" }).fill("Checked by hand");
  await dialog(page).getByRole("button", { name: "Mark 2 tasks success" }).click();
  await expectRunState(page, "acts", "Success");
  await expectNode(page, "report", "success");
  // The news may be painted before the dialog has its answer; a key pressed then is the dialog's.
  await expect(dialog(page)).toBeHidden();
  await page.keyboard.press(undoKey);
  await expectRunState(page, "acts", "Failed");
  await expectNode(page, "report", "upstream failed");
  await choose(page, "Face of the DAG", "Details");
  const trail = page.getByRole("region", { name: "What people did to this run" });
  await expect(trail.getByRole("listitem").filter({ hasText: "Took back: Marked success" })).toBeVisible();
  const marked = trail.getByRole("listitem").filter({ hasText: "Checked by hand" });
  await expect(marked.getByText("undone", { exact: true })).toBeVisible();
}

/** The same conf and params; with changes; on its own version; from a task on. */
export async function runsAgain(page: Page, workspace: TestWorkspace): Promise<void> {
  await openDag(page, "acts");
  await page.getByRole("button", { name: "More ways to run" }).click();
  await page.getByRole("menuitem", { name: /With params/ }).click();
  await dialog(page).getByRole("textbox", { name: "size" }).fill("7");
  await dialog(page).getByRole("textbox", { name: "Conf" }).fill('{ "user": 4711 }');
  await dialog(page).getByRole("button", { name: "Run DAG" }).click();
  await expectRunState(page, "acts", "Failed");
  await choose(page, "Face of the DAG", "Details");
  const given = page.getByRole("region", { name: "This run" });
  await expect(given.getByRole("term").filter({ hasText: "size" }).locator("+ dd")).toHaveText("7");
  await expect(given.getByRole("term").filter({ hasText: "user" }).locator("+ dd")).toHaveText("4711");
  await choose(page, "Face of the DAG", "Graph");
  const menu = async (item: RegExp): Promise<void> => {
    await page.getByRole("button", { name: "More ways to run" }).click();
    await page.getByRole("menuitem", { name: item }).click();
  };
  await menu(/^Run again with changes/);
  await expect(dialog(page).getByRole("textbox", { name: "size" })).toHaveValue("7");
  await expect(dialog(page).getByRole("textbox", { name: "Conf" })).toHaveValue(/4711/);
  await dialog(page).getByRole("textbox", { name: "size" }).fill("8");
  await dialog(page).getByRole("button", { name: "Run DAG" }).click();
  const header = page.getByRole("region", { name: "DAG acts" });
  await expect(header.getByText("repeats another run", { exact: true })).toBeVisible();
  await expectRunState(page, "acts", "Failed");
  writeFileSync(join(workspace.path, "acts.dag.yaml"), "dag: acts\ntasks:\n  other: { config_type: EmptyTask }\n");
  await expect(page.getByRole("switch", { name: /by its schedule/ })).toHaveCount(0);
  await menu(/^Run again on its own version/);
  await expect(header.getByText(/repeats another run on its version of the DAG/)).toBeVisible();
  await expectNode(page, "check", "failed");
  writeFileSync(join(workspace.path, "fixed.flag"), "");
  await openTask(page, "check");
  await menu(/^Run from here as a new run/);
  await expect(header.getByText(/from check on/)).toBeVisible();
  await expectRunState(page, "acts", "Success");
  await expectNode(page, "load", "skipped");
  await expectNode(page, "report", "success");
}

/** Checkboxes, ranges, all that match; each run that refuses is told of. */
export async function bulkActs(page: Page): Promise<void> {
  await openDag(page, "acts");
  for (let n = 0; n < 3; n += 1) await runToEnd(page, "acts", "Failed");
  await openDag(page, "slow");
  for (let n = 0; n < 2; n += 1) {
    await runDag(page);
    await expectNode(page, "wait", "running");
  }
  await page.getByRole("link", { name: "Runs", exact: true }).click();
  const grid = page.getByRole("grid", { name: "Runs" });
  const boxes = grid.getByRole("checkbox");
  await expect(boxes).toHaveCount(5);
  await boxes.nth(2).click();
  await boxes.nth(4).click({ modifiers: ["Shift"] });
  await expect(page.getByText("3 runs chosen")).toBeVisible();
  await page.getByRole("button", { name: "Mark success…" }).click();
  await expect(dialog(page).getByText("6 tasks, in 3 runs")).toBeVisible();
  await dialog(page).getByRole("textbox", { name: "Reason" }).fill("Late data");
  await dialog(page).getByRole("button", { name: "Mark 6 tasks success" }).click();
  await expect(dialog(page)).toBeHidden();
  await expect(grid.getByRole("row").filter({ hasText: "Success" })).toHaveCount(3);
  await notice(page, /Marked 6 tasks success/).getByRole("button", { name: "Undo" }).click();
  await expect(grid.getByRole("row").filter({ hasText: "Failed" })).toHaveCount(3);
  await page.getByRole("button", { name: /^Choose all that match/ }).click();
  await expect(page.getByText("5 runs chosen")).toBeVisible();
  await page.getByRole("button", { name: "Cancel 2…" }).click();
  await dialog(page).getByRole("button", { name: "Cancel 2 runs" }).click();
  await expect(grid.getByRole("row").filter({ hasText: "Failed" })).toHaveCount(5);
  await page.getByRole("button", { name: "Choose none" }).click();
  await expect(page.getByRole("toolbar", { name: "Acts on the chosen runs" })).toHaveCount(0);
}

/** Notes on a run and on a task, in the lists, and taken back. */
export async function notesOnRuns(page: Page): Promise<void> {
  await failedRun(page);
  await page.getByRole("button", { name: "Write a note" }).click();
  await dialog(page).getByRole("textbox", { name: "Note" }).fill("**Late** file, see <b>ticket</b> 12");
  await dialog(page).getByText("Preview", { exact: true }).click();
  await expect(dialog(page).getByRole("region", { name: "Preview" }).locator("strong")).toHaveText("Late");
  await expect(dialog(page).getByText("see <b>ticket</b> 12")).toBeVisible();
  await dialog(page).getByRole("button", { name: "Save note" }).click();
  await expect(page.getByRole("button", { name: /^Note: \*\*Late/ })).toBeVisible();
  await openTask(page, "check");
  await page.getByRole("region", { name: "Task check" }).getByRole("button", { name: "Write a note" }).click();
  await dialog(page).getByRole("textbox", { name: "Note" }).fill("flaky");
  await dialog(page).getByRole("button", { name: "Save note" }).click();
  await choose(page, "Face of the DAG", "Tasks");
  await expect(page.getByRole("row").filter({ hasText: "check" }).getByRole("img", { name: "Note: flaky" })).toBeVisible();
  await page.keyboard.press(undoKey);
  await expect(page.getByRole("img", { name: "Note: flaky" })).toHaveCount(0);
  await page.getByRole("link", { name: "Runs", exact: true }).click();
  await expect(page.getByRole("row").getByRole("img", { name: /^Note: \*\*Late/ })).toBeVisible();
}

/** The switch of the schedule is undone, and the trail is filtered and saved. */
export async function trailOfSchedule(page: Page): Promise<void> {
  await openDag(page, "acts");
  const toggle = page.getByRole("switch", { name: "Run acts by its schedule" });
  await toggle.click({ force: true });
  await expect(toggle).toBeChecked();
  await notice(page, /runs by its schedule from now on/).getByRole("button", { name: "Undo" }).click();
  await expect(toggle).not.toBeChecked();
  await goTo(page, "#/audit");
  const grid = page.getByRole("grid", { name: "Audit trail" });
  await expect(grid.getByRole("row").filter({ hasText: "Took back: Switched the schedule on" })).toBeVisible();
  await expect(grid.getByRole("row").filter({ hasText: "Trusted the workspace" })).toBeVisible();
  await page.getByRole("textbox", { name: "Search the audit trail" }).fill("nothing like it");
  await expect(page.getByText("Nothing is written here")).toBeVisible();
  await page.getByRole("textbox", { name: "Search the audit trail" }).fill("");
  await expect(grid).toBeVisible();
}

/** The tasks change while one looks: the list follows, and what was not shown is not done. */
export async function listFollowsItsRun(page: Page): Promise<void> {
  await failedRun(page);
  await page.keyboard.press("Shift+C");
  await choose(page, "What to clear", "All tasks");
  await expect.poll(() => listed(page, "Tasks that run again")).toEqual(["load", "check", "report"]);
  const states = dialog(page).getByRole("region", { name: "Tasks that run again" });
  await expect(states.getByText("Failed", { exact: true })).toBeVisible();
  const other = await page.context().newPage();
  await other.goto(page.url());
  await other.getByRole("img", { name: /^check, / }).click();
  await other.keyboard.press("Shift+S");
  await other.getByRole("dialog").getByRole("button", { name: /^Mark 1 task/ }).click();
  await expect(other.getByRole("dialog")).toBeHidden();
  await expect(states.getByText("Failed", { exact: true })).toHaveCount(0);
  await expect(states.getByText("Success", { exact: true })).toHaveCount(3);
  await other.close();
}

const screens: readonly Screen[] = [
  {
    name: "clear",
    open: async (page) => {
      await failedRun(page);
      await page.keyboard.press("Shift+C");
      await expect(dialog(page).getByRole("listitem").first()).toBeVisible();
    },
  },
  {
    name: "mark",
    open: async (page) => {
      await page.keyboard.press("Escape");
      await expect(dialog(page)).toHaveCount(0);
      await page.keyboard.press("Shift+F");
      await expect(dialog(page).getByRole("listitem").first()).toBeVisible();
    },
  },
  {
    name: "note",
    open: async (page) => {
      await page.keyboard.press("Escape");
      await expect(dialog(page)).toHaveCount(0);
      await page.getByRole("button", { name: "Write a note" }).click();
      await dialog(page).getByRole("textbox", { name: "Note" }).fill("text");
    },
  },
  {
    name: "trail of a run",
    open: async (page) => {
      await dialog(page).getByRole("button", { name: "Save note" }).click();
      await choose(page, "Face of the DAG", "Details");
      await expect(page.getByRole("region", { name: "What people did to this run" }).getByRole("listitem")).toHaveCount(2);
    },
  },
  {
    name: "chosen runs",
    open: async (page) => {
      await goTo(page, "#/runs");
      await page.getByRole("grid", { name: "Runs" }).getByRole("checkbox").first().click();
      await expect(page.getByRole("toolbar", { name: "Acts on the chosen runs" })).toBeVisible();
    },
  },
  {
    name: "audit",
    open: async (page) => {
      await goTo(page, "#/audit");
      await expect(page.getByRole("grid", { name: "Audit trail" })).toBeVisible();
    },
  },
  {
    name: "entry",
    open: async (page) => {
      await page.getByRole("grid", { name: "Audit trail" }).getByRole("row").filter({ hasText: "Wrote a note" }).getByRole("gridcell").first().click();
      await expect(dialog(page)).toBeVisible();
    },
  },
];

export async function accessibleActs(page: Page): Promise<void> {
  await expectAccessible(page, screens);
}

/** Space and Shift choose rows; no mouse. */
export async function choiceByKeyboard(page: Page): Promise<void> {
  await openDag(page, "acts");
  for (let n = 0; n < 3; n += 1) await runToEnd(page, "acts", "Failed");
  await page.getByRole("link", { name: "Runs", exact: true }).click();
  const rows = page.getByRole("grid", { name: "Runs" }).getByRole("row");
  await expect(rows).toHaveCount(4);
  await rows.nth(1).focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("Shift+ArrowDown");
  await expect(page.getByText("3 runs chosen")).toBeVisible();
  await expect(rows.nth(3)).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Space");
  await expect(page.getByText("2 runs chosen")).toBeVisible();
}
