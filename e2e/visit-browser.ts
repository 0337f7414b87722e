/** A workspace in the browser for the length of one journey, with the clipboard allowed. */
import { expect, type Page } from "playwright/test";
import { serveBrowser, type ServedBrowser } from "./serve-browser.ts";
import { sharedChromium } from "./shared-chromium.ts";
import { workspaceOf, type TestWorkspace, type WorkspaceOrFiles } from "./workspaces.ts";

export interface VisitOptions {
  readonly trusted?: boolean;
  /** The page may throw nothing that nobody catches. */
  readonly strict?: boolean;
}

/** `of`: a workspace, which goes afterwards, or the files of a small one. */
export async function visit(of: WorkspaceOrFiles, journey: (page: Page, workspace: TestWorkspace, served: ServedBrowser) => Promise<void>, { trusted = true, strict = false }: VisitOptions = {}): Promise<void> {
  const workspace = workspaceOf(of);
  const served = await serveBrowser(workspace.path, { trusted, browser: await sharedChromium() });
  const errors: string[] = [];
  served.page.on("pageerror", (error) => errors.push(error.message));
  try {
    await served.page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await journey(served.page, workspace, served);
    if (strict) expect(errors).toEqual([]);
  } finally {
    await served.close();
    workspace.remove();
  }
}
