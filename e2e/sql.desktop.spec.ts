import { test } from "playwright/test";
import { sqlCancelled, sqlFromScratch } from "./sql-journeys.ts";
import { visit } from "./visit-desktop.ts";
import { oneDag } from "./workspaces.ts";

test("a person writes SQL in the desktop, runs it, cancels it and finds it again", () =>
  visit(oneDag, async (page, workspace) => {
    await sqlFromScratch(page, workspace.path);
    await sqlCancelled(page);
  }));
