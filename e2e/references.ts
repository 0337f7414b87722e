/** A DAG that names another one: what is told of the name comes and goes with the other's file. And words of templates that nothing stands behind. The same in the desktop and in the browser. */
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, type Page } from "playwright/test";
import { node, openDrawing } from "./draw.ts";
import { openDag } from "./journeys.ts";
import { choose, goTo } from "./screens.ts";

export const referringDags = {
  "go.dag.yaml": "dag: go\ntasks:\n  first: { config_type: EmptyTask }\n  start: { config_type: TriggerDagTask, trigger_dag: onboarding, wait_for_completion: true, deps: first }\n",
  "words.dag.yaml": "dag: words\ntasks:\n  say: { config_type: BashTask, bash: 'echo {{ logicl_date }}' }\n",
  "onbording.dag.yaml": "dag: onbording\ntasks:\n  greet: { config_type: EmptyTask }\n",
};

export async function nameIsJudged(page: Page, workspace: string): Promise<void> {
  const file = join(workspace, "onboarding.dag.yaml");
  await goTo(page, "#/dags");
  const problems = page.getByRole("region", { name: "List of problems" });
  await expect(problems).toContainText("no DAG of this workspace has the id onboarding; until one has, the task fails when it runs. Did you mean onbording?");
  await expect(problems).toContainText("go.dag.yaml:4:54");
  await expect(problems).toContainText("uses logicl_date, which is no word of templates here; where it is rendered, that fails. Did you mean logical_date?");
  await openDrawing(page, "go");
  await page.keyboard.press("Control+\\");
  const yaml = page.getByRole("region", { name: "YAML" });
  const [warnings, errors] = [yaml.locator(".squiggly-warning"), yaml.locator(".squiggly-error")];
  await expect(warnings).toHaveCount(1);
  await expect(node(page, "start")).toHaveAccessibleName(/no DAG of this workspace has the id/);
  writeFileSync(file, "dag: onboarding\ntasks:\n  greet: { config_type: EmptyTask }\n");
  await expect(warnings).toHaveCount(0);
  await expect(node(page, "start")).not.toHaveAccessibleName(/no DAG of this workspace/);
  writeFileSync(file, "dag: onboarding\ntasks:\n  back: { config_type: TriggerDagTask, trigger_dag: go, wait_for_completion: true }\n");
  await expect(errors).toHaveCount(1);
  await expect(node(page, "start")).toHaveAccessibleName(/`go` waits for `onboarding`, which waits for `go`/);
  rmSync(file);
  await expect(errors).toHaveCount(0);
  await expect(warnings).toHaveCount(1);
  await choose(page, "Face of the DAG", "Source");
  await expect(page.locator(".monaco-editor .squiggly-warning")).toHaveCount(1);
  writeFileSync(file, "dag: onboarding\ntasks:\n  greet: { config_type: EmptyTask }\n");
  await expect(page.locator(".monaco-editor .squiggly-warning")).toHaveCount(0);
  await openDag(page, "words");
  await choose(page, "Face of the DAG", "Source");
  await expect(page.locator(".monaco-editor .squiggly-warning")).toHaveCount(1);
  writeFileSync(join(workspace, "words.dag.yaml"), referringDags["words.dag.yaml"].replace("logicl_date", "logical_date"));
  await expect(page.locator(".monaco-editor .squiggly-warning")).toHaveCount(0);
  await goTo(page, "#/dags");
  await expect(page.getByRole("grid", { name: "DAGs" })).toBeVisible();
  await expect(problems).toHaveCount(0);
}
