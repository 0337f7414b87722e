import { test } from "playwright/test";
import { everyOverlay, everyPlace, failureByKeyboard } from "./accessibility.ts";
import { launchDesktop } from "./launch-desktop.ts";
import { expectRunState, openDag, runDag } from "./journeys.ts";
import { inspectByKeys, inspectedDags } from "./inspector-keys.ts";
import { visit } from "./visit-desktop.ts";
import { starterWorkspace } from "./workspaces.ts";

/** The screens are those of the browser; what is the desktop's own is its window, its menus and its banners. */
test("the desktop window, in both themes and by keyboard alone", async () => {
  const workspace = starterWorkspace();
  const desktop = await launchDesktop({ workspace: workspace.path });
  try {
    for (const [dag, end] of [["birdstrikes", "Success"], ["failing_check", "Failed"]] as const) {
      await openDag(desktop.page, dag);
      await runDag(desktop.page);
      await expectRunState(desktop.page, dag, end);
    }
    await failureByKeyboard(desktop.page);
    await everyPlace(desktop.page);
    await everyOverlay(desktop.page);
  } finally {
    await desktop.close();
    workspace.remove();
  }
});

test("a cause is looked for by keys alone, from the list to the comparison and back", () => visit(inspectedDags, (page, { path }) => inspectByKeys(page, path)));
