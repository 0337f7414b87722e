/** Task groups and the automatic layout in the browser. */
import { expect, test, type Page } from "playwright/test";
import { expectAccessible } from "./accessibility.ts";
import { openDrawing } from "./draw.ts";
import { copyAndConnectGroups, foldWhileReading, folded, frame, groupByKeys, groupByMouse, groupedDag, moveAround, pipelineDag, tidyPart, tidyWithPin, wideDag } from "./groups.ts";
import { visit } from "./visit-browser.ts";

test("groups are made, nested, folded, renamed, left and undone by keyboard alone", () => visit(pipelineDag, (page, { path }) => groupByKeys(page, path)));
test("groups are made, entered, left, moved, folded and deleted by mouse, and undone to the byte", () => visit(pipelineDag, (page, { path }) => groupByMouse(page, path)));
test("a copied group is a group", () => visit(pipelineDag, (page, { path }) => copyAndConnectGroups(page, path)));
test("what is pinned stays where the rest is tidied up", () => visit(pipelineDag, (page, { path }) => tidyWithPin(page, path)));
test("what is selected is tidied up alone", () => visit(pipelineDag, (page, { path }) => tidyPart(page, path)));
test("groups are folded where a DAG is only looked at", () => visit(groupedDag, (page) => foldWhileReading(page)));

test("modes, Space, zoom keys, the map and find move the canvas and nothing else", () => visit(wideDag, (page) => moveAround(page)));

const openFrame = async (page: Page): Promise<void> => (await openDrawing(page, "grouped"), await expect(frame(page, "steps")).toBeVisible());
const pickGroup = (page: Page): Promise<void> => page.getByRole("treeitem", { name: /^steps, / }).click();

test("groups are accessible in both themes", () =>
  visit(groupedDag, (page) =>
    expectAccessible(page, [
      { name: "frame", open: openFrame },
      { name: "properties of a group", open: async (each) => (await each.getByRole("button", { name: "Properties" }).click(), await pickGroup(each)) },
      { name: "folded", open: async (each) => (await each.keyboard.press("Alt+g"), await expect(folded(each, "steps")).toBeVisible()) },
    ]),
  ));

test("what asks about groups is accessible in both themes", () =>
  visit(groupedDag, (page) =>
    expectAccessible(page, [
      { name: "name of a group", open: async (each) => (await openFrame(each), await pickGroup(each), await each.keyboard.press("Control+g"), await expect(each.getByRole("textbox", { name: "Name of the group" })).toBeFocused()) },
      { name: "group to move into", open: async (each) => (await each.keyboard.press("Escape"), await each.keyboard.press("Shift+G"), await expect(each.getByRole("combobox", { name: "Group to move into" })).toBeFocused()) },
    ]),
  ));
