/** Comparing runs in the browser. */
import { expect, test, type Page } from "playwright/test";
import { expectAccessible } from "./accessibility.ts";
import { byKeyboard, chosenRuns, compareWithLastGood, comparison, copiedLink, dailyDag, fromFailureToCause, goodThenBad, liveComparison } from "./compare.ts";
import { choose } from "./screens.ts";
import { visit as visitFiles } from "./visit-browser.ts";
import { slowDag } from "./workspaces.ts";

const visit = (journey: (page: Page, workspace: string) => Promise<void>): Promise<void> => visitFiles(dailyDag, (page, { path }) => journey(page, path), { strict: true });

test("a failure is compared with the last good run, down to the line of the log", () => visit(fromFailureToCause));
test("runs are compared, swapped and left by keyboard", () => visit(byKeyboard));
test("runs to compare are chosen in the list, in a search and from a task", () => visit(chosenRuns));
test("a run that still goes is compared as it goes", () => visitFiles(slowDag, (page) => liveComparison(page), { strict: true }));

test("a comparison has a link", () =>
  visit(async (page) => {
    const link = await copiedLink(page, () => page.evaluate(() => navigator.clipboard.readText()));
    await page.goto(link);
    await expect(comparison(page)).toBeVisible();
  }));

test("comparisons are accessible in both themes", () =>
  visit(async (page, workspace) => {
    await goodThenBad(page, workspace);
    const part = (name: string): { name: string; open: (each: Page) => Promise<void> } => ({ name, open: (each) => choose(each, "What is compared", name) });
    await expectAccessible(page, [
      {
        name: "comparison",
        open: async (each) => {
          await compareWithLastGood(each);
          await comparison(each).getByRole("button", { name: "load", exact: true }).first().click();
          await each.getByText("<b>wrote</b> 0 rows").last().waitFor();
        },
      },
      ...["Graph", "Params and conf", "YAML"].map(part),
    ]);
  }));
