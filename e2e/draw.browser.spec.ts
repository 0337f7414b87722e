/** Drawing in the browser. */
import { expect, test } from "playwright/test";
import { drawByKeys, drawByMouse, drawnTasks, emptyDag, savedText, undoAll, withoutPlaces } from "./draw.ts";
import { serveBrowser } from "./serve-browser.ts";
import { smallWorkspace, type TestWorkspace } from "./workspaces.ts";
import type { Page } from "playwright/test";

async function visit(files: Readonly<Record<string, string>>, journey: (page: Page, workspace: TestWorkspace) => Promise<void>): Promise<void> {
  const workspace = smallWorkspace(files);
  const served = await serveBrowser(workspace.path);
  try {
    await journey(served.page, workspace);
  } finally {
    await served.close();
    workspace.remove();
  }
}

test("a DAG is drawn from an empty canvas by mouse, and undone to the byte", () =>
  visit(emptyDag, async (page, workspace) => {
    await drawByMouse(page);
    const text = await savedText(page, workspace.path);
    expect(withoutPlaces(text)).toBe(drawnTasks);
    expect(text).toMatch(/positions:\n +query: \[-?\d+, -?\d+\]\n/);
    await undoAll(page);
    expect(await savedText(page, workspace.path)).toBe(emptyDag["drawn.dag.yaml"]);
  }));

test("the same DAG is drawn by keyboard alone, and undone to the byte", () =>
  visit(emptyDag, async (page, workspace) => {
    await drawByKeys(page);
    expect(withoutPlaces(await savedText(page, workspace.path))).toBe(drawnTasks);
    await undoAll(page);
    expect(await savedText(page, workspace.path)).toBe(emptyDag["drawn.dag.yaml"]);
  }));
