/** Recovery in the browser: the service is killed, the page is closed, other programs write. */
import { test } from "playwright/test";
import { expectAccessible } from "./accessibility.ts";
import { closeAndDelete, editInMidAir, findEditAgain, meetOtherPrograms } from "./recovery.ts";
import type { ServedBrowser } from "./serve-browser.ts";
import { notedDag } from "./versions.ts";
import { visit as visitFiles } from "./visit-browser.ts";

const visit = (journey: (served: ServedBrowser, workspace: string) => Promise<void>): Promise<void> => visitFiles(notedDag, (_page, { path }, served) => journey(served, path));

test("an edit outlives the page that is closed and the service that is killed", () =>
  visit(async (served, workspace) => {
    // Two windows and a check of both themes.
    test.slow();
    await editInMidAir(served.page, workspace);
    const context = served.page.context();
    await served.page.close({ runBeforeUnload: false });
    await served.restart();
    const page = await context.newPage();
    await page.goto(await served.newLink());
    await expectAccessible(page, [{ name: "edits that were not saved", open: (each) => each.getByRole("region", { name: "Edits that were not saved" }).waitFor() }]);
    await findEditAgain(page, workspace);
  }));

test("what other programs write is merged, or asked about", () => visit(({ page }, workspace) => meetOtherPrograms(page, workspace)));
test("a closed tab and a deleted file lose nothing", () => visit(({ page }, workspace) => closeAndDelete(page, workspace)));
