import { test } from "playwright/test";
import { gridByKeys, gridDags, gridForEverybody, gridIsLive, gridIsNarrowed, gridIsSelected, gridTellsHistory, runsAreNarrowed } from "./grid.ts";
import { visit } from "./visit-browser.ts";
import { smallWorkspace } from "./workspaces.ts";

test("a grid tells what each task did in each run, and what changed between them", async () => {
  const workspace = smallWorkspace(gridDags);
  await visit(workspace, (page) => gridTellsHistory(page, workspace));
});
test("the grid is walked by keys alone", () => visit(smallWorkspace(gridDags), (page) => gridByKeys(page)));
test("the grid follows a run as it goes", () => visit(smallWorkspace(gridDags), (page, workspace) => gridIsLive(page, workspace)));
test("the grid is narrowed by task, state and run", () => visit(smallWorkspace(gridDags), (page) => gridIsNarrowed(page)));
test("a rectangle of the grid is selected, marked and taken back", () => visit(smallWorkspace(gridDags), (page) => gridIsSelected(page)));
test("the grid is for everybody", () => visit(smallWorkspace(gridDags), (page) => gridForEverybody(page)));
test("the list of runs is narrowed as its address says", () => visit(smallWorkspace(gridDags), (page) => runsAreNarrowed(page)));
