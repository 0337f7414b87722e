/** Sticky notes: written, moved, sized, coloured, copied, found and deleted, by pointer and by keys. */
import { expect, type Locator, type Page } from "playwright/test";
import { boxOf, drag, openDrawing, savedText } from "./draw.ts";

/** One task, and room beside it. */
export const notedDag = {
  "noted.dag.yaml": `dag: noted # mine
tasks:
  only: { config_type: EmptyTask }
ui:
  positions:
    only: [0, 0]
`,
};

const notes = (page: Page): Locator => page.getByRole("note");
const field = (page: Page): Locator => page.getByRole("textbox", { name: "Text of the note, in Markdown" });

async function says(page: Page, text: string | RegExp): Promise<void> {
  await expect(page.getByRole("status").filter({ hasText: text })).toBeVisible();
}

/** Where the middle of the empty canvas below the task is. */
async function roomBelow(page: Page, canvas: Locator): Promise<{ x: number; y: number }> {
  const area = await boxOf(canvas);
  const task = await boxOf(page.locator('[data-task-id="only"]'));
  return { x: task.x + task.width / 2, y: Math.min(area.y + area.height - 170, task.y + 200) };
}

export async function writeNote(page: Page): Promise<{ note: Locator; canvas: Locator }> {
  const canvas = await openDrawing(page, "noted");
  await canvas.focus();
  const at = await roomBelow(page, canvas);
  await page.mouse.move(at.x, at.y);
  await page.keyboard.press("Shift+S");
  await expect(field(page)).toBeFocused();
  await page.keyboard.type("# Late\non **Mondays**, <b>always</b>");
  await page.keyboard.press("Control+Enter");
  await says(page, "Added the note");
  const note = notes(page).filter({ hasText: "Late" });
  await expect(note.getByRole("heading", { name: "Late" })).toBeVisible();
  await expect(note.locator("strong")).toHaveText("Mondays");
  // What looks like markup is text.
  await expect(note).toContainText("<b>always</b>");
  await expect(canvas).toBeFocused();
  return { note, canvas };
}

/** Every gesture is one step of the history, and all of them come undone to the byte. */
export async function workOnNotes(page: Page, workspace: string): Promise<void> {
  const { note, canvas } = await writeNote(page);
  const before = await boxOf(note);
  expect(before.width).toBeGreaterThan(before.height);
  await page.keyboard.press("Control+ArrowRight");
  await says(page, "Move a note");
  await page.keyboard.press("Control+Shift+ArrowDown");
  await says(page, "Resize a note");
  const grown = await boxOf(note);
  expect(grown.x).toBeGreaterThan(before.x);
  expect(grown.height).toBeGreaterThan(before.height);
  await drag(page, { x: grown.x + 40, y: grown.y + grown.height - 30 }, { x: grown.x + 100, y: grown.y + grown.height });
  const moved = await boxOf(note);
  expect(moved.x - grown.x).toBeGreaterThan(40);
  await drag(page, { x: moved.x + moved.width, y: moved.y + moved.height }, { x: moved.x + moved.width + 60, y: moved.y + moved.height + 40 });
  await says(page, /The note is now \d+ by \d+/);
  expect((await boxOf(note)).width - moved.width).toBeGreaterThan(40);
  await note.click({ button: "right", position: { x: 20, y: 20 } });
  await page.getByRole("menu", { name: "Note" }).getByRole("menuitem", { name: "Note in green" }).click();
  await expect(note).toHaveAttribute("data-color", "green");
  await note.dblclick({ position: { x: 20, y: 20 } });
  await page.keyboard.type("not kept");
  await page.keyboard.press("Escape");
  await expect(note).toContainText("Mondays");
  await expect(canvas).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(field(page)).toBeFocused();
  await page.keyboard.press("End");
  await page.keyboard.type("rewritten");
  await page.keyboard.press("Control+Enter");
  await expect(notes(page)).toContainText("rewritten");
  expect(await savedText(page, workspace, "noted.dag.yaml")).toMatch(/notes:\n +note:\n(?: .*\n)*? +color: green\n/);
  await undoToBytes(page, workspace);
}

async function undoToBytes(page: Page, workspace: string): Promise<void> {
  const undo = page.getByRole("button", { name: "Undo", exact: true });
  for (let steps = 0; steps < 30 && (await undo.isEnabled()); steps += 1) await page.keyboard.press("Control+z");
  await expect(undo).toBeDisabled();
  expect(await savedText(page, workspace, "noted.dag.yaml")).toBe(notedDag["noted.dag.yaml"]);
}

/** Together with tasks: lasso, copy, paste, duplicate; in the tree and in find; deleted. */
export async function notesAmongTasks(page: Page, workspace: string): Promise<void> {
  const { canvas } = await writeNote(page);
  const area = await boxOf(canvas);
  await page.keyboard.press("Escape");
  await drag(page, { x: area.x + 6, y: area.y + 6 }, { x: area.x + area.width - 8, y: area.y + area.height - 60 });
  const tree = page.getByRole("tree", { name: "Tasks of noted" });
  await expect(tree.getByRole("treeitem", { selected: true })).toHaveCount(2);
  await page.keyboard.press("Control+c");
  await says(page, "Copied only and a note as YAML");
  await page.mouse.move(area.x + area.width - 300, area.y + 60);
  await page.keyboard.press("Control+v");
  await says(page, "Pasted only_2 and a note");
  await expect(notes(page)).toHaveCount(2);
  await page.keyboard.press("Control+d");
  await expect(notes(page)).toHaveCount(3);
  await page.keyboard.press("Control+f");
  await page.getByRole("textbox", { name: "Find in this DAG" }).fill("mondays");
  await page.keyboard.press("Enter");
  await expect(tree.getByRole("treeitem", { name: /^Note: / }).first()).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Delete");
  await says(page, "Deleted a note");
  await expect(notes(page)).toHaveCount(2);
  await tree.focus();
  await page.keyboard.press("End");
  await expect(tree.getByRole("treeitem").last()).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Delete");
  await expect(notes(page)).toHaveCount(1);
  await undoToBytes(page, workspace);
}

/** The graph that is only looked at shows notes where they are, and lets nobody change them. */
export async function notesAreRead(page: Page, workspace: string): Promise<void> {
  await writeNote(page);
  await savedText(page, workspace, "noted.dag.yaml");
  await page.getByText("Graph", { exact: true }).click();
  const graph = page.getByRole("application", { name: /^Graph of noted/ });
  await expect(graph).toHaveAttribute("data-placed", "true");
  const note = graph.getByRole("note", { name: /^Note: Late/ });
  await expect(note).toBeVisible();
  const [task, box] = [await boxOf(graph.locator('[data-task-id="only"]')), await boxOf(note)];
  expect(box.y).toBeGreaterThan(task.y);
  await page.mouse.dblclick(box.x + 20, box.y + 20);
  await expect(page.getByRole("textbox", { name: "Text of the note, in Markdown" })).toHaveCount(0);
}
