import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "playwright/test";
import { backfillAMonth, backfillDags, backfillFromDays, type Ground } from "./backfill.ts";
import { visit } from "./visit-browser.ts";

const groundIn = (folder: string): Ground => ({
  set: (name, isThere) => (isThere ? writeFileSync(join(folder, name), "") : rmSync(join(folder, name))),
  ledger: () => readFileSync(join(folder, "ledger"), "utf8").trim().split("\n"),
});

test("a month with holes is filled: exactly the plan, each date once", () => visit(backfillDags, (page, workspace) => backfillAMonth(page, groundIn(workspace.path))));

test("a backfill begins on days of the calendar and on runs of the grid", () => visit(backfillDags, (page, workspace) => backfillFromDays(page, groundIn(workspace.path))));
