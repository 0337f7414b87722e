/** A DAG whose params have to be given: its form asks for them, and who starts it from another DAG without them is warned. The same in the desktop and in the browser. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, type Page } from "playwright/test";
import { node, openDrawing } from "./draw.ts";
import { expectRunState, openDag, openTask, runDag } from "./journeys.ts";
import { goTo } from "./screens.ts";

export const askingDags = {
  "asks.dag.yaml": "dag: asks\nparams:\n  user: { type: string, minLength: 3 }\n  days: { type: integer, maximum: 31 }\ntasks:\n  greet: { config_type: BashTask, bash: 'echo {{ params.user }} has {{ params.days }}' }\n",
  "starts.dag.yaml": "dag: starts\ntasks:\n  start: { config_type: TriggerDagTask, trigger_dag: asks, conf: { user: ann } }\n",
};

/** The list leads to the form; it refuses what is missing and what does not fit, each at its field, and runs what it was given. */
export async function giveParams(page: Page): Promise<void> {
  await goTo(page, "#/dags");
  await expect(page.getByRole("grid", { name: "DAGs" })).toBeVisible();
  await openDag(page, "asks");
  await runDag(page);
  const dialog = page.getByRole("dialog", { name: "Run asks" });
  const [user, days] = [dialog.getByRole("textbox", { name: "user" }), dialog.getByRole("textbox", { name: "days" })];
  const run = dialog.getByRole("button", { name: "Run DAG", exact: true });
  await expect(days).toHaveValue("");
  await run.click();
  await expect(days).toHaveAccessibleDescription(/has no default/);
  await user.fill("al");
  await days.fill("40");
  await expect(user).toHaveAccessibleDescription(/found "al"; expected at least 3 characters/i);
  await expect(days).toHaveAccessibleDescription(/found 40; expected at most 31/i);
  await run.click();
  await expect(dialog).toBeVisible();
  await user.fill("alice");
  await days.fill("7");
  await run.click();
  await expect(dialog).toBeHidden();
  await expectRunState(page, "asks", "Success");
  await openTask(page, "greet");
  const panel = page.getByRole("region", { name: "Task greet" });
  await panel.getByRole("tab", { name: "Log" }).click();
  await expect(panel.getByText("alice has 7")).toBeVisible();
}

/** The drawing tells of the param that the other DAG has to be given, until it is. */
export async function warnOfMissing(page: Page, workspace: string): Promise<void> {
  await openDrawing(page, "starts");
  await expect(node(page, "start")).toHaveAccessibleName(/DAG `asks` cannot be started with this.*Param "days": no value was given and it has no default/);
  writeFileSync(join(workspace, "starts.dag.yaml"), askingDags["starts.dag.yaml"].replace("user: ann", "user: ann, days: 7"));
  await expect(node(page, "start")).not.toHaveAccessibleName(/cannot be started/);
}
