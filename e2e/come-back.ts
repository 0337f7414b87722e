/** A window that is closed and opened again: a drawing and a query come back as they were left. The same in the desktop and in the browser. */
import { expect, type Locator, type Page } from "playwright/test";
import { boxOf, drag, openDrawing } from "./draw.ts";
import { folded } from "./groups.ts";
import { openDag } from "./journeys.ts";
import { choose, goTo } from "./screens.ts";

const tasks = Array.from({ length: 10 }, (_, at) => `  step_${at}:\n    config_type: BashTask\n    bash: |\n${`      echo ${at}\n`.repeat(22)}${at < 2 ? "    group: begin\n" : ""}${at === 0 ? "" : `    deps: [step_${at - 1}]\n`}`).join("");

export const comeBackFiles = {
  "long.dag.yaml": `dag: long\ntask_groups:\n  begin: {}\ntasks:\n${tasks}`,
  "queries/asked.sql": Array.from({ length: 200 }, (_, at) => `select ${at} as number_${at};\n`).join(""),
};

/** A page with editors is fetched and started anew. */
const startMs = 30_000;

const editor = (page: Page): Locator => page.locator("[data-editor]").first();
const place = (page: Page): Locator => page.getByText(/^Line \d+, column \d+/);
const chosen = (page: Page, id: string): Locator => page.getByRole("treeitem", { name: new RegExp(`^${id}, `), selected: true });
const viewport = (page: Page): Promise<string | null> => page.locator(".react-flow__viewport").getAttribute("style");

/** The lines together are taller than what is in sight of them: a click on their middle would be brought anywhere. */
async function intoText(page: Page): Promise<void> {
  await editor(page).click({ position: { x: 160, y: 30 } });
}

async function linesInSight(page: Page): Promise<string[]> {
  return (await editor(page).locator(".line-numbers").allInnerTexts()).toSorted((a, b) => Number(a) - Number(b));
}

/** Nothing scrolls any more. */
async function settledLines(page: Page): Promise<string[]> {
  let last: string[] = [];
  await expect
    .poll(async () => {
      const before = last;
      last = await linesInSight(page);
      return last.length > 0 && last.join() === before.join();
    })
    .toBe(true);
  return last;
}

export interface LeftView {
  readonly viewport: string | null;
  readonly place: string;
  readonly lines: readonly string[];
}

async function look(page: Page): Promise<LeftView> {
  return { lines: await settledLines(page), place: await place(page).innerText(), viewport: (await page.locator(".react-flow__viewport").count()) === 0 ? null : await viewport(page) };
}

/** Two tasks selected far from the start, the YAML beside them scrolled away from its cursor. */
export async function leaveDrawing(page: Page): Promise<LeftView> {
  const canvas = await openDrawing(page, "long");
  // To stay, whatever is opened after it.
  await page.getByRole("navigation", { name: "Open documents" }).getByRole("link", { name: /^long/ }).dblclick();
  await page.keyboard.press("ControlOrMeta+\\");
  await intoText(page);
  await page.keyboard.press("ControlOrMeta+End");
  for (let up = 0; up < 3; up += 1) await page.keyboard.press("ArrowUp");
  await expect(chosen(page, "step_9")).toBeVisible();
  await page.getByRole("treeitem", { name: /^step_8, / }).click({ modifiers: ["Shift"] });
  await expect(page.getByRole("treeitem", { selected: true })).toHaveCount(2);
  const area = await boxOf(canvas);
  await page.keyboard.press("h");
  await drag(page, { x: area.x + area.width / 2, y: area.y + area.height - 60 }, { x: area.x + area.width / 2 + 37, y: area.y + area.height - 101 });
  await page.keyboard.press("v");
  const text = await boxOf(editor(page));
  await page.mouse.move(text.x + text.width / 2, text.y + text.height / 2);
  await page.mouse.wheel(0, -1_200);
  await expect(editor(page).locator(".line-numbers").getByText("259", { exact: true })).toHaveCount(0);
  return look(page);
}

export async function drawingIsBack(page: Page, left: LeftView): Promise<void> {
  await expect(page.getByRole("application", { name: /^Drawing of long/ })).toHaveAttribute("data-placed", "true", { timeout: startMs });
  await expect(page.getByRole("treeitem", { selected: true })).toHaveCount(2);
  await expect(chosen(page, "step_8")).toBeVisible();
  await expect(place(page)).toHaveText(left.place, { timeout: startMs });
  expect(await look(page)).toEqual(left);
}

export async function leaveQuery(page: Page): Promise<LeftView> {
  await goTo(page, `#/sql/${encodeURIComponent("queries/asked.sql")}`);
  await expect(editor(page).getByText("number_0", { exact: false }).first()).toBeVisible();
  await intoText(page);
  await page.keyboard.press("ControlOrMeta+End");
  for (let up = 0; up < 40; up += 1) await page.keyboard.press("ArrowUp");
  await page.keyboard.press("End");
  await expect(place(page)).toHaveText("Line 161, column 26");
  return look(page);
}

export async function queryIsBack(page: Page, left: LeftView): Promise<void> {
  await expect(page.getByRole("region", { name: "Query queries/asked.sql" })).toBeVisible({ timeout: startMs });
  await expect(place(page)).toHaveText(left.place, { timeout: startMs });
  expect(await look(page)).toEqual(left);
}

/** A fold on the page of runs is kept in the window, and the file left as it is. */
export async function foldWhereOneReads(page: Page): Promise<void> {
  await openDag(page, "long");
  await choose(page, "Face of the DAG", "Graph");
  const graph = page.getByRole("application", { name: /^Graph of long/ });
  await graph.focus();
  await page.keyboard.press("ArrowRight");
  await expect(graph).toHaveAttribute("aria-activedescendant", /step_0/);
  await page.keyboard.press("Space");
  await expect(folded(page, "begin")).toBeVisible();
}

export async function foldIsBack(page: Page): Promise<void> {
  await expect(folded(page, "begin")).toBeVisible({ timeout: startMs });
}
