/** Run capsules and incident pages in the desktop window. */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "playwright/test";
import { closeAndForget, emptyWorkspace, exportShop, lookAround, noteOnShop, openCapsule, replayOrders, runShop, saveIncident, shopDag, type SaveAs } from "./capsule.ts";
import { openDroppedCapsules, readerWorkspace, refuseBadCapsules } from "./capsule-drops.ts";
import type { LaunchedDesktop } from "./launch-desktop.ts";
import { visit } from "./visit-desktop.ts";

// Two windows and real runs in both.
test.describe.configure({ timeout: 240_000 });

const savesOf = ({ app }: LaunchedDesktop): SaveAs => async (file, act) => {
  await app.evaluate(({ dialog }, filePath) => void (dialog.showSaveDialog = async () => ({ canceled: false, filePath })), file);
  await act();
  await expect.poll(() => existsSync(file), { timeout: 60_000 }).toBe(true);
};

let folder: string;
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dagwright-capsule-"));
});
test.afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("a run is exported, opened in another workspace, looked at, replayed, closed and forgotten", async () => {
  const file = join(folder, "shop.dagwright-run");
  await visit(shopDag, async (page, _workspace, desktop) => {
    await runShop(page);
    await noteOnShop(page);
    await exportShop(page, file, savesOf(desktop));
    await saveIncident(page, join(folder, "incident.html"), savesOf(desktop));
  });
  await visit(emptyWorkspace, async (page) => {
    await openCapsule(page, file);
    await lookAround(page);
    await replayOrders(page);
    await openCapsule(page, file);
    await page.getByRole("button", { name: "Contents" }).waitFor();
    await closeAndForget(page);
  });
});

test("a capsule opens wherever it is dropped; one that is not right says why, and leaves nothing behind", async () => {
  const file = join(folder, "shop.dagwright-run");
  await visit(shopDag, async (page, _workspace, desktop) => (await runShop(page), await exportShop(page, file, savesOf(desktop))));
  await visit(readerWorkspace, async (page, { path }) => {
    await refuseBadCapsules(page, path, file);
    await openDroppedCapsules(page, file);
  });
});
