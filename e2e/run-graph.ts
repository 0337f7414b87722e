/** The graph of a run: on the version that it used, filtered, with what it cost, what it waited for, and what it will take. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, type Locator, type Page } from "playwright/test";
import { folded } from "./groups.ts";
import { node } from "./draw.ts";
import { expectNode, expectRunState, openDag, runDag } from "./journeys.ts";
import { slowDag } from "./workspaces.ts";

/** Two groups, a task that fails when a file says so, and one that nothing depends on. */
export const flowDag = {
  "flow.dag.yaml": `dag: flow
task_groups:
  sources: {}
  steps: { doc: Cleans what came }
tasks:
  members: { config_type: BashTask, bash: 'sleep 0.1', group: sources }
  claims: { config_type: BashTask, bash: 'sleep 0.6', group: sources }
  clean: { config_type: BashTask, bash: 'if [ -f broken ]; then exit 3; fi; sleep 0.3', deps: [members, claims], group: steps }
  check: { config_type: BashTask, bash: 'true', deps: [clean], group: steps }
  publish: { config_type: EmptyTask, deps: [check] }
  notify: { config_type: BashTask, bash: 'true', deps: [members] }
`,
};

const other = `dag: flow
task_groups:
  inputs: {}
tasks:
  members: { config_type: BashTask, bash: 'sleep 0.2', group: inputs }
  claims: { config_type: BashTask, bash: 'sleep 0.6', group: inputs }
  clean: { config_type: BashTask, bash: 'true', deps: [members, claims] }
  publish: { config_type: EmptyTask, deps: [clean] }
  notify: { config_type: BashTask, bash: 'true', deps: [members] }
  archive: { config_type: EmptyTask, deps: [publish] }
`;

export const banner = (page: Page): Locator => page.getByRole("status").filter({ hasText: "This run used version" });
const frame = (page: Page, id: string): Locator => page.locator(`[data-graph-frame] [data-group-id="${id}"]`);

export async function runFlow(page: Page, end: "Success" | "Failed" = "Success"): Promise<void> {
  await openDag(page, "flow");
  await runDag(page);
  await expectRunState(page, "flow", end);
}

/** A run stays drawn as its own file drew it, whatever the file says later. */
export async function keepOwnVersion(page: Page, workspace: string): Promise<void> {
  await runFlow(page);
  await expectNode(page, "check", "success");
  await expect(frame(page, "steps")).toBeVisible();
  await expect(banner(page)).toBeHidden();
  writeFileSync(join(workspace, "flow.dag.yaml"), other);
  await expect(banner(page)).toContainText("This run used version 1 of");
  await expect(banner(page)).toContainText("Today's file differs: 1 task added, 1 task gone, 4 tasks changed");
  await expect(frame(page, "steps")).toBeVisible();
  await expectNode(page, "check", "success");
  await banner(page).getByRole("button", { name: "Show the differences" }).click();
  await expect(node(page, "check")).toHaveAttribute("data-diff", "removed");
  await expect(node(page, "archive")).toHaveAttribute("data-diff", "added");
  await expect(page.getByRole("complementary", { name: "What changed" }).getByRole("region", { name: "task archive added" })).toBeVisible();
  await banner(page).getByRole("button", { name: "Show today's" }).click();
  await expect(frame(page, "inputs")).toBeVisible();
  await expect(node(page, "check")).toHaveCount(0);
  await expect(node(page, "archive")).toHaveAttribute("data-state", "none");
  await expectNode(page, "members", "success");
  await banner(page).getByRole("button", { name: "Show this run's version" }).click();
  await expect(frame(page, "steps")).toBeVisible();
  await runDag(page);
  await expect(node(page, "archive")).toHaveAttribute("data-state", "success", { timeout: 30_000 });
  await expect(banner(page)).toBeHidden();
  // An older run by its key: its own groups again.
  await page.keyboard.press("Shift+ArrowLeft");
  await expect(banner(page)).toBeVisible();
  await expect(frame(page, "steps")).toBeVisible();
}

/** Groups are folded to one node each, which counts its tasks by state while they run. */
export async function countInGroups(page: Page): Promise<void> {
  await runFlow(page);
  await page.getByRole("application", { name: /^Graph of flow/ }).focus();
  await node(page, "members").click();
  await expect(page.getByRole("region", { name: "Task members" })).toBeVisible();
  await expect(page.getByRole("application", { name: /^Graph of flow/ })).toBeFocused();
  await page.keyboard.press("Space");
  await expect(folded(page, "sources")).toHaveAttribute("aria-label", /sources, task group, 2 tasks, folded, 2 success/);
  await runDag(page);
  await expect(folded(page, "sources")).toHaveAttribute("aria-label", /2 running|1 running, 1 success/);
  await expect(folded(page, "sources")).toHaveAttribute("aria-label", /2 success/, { timeout: 30_000 });
}

const filterBar = (page: Page): Locator => page.getByRole("search", { name: "Filter of the graph" });
const faint = (page: Page): Locator => page.locator("[data-graph-node] [data-faint]");

/** By its key, what matches is counted, the rest steps back or goes; Escape takes the filter away, and it is kept for the view. */
export async function filterGraph(page: Page, workspace: string): Promise<void> {
  await runFlow(page);
  writeFileSync(join(workspace, "broken"), "");
  await runDag(page);
  await expectRunState(page, "flow", "Failed");
  await expectNode(page, "check", "upstream failed");
  await page.keyboard.press("Control+Shift+F");
  const query = filterBar(page).getByRole("textbox", { name: "Tasks to show" });
  await expect(query).toBeFocused();
  await page.keyboard.type("+clean");
  await expect(filterBar(page).getByRole("status")).toHaveText("3 of 6 tasks");
  await expect(faint(page)).toHaveCount(3);
  await expect(node(page, "notify")).toHaveAttribute("aria-label", /does not match the filter/);
  await page.keyboard.type(" nobody");
  await expect(filterBar(page).getByRole("status")).toContainText("No task fits “nobody”");
  await page.keyboard.press("Escape");
  await expect(query).toHaveValue("");
  await expect(faint(page)).toHaveCount(0);

  await filterBar(page).getByRole("checkbox", { name: "Failed and blocked" }).check();
  await expect(filterBar(page).getByRole("status")).toHaveText("3 of 6 tasks");
  await filterBar(page).getByText("Hide", { exact: true }).click();
  await expect(node(page, "notify")).toHaveCount(0);
  await expect(node(page, "clean")).toBeVisible();
  await expect(page.getByRole("img", { name: "Edge from clean to check" })).toBeAttached();
  await filterBar(page).getByRole("button", { name: "State" }).click();
  await page.getByRole("checkbox", { name: "Failed", exact: true }).check();
  await page.keyboard.press("Escape");
  await expect(filterBar(page).getByRole("status")).toHaveText("1 of 6 tasks");
  await page.reload();
  await expect(filterBar(page).getByRole("status")).toHaveText("1 of 6 tasks");
  await expect(node(page, "check")).toHaveCount(0);
  await page.getByRole("application", { name: /^Graph of flow/ }).focus();
  await page.keyboard.press("Escape");
  await expect(filterBar(page)).toBeHidden();
  await expect(node(page, "notify")).toBeVisible();
}

const bar = (page: Page): Locator => page.getByRole("toolbar", { name: "View of the graph" });
const latencyBar = (page: Page): Locator => page.getByRole("group", { name: "Latency on edges" });
export const edge = (page: Page, from: string, to: string): Locator => page.getByRole("img", { name: new RegExp(`^Edge from ${from} to ${to}`) });

/** What a task took of the run, and what lay between one task and the next: this time and usually, against a budget. */
export async function seeLatency(page: Page): Promise<void> {
  await runFlow(page);
  await runFlow(page);
  await expect(node(page, "claims")).toHaveAttribute("aria-label", /% of the run's time/);
  await expect(node(page, "claims").getByRole("img", { name: "among the slowest" })).toBeVisible();
  await bar(page).getByRole("combobox", { name: "Show on tasks" }).selectOption("Nothing");
  await expect(page.locator("[data-figure]")).toHaveCount(0);
  await bar(page).getByRole("button", { name: "Latency" }).click();
  await expect(latencyBar(page).getByRole("status")).toHaveText(/^\d of 5 edges are over 500 ms at p95\. Over 2 runs\.$/);
  await expect(edge(page, "claims", "clean")).toHaveAttribute("aria-label", /latency .* at p50, .* at p95$/);
  await expect(edge(page, "members", "clean")).toHaveAttribute("aria-label", "Edge from members to clean");
  const boxes = await page.locator("[data-edge-words] text").evaluateAll((all) => all.map((each) => each.getBoundingClientRect()).map(({ left, right, top, bottom }) => ({ left, right, top, bottom })));
  expect(boxes.filter((one, at) => boxes.slice(at + 1).some((other) => one.left < other.right - 1 && other.left < one.right - 1 && one.top < other.bottom - 1 && other.top < one.bottom - 1))).toEqual([]);
  await page.locator("[data-edge-words]").first().hover();
  await expect(page.getByRole("tooltip")).toContainText(/decided by this edge in 2 runs.*Decision.*Queue.*Start.*In this run/s);
  await latencyBar(page).getByRole("textbox", { name: "Budget, in milliseconds" }).fill("0");
  await expect(latencyBar(page).getByRole("status")).toContainText(/^[34] of 5 edges are over 0 ms at p95/);
  await expect(edge(page, "claims", "clean").locator("[data-over]").first()).toBeAttached();
  await latencyBar(page).getByRole("button", { name: "As a table" }).click();
  const table = page.getByRole("grid", { name: "Latency of all edges" });
  await expect(table.getByRole("row")).toHaveCount(6);
  await expect(table.getByRole("columnheader", { name: "p95" })).toHaveAttribute("aria-sort", "descending");
  await table.getByRole("button", { name: "To", exact: true }).click();
  await expect(table.getByRole("row").nth(1)).toContainText("check");
  await table.getByRole("row").nth(1).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("region", { name: "Task check" })).toBeVisible();
  await latencyBar(page).getByRole("combobox", { name: "Latency of" }).selectOption("this run");
  await expect(edge(page, "claims", "clean")).toHaveAttribute("aria-label", /latency \d+ ms$/);
  // One more run, and the figures are those of three.
  await latencyBar(page).getByRole("combobox", { name: "Latency of" }).selectOption({ index: 0 });
  await runDag(page);
  await expect(latencyBar(page).getByRole("status")).toContainText("Over 3 runs.", { timeout: 30_000 });
}

/** Long enough that a busy machine still sees it under way. */
export const longDag = { "slow.dag.yaml": slowDag["slow.dag.yaml"].replace("sleep 4", "sleep 10") };

/** The chain that a run took its time for, and while one is under way, when it will end. */
export async function followCriticalPath(page: Page): Promise<void> {
  await openDag(page, "slow");
  await bar(page).getByRole("button", { name: "Filter" }).waitFor();
  await expect(bar(page).getByRole("button", { name: "Critical path" })).toHaveCount(0);
  await runDag(page);
  await expect(page.locator("[data-eta]")).toHaveText("no earlier runs to tell its end by");
  await bar(page).getByRole("button", { name: "Critical path" }).click();
  const chain = page.getByRole("list", { name: "Tasks on the critical path" });
  await expect(chain.getByRole("button")).toHaveText([/^first.*running for/]);
  await expectRunState(page, "slow", "Success");
  await expect(page.locator("[data-eta]")).toHaveCount(0);
  await expect(chain.getByRole("button")).toHaveText([/^first.*ran 1\d\.\d s9\d %$/, /^second.*waited/, /^third/]);
  await expect(edge(page, "first", "second")).toHaveAttribute("aria-label", /on the critical path/);
  await expect(node(page, "first")).toHaveAttribute("data-trail", "true");
  await chain.getByRole("button", { name: /^second/ }).click();
  await expect(page.getByRole("region", { name: "Task second" })).toBeVisible();
  await runDag(page);
  await expect(page.locator("[data-eta]")).toHaveText(/^ends in/);
  await expect(page.locator("[data-eta]")).toHaveAttribute("title", /\(p50\) to .* \(p90\)\nfrom what tasks took in 1 earlier run, along first → second → third$/);
  await expectRunState(page, "slow", "Success");
}
