import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "playwright/test";
import { chartedAndProfiled } from "./chart-journey.ts";
import { allRowsAndCancel, everyFormat, type SaveAs } from "./export-journey.ts";
import { serveBrowser } from "./serve-browser.ts";
import { smallWorkspace } from "./workspaces.ts";

// Long ways through real databases; a busy machine needs its time.
test.describe.configure({ timeout: 240_000 });

async function visit(journey: (page: Awaited<ReturnType<typeof serveBrowser>>["page"], folder: string, saveAs: SaveAs) => Promise<void>): Promise<void> {
  const workspace = smallWorkspace({ "one.dag.yaml": "dag: one\ntasks:\n  t: { config_type: EmptyTask }\n" });
  const folder = mkdtempSync(join(tmpdir(), "dagwright-export-"));
  const served = await serveBrowser(workspace.path);
  const saveAs: SaveAs = async (file, act) => {
    const [download] = await Promise.all([served.page.waitForEvent("download", { timeout: 60_000 }), act()]);
    await download.saveAs(file);
  };
  try {
    await journey(served.page, folder, saveAs);
  } finally {
    await served.close();
    workspace.remove();
    rmSync(folder, { recursive: true, force: true });
  }
}

test("what is downloaded as CSV, Parquet, JSON and Excel holds exactly the cells of the result", () => visit(everyFormat));
test("all rows of a query are exported beyond the limit, and a cancelled export ends", () => visit((page, folder, saveAs) => allRowsAndCancel(page, folder, saveAs, false)));
test("a result is charted and profiled, and the chart is saved as a picture", () => visit(chartedAndProfiled));
