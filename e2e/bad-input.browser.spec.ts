/** Files that are wrong, in the browser. */
import { test, type Page } from "playwright/test";
import { brokenIsMended, listTellsAll, nonsensePasted, writeBadFiles } from "./bad-input.ts";
import { serveBrowser } from "./serve-browser.ts";
import { smallWorkspace } from "./workspaces.ts";

async function visit(journey: (page: Page) => Promise<void>): Promise<void> {
  const workspace = smallWorkspace({});
  writeBadFiles(workspace.path);
  const served = await serveBrowser(workspace.path);
  try {
    await served.page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await journey(served.page);
  } finally {
    await served.close();
    workspace.remove();
  }
}

test("each wrong file is named with its place", () => visit(listTellsAll));
test("a file that is no YAML is mended beside its drawing", () => visit(brokenIsMended));
test("nonsense on the clipboard explains itself", () => visit(nonsensePasted));
