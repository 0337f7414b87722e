import { test } from "playwright/test";
import { allAssets, assetDags, assetsInTheForm, manyDags, tablesCallForRuns } from "./assets.ts";
import { visit } from "./visit-desktop.ts";

test("tables that were loaded call for a run, which names the loads", () => visit(assetDags, (page) => tablesCallForRuns(page)));

test("all assets on one page: who loads, who waits, how far they are, and a load that a person tells of", () => visit(manyDags, (page) => allAssets(page)));

test("assets in the form of a drawing: the schedule of the DAG, and what a task loads", () => visit(assetDags, (page, workspace) => assetsInTheForm(page, workspace.path)));
