/** A newer Dagwright's state in the browser mode: refused by the service that would work on it, looked at by one that only looks. */
import { expect, test } from "playwright/test";
import { expectAccessible } from "./accessibility.ts";
import { dagwright, leaveNewer, looksOnly, newerDag, stateOf } from "./newer.ts";
import { serveBrowser } from "./serve-browser.ts";
import { sharedChromium } from "./shared-chromium.ts";
import { smallWorkspace } from "./workspaces.ts";

test("a state of a newer version is named, and looked at without a change", async () => {
  const { path, remove } = smallWorkspace(newerDag);
  try {
    const before = leaveNewer(path);
    const refused = dagwright(path, "serve");
    expect([refused.status, refused.stderr]).toEqual([3, expect.stringMatching(/written by Dagwright 99\.1\.0 \(schema 9000, this one knows \d+\) and left as it is\. .*--read-only/) as unknown as string]);
    const served = await serveBrowser(path, { words: ["--read-only"], browser: await sharedChromium() });
    try {
      await looksOnly(served.page);
      await expectAccessible(served.page, [{ name: "read only", open: async () => undefined }]);
    } finally {
      await served.close();
    }
    expect(stateOf(path)).toEqual(before);
  } finally {
    remove();
  }
});
