/** A newer Dagwright's state in the desktop: the window says so, opens it for reading, and goes back to saying so when the engine is started anew. */
import { expect, test } from "playwright/test";
import { launchDesktop } from "./launch-desktop.ts";
import { leaveNewer, looksOnly, newerDag, stateOf } from "./newer.ts";
import { smallWorkspace } from "./workspaces.ts";

test("a state of a newer version is named, and looked at without a change", async () => {
  const workspace = smallWorkspace(newerDag);
  const before = leaveNewer(workspace.path);
  const desktop = await launchDesktop({ workspace: workspace.path });
  try {
    const { page } = desktop;
    const refused = page.getByRole("status").filter({ hasText: "written by Dagwright 99.1.0" });
    await expect(refused).toBeVisible({ timeout: 30_000 });
    await expect(refused.getByRole("button", { name: "Restore…" })).toBeVisible();
    await refused.getByRole("button", { name: "Open for reading" }).click();
    await expect(refused).toBeHidden({ timeout: 30_000 });
    await looksOnly(page);
    await page.evaluate(() => (globalThis as unknown as { host: { call(channel: string, input: object): Promise<unknown> } }).host.call("engine.restart", {}));
    await expect(refused).toBeVisible({ timeout: 30_000 });
    expect(stateOf(workspace.path)).toEqual(before);
  } finally {
    await desktop.close();
    workspace.remove();
  }
});
