/** Drawing in the desktop window. */
import { expect, test } from "playwright/test";
import { chainDag, drawByKeys, drawByMouse, drawnTasks, emptyDag, savedText, undoAll, withoutPlaces, workOnTasks } from "./draw.ts";
import { launchDesktop } from "./launch-desktop.ts";
import { smallWorkspace } from "./workspaces.ts";

for (const [how, draw] of [["by mouse", drawByMouse], ["by keyboard alone", drawByKeys]] as const) {
  test(`a DAG is drawn from an empty canvas ${how}, and undone to the byte`, async () => {
    const workspace = smallWorkspace(emptyDag);
    const desktop = await launchDesktop({ workspace: workspace.path, savesData: true });
    try {
      await draw(desktop.page);
      expect(withoutPlaces(await savedText(desktop.page, workspace.path))).toBe(drawnTasks);
      await undoAll(desktop.page);
      expect(await savedText(desktop.page, workspace.path)).toBe(emptyDag["drawn.dag.yaml"]);
    } finally {
      await desktop.close();
      workspace.remove();
    }
  });
}

test("tasks are copied, pasted, renamed, found and deleted, and all of it is undone to the byte", async () => {
  const workspace = smallWorkspace(chainDag);
  const desktop = await launchDesktop({ workspace: workspace.path, savesData: true });
  try {
    await workOnTasks(desktop.page, workspace.path, {
      read: () => desktop.app.evaluate(({ clipboard }) => clipboard.readText()),
      write: (text) => desktop.app.evaluate(({ clipboard }, words) => clipboard.writeText(words), text),
    });
  } finally {
    await desktop.close();
    workspace.remove();
  }
});
