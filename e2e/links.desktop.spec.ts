/** Links in the desktop: handed to the program by the system, whether it runs or not. */
import { expect, test } from "playwright/test";
import { launchDesktop, startAgain, type LaunchedDesktop } from "./launch-desktop.ts";
import { copyLinks, expectLine222, followDeadLinks, followLinks, linkedDags } from "./links.ts";
import { visit } from "./visit-desktop.ts";
import { smallWorkspace } from "./workspaces.ts";

// The program starts anew for each link.
test.describe.configure({ timeout: 240_000 });

const clipboardOf = ({ app }: LaunchedDesktop) => (): Promise<string> => app.evaluate(({ clipboard }) => clipboard.readText());
const followBy = (desktop: LaunchedDesktop) => async (link: string): Promise<void> => {
  expect(link).toMatch(/^dagwright:\/\/run\//);
  expect(await startAgain(desktop, [link])).toBe(0);
};

test("a link to what is shown leads there, in the window that is open and when the program is started by it", async () => {
  const workspace = smallWorkspace(linkedDags);
  const first = await launchDesktop({ workspace: workspace.path });
  let second: LaunchedDesktop | null = null;
  try {
    const links = await copyLinks(first.page, clipboardOf(first));
    await followLinks(first.page, links, followBy(first));
    expect(first.app.windows()).toHaveLength(1);
    await first.close("keep");
    second = await launchDesktop({ workspace: workspace.path, home: first.home, bare: true, words: [links.line] });
    await expectLine222(second.page);
    await expect(second.page.getByTitle(`Run ID: ${links.runId}`).first()).toBeVisible();
  } finally {
    await (second ?? first).close();
    workspace.remove();
  }
});

test("a link to what is not there says so, and where to go from there", () =>
  visit(linkedDags, async (page, _, desktop) => {
    const links = await copyLinks(page, clipboardOf(desktop));
    await followDeadLinks(page, links, followBy(desktop));
  }));
