/** Comparing runs in the desktop window. */
import { expect, test, type Page } from "playwright/test";
import { byKeyboard, chosenRuns, comparison, copiedLink, dailyDag, fromFailureToCause, liveComparison } from "./compare.ts";
import { startAgain } from "./launch-desktop.ts";
import { visit as visitFiles } from "./visit-desktop.ts";
import { slowDag } from "./workspaces.ts";

const visit = (journey: (page: Page, workspace: string) => Promise<void>): Promise<void> => visitFiles(dailyDag, (page, { path }) => journey(page, path));

test("a failure is compared with the last good run, down to the line of the log", () => visit(fromFailureToCause));
test("runs are compared, swapped and left by keyboard", () => visit(byKeyboard));
test("runs to compare are chosen in the list, in a search and from a task", () => visit(chosenRuns));
test("a run that still goes is compared as it goes", () => visitFiles(slowDag, (page) => liveComparison(page)));

test("a comparison has a link", () =>
  visitFiles(dailyDag, async (page, _, desktop) => {
    const link = await copiedLink(page, () => desktop.app.evaluate(({ clipboard }) => clipboard.readText()));
    expect(await startAgain(desktop, [link])).toBe(0);
    await expect(comparison(page)).toBeVisible();
  }));
