import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "playwright/test";
import { chartedAndProfiled } from "./chart-journey.ts";
import { allRowsAndCancel, everyFormat, type SaveAs } from "./export-journey.ts";
import { launchDesktop } from "./launch-desktop.ts";
import { oneDag, smallWorkspace } from "./workspaces.ts";

// Long ways through real databases; a busy machine needs its time.
test.describe.configure({ timeout: 240_000 });

test("what is written through the native save dialog holds exactly the cells of the result; a cancelled export leaves no file", async () => {
  const workspace = smallWorkspace(oneDag);
  const folder = mkdtempSync(join(tmpdir(), "dagwright-export-"));
  const desktop = await launchDesktop({ workspace: workspace.path, savesData: true });
  const saveAs: SaveAs = async (file, act) => {
    await desktop.app.evaluate(({ dialog }, filePath) => void (dialog.showSaveDialog = async () => ({ canceled: false, filePath })), file);
    await act();
    if (!file.includes("cancelled")) await expect.poll(() => existsSync(file), { timeout: 60_000 }).toBe(true);
  };
  try {
    await everyFormat(desktop.page, folder, saveAs);
    await chartedAndProfiled(desktop.page, folder, saveAs);
    await allRowsAndCancel(desktop.page, folder, saveAs, true);
  } finally {
    await desktop.close();
    workspace.remove();
    rmSync(folder, { recursive: true, force: true });
  }
});
