import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type Page } from "playwright/test";
import { chartedAndProfiled } from "./chart-journey.ts";
import { allRowsAndCancel, everyFormat, type SaveAs } from "./export-journey.ts";
import { visit as visitFiles } from "./visit-browser.ts";
import { oneDag } from "./workspaces.ts";

// Long ways through real databases; a busy machine needs its time.
test.describe.configure({ timeout: 240_000 });

async function visit(journey: (page: Page, folder: string, saveAs: SaveAs) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "dagwright-export-"));
  try {
    await visitFiles(oneDag, (page) => {
      const saveAs: SaveAs = async (file, act) => {
        const [download] = await Promise.all([page.waitForEvent("download", { timeout: 60_000 }), act()]);
        await download.saveAs(file);
      };
      return journey(page, folder, saveAs);
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test("what is downloaded as CSV, Parquet, JSON and Excel holds exactly the cells of the result", () => visit(everyFormat));
test("all rows of a query are exported beyond the limit, and a cancelled export ends", () => visit((page, folder, saveAs) => allRowsAndCancel(page, folder, saveAs, false)));
test("a result is charted and profiled, and the chart is saved as a picture", () => visit(chartedAndProfiled));
