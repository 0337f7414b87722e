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

/** A chain of three, a lone task, and room to work in. */
export const chainDag = {
  "chain.dag.yaml": `dag: chain
tasks:
  a: { config_type: EmptyTask }   # first
  b: { config_type: EmptyTask, deps: [a] }
  c: { config_type: EmptyTask, deps: [b] }
  lone: { config_type: EmptyTask }
ui:
  positions:
    a: [0, 0]
    b: [260, 0]
    c: [520, 0]
    lone: [0, 160]
`,
};

const middle = (box: { x: number; y: number; width: number; height: number }): { x: number; y: number } => ({ x: box.x + box.width / 2, y: box.y + box.height / 2 });

async function says(page: Page, text: string | RegExp): Promise<void> {
  await expect(page.getByRole("status").filter({ hasText: text })).toBeVisible();
}

/** A cycle, a self-edge and a duplicate are refused with their reason, while the pointer still holds the line. */
export async function refuseWhileDragging(page: Page): Promise<void> {
  await openDrawing(page, "chain");
  const [a, b, c] = [await boxOf(node(page, "a")), await boxOf(node(page, "b")), await boxOf(node(page, "c"))];
  const pull = async (from: typeof a, to: typeof a, reason: string): Promise<void> => {
    await page.mouse.move(from.x + from.width, middle(from).y);
    await page.mouse.down();
    await page.mouse.move(from.x + from.width + 30, middle(from).y + 30, { steps: 3 });
    await page.mouse.move(middle(to).x, middle(to).y, { steps: 5 });
    await says(page, reason);
    await page.mouse.up();
  };
  await pull(c, a, "That would close a circle: a → b → c → a.");
  await pull(a, b, "b comes after a already.");
  await expect(page.getByRole("button", { name: "Undo", exact: true })).toBeDisabled();
}

/** Splice by dropping on an edge, insert by its "+", delete and reconnect, move an edge's end, drop it to delete. */
export async function workOnEdges(page: Page, workspace: string): Promise<void> {
  await openDrawing(page, "chain");
  const [a, b, lone] = [await boxOf(node(page, "a")), await boxOf(node(page, "b")), await boxOf(node(page, "lone"))];
  const between = { x: (a.x + a.width + b.x) / 2, y: middle(a).y };
  await drag(page, middle(lone), between);
  await says(page, "Put lone between a and b");
  expect(await savedText(page, workspace, "chain.dag.yaml")).toContain("lone: { config_type: EmptyTask, deps: [a] }");
  await page.keyboard.press("Control+z");
  await says(page, "Undone: Put lone between a and b");
  await page.mouse.move(between.x, between.y + 30);
  await page.mouse.move(between.x, between.y, { steps: 3 });
  await page.getByRole("button", { name: "Insert a task between a and b" }).click();
  await pick(page, "empty");
  await expect(node(page, "step")).toBeVisible();
  await page.keyboard.press("Shift+Delete");
  await says(page, "Deleted step");
  expect(await savedText(page, workspace, "chain.dag.yaml")).toMatch(/b: \{ config_type: EmptyTask, deps: \[a\] \}/);
  const c = await boxOf(node(page, "c"));
  // Dragged off near its target, the edge goes away.
  await drag(page, { x: c.x - 16, y: middle(c).y }, { x: c.x - 20, y: c.y + 200 });
  await says(page, "Disconnect b → c");
  await page.keyboard.press("Control+z");
  await says(page, "Undone: Disconnect b → c");
  await drag(page, { x: c.x - 16, y: middle(c).y }, middle(await boxOf(node(page, "lone"))));
  await says(page, "Reconnect b → c to b → lone");
}

export interface Clipboard {
  read(): Promise<string>;
  write(text: string): Promise<void>;
}

const clipboardOf = (page: Page): Clipboard => ({ read: () => page.evaluate(() => navigator.clipboard.readText()), write: (text) => page.evaluate((words) => navigator.clipboard.writeText(words), text) });

/** Lasso, copy, paste, duplicate, disable, rename with its preview, find: each one entry, and all of it undone. */
export async function workOnTasks(page: Page, workspace: string, clipboard: Clipboard = clipboardOf(page)): Promise<void> {
  const canvas = await openDrawing(page, "chain");
  const before = chainDag["chain.dag.yaml"];
  const [a, b] = [await boxOf(node(page, "a")), await boxOf(node(page, "b"))];
  await drag(page, { x: a.x - 20, y: a.y - 20 }, { x: middle(b).x, y: middle(b).y });
  await expect(page.getByRole("treeitem", { selected: true })).toHaveCount(2);
  await page.keyboard.press("Control+c");
  await says(page, "Copied 2 tasks as YAML");
  expect(await clipboard.read()).toContain("a: { config_type: EmptyTask }   # first");
  await page.mouse.move(b.x, b.y + 330);
  await page.keyboard.press("Control+v");
  await says(page, "Pasted a_2, b_2");
  await clipboard.write("just words");
  await page.keyboard.press("Control+v");
  await says(page, "holds no tasks");
  await page.keyboard.press("Control+d");
  await says(page, "Duplicated as a_2_2, b_2_2");
  await page.keyboard.press("d");
  await says(page, "Disabled 2 tasks");
  await page.getByRole("treeitem", { name: /^b, / }).click();
  await page.keyboard.press("F2");
  await expect(page.getByLabel("New name")).toBeFocused();
  await page.keyboard.type("middle");
  await expect(page.getByRole("region", { name: "Lines that change" })).toContainText("deps: [middle]");
  await page.keyboard.press("Enter");
  await says(page, "Renamed b to middle");
  await expect(canvas).toBeFocused();
  await page.keyboard.press("Control+f");
  await page.getByRole("textbox", { name: "Find in this DAG" }).fill("lone");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("treeitem", { name: /^lone, / })).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Delete");
  await says(page, "Deleted lone");
  await expect(canvas).toBeFocused();
  await page.getByRole("button", { name: "Show the history of edits" }).click();
  const history = page.getByRole("region", { name: "History" });
  await expect(history.getByRole("button", { name: /^Rename b to middle/ })).toBeVisible();
  await history.getByRole("button", { name: "As it was opened" }).click();
  expect(await savedText(page, workspace, "chain.dag.yaml")).toBe(before);
}

/** The YAML beside the canvas is the same document: typing moves the graph, broken text keeps the last one, the cursor selects. */
export async function yamlBeside(page: Page): Promise<void> {
  await openDrawing(page, "chain");
  await page.keyboard.press("Control+\\");
  const yaml = page.getByRole("region", { name: "YAML" });
  const editor = yaml.locator(".monaco-editor").first();
  await expect(editor).toBeVisible();
  await editor.getByText("lone: {", { exact: false }).click();
  await expect(page.getByRole("treeitem", { name: /^lone, / })).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  await page.keyboard.type("typed: { config_type: EmptyTask }");
  await expect(node(page, "typed")).toBeVisible();
  await page.keyboard.press("Enter");
  // Typed brackets are closed by the editor; one that only closes has no partner.
  await page.keyboard.type("broken: ]");
  await expect(page.getByRole("alert").filter({ hasText: "Drawn is what stood there before it." })).toContainText(/Line \d+: /);
  await expect(node(page, "typed")).toBeVisible();
}

/** A name becomes a file with one task that runs, open to be drawn. */
export async function newDag(page: Page): Promise<void> {
  await page.keyboard.press("Alt+n");
  await expect(page.getByRole("textbox", { name: "Name" })).toBeFocused();
  await page.keyboard.type("made_here");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("application", { name: /^Drawing of made_here, 1 tasks?/ })).toBeVisible();
  await expect(node(page, "hello")).toBeVisible();
}
