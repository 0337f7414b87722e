/** What makes it a desktop program: one instance, links, files, windows, menus, settings, trust, and what stays after closing. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, type Page } from "playwright/test";
import { commands } from "../shared/commands/commands.ts";
import { expectRunState, openDag, runDag } from "./journeys.ts";
import { launchDesktop, startAgain, type LaunchedDesktop } from "./launch-desktop.ts";
import { smallWorkspace } from "./workspaces.ts";

const files = {
  "quick.dag.yaml": "dag: quick\ntasks:\n  only: { config_type: BashTask, bash: 'echo once >> \"$DAGWRIGHT_WORKSPACE/ran.txt\"' }\n",
  "other.dag.yaml": "dag: other\ntasks:\n  one: { config_type: EmptyTask }\n",
};

const runsOf = (workspace: string): number => (existsSync(join(workspace, "ran.txt")) ? readFileSync(join(workspace, "ran.txt"), "utf8").split("\n").length - 1 : 0);

async function answerDialogs(desktop: LaunchedDesktop, response: number): Promise<void> {
  await desktop.app.evaluate(({ dialog }, chosen) => {
    const asked: string[] = [];
    Reflect.set(globalThis, "asked", asked);
    dialog.showMessageBox = async (...given: unknown[]) => {
      const options = given.at(-1) as { message: string; detail?: string };
      asked.push(`${options.message}\n${options.detail ?? ""}`);
      return { response: chosen, checkboxChecked: false };
    };
  }, response);
}

/** Chooses the item if it is enabled, in one step: what is enabled follows the page. Tells whether it was. */
const chooseEnabled = (desktop: LaunchedDesktop, id: string): Promise<boolean> =>
  desktop.app.evaluate(({ Menu }, wanted) => {
    const item = Menu.getApplicationMenu()?.getMenuItemById(wanted);
    if (!item) throw new Error(`no menu item ${wanted}`);
    const { enabled } = item;
    if (enabled) item.click();
    return enabled;
  }, id);

const chooseMenu = async (desktop: LaunchedDesktop, id: string): Promise<void> => {
  if (!(await chooseEnabled(desktop, id))) throw new Error(`${id} is not enabled`);
};

const heading = (page: Page, name: string | RegExp) => page.getByRole("heading", { name, level: 1 });

test("a second start leads to the first: its words, links and files arrive there, and no link starts anything", async () => {
  const workspace = smallWorkspace(files);
  const elsewhere = smallWorkspace({ "far.dag.yaml": "dag: far\ntasks:\n  t: { config_type: EmptyTask }\n" });
  const desktop = await launchDesktop({ workspace: workspace.path });
  try {
    const { page } = desktop;
    await openDag(page, "quick");
    await runDag(page);
    await expectRunState(page, "quick", "Success");
    const runId = (await page.getByRole("region", { name: "DAG quick" }).locator("code").first().innerText()).replace(/^[·\s]+/, "");
    expect(runsOf(workspace.path)).toBe(1);

    await test.step("no words: the window comes to the front", async () => {
      expect(await startAgain(desktop, [])).toBe(0);
      expect(desktop.app.windows().length).toBe(1);
    });
    await test.step("a link to a run shows that run", async () => {
      await openDag(page, "other");
      expect(await startAgain(desktop, [`dagwright://run/quick/${encodeURIComponent(runId)}`])).toBe(0);
      await expect(heading(page, "quick")).toBeVisible();
      await expect(page.getByText(runId).first()).toBeVisible();
      await expect(page).toHaveURL((address) => address.href.includes(encodeURIComponent(runId)));
    });
    await test.step("a link to what is not here says so", async () => {
      await startAgain(desktop, ["dagwright://open/nowhere"]);
      await expect(page.getByText(/nowhere cannot be shown/)).toBeVisible();
      await expect(page.getByRole("button", { name: "All DAGs" })).toBeVisible();
    });
    await test.step("hostile links lead nowhere", async () => {
      await openDag(page, "other");
      const before = page.url();
      const hostile = [
        "dagwright://dag/%2e%2e%2f%2e%2e",
        "dagwright://run/quick/%2e%2e",
        "dagwright://run/quick/x%00y",
        `dagwright://find/${"a".repeat(2000)}`,
        "dagwright://open/%E0%A4%A",
        'dagwright://open/quick" --inspect=9229 --gpu-launcher=touch',
        "dagwright://start/quick",
        "dagwright://open/quick?run=1",
        "dagwright:javascript:alert(1)",
      ];
      for (const link of hostile) await startAgain(desktop, [link, "--workspace", elsewhere.path, `--gpu-launcher=touch ${join(workspace.path, "launched")}`]);
      // Longer than what one instance can hand to the other: refused where it starts, or the first one would crash.
      for (const text of ["a".repeat(9000), "a".repeat(100_000), "\u{6f22}".repeat(8000)]) expect(await startAgain(desktop, [`dagwright://find/${text}`])).toBe(2);
      await expect.poll(() => desktop.errors().match(/link refused/g)?.length).toBe(hostile.length);
      expect(page.url()).toBe(before);
      expect(desktop.app.windows().length).toBe(1);
      expect(existsSync(join(workspace.path, "launched"))).toBe(false);
      expect(desktop.errors().length).toBeLessThan(20_000);
      // Whoever followed the link is told why nothing opened.
      await expect(page.getByRole("alert").filter({ hasText: "The link was not followed" })).toBeVisible();
    });
    await test.step("a link that comes while the page still loads waits for it", async () => {
      await openDag(page, "quick");
      await desktop.app.evaluate(async ({ app, BrowserWindow }) => {
        const contents = BrowserWindow.getAllWindows()[0]?.webContents;
        const leaves = new Promise((done) => contents?.once("did-start-navigation", done));
        contents?.reload();
        await leaves;
        app.emit("second-instance", {}, [], "/", { words: ["dagwright://open/other"] });
      });
      await expect(heading(page, "other")).toBeVisible();
      // Once is enough: who loads the page again stays where they are.
      await openDag(page, "quick");
      await page.reload();
      await expect(heading(page, "quick")).toBeVisible();
      await expect(heading(page, "other")).toHaveCount(0);
      await openDag(page, "other");
    });
    expect(runsOf(workspace.path)).toBe(1);

    await test.step("a file of another folder opens its workspace in a window of its own", async () => {
      const opened = desktop.app.waitForEvent("window");
      expect(await startAgain(desktop, [join(elsewhere.path, "far.dag.yaml")])).toBe(0);
      const second = await opened;
      await expect(heading(second, "far")).toBeVisible({ timeout: 20_000 });
      // Nobody has trusted that folder.
      await expect(second.getByText(/not trusted/i).first()).toBeVisible();
      await expect(heading(page, "other")).toBeVisible();
      await second.close();
    });
    await test.step("a file of the open workspace is shown in the window that has it", async () => {
      await startAgain(desktop, [join(workspace.path, "quick.dag.yaml")]);
      await expect(heading(page, "quick")).toBeVisible();
      await expect.poll(() => desktop.app.windows().length).toBe(1);
    });
  } finally {
    await desktop.close();
    workspace.remove();
    elsewhere.remove();
  }
});

test("the menu bar holds every command that has a menu, and each one reaches the page", async () => {
  const workspace = smallWorkspace(files);
  const desktop = await launchDesktop({ workspace: workspace.path });
  try {
    const { page } = desktop;
    await expect(page.getByRole("link", { name: "DAGs", exact: true })).toBeVisible();
    // The page tells what is on the screen; until then the menu offers what always goes.
    await expect.poll(() => desktop.app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById("go.dags")?.enabled)).toBe(true);
    const shown = await desktop.app.evaluate(({ Menu }) => {
      const items: string[] = [];
      const walk = (menu: Electron.Menu | null | undefined): void => menu?.items.forEach((item) => (items.push(item.id), walk(item.submenu)));
      walk(Menu.getApplicationMenu());
      return items;
    });
    const wanted = commands.filter((command) => command.menu !== null).map((command) => command.id as string);
    expect(wanted.filter((id) => !shown.includes(id))).toEqual([]);

    // The bridge hears each command; those that open something of the system or end the page are tried by themselves.
    await page.evaluate(() => {
      const heard: string[] = [];
      Reflect.set(globalThis, "heard", heard);
      (Reflect.get(globalThis, "host") as { on(event: string, listener: (payload: { id: string }) => void): void }).on("command", ({ id }) => heard.push(id));
    });
    await answerDialogs(desktop, 1);
    await desktop.app.evaluate(({ dialog, shell }) => {
      dialog.showOpenDialog = async () => ({ canceled: true, filePaths: [] });
      shell.showItemInFolder = () => undefined;
    });
    const chosen: string[] = [];
    for (const id of wanted.filter((each) => each !== "engine.restart")) {
      if (await chooseEnabled(desktop, id)) {
        chosen.push(id);
        await page.keyboard.press("Escape");
      }
    }
    await expect.poll(() => page.evaluate(() => Reflect.get(globalThis, "heard") as string[])).toEqual(chosen);
    // A dialog that was still being loaded when its Escape came.
    await expect(async () => {
      await page.keyboard.press("Escape");
      await expect(page.getByRole("dialog")).toHaveCount(0, { timeout: 500 });
    }).toPass();
    expect(chosen).toEqual(expect.arrayContaining(["workspace.open", "go.dags", "go.settings", "theme.dark", "help.keys", "help.about", "palette.open"]));
    await expect.poll(() => desktop.app.evaluate(() => (Reflect.get(globalThis, "asked") as string[])[0])).toContain("Dagwright");

    await chooseMenu(desktop, "go.dags");
    await expect(heading(page, "DAGs")).toBeVisible();
    await test.step("what is on the screen decides what is enabled", async () => {
      await expect(chooseMenu(desktop, "run.clear")).rejects.toThrow("not enabled");
      await openDag(page, "quick");
      await runDag(page);
      await expectRunState(page, "quick", "Success");
      await expect(async () => chooseMenu(desktop, "run.clear")).toPass();
      await expect(page.getByRole("dialog")).toBeVisible();
      await page.keyboard.press("Escape");
      await expect(page.getByRole("dialog")).toHaveCount(0);
      await chooseMenu(desktop, "run.markFailed");
      await page.getByRole("dialog").getByRole("button", { name: "Mark 1 task failed" }).click();
      await expectRunState(page, "quick", "Failed");
    });
  } finally {
    await desktop.close();
    workspace.remove();
  }
});

test("window place, theme and run history are there after closing and starting again", async () => {
  const workspace = smallWorkspace(files);
  const first = await launchDesktop({ workspace: workspace.path });
  const bounds = { x: 40, y: 60, width: 1010, height: 690 };
  await openDag(first.page, "quick");
  await runDag(first.page);
  await expectRunState(first.page, "quick", "Success");
  await first.app.evaluate(({ BrowserWindow }, place) => BrowserWindow.getAllWindows()[0]?.setBounds(place), bounds);
  await chooseMenu(first, "theme.dark");
  await expect(first.page.locator("html")).toHaveAttribute("data-mantine-color-scheme", "dark");
  await expect.poll(() => readFileSync(join(first.home, "config", "settings.json"), "utf8")).toContain("dark");
  await first.close("keep");

  const second = await launchDesktop({ workspace: workspace.path, home: first.home });
  try {
    await expect(second.page.locator("html")).toHaveAttribute("data-mantine-color-scheme", "dark");
    expect(await second.app.evaluate(({ nativeTheme }) => nativeTheme.themeSource)).toBe("dark");
    const restored = await second.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds());
    expect(restored).toMatchObject({ width: bounds.width, height: bounds.height });
    await openDag(second.page, "quick");
    await expectRunState(second.page, "quick", "Success");
    await second.page.getByRole("link", { name: "Runs", exact: true }).click();
    await expect(second.page.getByRole("grid", { name: "Runs" }).getByText("quick")).toBeVisible();
    expect(runsOf(workspace.path)).toBe(1);
  } finally {
    await second.close();
    workspace.remove();
  }
});

test("a folder is trusted by the native dialog alone, and may run at once", async () => {
  const workspace = smallWorkspace(files);
  const desktop = await launchDesktop({ workspace: workspace.path, trusted: false });
  const trusted = (): string => (existsSync(join(desktop.home, "config", "trusted-workspaces.json")) ? readFileSync(join(desktop.home, "config", "trusted-workspaces.json"), "utf8") : "");
  try {
    const { page } = desktop;
    const run = page.getByRole("button", { name: "Run DAG", exact: true });
    await openDag(page, "quick");
    await expect(run).toBeDisabled();
    await answerDialogs(desktop, 1);
    await page.getByRole("button", { name: "Trust…" }).click();
    await expect.poll(() => desktop.app.evaluate(() => Reflect.get(globalThis, "asked") as string[])).toHaveLength(1);
    const [asked] = await desktop.app.evaluate(() => Reflect.get(globalThis, "asked") as string[]);
    expect(asked).toContain("echo once");
    await expect(run).toBeDisabled();
    expect(trusted()).not.toContain(workspace.path);
    await answerDialogs(desktop, 0);
    await page.getByRole("button", { name: "Trust…" }).click();
    await expect(run).toBeEnabled();
    await expect(page.getByText(/not trusted/i)).toHaveCount(0);
    expect(trusted()).toContain(workspace.path);
    expect(runsOf(workspace.path)).toBe(0);
    await run.click();
    await expectRunState(page, "quick", "Success");
  } finally {
    await desktop.close();
    workspace.remove();
  }
});
