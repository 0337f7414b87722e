/** Logs in the desktop window. */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "playwright/test";
import type { SaveAs } from "./capsule.ts";
import { downloadLogs, heavyDag, refuseDownload } from "./log-downloads.ts";
import { expectLine, followLog, hostileLog, keysAlone, lineAddress, logDags, readLog, readPanel } from "./log.ts";
import { startAgain } from "./launch-desktop.ts";
import { openDag } from "./journeys.ts";
import { visit } from "./visit-desktop.ts";

test("a failed try opens at its first error; search, levels and groups reach all of its log", () => visit(logDags, (page) => readLog(page)));
test("what a task prints is text and nothing else", () => visit(logDags, (page) => hostileLog(page)));
test("a growing log is followed, and says what came meanwhile", () => visit(logDags, (page) => followLog(page)));
test("a failing line is reached and left by keyboard alone", () => visit(logDags, (page) => keysAlone(page)));
test("the panel says what a try was started as, what it used, and how its tries went", () => visit(logDags, (page) => readPanel(page)));

test("a line of a log has an address, which opens it again", () =>
  visit(logDags, async (page, _, desktop) => {
    const link = await lineAddress(page, () => desktop.app.evaluate(({ clipboard }) => clipboard.readText()));
    await openDag(page, "growing");
    expect(await startAgain(desktop, [link])).toBe(0);
    await expectLine(page);
  }));

test("a log is saved byte for byte, also of a past try, also one of 200 MB; a place that cannot be written to is told", async () => {
  const folder = mkdtempSync(join(tmpdir(), "dagwright-log-"));
  try {
    await visit(heavyDag, async (page, { path }, { app }) => {
      const saveInto: SaveAs = async (file, act) => {
        await app.evaluate(({ dialog }, filePath) => void (dialog.showSaveDialog = async () => ({ canceled: false, filePath })), file);
        await act();
      };
      await downloadLogs(page, path, folder, async (file, act) => {
        await saveInto(file, act);
        await expect.poll(() => existsSync(file), { timeout: 60_000 }).toBe(true);
      });
      await refuseDownload(page, saveInto, folder);
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
