import { test, type Page } from "playwright/test";
import { brokenFiles, brokenScreens, everyOverlay, everyPlace, everySampleScreen, expectAccessible, failureByKeyboard } from "./accessibility.ts";
import { runSample } from "./screens.ts";
import { serveBrowser } from "./serve-browser.ts";
import { smallWorkspace, starterWorkspace, type TestWorkspace } from "./workspaces.ts";

async function visit(workspace: TestWorkspace, journey: (page: Page) => Promise<void>, trusted = true): Promise<void> {
  const served = await serveBrowser(workspace.path, { trusted });
  try {
    await journey(served.page);
  } finally {
    await served.close();
    workspace.remove();
  }
}

test("every screen and dialog of a full workspace, in both themes", () =>
  visit(starterWorkspace(), async (page) => {
    test.setTimeout(240_000);
    await runSample(page);
    await failureByKeyboard(page);
    await everySampleScreen(page);
    await everyOverlay(page);
  }));
test("every place of an empty workspace, in both themes", () => visit(smallWorkspace({}), everyPlace));
test("what is broken, unknown or not trusted, in both themes", () => visit(smallWorkspace(brokenFiles), (page) => expectAccessible(page, brokenScreens), false));
