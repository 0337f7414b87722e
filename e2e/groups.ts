/** How a person works with task groups and the automatic layout: by mouse and by keyboard, to the byte of the file. */
import { expect, type Locator, type Page } from "playwright/test";
import { boxOf, drag, node, openDrawing, savedText, undoAll } from "./draw.ts";
import { openDag } from "./journeys.ts";

/** Two sources, two steps, an end; places of the layout. Comments stand where edits must leave them. */
export const pipelineDag = {
  "pipeline.dag.yaml": `# The pipeline
dag: pipeline
tasks:
  members: # who
    config_type: EmptyTask
  claims:
    config_type: EmptyTask
  clean:
    config_type: EmptyTask
    deps: [members, claims] # both
  check:
    config_type: EmptyTask
    deps: [clean]
  publish: { config_type: EmptyTask, deps: [check] }
`,
};

const before = pipelineDag["pipeline.dag.yaml"];

export const frame = (page: Page, id: string): Locator => page.locator(`[data-graph-frame] [data-group-id="${id}"]`);
export const folded = (page: Page, id: string): Locator => page.locator(`[data-graph-node] [data-group-id="${id}"]`);
const row = (page: Page, name: string): Locator => page.getByRole("treeitem", { name: new RegExp(`^${name}, `) });
const middle = (box: { x: number; y: number; width: number; height: number }): { x: number; y: number } => ({ x: box.x + box.width / 2, y: box.y + box.height / 2 });
const headOf = (box: { x: number; y: number; width: number }): { x: number; y: number } => ({ x: box.x + box.width - 30, y: box.y + 12 });

async function says(page: Page, text: string | RegExp): Promise<void> {
  await expect(page.getByRole("status").filter({ hasText: text }).first()).toBeVisible();
}

/** Nothing glides any more: what is measured then stays where it is. */
async function still(page: Page, locator: Locator): Promise<void> {
  let last = "";
  await expect
    .poll(async () => {
      const now = JSON.stringify(await boxOf(locator));
      const same = now === last;
      last = now;
      return same;
    })
    .toBe(true);
  await expect(page.locator(".react-flow__viewport")).toBeVisible();
}

async function nameGroup(page: Page, name: string): Promise<void> {
  await expect(page.getByRole("textbox", { name: "Name of the group" })).toBeFocused();
  await page.keyboard.type(name);
  await page.keyboard.press("Enter");
  await says(page, new RegExp(`as ${name}$`));
}

const saved = (page: Page, workspace: string): Promise<string> => savedText(page, workspace, "pipeline.dag.yaml");

/** Makes, nests, folds, renames, moves in and out, ungroups; then all of it is undone. */
export async function groupByKeys(page: Page, workspace: string): Promise<void> {
  const canvas = await openDrawing(page, "pipeline");
  await canvas.focus();
  await row(page, "members").click();
  await page.keyboard.press("Shift+ArrowDown");
  await expect(page.getByRole("treeitem", { selected: true })).toHaveCount(2);
  await page.keyboard.press("Control+g");
  await nameGroup(page, "sources");
  await expect(frame(page, "sources")).toHaveAttribute("aria-label", /sources, task group, 2 tasks, open/);
  expect(await saved(page, workspace)).toBe(
    before.replace("tasks:\n", "task_groups:\n  sources: {}\ntasks:\n").replace("members: # who\n    config_type: EmptyTask\n", "members: # who\n    config_type: EmptyTask\n    group: sources\n").replace("claims:\n    config_type: EmptyTask\n", "claims:\n    config_type: EmptyTask\n    group: sources\n"),
  );

  await row(page, "clean").click();
  await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("Control+g");
  await nameGroup(page, "steps");
  await row(page, "sources").click({ modifiers: ["Shift"] });
  await page.keyboard.press("Control+g");
  await nameGroup(page, "load");
  await expect(row(page, "sources")).toHaveAttribute("aria-level", "2");
  await expect(row(page, "members")).toHaveAttribute("aria-level", "3");
  expect(await saved(page, workspace)).toContain("task_groups:\n  sources: {group: load}\n  steps: {group: load}\n  load: {}\n");

  await row(page, "sources").click();
  await page.keyboard.press("Alt+g");
  await expect(folded(page, "sources")).toBeVisible();
  await expect(node(page, "members")).toHaveCount(0);
  await expect(row(page, "sources")).toHaveAttribute("aria-expanded", "false");
  expect(await saved(page, workspace)).toContain("ui:\n  collapsed: [sources]\n");
  await page.keyboard.press("ArrowRight");
  await expect(row(page, "members")).toBeVisible();

  await page.keyboard.press("F2");
  await expect(page.getByRole("textbox", { name: "New name of sources" })).toBeFocused();
  await page.keyboard.type("clean");
  await says(page, "There is a task or a group clean already.");
  await page.keyboard.press("Control+a");
  await page.keyboard.type("inputs");
  await page.keyboard.press("Enter");
  await says(page, "Renamed group sources to inputs");

  await row(page, "publish").click();
  await page.keyboard.press("Shift+G");
  await page.getByRole("combobox", { name: "Group to move into" }).fill("steps");
  await page.keyboard.press("Enter");
  await says(page, "Move publish into steps");
  await expect(row(page, "publish")).toHaveAttribute("aria-level", "3");
  expect(await saved(page, workspace)).toContain("publish: { config_type: EmptyTask, deps: [check], group: steps }");
  await page.keyboard.press("Shift+G");
  await page.keyboard.press("Enter");
  await says(page, "Move publish out of its group");

  await row(page, "steps").click();
  await page.keyboard.press("Control+Shift+g");
  await says(page, "Ungroup steps");
  await expect(row(page, "check")).toHaveAttribute("aria-level", "2");
  await expect(canvas).toBeVisible();
  await undoAll(page);
  expect(await saved(page, workspace)).toBe(before);
}

/** A lasso, a drag into a frame and out of it, a frame dragged as a whole, fold and unfold by its button, the menu. */
export async function groupByMouse(page: Page, workspace: string): Promise<void> {
  await openDrawing(page, "pipeline");
  const [members, claims] = [await boxOf(node(page, "members")), await boxOf(node(page, "claims"))];
  const top = Math.min(members.y, claims.y);
  await drag(page, { x: members.x - 14, y: top - 14 }, { x: members.x + members.width / 2, y: Math.max(members.y, claims.y) + claims.height / 2 });
  await expect(page.getByRole("treeitem", { selected: true })).toHaveCount(2);
  await node(page, "members").click({ button: "right" });
  await page.getByRole("menuitem", { name: /^Group tasks/ }).click();
  await nameGroup(page, "sources");
  await still(page, frame(page, "sources"));

  const carried = middle(await boxOf(node(page, "publish")));
  const target = await boxOf(frame(page, "sources"));
  await page.mouse.move(carried.x, carried.y);
  await page.mouse.down();
  await page.mouse.move(target.x + 60, target.y + target.height - 6, { steps: 6 });
  await says(page, "Into sources");
  await page.mouse.up();
  await says(page, "Move publish into sources");
  await expect(row(page, "publish")).toHaveAttribute("aria-level", "2");
  expect(await saved(page, workspace)).toContain("publish: { config_type: EmptyTask, deps: [check], group: sources }");
  await still(page, node(page, "publish"));

  const inside = middle(await boxOf(node(page, "publish")));
  const edge = await boxOf(frame(page, "sources"));
  await page.mouse.move(inside.x, inside.y);
  await page.mouse.down();
  await page.mouse.move(inside.x, edge.y + edge.height + 90, { steps: 6 });
  await says(page, "Out of sources");
  await page.mouse.up();
  await says(page, "Move publish out of its group");
  await expect(row(page, "publish")).toHaveAttribute("aria-level", "1");

  await page.getByRole("button", { name: "Fold the group sources" }).click();
  await expect(folded(page, "sources")).toBeVisible();
  await expect(folded(page, "sources")).toHaveAttribute("aria-label", /2 tasks, folded/);
  await page.getByRole("button", { name: "Unfold the group sources" }).click();
  await expect(frame(page, "sources")).toBeVisible();
  await still(page, frame(page, "sources"));

  const head = headOf(await boxOf(frame(page, "sources")));
  await drag(page, head, { x: head.x, y: head.y + 120 });
  await says(page, "Move 2 tasks");
  expect(await saved(page, workspace)).toMatch(/ui:\n {2}positions:\n(?: {4}\w+: \[-?\d+, -?\d+\]\n){3}$/);

  await page.mouse.click(headOf(await boxOf(frame(page, "sources"))).x, headOf(await boxOf(frame(page, "sources"))).y, { button: "right" });
  await expect(page.getByRole("menu", { name: "Group sources" })).toBeVisible();
  await page.getByRole("menuitem", { name: /^Delete what is selected/ }).click();
  await says(page, "Deleted sources with 2 tasks");
  await expect(frame(page, "sources")).toHaveCount(0);
  expect(await saved(page, workspace)).not.toContain("members");
  await undoAll(page);
  expect(await saved(page, workspace)).toBe(before);
}

/** Copies of a group are a group; a line to a folded group goes to the first of its tasks. */
export async function copyAndConnectGroups(page: Page, workspace: string): Promise<void> {
  await openDrawing(page, "pipeline");
  await row(page, "clean").click();
  await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("Control+g");
  await nameGroup(page, "steps");
  await page.keyboard.press("Control+d");
  await says(page, "Duplicated as clean_2, check_2");
  expect(await saved(page, workspace)).toContain("task_groups:\n  steps: {}\n  steps_2: {}\n");
  await expect(row(page, "check_2")).toHaveAttribute("aria-level", "2");
  await row(page, "steps").click();
  await page.keyboard.press("Control+c");
  await says(page, "Copied 2 tasks as YAML");
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/^task_groups:\n {2}steps: \{\}\ntasks:\n/);
  await page.keyboard.press("Control+v");
  await says(page, "Pasted clean_3, check_3");
  await expect(row(page, "steps_3")).toBeVisible();
  await undoAll(page);
  expect(await saved(page, workspace)).toBe(before);
}

/** What is pinned stays; the rest goes where the layout puts it. A part, the other direction, and all of it undone. */
export async function tidyWithPin(page: Page, workspace: string): Promise<void> {
  const canvas = await openDrawing(page, "pipeline");
  const start = await boxOf(node(page, "check"));
  await drag(page, middle(start), { x: middle(start).x, y: middle(start).y + 150 });
  await says(page, "Move check");
  await canvas.focus();
  await page.keyboard.press("Shift+P");
  await says(page, "Pinned check");
  await expect(node(page, "check")).toHaveAttribute("aria-label", /pinned in place/);
  const text = await saved(page, workspace);
  const place = /check: (\[-?\d+, -?\d+\])/.exec(text)?.[1] ?? "";
  expect(text).toContain("  pinned: [check]\n");
  const clean = await boxOf(node(page, "clean"));
  await drag(page, middle(clean), { x: middle(clean).x + 20, y: middle(clean).y - 140 });
  await says(page, "Move clean");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Shift+Alt+T");
  await says(page, "Tidy up");
  expect(await saved(page, workspace)).toBe(`${before}ui:\n  positions:\n    check: ${place}\n  pinned: [check]\n`);

  await still(page, node(page, "check"));
  await page.getByRole("button", { name: "Lay out the other way" }).click();
  await says(page, "Lay out top to bottom");
  await still(page, node(page, "clean"));
  const [upper, lower] = [await boxOf(node(page, "members")), await boxOf(node(page, "clean"))];
  expect(lower.y).toBeGreaterThan(upper.y + upper.height);
  expect(await saved(page, workspace)).toContain("  layout: TB\n");
  await undoAll(page);
  expect(await saved(page, workspace)).toBe(before);
}

/** Two of the tasks are laid out alone; nothing else moves, and nothing else gets a place. */
export async function tidyPart(page: Page, workspace: string): Promise<void> {
  await openDrawing(page, "pipeline");
  const check = middle(await boxOf(node(page, "check")));
  await drag(page, check, { x: check.x - 60, y: check.y + 170 });
  await says(page, "Move check");
  const publish = await boxOf(node(page, "publish"));
  await row(page, "check").click();
  await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("Shift+Alt+T");
  await says(page, "Tidy up 2 tasks");
  const text = await saved(page, workspace);
  expect(text.startsWith(`${before}ui:\n  positions:\n`)).toBe(true);
  expect([...text.slice(before.length).matchAll(/^ {4}(\w+): \[-?\d+, -?\d+\]$/gm)].map((found) => found[1]).toSorted()).toEqual(["check", "publish"]);
  await still(page, node(page, "publish"));
  const [first, second] = [await boxOf(node(page, "check")), await boxOf(node(page, "publish"))];
  expect(second.x).toBeGreaterThan(first.x + first.width);
  expect(second).not.toEqual(publish);
  await undoAll(page);
  expect(await saved(page, workspace)).toBe(before);
}

/** The graph that is only looked at: frames, Space folds, and both say how the group stands in the run. */
export async function foldWhileReading(page: Page): Promise<void> {
  await openDag(page, "grouped");
  const graph = page.getByRole("application", { name: /^Graph of grouped/ });
  await expect(graph).toHaveAttribute("data-placed", "true");
  await expect(frame(page, "steps")).toBeVisible();
  await node(page, "clean").click();
  await graph.focus();
  await page.keyboard.press("Space");
  await expect(folded(page, "steps")).toBeVisible();
  await expect(graph).toHaveAttribute("aria-activedescendant", /steps$/);
  await page.keyboard.press("Space");
  await expect(frame(page, "steps")).toBeVisible();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Run this DAG" }).click();
  await expect(frame(page, "steps")).toHaveAttribute("aria-label", /open, 1 failed, 1 success$/);
  await page.getByRole("button", { name: "Fold the group steps" }).click();
  await expect(folded(page, "steps")).toHaveAttribute("aria-label", /2 tasks, folded, 1 failed, 1 success$/);
  await expect(folded(page, "steps")).toHaveAttribute("data-state", "failed");
  await expect(graph).toBeFocused();
}

/** A group that the file brings along. */
export const groupedDag = {
  "grouped.dag.yaml": `dag: grouped
task_groups:
  steps: { doc: "# What is done\\nto every file" }
tasks:
  load: { config_type: BashTask, bash: echo load }
  clean: { config_type: BashTask, bash: echo clean, deps: [load], group: steps }
  fail: { config_type: BashTask, bash: exit 3, deps: [clean], group: steps }
  end: { config_type: BashTask, bash: echo end, deps: [fail] }
`,
};

/** More tasks than fit: a map is there. */
export const wideDag = { "wide.dag.yaml": `dag: wide\ntasks:\n${Array.from({ length: 12 }, (_, at) => `  t${at}: { config_type: BashTask, bash: echo ${at === 11 ? "needle" : "hay"}${at === 0 ? "" : `, deps: [t${at - 1}]`} }\n`).join("")}` };

/** H and V change what dragging does, Space pans in either, keys zoom, the map is put away, find brings its hits into the middle. */
export async function moveAround(page: Page): Promise<void> {
  const canvas = await openDrawing(page, "wide");
  await canvas.focus();
  await page.keyboard.press("0");
  await expect(page.getByRole("button", { name: /^Zoom is 100 %/ })).toBeVisible();
  const map = page.getByRole("img", { name: "Map of the whole graph" });
  await expect(map).toBeVisible();
  await page.keyboard.press("m");
  await expect(map).toHaveCount(0);
  await page.keyboard.press("m");
  await expect(map).toBeVisible();

  const view = (): Promise<string | null> => page.locator(".react-flow__viewport").getAttribute("style");
  const area = await boxOf(canvas);
  const pull = async (): Promise<boolean> => {
    const was = await view();
    await drag(page, { x: area.x + 300, y: area.y + 60 }, { x: area.x + 360, y: area.y + 110 });
    return (await view()) !== was;
  };
  expect(await pull()).toBe(false);
  await page.keyboard.press("h");
  await says(page, "Dragging now moves the canvas");
  expect(await pull()).toBe(true);
  await page.keyboard.press("v");
  await says(page, "Dragging now selects");
  expect(await pull()).toBe(false);
  await page.keyboard.down("Space");
  expect(await pull()).toBe(true);
  await page.keyboard.up("Space");

  const small = await boxOf(map);
  const before = await view();
  await page.mouse.click(small.x + 12, small.y + small.height / 2);
  await expect.poll(view).not.toBe(before);

  await page.keyboard.press("Control+f");
  await page.getByRole("textbox", { name: "Find in this DAG" }).fill("needle");
  await page.keyboard.press("Enter");
  await expect(row(page, "t11")).toHaveAttribute("aria-selected", "true");
  await still(page, node(page, "t11"));
  const [found, pane] = [middle(await boxOf(node(page, "t11"))), middle(await boxOf(canvas))];
  expect(Math.abs(found.x - pane.x) + Math.abs(found.y - pane.y)).toBeLessThan(4);
  await expect(page.getByRole("button", { name: "Undo", exact: true })).toBeDisabled();
}
