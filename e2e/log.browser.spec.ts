/** Logs in the browser. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "playwright/test";
import { expectAccessible } from "./accessibility.ts";
import { downloadLogs, heavyDag } from "./log-downloads.ts";
import { expectLine, followLog, hostileLog, keysAlone, lineAddress, logDags, readLog, readPanel } from "./log.ts";
import { expectRunState, openDag, openTask, runDag } from "./journeys.ts";
import { visit } from "./visit-browser.ts";

test("a failed try opens at its first error; search, levels and groups reach all of its log", () => visit(logDags, (page) => readLog(page), { strict: true }));
test("what a task prints is text and nothing else", () => visit(logDags, (page) => hostileLog(page)));
test("a growing log is followed, and says what came meanwhile", () => visit(logDags, (page) => followLog(page)));
test("a failing line is reached and left by keyboard alone", () => visit(logDags, (page) => keysAlone(page)));
test("the panel says what a try was started as, what it used, and how its tries went", () => visit(logDags, (page) => readPanel(page)));

test("a line of a log has an address, which opens it again", () =>
  visit(logDags, async (page) => {
    const link = await lineAddress(page, () => page.evaluate(() => navigator.clipboard.readText()));
    const other = await page.context().newPage();
    await other.goto(link);
    await expectLine(other);
  }));

test("a log is downloaded byte for byte, also of a past try, also one of 200 MB", async () => {
  const folder = mkdtempSync(join(tmpdir(), "dagwright-log-"));
  try {
    await visit(heavyDag, (page, { path }) =>
      downloadLogs(page, path, folder, async (file, act) => {
        const [download] = await Promise.all([page.waitForEvent("download", { timeout: 60_000 }), act()]);
        expect(download.suggestedFilename()).toMatch(/^heavy\.talk\.try-[12]\.log$/);
        await download.saveAs(file);
      }),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test("log and panel are accessible in both themes", () =>
  visit(logDags, (page) =>
    expectAccessible(page, [
      {
        name: "log",
        open: async (each) => {
          await openDag(each, "noisy");
          await runDag(each);
          await expectRunState(each, "noisy", "Failed");
          await openTask(each, "talk");
          await expect(each.getByRole("log")).toContainText("record 30001");
        },
      },
      { name: "search", open: async (each) => (await each.keyboard.press("/"), await each.getByRole("textbox", { name: "Search in log" }).fill("clean"), await expect(each.getByRole("toolbar", { name: "Log" }).getByRole("status")).toContainText("3,000 lines")) },
      { name: "levels", open: async (each) => (await each.keyboard.press("Escape"), await each.getByRole("button", { name: "Levels" }).click(), await each.getByRole("menuitem", { name: "All lines" }).waitFor()) },
      { name: "details", open: async (each) => (await each.keyboard.press("Escape"), await each.getByRole("tab", { name: "Details" }).click()) },
      { name: "resources", open: (each) => each.getByRole("tab", { name: "Resources" }).click() },
      { name: "tries", open: (each) => each.getByRole("tab", { name: /^Tries/ }).click() },
    ]),
  ));
