/** Files that are wrong, in the browser. */
import { test, type Page } from "playwright/test";
import { brokenIsMended, listTellsAll, nonsensePasted, writeBadFiles } from "./bad-input.ts";
import { visit as visitWorkspace } from "./visit-browser.ts";
import { smallWorkspace } from "./workspaces.ts";

const visit = (journey: (page: Page) => Promise<void>): Promise<void> => {
  const workspace = smallWorkspace({});
  writeBadFiles(workspace.path);
  return visitWorkspace(workspace, (page) => journey(page));
};

test("each wrong file is named with its place", () => visit(listTellsAll));
test("a file that is no YAML is mended beside its drawing", () => visit(brokenIsMended));
test("nonsense on the clipboard explains itself", () => visit(nonsensePasted));
