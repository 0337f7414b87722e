/** The health page: all is well, a process is killed, and the engine says that it mended it. The same in the desktop and in the browser. */
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, type Page } from "playwright/test";
import { expectAccessible } from "./accessibility.ts";
import { goTo } from "./screens.ts";

export const healthDags = { "calm.dag.yaml": "dag: calm\ntasks:\n  say: { config_type: BashTask, bash: 'true' }\n" };

export async function mendsItself(page: Page): Promise<void> {
  await goTo(page, "#/health");
  const journal = page.getByRole("region", { name: "Health journal" });
  await expect(page.getByRole("region", { name: "Self-watch" })).toContainText("All is well");
  await expect(journal).toContainText("Nothing since it started.");
  const runner = page.getByRole("region", { name: "Runner" });
  const before = (await runner.getByRole("definition").first().innerText()).trim();
  process.kill(Number(before), "SIGKILL");
  await expect(journal).toContainText(`The runner (process ${before}) ended.`);
  await expect(runner.getByRole("definition").first()).toHaveText(/^\d+$/);
  await expect(runner.getByRole("definition").first()).not.toHaveText(before);
  await expect(page.getByRole("region", { name: "Self-watch" })).toContainText("All is well");
  await expectAccessible(page, [{ name: "health with a note", open: async () => undefined }]);
}

/** A backup is made when a person asks, and where none can be made the card says why. */
export async function backsUp(page: Page, workspace: string): Promise<void> {
  await goTo(page, "#/health");
  const card = page.getByRole("region", { name: "Backups" });
  await expect(card).toContainText("None yet");
  await card.getByRole("button", { name: "Back up now" }).click();
  await expect(card.getByRole("status")).toContainText(/^Backed up, \d/);
  await expect(card).toContainText(/1 backup, \d/);
  await expect(card).toContainText("by hand");
  await expectAccessible(page, [{ name: "health with a backup", open: async () => undefined }]);
  // No folder can be made where a file lies.
  const folder = join(workspace, ".dagwright", "backups");
  rmSync(folder, { recursive: true });
  writeFileSync(folder, "");
  await card.getByRole("button", { name: "Back up now" }).click();
  await expect(card).toContainText("Could not be made");
  await expect(card.getByRole("status")).toContainText("backups");
  await expect(page.getByRole("region", { name: "Health journal" })).toContainText("The state could not be backed up");
}
