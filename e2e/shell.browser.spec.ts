import { expect, test } from "playwright/test";
import { serveBrowser } from "./serve-browser.ts";
import { dragAcross, shellDags, splitInTwo, splitIsBack, tabsLikeAnEditor } from "./shell.ts";
import { ownKeys, settingsToAFileAndBack } from "./shell-settings.ts";
import { smallWorkspace } from "./workspaces.ts";

type Served = Awaited<ReturnType<typeof serveBrowser>>;

async function visit(journey: (served: Served, folder: string) => Promise<void>): Promise<void> {
  const workspace = smallWorkspace(shellDags);
  const served = await serveBrowser(workspace.path);
  try {
    await journey(served, workspace.path);
  } finally {
    await served.close();
    workspace.remove();
  }
}

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
