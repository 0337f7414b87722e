/** Recovery in the desktop: the engine, the window's process and the whole program are killed in mid-edit, and started again. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "playwright/test";
import { launchDesktop, type LaunchedDesktop } from "./launch-desktop.ts";
import { node } from "./draw.ts";
import { descendants, kill } from "./processes.ts";
import { editInMidAir, findEditAgain } from "./recovery.ts";
import { notedDag } from "./versions.ts";
import { smallWorkspace } from "./workspaces.ts";

async function visit(journey: (desktop: LaunchedDesktop, workspace: string) => Promise<LaunchedDesktop>): Promise<void> {
  const workspace = smallWorkspace(notedDag);
  let desktop = await launchDesktop({ workspace: workspace.path });
  try {
    desktop = await journey(desktop, workspace.path);
  } finally {
    await desktop.close();
    workspace.remove();
  }
}

/** The process that holds the workspace; null while none does. */
function engineOf(workspace: string): number | null {
  try {
    return (JSON.parse(readFileSync(join(workspace, ".dagwright", "engine.json"), "utf8")) as { pid: number }).pid;
  } catch {
    return null;
  }
}

test("an edit outlives the whole program, killed with all it started", () =>
  visit(async (desktop, workspace) => {
    await editInMidAir(desktop.page, workspace);
    const main = desktop.app.process().pid ?? 0;
    const gone = new Promise((resolve) => desktop.app.process().once("exit", resolve));
    for (const pid of [main, ...descendants(main).map((one) => one.pid)]) kill(pid);
    await gone;
    const next = await launchDesktop({ workspace, home: desktop.home });
    await findEditAgain(next.page, workspace);
    return next;
  }));

test("an edit outlives the window's own process", () =>
  visit(async (desktop, workspace) => {
    await editInMidAir(desktop.page, workspace);
    const [window] = desktop.app.windows();
    const renderer = await desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId() ?? 0);
    const crashed = window?.waitForEvent("crash", { timeout: 15_000 });
    kill(renderer);
    await crashed;
    await desktop.close("keep");
    const next = await launchDesktop({ workspace, home: desktop.home });
    await findEditAgain(next.page, workspace);
    return next;
  }));

test("an edit outlives the engine, and goes on being kept by the next one", () =>
  visit(async (desktop, workspace) => {
    await editInMidAir(desktop.page, workspace);
    const { page } = desktop;
    const engine = engineOf(workspace) ?? 0;
    process.kill(engine, "SIGKILL");
    await expect(node(page, "report")).toHaveAttribute("data-disabled", "true");
    await page.getByRole("treeitem", { name: /^clean, / }).click();
    await page.keyboard.press("d");
    await expect(node(page, "clean")).toHaveAttribute("data-disabled", "true");
    // A save is refused where no engine answers for seconds, as on a machine that is slow to start one.
    await expect.poll(() => [null, engine].includes(engineOf(workspace)), { timeout: 60_000 }).toBe(false);
    await expect(page.getByRole("contentinfo").getByText(/^Engine(?: \d|$)/)).toBeVisible({ timeout: 30_000 });
    await page.keyboard.press("Control+s");
    await expect(page.getByRole("toolbar", { name: "Drawing" }).getByText("saved", { exact: true })).toBeVisible({ timeout: 30_000 });
    return desktop;
  }));
