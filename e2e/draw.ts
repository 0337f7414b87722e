/** How a person draws a DAG from an empty canvas: by mouse, and again by keyboard alone. Gestures, never calls. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, type Locator, type Page } from "playwright/test";
import { openDag } from "./journeys.ts";

export const emptyDag = { "drawn.dag.yaml": "# Drawn by hand\ndag: drawn\ntasks: {}\n" };

/** What three tasks in a row come to in the file; places apart. */
export const drawnTasks = `# Drawn by hand
dag: drawn
tasks:
  query:
    config_type: SqlTask
    sql: select 1
  script:
    config_type: PythonTask
    python: 'print("script")'
    deps: [query]
  command:
    config_type: BashTask
    bash: echo command
    deps: [script]
`;

export async function openDrawing(page: Page, dagId: string): Promise<Locator> {
  await openDag(page, dagId);
  await page.getByText("Draw", { exact: true }).click();
  const canvas = page.getByRole("application", { name: new RegExp(`^Drawing of ${dagId}`) });
  await expect(canvas).toHaveAttribute("data-placed", "true");
  return canvas;
}

export function node(page: Page, id: string): Locator {
  return page.locator(`[data-task-id="${id}"]`);
}

export async function savedText(page: Page, workspace: string, file = "drawn.dag.yaml"): Promise<string> {
  await page.keyboard.press("Control+s");
  await expect(page.getByRole("toolbar", { name: "Drawing" }).getByText("saved", { exact: true })).toBeVisible();
  return readFileSync(join(workspace, file), "utf8");
}

/** The file without the places, which depend on the window. */
export function withoutPlaces(text: string): string {
  return text.replace(/^ui:\n(?: .*\n)*/m, "");
}

async function pick(page: Page, kind: string): Promise<void> {
  await page.getByRole("combobox", { name: "Kind of task" }).fill(kind);
  await page.keyboard.press("Enter");
}

export async function drag(page: Page, from: { x: number; y: number }, to: { x: number; y: number }): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 4 });
  await page.mouse.move(to.x, to.y, { steps: 4 });
  await page.mouse.up();
}

export async function boxOf(locator: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  const box = await locator.boundingBox();
  if (box === null) throw new Error("It is not on the screen.");
  return box;
}

/** Double click, an edge dropped on the empty canvas, a kind dragged in from the toolbar and connected by its handle. */
export async function drawByMouse(page: Page): Promise<void> {
  const canvas = await openDrawing(page, "drawn");
  const area = await boxOf(canvas);
  await page.mouse.dblclick(area.x + 140, area.y + 200);
  await pick(page, "sql");
  await expect(node(page, "query")).toBeVisible();
  const query = await boxOf(node(page, "query"));
  await drag(page, { x: query.x + query.width, y: query.y + query.height / 2 }, { x: query.x + query.width + 60, y: query.y + query.height / 2 });
  await pick(page, "py");
  await expect(node(page, "script")).toBeVisible();
  const chip = await boxOf(page.getByRole("button", { name: "Add Bash task" }));
  await drag(page, { x: chip.x + 10, y: chip.y + 10 }, { x: area.x + 300, y: area.y + 380 });
  await expect(node(page, "command")).toBeVisible();
  const [script, command] = [await boxOf(node(page, "script")), await boxOf(node(page, "command"))];
  await drag(page, { x: script.x + script.width, y: script.y + script.height / 2 }, { x: command.x + 40, y: command.y + command.height / 2 });
  await expect(page.getByRole("status").filter({ hasText: "command now comes after script" })).toBeVisible();
}

/** Tab adds after what is selected; nothing is touched by a pointer after the canvas has the focus. */
export async function drawByKeys(page: Page): Promise<void> {
  const canvas = await openDrawing(page, "drawn");
  await canvas.focus();
  for (const [kind, id] of [["sql", "query"], ["py", "script"], ["bash", "command"]] as const) {
    await page.keyboard.press("Tab");
    await expect(page.getByRole("combobox", { name: "Kind of task" })).toBeFocused();
    await page.keyboard.type(kind);
    await page.keyboard.press("Enter");
    await expect(node(page, id)).toBeVisible();
    await expect(canvas).toBeFocused();
  }
}

export async function undoAll(page: Page): Promise<void> {
  const undo = page.getByRole("button", { name: "Undo", exact: true });
  for (let steps = 0; steps < 20 && (await undo.isEnabled()); steps += 1) await page.keyboard.press("Control+z");
  await expect(undo).toBeDisabled();
}
