/** Runs of a DAG whose file has gone: what they did is still there to be read. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { expect, type Page } from "playwright/test";
import { expectNode, expectRunState, openDag, openTask, runDag } from "./journeys.ts";
import { choose, goTo } from "./screens.ts";

export const leavingDag = {
  "leaving.dag.yaml": `dag: leaving
task_groups: { first: {} }
tasks:
  greet: { config_type: BashTask, bash: 'echo good bye', group: first }
  wait: { config_type: BashTask, bash: 'until [ -e go ]; do sleep 0.1; done', deps: [greet] }
`,
  "staying.dag.yaml": "dag: staying\ntasks:\n  one: { config_type: EmptyTask }\n",
};

export async function readRunsOfGoneDag(page: Page, workspace: string): Promise<void> {
  await openDag(page, "leaving");
  await runDag(page);
  await expectNode(page, "wait", "running");
  rmSync(join(workspace, "leaving.dag.yaml"));
  const strip = page.getByRole("note", { name: "DAG that is gone" });
  await expect(strip).toBeVisible();
  await page.getByRole("button", { name: "Cancel run" }).click();
  await expectRunState(page, "leaving", "Failed");
  await openDag(page, "staying");
  await page.getByRole("link", { name: "Runs", exact: true }).click();
  await page.getByRole("grid", { name: "Runs", exact: true }).getByRole("link", { name: "leaving" }).click();
  await expect(strip).toContainText("no longer in the workspace");
  await expectNode(page, "wait", "failed");
  await expect(page.getByRole("button", { name: "Run DAG", exact: true })).toBeDisabled();
  await openTask(page, "greet");
  await expect(page.getByRole("region", { name: "Task greet" }).getByText("good bye", { exact: true })).toBeVisible();
  for (const face of ["Grid", "Gantt", "Trends", "Tasks", "Source", "Details"]) {
    await choose(page, "Face of the DAG", face);
    await expect(page.getByRole("alert")).toHaveCount(0);
  }
  await expect(page.getByRole("radiogroup", { name: "Face of the DAG" }).getByText("Draw", { exact: true })).toHaveCount(0);
  await goTo(page, "#/dags/leaving");
  await expect(strip).toBeVisible();
  await goTo(page, "#/dags/never_was");
  await expect(page.getByText("never_was cannot be shown")).toBeVisible();
}
