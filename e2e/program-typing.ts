/** What is typed over a selection in the program beside the canvas is all there, to its first letter. The same in the desktop and in the browser. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, type Locator, type Page } from "playwright/test";
import { goTo } from "./screens.ts";

export const typingWorkspace = {
  "typed.dag.yaml": "dag: typed\ntasks:\n  note:\n    config_type: BashTask\n    bash: echo done\n  make:\n    config_type: SqlTask\n    sql: select 1 as one\n",
};

const program = (page: Page): Locator => page.getByRole("region", { name: "Program" });

async function openProgram(page: Page, task: string): Promise<Locator> {
  await goTo(page, `#/dags/typed/draw?task=${task}`);
  await expect(page.getByLabel("Drawing of typed").first()).toBeVisible({ timeout: 30_000 });
  if (!(await program(page).isVisible())) await page.keyboard.press("Alt+Enter");
  await expect(program(page).getByRole("heading", { name: task })).toBeVisible();
  await expect(program(page).locator(".view-line").first()).toBeVisible({ timeout: 30_000 });
  return program(page).locator("[data-editor] .view-lines").first();
}

/** As fast as a driver can, again and again: each time all of it is replaced. */
export async function typedOverSelection(page: Page, workspace: string): Promise<void> {
  for (const [task, texts] of [
    ["note", ["echo first", "date; true", "printf x"]],
    ["make", ["values (1)", "from range(3)", "select 2"]],
  ] as const) {
    const lines = await openProgram(page, task);
    await lines.click();
    for (const text of texts) {
      await page.keyboard.press("ControlOrMeta+a");
      await page.keyboard.type(text);
      await expect(lines).toHaveText(text.replaceAll(" ", "\u00a0"));
    }
    await page.keyboard.press("Escape");
    await page.keyboard.press("ControlOrMeta+s");
    await expect.poll(() => readFileSync(join(workspace, "typed.dag.yaml"), "utf8")).toContain(texts.at(-1));
  }
}
