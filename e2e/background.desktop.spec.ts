/** Work without a window: offered once, told by the tray, ended by a person; and a laptop that sleeps in the middle of it. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test, type Page } from "playwright/test";
import { expectAccessible } from "./accessibility.ts";
import { expectRunState, openDag, runDag } from "./journeys.ts";
import { launchDesktop, startAgain, type LaunchedDesktop } from "./launch-desktop.ts";
import { descendants } from "./processes.ts";
import { goTo } from "./screens.ts";
import { smallWorkspace } from "./workspaces.ts";

const files = {
  "tick.dag.yaml": "dag: tick\nschedule: every 2s\nmax_active_runs: 9\ntasks:\n  a: { config_type: BashTask, bash: 'echo x >> \"$DAGWRIGHT_WORKSPACE/ticks.txt\"; test ! -e \"$DAGWRIGHT_WORKSPACE/broken\"' }\n",
  "slow.dag.yaml": "dag: slow\ntasks:\n  wait: { config_type: BashTask, bash: 'sleep 300' }\n",
  "work.dag.yaml": "dag: work\ntasks:\n  steps: { config_type: BashTask, timeout: 10s, bash: 'touch begun; for i in 1 2 3 4 5 6 7 8 9 10; do sleep 0.5; done' }\n",
};

const ticks = (workspace: string): number => (existsSync(join(workspace, "ticks.txt")) ? readFileSync(join(workspace, "ticks.txt"), "utf8").split("\n").length - 1 : 0);

/** What native questions are answered with, and what was asked; the tray's menu and picture as they were last set. */
async function watchNative(desktop: LaunchedDesktop): Promise<void> {
  await desktop.app.evaluate(({ dialog, Menu, Tray }) => {
    const native = { asked: [] as string[], answer: 0, menu: null as Electron.Menu | null, picture: null as Electron.NativeImage | null };
    const setImage = Reflect.get(Tray.prototype, "setImage") as (this: Electron.Tray, image: Electron.NativeImage) => void;
    Tray.prototype.setImage = function (this: Electron.Tray, image: Electron.NativeImage | string): void {
      if (typeof image !== "string") native.picture = image;
      setImage.call(this, image as Electron.NativeImage);
    };
    Reflect.set(globalThis, "native", native);
    dialog.showMessageBox = async (...given: unknown[]) => {
      const { message, detail } = given.at(-1) as { message: string; detail?: string };
      native.asked.push(`${message} ${detail ?? ""}`);
      return { response: native.answer, checkboxChecked: false };
    };
    const build = Menu.buildFromTemplate.bind(Menu);
    Menu.buildFromTemplate = (template) => {
      const menu = build(template);
      if (template.some(({ id }) => id === "quit")) native.menu = menu;
      return menu;
    };
  });
}

const asked = (desktop: LaunchedDesktop): Promise<string[]> => desktop.app.evaluate(() => (Reflect.get(globalThis, "native") as { asked: string[] }).asked.splice(0));
const answerWith = (desktop: LaunchedDesktop, response: number): Promise<void> => desktop.app.evaluate((_, chosen) => void ((Reflect.get(globalThis, "native") as { answer: number }).answer = chosen), response);
const trayLabels = (desktop: LaunchedDesktop): Promise<string> =>
  desktop.app.evaluate(() => ((Reflect.get(globalThis, "native") as { menu: Electron.Menu | null }).menu?.items ?? []).map(({ label }) => label.trim()).join(" | "));
const chooseTray = (desktop: LaunchedDesktop, start: string): Promise<void> =>
  desktop.app.evaluate((_, wanted) => {
    const item = (Reflect.get(globalThis, "native") as { menu: Electron.Menu | null }).menu?.items.find((one) => ((one.id as string | undefined) ?? "").startsWith(wanted));
    if (!item) throw new Error(`no item ${wanted} in the tray`);
    item.click();
  }, start);

/** The picture in the tray as the system has it: its size, the densities that it is drawn for, and how many of its pixels are red. */
const trayPicture = (desktop: LaunchedDesktop): Promise<{ size: Electron.Size; densities: number[]; drawn: boolean; red: boolean }> =>
  desktop.app.evaluate(() => {
    const { picture } = Reflect.get(globalThis, "native") as { picture: Electron.NativeImage };
    const pixels = picture.toBitmap();
    const at = (x: number, y: number): number[] => [...pixels.subarray((y * 22 + x) * 4, (y * 22 + x) * 4 + 4)];
    const [blue = 0, , red = 0] = at(17, 5);
    return { size: picture.getSize(), densities: picture.getScaleFactors(), drawn: (at(5, 11)[3] ?? 0) === 255 && (at(0, 0)[3] ?? 255) === 0, red: red > 180 && blue < 80 };
  });

async function turnOn(page: Page, dagId: string): Promise<void> {
  await openDag(page, dagId);
  const toggle = page.getByRole("switch", { name: `Run ${dagId} by its schedule` });
  await toggle.click({ force: true });
  await expect(toggle).toBeChecked();
}

const windowCount = (desktop: LaunchedDesktop): Promise<number> => desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);

test("closing the window offers once to go on; then schedules fire, the tray tells, and a second start shows the window", async () => {
  test.setTimeout(120_000);
  const workspace = smallWorkspace(files);
  const desktop = await launchDesktop({ workspace: workspace.path });
  const ended = new Promise<void>((done) => desktop.app.process().once("exit", () => done()));
  try {
    const settings = (): string => readFileSync(join(desktop.home, "config", "settings.json"), "utf8");
    await watchNative(desktop);
    await turnOn(desktop.page, "tick");
    await expect.poll(() => ticks(workspace.path), { timeout: 20_000 }).toBeGreaterThan(0);

    await test.step("closing asks; the window is destroyed, its engine goes on", async () => {
      await sleep(1_500);
      await desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().forEach((window) => window.close()));
      await expect.poll(() => windowCount(desktop)).toBe(0);
      expect(await asked(desktop)).toEqual([expect.stringMatching(/^Keep “workspace” running by schedule\? 1 DAG here runs by schedule/)]);
      expect(JSON.parse(settings())).toEqual({ background: true });
      const before = ticks(workspace.path);
      await expect.poll(() => ticks(workspace.path), { timeout: 20_000 }).toBeGreaterThan(before + 1);
      await expect.poll(() => trayLabels(desktop)).toMatch(/^Open Dagwright \| {2}\| workspace \| 1 DAG by schedule, next tick at .* \| Stop in the background/);
      expect(await trayPicture(desktop)).toEqual({ size: { width: 22, height: 22 }, densities: [1, 2, 3], drawn: true, red: false });
    });

    await test.step("schedules are paused there, and go on", async () => {
      await chooseTray(desktop, "pause");
      await expect.poll(() => trayLabels(desktop)).toMatch(/Schedules are paused .*Resume schedules/);
      await chooseTray(desktop, "pause");
      await expect.poll(() => trayLabels(desktop)).toMatch(/1 DAG by schedule, next tick at .*Pause schedules/);
      const before = ticks(workspace.path);
      await expect.poll(() => ticks(workspace.path), { timeout: 20_000 }).toBeGreaterThan(before);
    });

    await test.step("what fails meanwhile is counted", async () => {
      writeFileSync(join(workspace.path, "broken"), "");
      await expect.poll(() => trayLabels(desktop), { timeout: 20_000 }).toMatch(/\d+ runs? failed since you last looked/);
      await expect.poll(async () => (await trayPicture(desktop)).red).toBe(true);
    });

    await test.step("a log-in start opens nothing; a start by a person shows the window, and nothing counts as unseen", async () => {
      expect(await startAgain(desktop, ["--background"])).toBe(0);
      expect(await windowCount(desktop)).toBe(0);
      const opened = desktop.app.waitForEvent("window");
      expect(await startAgain(desktop, [])).toBe(0);
      const page = await opened;
      await openDag(page, "tick");
      await expect.poll(() => trayLabels(desktop)).not.toContain("failed since");
      await beginDag(page, "slow");
    });

    await test.step("it is not offered again; quitting asks because a task runs, and a no changes nothing", async () => {
      await desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().forEach((window) => window.close()));
      await expect.poll(() => windowCount(desktop)).toBe(0);
      expect(await asked(desktop)).toEqual([]);
      await answerWith(desktop, 1);
      await chooseTray(desktop, "quit");
      await expect.poll(() => asked(desktop)).toEqual([expect.stringMatching(/^\d tasks? (?:is|are) running in the background In “workspace” \(\d\)\. Quitting ends them/)]);
      const before = ticks(workspace.path);
      await expect.poll(() => ticks(workspace.path), { timeout: 20_000 }).toBeGreaterThan(before);
    });

    await test.step("a yes ends it all", async () => {
      await answerWith(desktop, 0);
      await chooseTray(desktop, "quit").catch(() => undefined);
      await ended;
      const before = ticks(workspace.path);
      await sleep(5_000);
      expect(ticks(workspace.path)).toBe(before);
    });
  } finally {
    await desktop.close().catch(() => undefined);
    workspace.remove();
  }
});

async function beginDag(page: Page, dagId: string): Promise<void> {
  await openDag(page, dagId);
  await runDag(page);
  await expectRunState(page, dagId, "Running");
}

test("starting at log-in is written where the system looks, and goes when it is turned off", async () => {
  test.skip(process.platform !== "linux", "The autostart folder is Linux's.");
  const workspace = smallWorkspace(files);
  const { XDG_CONFIG_HOME: before } = process.env;
  process.env["XDG_CONFIG_HOME"] = join(workspace.path, "..", "config-home");
  const desktop = await launchDesktop({ workspace: workspace.path });
  try {
    const entry = join(workspace.path, "..", "config-home", "autostart", "dagwright.desktop");
    const { page } = desktop;
    await goTo(page, "#/settings");
    const toggle = page.getByRole("switch", { name: "Open at login" });
    expect(existsSync(entry)).toBe(false);
    await toggle.click({ force: true });
    await expect.poll(() => existsSync(entry) && readFileSync(entry, "utf8")).toMatch(/\nExec=.* --background\n/);
    await toggle.click({ force: true });
    await expect.poll(() => existsSync(entry)).toBe(false);
  } finally {
    if (before === undefined) delete process.env["XDG_CONFIG_HOME"];
    else process.env["XDG_CONFIG_HOME"] = before;
    await desktop.close();
    workspace.remove();
  }
});

test("laptop sleep simulated: the engine stays, no task is ended by its timeout, and Health says what was done", async () => {
  test.setTimeout(120_000);
  const workspace = smallWorkspace(files);
  const desktop = await launchDesktop({ workspace: workspace.path });
  try {
    const { page } = desktop;
    await turnOn(page, "tick");
    await openDag(page, "work");
    await runDag(page);
    await expect.poll(() => existsSync(join(workspace.path, "begun")), { timeout: 20_000 }).toBe(true);
    await goTo(page, "#/health");
    const engine = page.getByRole("region", { name: "Engine" });
    const pid = await engine.getByText(/^\d+$/).first().innerText();
    await desktop.app.evaluate(({ powerMonitor }) => void powerMonitor.emit("suspend"));
    await sleep(500);
    const main = desktop.app.process().pid ?? 0;
    const tree = [main, ...descendants(main).map((one) => one.pid)];
    for (const each of tree) process.kill(each, "SIGSTOP");
    await sleep(15_000);
    for (const each of tree) process.kill(each, "SIGCONT");
    await desktop.app.evaluate(({ powerMonitor }) => void powerMonitor.emit("resume"));
    const journal = page.getByRole("region", { name: "Health journal" });
    await expect(journal).toContainText(/The machine slept for 1\d(?:\.\d+)? s\. 1 schedule was due: 1 run was made, \d missed instants passed over\./);
    await expect(journal.getByRole("listitem")).toHaveCount(1);
    await expect(page.getByRole("region", { name: "Self-watch" })).toContainText("All is well");
    expect(await engine.getByText(/^\d+$/).first().innerText()).toBe(pid);
    await expectAccessible(page, [{ name: "health after a sleep", open: async () => undefined }]);
    await openDag(page, "work");
    await expectRunState(page, "work", "Success");
  } finally {
    await desktop.close();
    workspace.remove();
  }
});
