import { test } from "playwright/test";
import { expectNothingHappened, lookAtEverything, watch } from "./hostile-text.ts";
import { hostileWorkspace } from "./hostile-workspace.ts";
import { serveBrowser } from "./serve-browser.ts";

test("a workspace full of hostile text is only ever shown", async () => {
  const workspace = hostileWorkspace();
  const served = await serveBrowser(workspace.path);
  try {
    const watched = await watch(served.page, served.address);
    await lookAtEverything(served.page);
    await expectNothingHappened(served.page, watched, workspace.path);
  } finally {
    await served.close();
    workspace.remove();
  }
});
