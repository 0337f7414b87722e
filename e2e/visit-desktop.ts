/** A workspace in the desktop window for the length of one journey. */
import type { Page } from "playwright/test";
import { launchDesktop, type LaunchedDesktop } from "./launch-desktop.ts";
import { workspaceOf, type TestWorkspace, type WorkspaceOrFiles } from "./workspaces.ts";

/** `of`: a workspace, which goes afterwards, or the files of a small one. */
export async function visit(of: WorkspaceOrFiles, journey: (page: Page, workspace: TestWorkspace, desktop: LaunchedDesktop) => Promise<void>, { trusted = true, savesData = true }: { readonly trusted?: boolean; readonly savesData?: boolean } = {}): Promise<void> {
  const workspace = workspaceOf(of);
  const desktop = await launchDesktop({ workspace: workspace.path, trusted, savesData });
  try {
    await journey(desktop.page, workspace, desktop);
  } finally {
    await desktop.close();
    workspace.remove();
  }
}
