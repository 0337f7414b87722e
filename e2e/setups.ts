/** A setup and its teardown: drawn with marks, torn down in a cancelled run, and cleared with the work between. The same in the desktop and in the browser. */
import { expect, type Page } from "playwright/test";
import { expectAccessible } from "./accessibility.ts";
import { expectNode, expectRunState, openDag, openTask, runDag } from "./journeys.ts";

export const setupDags = {
  "wrap.dag.yaml": `dag: wrap
tasks:
  create: { config_type: BashTask, bash: "true", setup: true }
  work: { config_type: BashTask, bash: "until [ -e go ]; do sleep 0.1; done", deps: create }
  drop: { config_type: BashTask, bash: "true", deps: [create, work], teardown: true }
`,
};

export async function wrapsTheWork(page: Page, release: () => void): Promise<void> {
  await openDag(page, "wrap");
  await expect(page.getByRole("img", { name: /^create, Bash task, setup/ })).toBeVisible();
  await expect(page.getByRole("img", { name: /^drop, Bash task, teardown/ })).toBeVisible();
  await runDag(page);
  await expectNode(page, "work", "running");
  await page.getByRole("button", { name: /^Cancel/ }).first().click();
  await expectRunState(page, "wrap", "Failed");
  await expectNode(page, "drop", "success");
  await expectAccessible(page, [{ name: "a run with a setup and a teardown", open: async () => undefined }]);
  release();
  await openTask(page, "work");
  await page.keyboard.press("Shift+C");
  const list = page.getByRole("dialog").getByRole("region", { name: "Tasks that run again" });
  await expect(list.getByRole("listitem")).toHaveCount(3);
  await page.getByRole("dialog").getByRole("button", { name: "Clear 3 tasks" }).click();
  await expectRunState(page, "wrap", "Success");
}
