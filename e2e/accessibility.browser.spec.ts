import { test } from "playwright/test";
import { brokenFiles, brokenScreens, everyOverlay, everyPlace, everySampleScreen, expectAccessible, failureByKeyboard } from "./accessibility.ts";
import { inspectByKeys, inspectedDags } from "./inspector-keys.ts";
import { runSample } from "./screens.ts";
import { visit } from "./visit-browser.ts";
import { smallWorkspace, starterWorkspace } from "./workspaces.ts";

test("every screen and dialog of a full workspace, in both themes", () =>
  visit(starterWorkspace(), async (page) => {
    test.setTimeout(240_000);
    await runSample(page);
    await failureByKeyboard(page);
    await everySampleScreen(page);
    await everyOverlay(page);
  }));
test("a cause is looked for by keys alone, from the list to the comparison and back", () => visit(inspectedDags, (page, { path }) => inspectByKeys(page, path)));
test("every place of an empty workspace, in both themes", () => visit(smallWorkspace({}), everyPlace));
test("what is broken, unknown or not trusted, in both themes", () => visit(smallWorkspace(brokenFiles), (page) => expectAccessible(page, brokenScreens), { trusted: false }));
