/** Mapped tasks and pools as a person sees and acts on them. The same in the desktop and in the browser. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, type Locator, type Page } from "playwright/test";
import { expectAccessible } from "./accessibility.ts";
import { expectNode, expectRunState, openDag, openTask, runDag } from "./journeys.ts";
import { choose, goTo } from "./screens.ts";
import type { TestWorkspace } from "./workspaces.ts";

/** Of a thousand one fails until there is a file. */
export const mappedDags = {
  "dagwright.json": JSON.stringify({ pools: { narrow: 1 } }),
  "wide.dag.yaml": `dag: wide
tasks:
  load:
    config_type: BashTask
    expand: '{{ range(1000) | list | tojson }}'
    map_index_template: 'user {{ map.item * 7 }}'
    bash: 'echo "user of {{ map.item }}"; test {{ map.index }} -ne 700 -o -e mended'
  after: { config_type: BashTask, bash: 'true', deps: [load] }
`,
  "line.dag.yaml": `dag: line
tasks:
  step: { config_type: BashTask, expand: [a, b, c], max_active_tis_per_dagrun: 1, pool: narrow, bash: 'until [ -e go ]; do sleep 0.1; done' }
`,
};

const panel = (page: Page, taskId: string): Locator => page.getByRole("region", { name: `Task ${taskId}`, exact: true });
const list = (page: Page, taskId: string): Locator => page.getByRole("grid", { name: `Instances of ${taskId}` });
const only = (page: Page, state: string): Locator => page.getByRole("group", { name: "Only instances in one state" }).getByRole("button", { name: state });

/** From the counts on the node to the log of the one that failed, by keys, and cleared from there. */
export async function oneOfAThousand(page: Page, workspace: TestWorkspace): Promise<void> {
  await openDag(page, "wide");
  await runDag(page);
  // A thousand processes.
  await expectRunState(page, "wide", "Failed", 60_000);
  await expectNode(page, "load", "1000 of 1000 instances have ended: 1 failed, 999 success");
  await openTask(page, "load");
  await expect(page.getByRole("tab", { name: "Instances [1000/1000]" })).toHaveAttribute("aria-selected", "true");
  await expect(list(page, "load")).toHaveAttribute("aria-rowcount", "1001");
  expect(await list(page, "load").getByRole("row").count()).toBeLessThan(80);
  await expectAccessible(page, [{ name: "instances", open: async () => undefined }]);
  await only(page, "1 failed").focus();
  await page.keyboard.press("Enter");
  await expect(list(page, "load")).toHaveAttribute("aria-rowcount", "2");
  await list(page, "load").getByRole("row").last().focus();
  await page.keyboard.press("Enter");
  await expect(panel(page, "load[700]")).toContainText("user 4900");
  await expect(panel(page, "load[700]")).toContainText("user of 700");
  await expectAccessible(page, [{ name: "one instance", open: async () => undefined }]);
  expect(new URL(page.url()).hash).toContain("task=load%5B700%5D");
  // Its mapped task stays marked in the graph.
  await expect(page.locator('[data-task-id="load"]')).toHaveAttribute("data-emphasis", "selected");
  await page.getByRole("button", { name: "All instances of load" }).click();
  await expect(list(page, "load")).toHaveAttribute("aria-rowcount", "2");
  writeFileSync(join(workspace.path, "mended"), "");
  await list(page, "load").getByRole("row").last().focus();
  await page.keyboard.press("Space");
  await page.getByRole("toolbar", { name: "Acts on the chosen instances" }).getByRole("button", { name: "Clear…" }).click();
  const listed = page.getByRole("dialog").getByRole("region", { name: "Tasks that run again" });
  await expect(listed.getByRole("listitem").filter({ hasText: "load[700]" })).toBeVisible();
  await page.getByRole("dialog").getByRole("button", { name: "Clear 2 tasks" }).click();
  await expectRunState(page, "wide", "Success");
  await expect(only(page, "1,000 success")).toBeVisible();
}

/** Grid and list of tasks say the same; an instance is opened by its address. */
export async function countsEverywhere(page: Page): Promise<void> {
  await openDag(page, "line");
  await runDag(page);
  await expectNode(page, "step", "0 of 3 instances have ended: 1 running, 2 scheduled");
  await openTask(page, "step");
  await expect(only(page, "1 running")).toBeVisible();
  await choose(page, "Face of the DAG", "Grid");
  await expect(page.getByRole("rowheader", { name: "step, [0/3] instances" })).toBeVisible();
  await choose(page, "Face of the DAG", "Tasks");
  await expect(page.getByRole("grid", { name: "Tasks" }).getByText("[0/3]")).toBeVisible();
}

/** What holds an instance back is said, with a way to the instance that holds the place. */
export async function whyAnInstanceWaits(page: Page, release: () => void): Promise<void> {
  await openDag(page, "line");
  await runDag(page);
  await expectNode(page, "step", "0 of 3 instances have ended: 1 running, 2 scheduled");
  await openTask(page, "step");
  await expect(only(page, "1 running")).toBeVisible();
  await goTo(page, `${new URL(page.url()).hash.split("?")[0]}?task=step%5B2%5D`);
  const gates = page.getByRole("list", { name: "Gates before the task" });
  await expect(gates).toContainText("At most 1 of this task may go at once in this run (max_active_tis_per_dagrun).");
  await expect(gates).toContainText("Pool narrow is full: 1 of 1 slots are taken.");
  await gates.getByRole("button", { name: "step[0]" }).first().click();
  await expect(panel(page, "step[0]")).toBeVisible();
  await page.getByRole("button", { name: "The instance after" }).click();
  await expect(panel(page, "step[1]")).toBeVisible();
  release();
  await expectRunState(page, "line", "Success");
}

/** Who holds the slots and who waits, with ways there; more slots start what waits; the act is taken back. */
export async function slotsOfAPool(page: Page, release: () => void): Promise<void> {
  await openDag(page, "line");
  await runDag(page);
  await expectNode(page, "step", "1 running, 2 scheduled");
  await page.getByRole("link", { name: "Health", exact: true }).click();
  await page.getByRole("region", { name: "Tasks", exact: true }).getByRole("link", { name: /^Pools/ }).click();
  const narrow = page.getByRole("region", { name: "Pool narrow" });
  await expect(narrow).toContainText("1 of 1 slots taken");
  await expect(narrow.getByRole("list", { name: "Waits, the next first" })).toContainText("line · step[1]");
  await expect(narrow.getByRole("list", { name: "Used by" })).toContainText("1 task");
  await expectAccessible(page, [{ name: "pools", open: async () => undefined }]);
  await narrow.getByRole("button", { name: "Change the slots of narrow" }).click();
  await page.getByRole("dialog").getByRole("textbox", { name: "Slots" }).fill("3");
  await expectAccessible(page, [{ name: "slots of a pool", open: async () => undefined }]);
  await page.keyboard.press("Enter");
  await expect(narrow).toContainText("1 of 3 slots taken");
  // The news may be painted before the dialog has its answer; a key pressed then is the dialog's.
  await expect(page.getByRole("dialog")).toBeHidden();
  await page.keyboard.press("ControlOrMeta+z");
  await expect(narrow).toContainText("1 of 1 slots taken");
  await narrow.getByRole("button", { name: "Remove pool narrow" }).click();
  await expect(page.getByRole("dialog")).toContainText("line (1 task)");
  await page.getByRole("dialog").getByRole("button", { name: "Remove the pool" }).click();
  await expect(narrow).toContainText("no bound");
  await narrow.getByRole("list", { name: "Takes slots" }).getByRole("link", { name: "line · step[0]" }).click();
  await expect(panel(page, "step[0]")).toBeVisible();
  release();
  await expectRunState(page, "line", "Success");
}
