import { test } from "playwright/test";
import { askingDags, giveParams, warnOfMissing } from "./asked-params.ts";
import { visit } from "./visit-browser.ts";

test("params without a default are asked for, refused where they do not fit, and missed where another DAG does not give them", () =>
  visit(askingDags, async (page, workspace) => {
    await giveParams(page);
    await warnOfMissing(page, workspace.path);
  }));
