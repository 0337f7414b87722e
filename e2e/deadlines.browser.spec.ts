/** A missed deadline in the browser. */
import { test } from "playwright/test";
import { lateWorkspace, missDeadline, openMailServer, seeMissed } from "./deadlines.ts";
import { visit } from "./visit-browser.ts";

test("a missed deadline is mailed once, and seen at the run, in the lists and on the health page", async () => {
  const server = await openMailServer();
  try {
    await visit(lateWorkspace(server.port), async (page) => {
      await missDeadline(page, server);
      await seeMissed(page);
    });
  } finally {
    await server.close();
  }
});
