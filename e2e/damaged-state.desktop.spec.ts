/** A workspace whose state is lost: the window says what is missing, and puts a backup, or what there is, in its place by the native dialog. */
import { existsSync, readdirSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "playwright/test";
import { launchDesktop } from "./launch-desktop.ts";
import { oneDag, smallWorkspace } from "./workspaces.ts";

interface Asked {
  readonly message: string;
  readonly detail: string;
  readonly buttons: readonly string[];
}

test("a state whose file is empty is named, and restored where a person says so", async () => {
  const workspace = smallWorkspace(oneDag);
  const first = await launchDesktop({ workspace: workspace.path });
  await expect(first.page.getByText("one", { exact: true }).first()).toBeVisible({ timeout: 30_000 });
  await first.close("keep");
  const data = join(workspace.path, ".dagwright");
  truncateSync(join(data, "state.db"), 0);
  const desktop = await launchDesktop({ workspace: workspace.path, home: first.home });
  try {
    const banner = desktop.page.getByRole("status").filter({ hasText: "state.db: is empty" });
    await expect(banner).toBeVisible({ timeout: 30_000 });
    await desktop.app.evaluate(({ dialog }) => {
      const asked: unknown[] = [];
      Object.assign(globalThis, { asked });
      dialog.showMessageBox = async (...given: unknown[]) => {
        asked.push(given.at(-1));
        // Not now; what can be read; an empty history.
        return { response: [2, 0, 1][asked.length - 1] ?? 2, checkboxChecked: false };
      };
    });
    const restore = banner.getByRole("button", { name: "Restore…" });
    await restore.click();
    const asked = () => desktop.app.evaluate(() => Reflect.get(globalThis, "asked") as Asked[]);
    await expect.poll(async () => (await asked()).length).toBe(1);
    expect((await asked())[0]).toMatchObject({ detail: expect.stringContaining("There is no backup of this workspace.") as unknown as string, buttons: ["Keep what can be read", "Begin with an empty history", "Not now"] });
    await expect(banner).toBeVisible();
    await restore.click();
    // What can be read of an empty file is a state without a schema, which is none.
    const refused = desktop.page.getByRole("status").filter({ hasText: "is not a state of Dagwright" });
    await expect(refused).toBeVisible({ timeout: 30_000 });
    expect(existsSync(join(data, "state.db"))).toBe(true);
    expect(readdirSync(data).filter((name) => name.includes("aside"))).toEqual([]);
    await refused.getByRole("button", { name: "Restore…" }).click();
    await expect(refused).toBeHidden({ timeout: 30_000 });
    await expect(desktop.page.getByText("one", { exact: true }).first()).toBeVisible({ timeout: 30_000 });
    expect(readdirSync(data).filter((name) => name.includes("aside"))).toHaveLength(1);
  } finally {
    await desktop.close();
    workspace.remove();
  }
});
