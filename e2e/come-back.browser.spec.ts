import { test } from "playwright/test";
import { comeBackFiles, drawingIsBack, foldIsBack, foldWhereOneReads, leaveDrawing, leaveQuery, queryIsBack } from "./come-back.ts";
import { visit } from "./visit-browser.ts";

// Several starts: the limit is for a hang, not for a slow machine.
test.setTimeout(180_000);

test("a drawing and a query come back as they were left, in a page reloaded and in a new one", () =>
  visit(comeBackFiles, async (page) => {
    const drawing = await leaveDrawing(page);
    await page.reload();
    await drawingIsBack(page, drawing);
    const query = await leaveQuery(page);
    const again = await page.context().newPage();
    await again.goto(new URL(page.url()).origin);
    await queryIsBack(again, query);
    await again.getByRole("navigation", { name: "Open documents" }).getByRole("link", { name: /^long/ }).first().click();
    await drawingIsBack(again, drawing);
  }));

test("a group that was folded where one reads stays folded", () =>
  visit(comeBackFiles, async (page) => {
    await foldWhereOneReads(page);
    await page.reload();
    await foldIsBack(page);
  }));
