import { expect, test } from "playwright/test";
import { expectNothingHappened, lookAtEverything, watch } from "./hostile-text.ts";
import { hostileWorkspace } from "./hostile-workspace.ts";
import { launchDesktop } from "./launch-desktop.ts";

test("a workspace full of hostile text is only ever shown, and opens nothing on the machine", async () => {
  const workspace = hostileWorkspace();
  const desktop = await launchDesktop({ workspace: workspace.path });
  try {
    await desktop.app.evaluate(({ shell }) => {
      const opened: string[] = [];
      Reflect.set(globalThis, "opened", opened);
      shell.openExternal = async (address: string) => void opened.push(address);
      shell.openPath = async (path: string) => (opened.push(path), "");
    });
    const watched = await watch(desktop.page, "app://dagwright");
    await lookAtEverything(desktop.page);
    await expectNothingHappened(desktop.page, watched, workspace.path);
    expect(await desktop.app.evaluate(() => Reflect.get(globalThis, "opened") as unknown)).toEqual([]);
    expect(desktop.app.windows().length).toBe(1);
  } finally {
    await desktop.close();
    workspace.remove();
  }
});
