import { test } from "playwright/test";
import { assetDags, tablesCallForRuns } from "./assets.ts";
import { visit } from "./visit-desktop.ts";

test("tables that were loaded call for a run, which names the loads", () => visit(assetDags, (page) => tablesCallForRuns(page)));
