/** Lines of folded groups: what flows along them, and gestures that mean all the edges behind one. The same in the desktop and in the browser. */
import { expect, type Page } from "playwright/test";
import { boxOf, drag, node, openDrawing, savedText, undoAll } from "./draw.ts";
import { folded } from "./groups.ts";
import { goTo } from "./screens.ts";

const flow = `dag: flow
task_groups: {in: {}, out: {}}
tasks:
  three: {config_type: SqlTask, ddl: create table three (n integer), sql: select range as n from range(3), group: in}
  five: {config_type: SqlTask, ddl: create table five (n integer), sql: select range as n from range(5), group: in}
  small: {config_type: EmptyTask, deps: [three], group: out}
  all: {config_type: EmptyTask, deps: [three, five], group: out}
  other: {config_type: EmptyTask}
ui:
  collapsed: [in, out]
`;

export const foldedFlow = { "flow.dag.yaml": flow };

/** Between the two groups, where their line runs; both stand in one row. */
async function onTheLine(page: Page): Promise<{ x: number; y: number }> {
  const [from, to] = [await boxOf(folded(page, "in")), await boxOf(folded(page, "out"))];
  return { x: (from.x + from.width + to.x) / 2, y: from.y + from.height / 2 };
}

export async function rowsOfFoldedGroups(page: Page): Promise<void> {
  await goTo(page, "#/dags/flow");
  await page.getByRole("button", { name: "Run this DAG" }).click();
  const word = page.locator("[data-graph-edges] text", { has: page.locator("title") });
  await expect(word).toHaveText(/8$/, { timeout: 60_000 });
  await expect(word.locator("title")).toHaveText("8 rows in all\nthree → small: 3 rows published by three\nthree → all: 3 rows published by three\nfive → all: 5 rows published by five");
  await openDrawing(page, "flow");
  await expect(word.locator("title")).toHaveText(/^8 rows in all/);
}

export async function editFoldedLines(page: Page, workspace: string): Promise<void> {
  const saved = (): Promise<string> => savedText(page, workspace, "flow.dag.yaml");
  await openDrawing(page, "flow");
  await expect(folded(page, "out")).toBeVisible();
  const line = await onTheLine(page);
  await page.mouse.move(line.x, line.y);
  await page.getByRole("button", { name: "Insert a task between in and out" }).click();
  await page.getByRole("combobox", { name: "Kind of task" }).fill("bash");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("status").filter({ hasText: "command between in and out" }).first()).toBeVisible();
  const inserted = await saved();
  expect(inserted).toContain("small: {config_type: EmptyTask, deps: [command], group: out}");
  expect(inserted).toContain("all: {config_type: EmptyTask, deps: [command], group: out}");
  expect(inserted).toMatch(/command:\n {4}config_type: BashTask\n {4}bash: .*\n {4}deps: \[three, five\]/);
  await undoAll(page);
  expect(await saved()).toBe(flow);

  const [start, other, out] = [await onTheLine(page), await boxOf(node(page, "other")), await boxOf(folded(page, "out"))];
  await drag(page, { x: out.x - 12, y: start.y }, { x: other.x + other.width / 2, y: other.y + other.height / 2 });
  await expect(page.getByRole("status").filter({ hasText: "Reconnect in → out to in → other" }).first()).toBeVisible();
  expect(await saved()).toContain("other: {config_type: EmptyTask, deps: [three, five]}");
  expect(await saved()).toContain("all: {config_type: EmptyTask, deps: [], group: out}");
  await undoAll(page);

  // Beside the button that adds a task.
  const [again, from] = [await onTheLine(page), await boxOf(folded(page, "in"))];
  await page.mouse.click(from.x + from.width + 14, again.y);
  await page.keyboard.press("Delete");
  await expect(page.getByRole("status").filter({ hasText: "Deleted 3 edges" }).first()).toBeVisible();
  await undoAll(page);
  expect(await saved()).toBe(flow);
}
