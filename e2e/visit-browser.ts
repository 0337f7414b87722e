/** A small workspace in the browser for the length of one journey, with the clipboard allowed. */
import type { Page } from "playwright/test";
import { serveBrowser } from "./serve-browser.ts";
import { smallWorkspace, type TestWorkspace } from "./workspaces.ts";

export async function visit(files: Readonly<Record<string, string>>, journey: (page: Page, workspace: TestWorkspace) => Promise<void>): Promise<void> {
  const workspace = smallWorkspace(files);
  const served = await serveBrowser(workspace.path);
  try {
    await served.page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await journey(served.page, workspace);
  } finally {
    await served.close();
    workspace.remove();
  }
}
