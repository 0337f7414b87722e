/** A task that chooses: which way it went is drawn in the run; a new one gets its ways in the form, and a wrong one is told of. */
import { expect, type Page } from "playwright/test";
import { expectAccessible } from "./accessibility.ts";
import { node, openDrawing } from "./draw.ts";
import { expectNode, expectRunState, openDag, runDag } from "./journeys.ts";

export const branchDags = {
  "ways.dag.yaml": `dag: ways
params: { size: { default: 3, type: integer } }
tasks:
  how_much:
    config_type: BranchTask
    branches:
      - { when: '{{ params.size > 100 }}', to: in_parts }
      - { when: '{{ params.size > 0 }}', to: at_once }
  in_parts: { config_type: EmptyTask, deps: how_much }
  at_once: { config_type: EmptyTask, deps: how_much }
  join: { config_type: EmptyTask, deps: [in_parts, at_once], trigger_rule: none_failed_min_one_success }
`,
};

/** What a run chose is to be seen on its graph and in the task's panel. */
export async function seeTheWay(page: Page): Promise<void> {
  await openDag(page, "ways");
  await runDag(page);
  await expectRunState(page, "ways", "Success");
  await expectNode(page, "in_parts", "skipped");
  await expectNode(page, "at_once", "success");
  await expectNode(page, "join", "success");
  await expect(page.getByRole("img", { name: "Edge from how_much to in_parts, how_much left in_parts out" })).toHaveCount(1);
  await expect(page.getByRole("img", { name: "Edge from how_much to at_once, how_much let at_once go on" })).toHaveCount(1);
  await node(page, "how_much").click();
  const panel = page.getByRole("region", { name: "Task how_much" });
  await panel.getByRole("tab", { name: "Details" }).click();
  await expect(panel).toContainText("Followed");
  await expect(panel.getByText("at_once", { exact: true })).toBeVisible();
  await expectAccessible(page, [{ name: "a run with a branch", open: async () => undefined }]);
}

/** The ways are given in the form; one that leads nowhere is named at its field. */
export async function giveAWay(page: Page): Promise<void> {
  await openDrawing(page, "ways");
  await node(page, "how_much").click();
  await page.getByRole("button", { name: "Properties" }).click();
  const properties = page.getByRole("complementary", { name: "Properties" });
  await properties.getByRole("button", { name: "Add to Branches" }).click();
  const third = properties.getByRole("group", { name: "Branches 3" });
  await third.getByRole("button", { name: "Add to To" }).click();
  await third.getByRole("combobox", { name: "To 1", exact: true }).fill("join");
  await page.keyboard.press("Tab");
  await expect(third.getByRole("alert")).toContainText("does not depend on how_much; a branch chooses among the tasks right after it (in_parts, at_once)");
  await third.getByRole("combobox", { name: "To 1", exact: true }).fill("in_parts");
  await page.keyboard.press("Tab");
  await expect(third.getByRole("alert")).toHaveCount(0);
  await properties.getByRole("button", { name: "Remove Branches 1" }).click();
  await expect(properties.getByRole("group", { name: "Branches 3" })).toHaveCount(0);
}
