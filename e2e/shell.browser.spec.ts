import { expect, test } from "playwright/test";
import type { ServedBrowser } from "./serve-browser.ts";
import { expectAccessible } from "./accessibility.ts";
import { choose, goTo } from "./screens.ts";
import { dragAcross, goesToAnything, manyDags, openByName, scrollIsKept, shellDags, splitInTwo, splitIsBack, tabLink, tabsLikeAnEditor } from "./shell.ts";
import { ownKeys, settingsToAFileAndBack } from "./shell-settings.ts";
import { visit as visitFiles } from "./visit-browser.ts";

// Long ways with many looks on the way: the limit is for a hang, not for a slow machine.
test.setTimeout(180_000);

const visit = (journey: (served: ServedBrowser, folder: string) => Promise<void>, files: Readonly<Record<string, string>> = shellDags): Promise<void> => visitFiles(files, (_page, { path }, served) => journey(served, path));

test("tabs preview, stay, close, come back and are pinned", () => visit(({ page }) => tabsLikeAnEditor(page)));

test("two documents stand side by side, after a new start too, and tabs move between them", () =>
  visit(async ({ page }) => {
    await splitInTwo(page);
    await page.reload();
    await splitIsBack(page);
    const again = await page.context().newPage();
    await again.goto(new URL(page.url()).origin);
    await splitIsBack(again);
    await again.close();
    await dragAcross(page);
    await expect(page).toHaveURL(/gamma/);
  }));

test("a key of one's own is chosen, used, shown and reset", () => visit(({ page }) => ownKeys(page)));
test("settings go to a file and back, mistakes are told", () => visit(({ page }) => settingsToAFileAndBack(page)));

test("lists are where they were left", () => visit(({ page }) => scrollIsKept(page), manyDags));
test("one box goes to documents, tasks and files, another key runs commands", () => visit(({ page }) => goesToAnything(page), { ...shellDags, "reports/top.sql": "select 1\n" }));

test("halves, keyboard settings and their dialogs are accessible in both themes, and in high contrast", () =>
  visit(async ({ page }) => {
    await page.getByRole("link", { name: "DAGs", exact: true }).waitFor();
    await openByName(page, "alpha");
    const menu = (target: typeof page) => tabLink(target, "alpha", "left").click({ button: "right" });
    await expectAccessible(page, [{ name: "split", open: (target) => target.keyboard.press("Alt+\\") }]);
    await expectAccessible(page, [{ name: "tab menu", open: menu }], (target) => target.keyboard.press("Escape"));
    await expectAccessible(page, [
      { name: "keyboard settings", open: (target) => goTo(target, "#/settings/keys") },
      {
        name: "recorder",
        open: async (target) => {
          await target.getByRole("button", { name: "Add a key to Go to runs" }).click();
          await target.getByRole("dialog").getByRole("textbox").press("Alt+2");
        },
      },
    ], (target) => target.keyboard.press("Escape"));
    await goTo(page, "#/settings");
    await choose(page, "Contrast", "High");
    await expect(page.locator("html")).toHaveAttribute("data-contrast", "high");
    await expectAccessible(page, [{ name: "high contrast", open: (target) => goTo(target, "#/settings") }]);
  }));
