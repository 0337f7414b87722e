/** Run capsules and incident pages in the browser. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type Page } from "playwright/test";
import { expectAccessible } from "./accessibility.ts";
import { closeAndForget, emptyWorkspace, exportShop, lookAround, noteOnShop, openCapsule, readIncident, refuseWrong, replayOrders, runShop, saveIncident, shopDag, type SaveAs } from "./capsule.ts";
import { openDroppedCapsules, readerWorkspace, refuseBadCapsules } from "./capsule-drops.ts";
import { sharedChromium } from "./shared-chromium.ts";
import { visit } from "./visit-browser.ts";

// Two workspaces and real runs in both.
test.describe.configure({ timeout: 180_000 });

let folder: string;
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dagwright-capsule-"));
});
test.afterEach(() => rmSync(folder, { recursive: true, force: true }));

const savesOf = (page: Page): SaveAs => async (file, act) => {
  const [download] = await Promise.all([page.waitForEvent("download", { timeout: 60_000 }), act()]);
  await download.saveAs(file);
};

const pictures = process.env["CAPSULE_PICTURES"];
const pictured = (page: Page) => async (name: string): Promise<void> => {
  if (pictures !== undefined) await page.screenshot({ path: join(pictures, `${name}.png`) });
};

test("a run is exported, opened in another workspace, looked at, replayed, closed and forgotten", async () => {
  const file = join(folder, "shop.dagwright-run");
  await visit(shopDag, async (page) => {
    await runShop(page);
    await noteOnShop(page);
    await exportShop(page, file, savesOf(page), pictured(page));
  });
  const wrong = join(folder, "wrong.dagwright-run");
  writeFileSync(wrong, "hello");
  await visit(emptyWorkspace, async (page) => {
    await refuseWrong(page, wrong);
    await openCapsule(page, file, pictured(page));
    await lookAround(page);
    await replayOrders(page, pictured(page));
    await openCapsule(page, file);
    await page.getByRole("button", { name: "Contents" }).waitFor();
    await closeAndForget(page);
  });
});

test("a capsule opens wherever it is dropped; one that is not right says why, and leaves nothing behind", async () => {
  const file = join(folder, "shop.dagwright-run");
  await visit(shopDag, async (page) => (await runShop(page), await exportShop(page, file, savesOf(page))));
  await visit(readerWorkspace, async (page, { path }) => {
    await refuseBadCapsules(page, path, file);
    await openDroppedCapsules(page, file);
  });
});

test("a failure is told of in one page that loads nothing", () =>
  visit(shopDag, async (page) => {
    await runShop(page);
    const file = join(folder, "incident.html");
    await saveIncident(page, file, savesOf(page), pictured(page));
    await readIncident(await sharedChromium(), file, async (name, each) => {
      if (pictures !== undefined) await each.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
    });
  }));

test("the dialogs are accessible in both themes", () =>
  visit(shopDag, async (page) => {
    await runShop(page);
    await page.getByRole("img", { name: /^orders, / }).click();
    const share = async (each: Page, item: RegExp): Promise<void> => {
      await each.getByRole("button", { name: "Hand the run on, or replay it" }).click();
      await each.getByRole("menuitem", { name: item }).click();
      await each.getByRole("dialog").getByRole("button", { name: "Cancel" }).waitFor();
    };
    await expectAccessible(page, [
      { name: "export", open: (each) => share(each, /^Export/) },
      { name: "incident", open: async (each) => (await each.keyboard.press("Escape"), await share(each, /^Save incident/)) },
      { name: "replay", open: async (each) => (await each.keyboard.press("Escape"), await share(each, /^Replay/)) },
    ]);
  }));
