/** Drawing in the browser. */
import { expect, test } from "playwright/test";
import { expectAccessible } from "./accessibility.ts";
import { chainDag, drawByKeys, drawByMouse, drawnTasks, emptyDag, newDag, openDrawing, refuseWhileDragging, savedText, undoAll, withoutPlaces, workOnEdges, workOnTasks, yamlBeside } from "./draw.ts";
import { visit } from "./visit-browser.ts";

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

test("edges that cannot be are refused with the reason while they are drawn", () => visit(chainDag, (page) => refuseWhileDragging(page)));
test("edges are spliced, filled, joined and moved", () => visit(chainDag, (page, { path }) => workOnEdges(page, path)));
test("tasks are copied, pasted, renamed, found and deleted, and all of it is undone to the byte", () => visit(chainDag, (page, { path }) => workOnTasks(page, path)));
test("the YAML stands beside the canvas", () => visit(chainDag, (page) => yamlBeside(page)));
test("a new DAG is made from its name", () => visit({}, (page) => newDag(page)));

test("drawing is accessible in both themes", () =>
  visit(chainDag, (page) =>
    expectAccessible(page, [
      { name: "draw", open: async (each) => void (await openDrawing(each, "chain")) },
      { name: "history and properties", open: async (each) => (await each.getByRole("button", { name: "Show the history of edits" }).click(), await each.getByRole("button", { name: "Properties" }).click()) },
      { name: "menu", open: async (each) => await each.locator('[data-task-id="b"]').click({ button: "right" }) },
      { name: "quick-add", open: async (each) => (await each.keyboard.press("Escape"), await each.keyboard.press("Tab")) },
      { name: "new DAG", open: async (each) => (await each.keyboard.press("Escape"), await each.keyboard.press("Alt+n")) },
    ]),
  ));
