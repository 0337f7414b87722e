import { test } from "playwright/test";
import { comeBackFiles, drawingIsBack, foldIsBack, foldWhereOneReads, leaveDrawing, leaveQuery, queryIsBack } from "./come-back.ts";
import { launchDesktop } from "./launch-desktop.ts";
import { visit } from "./visit-desktop.ts";

// Several starts: the limit is for a hang, not for a slow machine.
test.setTimeout(180_000);

test("a drawing and a query come back as they were left when the program starts again", () =>
  visit(comeBackFiles, async (page, workspace, desktop) => {
    const drawing = await leaveDrawing(page);
    const query = await leaveQuery(page);
    await desktop.close("keep");
    const next = await launchDesktop({ workspace: workspace.path, home: desktop.home });
    try {
      await queryIsBack(next.page, query);
      await next.page.getByRole("navigation", { name: "Open documents" }).getByRole("link", { name: /^long/ }).first().click();
      await drawingIsBack(next.page, drawing);
      await foldWhereOneReads(next.page);
      await next.page.reload();
      await foldIsBack(next.page);
    } finally {
      await next.close();
    }
  }));
