/** Task groups and the automatic layout in the desktop window. */
import { test } from "playwright/test";
import { groupByKeys, groupByMouse, pipelineDag, tidyWithPin } from "./groups.ts";
import { launchDesktop } from "./launch-desktop.ts";
import { smallWorkspace } from "./workspaces.ts";

for (const [name, journey] of [["by keyboard alone", groupByKeys], ["by mouse", groupByMouse], ["with a pin in the layout", tidyWithPin]] as const) {
  test(`groups are worked with ${name}, and undone to the byte`, async () => {
    const workspace = smallWorkspace(pipelineDag);
    const { page, close } = await launchDesktop({ workspace: workspace.path });
    try {
      await journey(page, workspace.path);
    } finally {
      await close();
      workspace.remove();
    }
  });
}
