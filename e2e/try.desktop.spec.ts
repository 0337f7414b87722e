/** Trying in the desktop window. */
import { test } from "playwright/test";
import { launchDesktop } from "./launch-desktop.ts";
import { triedDag, tryFromPin, tryTrouble, tryUnsaved } from "./try.ts";
import { smallWorkspace } from "./workspaces.ts";

for (const [title, journey] of [
  ["unsaved text is tried below the canvas, and nothing is published", tryUnsaved],
  ["a pin stands in for what is before", tryFromPin],
  ["trouble is told at its place, and a long try is cancelled", tryTrouble],
] as const) {
  test(title, async () => {
    const workspace = smallWorkspace(triedDag);
    const desktop = await launchDesktop({ workspace: workspace.path });
    try {
      await journey(desktop.page, workspace.path);
    } finally {
      await desktop.close();
      workspace.remove();
    }
  });
}
