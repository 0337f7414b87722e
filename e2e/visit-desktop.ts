/** A small workspace in the desktop window for the length of one journey. */
import type { Page } from "playwright/test";
import { launchDesktop, type LaunchedDesktop } from "./launch-desktop.ts";
import { smallWorkspace, type TestWorkspace } from "./workspaces.ts";

export async function visit(files: Readonly<Record<string, string>>, journey: (page: Page, workspace: TestWorkspace, desktop: LaunchedDesktop) => Promise<void>): Promise<void> {
  const workspace = smallWorkspace(files);
  const desktop = await launchDesktop({ workspace: workspace.path });
  try {
    await journey(desktop.page, workspace, desktop);
  } finally {
    await desktop.close();
    workspace.remove();
  }
}
