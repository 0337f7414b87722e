/** Task groups and the automatic layout in the desktop window. */
import { test } from "playwright/test";
import { groupByKeys, groupByMouse, pipelineDag, tidyWithPin } from "./groups.ts";
import { launchDesktop } from "./launch-desktop.ts";
import { smallWorkspace } from "./workspaces.ts";

for (const [name, journey] of [["groups are worked with by keyboard alone", groupByKeys], ["groups are worked with by mouse", groupByMouse], ["what is pinned stays where the rest is tidied up", tidyWithPin]] as const) {
  test(`${name}, and all of it is undone to the byte`, async () => {
    const workspace = smallWorkspace(pipelineDag);
    const { page, close } = await launchDesktop({ workspace: workspace.path, savesData: true });
    try {
      await journey(page, workspace.path);
    } finally {
      await close();
      workspace.remove();
    }
  });
}
