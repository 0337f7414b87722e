/** The desktop's own part of what every desktop program does: windows that come back, menus by mouse, files from outside, notices. */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, type Page } from "playwright/test";
import { launchDesktop, type LaunchedDesktop } from "./launch-desktop.ts";
import { shellDags, splitInTwo, splitIsBack, switchByUse, tabLink } from "./shell.ts";
import { ownKeys } from "./shell-settings.ts";
import { smallWorkspace, type TestWorkspace } from "./workspaces.ts";

// Long ways with many looks on the way: the limit is for a hang, not for a slow machine.
test.setTimeout(180_000);

const failing = { "boom.dag.yaml": "dag: boom\ntasks:\n  fine: { config_type: BashTask, bash: 'true' }\n  bad: { config_type: BashTask, bash: 'exit 3', deps: [fine] }\n" };

async function inDesktop(files: Readonly<Record<string, string>>, journey: (desktop: LaunchedDesktop, workspace: TestWorkspace) => Promise<void>): Promise<void> {
  const workspace = smallWorkspace(files);
  const desktop = await launchDesktop({ workspace: workspace.path });
  try {
    await journey(desktop, workspace);
  } finally {
    await desktop.close().catch(() => undefined);
    rmSync(desktop.home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    workspace.remove();
  }
}

const clickMenu = (desktop: LaunchedDesktop, id: string): Promise<void> =>
  desktop.app.evaluate(({ Menu }, wanted) => {
    const item = Menu.getApplicationMenu()?.getMenuItemById(wanted);
    if (!item) throw new Error(`no menu item ${wanted}`);
    item.click();
  }, id);

const accelerator = (desktop: LaunchedDesktop, id: string) => desktop.app.evaluate(({ Menu }, wanted) => Menu.getApplicationMenu()?.getMenuItemById(wanted)?.accelerator ?? null, id);

test("tabs, halves and faces are there after a new start; Ctrl+Tab goes by use", async () => {
  const workspace = smallWorkspace(shellDags);
  const first = await launchDesktop({ workspace: workspace.path });
  try {
    await splitInTwo(first.page);
    await first.close("keep");
    const second = await launchDesktop({ workspace: workspace.path, home: first.home });
    await splitIsBack(second.page);
    await switchByUse(second.page);
    await second.close();
  } finally {
    workspace.remove();
  }
});

test("windows that were open together come back together", async () => {
  const one = smallWorkspace(shellDags);
  const two = smallWorkspace({ "far.dag.yaml": "dag: far\ntasks:\n  t: { config_type: EmptyTask }\n" });
  const first = await launchDesktop({ workspace: one.path });
  try {
    await first.page.getByRole("link", { name: "DAGs", exact: true }).waitFor();
    const opened = first.app.waitForEvent("window");
    await first.app.evaluate(({ app }, path) => void app.emit("second-instance", {}, [], "/", { words: ["--workspace", path] }), two.path);
    await opened;
    await first.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().forEach((window, at) => window.setBounds({ x: 40 * at, y: 30 * at, width: 900 + at * 20, height: 600 })));
    await first.close("keep");
    const second = await launchDesktop({ home: first.home, bare: true });
    await expect.poll(() => second.app.windows().length).toBe(2);
    await expect.poll(() => second.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((window) => window.getNormalBounds().width).toSorted())).toEqual([900, 920]);
    await second.close();
  } finally {
    one.remove();
    two.remove();
  }
});

test("a key of one's own works, and the menu shows it; a mistake in the file is told with its line", () =>
  inDesktop(shellDags, async (desktop) => {
    const { page } = desktop;
    await ownKeys(page);
    const file = join(desktop.home, "config", "settings.json");
    writeFileSync(file, '{\n  "keys": { "go.runs": ["$mod+Shift+9"] },\n  "parallelism": "lots"\n}\n');
    // The file is watched: nothing has to be started anew.
    await expect.poll(() => accelerator(desktop, "go.runs")).toBe("CmdOrCtrl+Shift+9");
    await expect(page.getByText(/settings\.json, line 3: parallelism: found "lots"/)).toBeVisible();
    expect(JSON.parse(readFileSync(file, "utf8"))).toHaveProperty("parallelism", "lots");
  }));

test("Undo of the Edit menu, by mouse, takes back the last step of the drawing, and in a field the last words", () =>
  inDesktop(shellDags, async (desktop, workspace) => {
    const { page } = desktop;
    await page.getByRole("link", { name: "DAGs", exact: true }).click();
    await page.getByRole("grid", { name: "DAGs" }).getByRole("link", { name: "alpha", exact: true }).click();
    await page.getByRole("radiogroup", { name: "Face of the DAG" }).getByText("Draw", { exact: true }).click();
    const second = page.getByRole("img", { name: /^second, / });
    await second.click();
    await page.keyboard.press("Delete");
    await expect(second).toHaveCount(0);
    await clickMenu(desktop, "edit.undo");
    await expect(second).toBeVisible();
    await clickMenu(desktop, "edit.redo");
    await expect(second).toHaveCount(0);
    await clickMenu(desktop, "edit.undo");
    await expect(second).toBeVisible();
    await test.step("in the source it goes through the same history", async () => {
      await page.getByRole("radiogroup", { name: "Face of the DAG" }).getByText("Source", { exact: true }).click();
      await page.locator(".monaco-editor .view-line").first().click();
      await page.keyboard.press("End");
      await page.keyboard.type(" # mine");
      const line = page.locator(".view-line", { hasText: "# mine" });
      await expect(line).toBeVisible();
      await clickMenu(desktop, "edit.undo");
      await expect(line).toHaveCount(0);
    });
    await test.step("in a field it is the field's", async () => {
      await page.getByRole("link", { name: "Settings", exact: true }).click();
      const search = page.getByRole("textbox", { name: "Search settings" });
      await search.click();
      await page.keyboard.type("theme");
      await clickMenu(desktop, "edit.undo");
      await expect(search).not.toHaveValue("theme");
    });
    expect(readFileSync(join(workspace.path, "alpha.dag.yaml"), "utf8")).toBe(shellDags["alpha.dag.yaml"]);
  }));

test("page zoom and canvas zoom keep apart, and each edit role is in the menu", () =>
  inDesktop(shellDags, async (desktop) => {
    const { page } = desktop;
    await page.getByRole("link", { name: "DAGs", exact: true }).click();
    await page.getByRole("grid", { name: "DAGs" }).getByRole("link", { name: "alpha", exact: true }).click();
    await page.getByRole("img", { name: /^second, / }).click();
    const level = () => desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getZoomLevel());
    const scale = async () => Number(/scale\(([\d.]+)\)/.exec((await page.locator(".react-flow__viewport").first().getAttribute("style")) ?? "")?.[1]);
    await page.keyboard.press("-");
    await expect.poll(scale).toBeLessThan(0.9);
    await page.keyboard.press("Control+=");
    await expect.poll(level).toBe(0.5);
    await page.keyboard.press("Control+0");
    await expect.poll(level).toBe(0);
    expect(await scale()).toBeLessThan(0.9);
    // Without Ctrl it is the canvas' own key.
    await page.keyboard.press("0");
    await expect.poll(scale).toBe(1);
    expect(await level()).toBe(0);
    const ids = ["edit.undo", "edit.redo", "edit.cut", "edit.copy", "edit.paste", "edit.selectAll", "window.zoomIn", "window.zoomOut", "window.zoomReset", "window.fullScreen", "recent"];
    expect(await desktop.app.evaluate(({ Menu }, wanted) => wanted.filter((id) => !Menu.getApplicationMenu()?.getMenuItemById(id)), ids)).toEqual([]);
  }));

/** As the system drops: the file object knows its path, the page does not. */
async function drop(page: Page, path: string): Promise<void> {
  const input = await page.evaluateHandle(() => {
    const made = document.createElement("input");
    made.type = "file";
    made.hidden = true;
    document.body.append(made);
    return made;
  });
  await input.asElement()?.setInputFiles(path);
  await page.evaluate((made) => {
    const data = new DataTransfer();
    for (const file of made.files ?? []) data.items.add(file);
    for (const type of ["dragover", "drop"]) document.body.dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
    made.remove();
  }, input);
}

test("dropped files open: a DAG, a query, data with a question; what lies outside is told", () =>
  inDesktop({ ...shellDags, "reports/top.sql": "select 1 as one\n", "data/sales.csv": "id,amount\n1,10\n2,32\n" }, async ({ page }, workspace) => {
    await page.getByRole("link", { name: "DAGs", exact: true }).click();
    await drop(page, join(workspace.path, "beta.dag.yaml"));
    await expect(page.getByRole("heading", { name: "beta", level: 1 })).toBeVisible();
    await drop(page, join(workspace.path, "reports", "top.sql"));
    await expect(tabLink(page, "top.sql")).toHaveAttribute("aria-current", "page");
    await drop(page, join(workspace.path, "data", "sales.csv"));
    await page.getByRole("dialog", { name: "sales.csv" }).getByRole("button", { name: "Query it" }).click();
    await expect(page.locator(".view-line", { hasText: "read_csv('data/sales.csv')" })).toBeVisible();
    await page.keyboard.press("Control+Enter");
    await expect(page.getByRole("gridcell", { name: "32" })).toBeVisible();
    const outside = smallWorkspace({ "far.csv": "a\n1\n" });
    try {
      await drop(page, join(outside.path, "far.csv"));
      await expect(page.getByText(/far\.csv: lies outside of this workspace/)).toBeVisible();
    } finally {
      outside.remove();
    }
  }));

test("a run that fails while the window is not in front is told once; the click leads to the failed task", () =>
  inDesktop(failing, async (desktop) => {
    const { app, page } = desktop;
    await app.evaluate(({ Notification, app: program }) => {
      const shown: { title: string; body: string; click: () => void }[] = [];
      Reflect.set(globalThis, "shown", shown);
      // Without a desktop's bus there is nobody to show it to.
      Notification.isSupported = () => true;
      Notification.prototype.show = function (this: Electron.Notification): void {
        shown.push({ title: this.title, body: this.body, click: () => void this.emit("click") });
      };
      Reflect.set(globalThis, "counts", []);
      program.setBadgeCount = (count?: number): boolean => Reflect.get(globalThis, "counts").push(count) > 0;
    });
    await page.getByRole("link", { name: "DAGs", exact: true }).click();
    await page.getByRole("grid", { name: "DAGs" }).getByRole("link", { name: "boom", exact: true }).click();
    // The virtual display has no other window to go to.
    await page.evaluate(() => void Object.defineProperty(document, "hasFocus", { value: () => false, configurable: true }));
    await page.getByRole("button", { name: "Run DAG", exact: true }).click();
    const shown = () => app.evaluate(() => (Reflect.get(globalThis, "shown") as { title: string; body: string }[]).map(({ title, body }) => ({ title, body })));
    await expect.poll(shown, { timeout: 30_000 }).toEqual([{ title: "boom failed", body: expect.stringContaining("bad") }]);
    expect(await app.evaluate(() => Reflect.get(globalThis, "counts"))).toEqual([1]);
    await page.getByRole("link", { name: "Runs", exact: true }).click();
    await app.evaluate(() => (Reflect.get(globalThis, "shown") as { click: () => void }[])[0]?.click());
    await expect(page.getByRole("region", { name: "Task bad" })).toBeVisible();
    await page.evaluate(() => void dispatchEvent(new Event("focus")));
    await expect.poll(() => app.evaluate(() => Reflect.get(globalThis, "counts"))).toEqual([1, 0]);
  }));

test("diagnostics are copied without secrets", () =>
  inDesktop(shellDags, async (desktop) => {
    const { page } = desktop;
    await page.getByRole("link", { name: "DAGs", exact: true }).waitFor();
    writeFileSync(join(desktop.workspace, ".dagwright", "logs", "engine.log"), '{"level":"warn","message":"postgres://ann:hunter2@db/x","password":"hunter2"}\n');
    await clickMenu(desktop, "help.diagnostics");
    await expect(page.getByText("Diagnostics are on the clipboard")).toBeVisible({ timeout: 40_000 });
    const text = await desktop.app.evaluate(({ clipboard }) => clipboard.readText());
    expect(text).toMatch(/Dagwright \d+\.\d+/);
    expect(text).toContain("## Doctor");
    expect(text).toContain("postgres://ann:***@db/x");
    expect(text).not.toContain("hunter2");
  }));
