/** Trying what is drawn: unsaved text runs under the canvas, nothing is published, pins stand in for tasks. The same in the desktop and in the browser. */
import { expect, test, type Locator, type Page } from "playwright/test";
import { node, openDrawing } from "./draw.ts";
import { publishedSquares, publishTried } from "./try-published.ts";

/** Numbers and their squares, a script between them, and a slow one. */
export const triedDag = {
  "tried.dag.yaml": `dag: tried
tasks:
  numbers:
    config_type: SqlTask
    ddl: create table numbers (n integer)
    sql: select 1 as n union all select 2
  count:
    config_type: PythonTask
    python: count.py
    deps: [numbers]
  squares:
    config_type: SqlTask
    ddl: create table squares (n integer, square integer)
    sql: |
      select
        n,
        n * n as square
      from warehouse.numbers
    deps: [numbers, count]
  slow:
    config_type: BashTask
    bash: echo slow begins; sleep 120
`,
  "count.py": "from dagwright import xcom_push\nxcom_push('how_many', 2)\nprint('counted two')\n",
};

export const output = (page: Page): Locator => page.getByRole("region", { name: "Output" });

async function cells(within: Locator): Promise<string[]> {
  await expect(within.getByRole("grid").getByRole("gridcell").first()).toBeVisible();
  return within.getByRole("grid").getByRole("gridcell").allInnerTexts();
}

/** In the tree, which nothing covers. */
async function pick(page: Page, task: string): Promise<void> {
  await page.getByRole("treeitem", { name: new RegExp(`^${task}, `) }).click();
}

async function tryTask(page: Page, task: string, key = "F7"): Promise<void> {
  await pick(page, task);
  await page.keyboard.press(key);
  await expect(output(page).getByRole("heading", { name: task })).toBeVisible();
}

async function expectTried(page: Page, word: "Success" | "Failed"): Promise<void> {
  await expect(output(page)).toHaveAttribute("data-try", "idle");
  await expect(output(page).getByRole("status").first()).toContainText(word);
}

/** In the program beside the canvas, as a person would: nothing is saved. */
async function replaceInProgram(page: Page, task: string, line: string, by: string): Promise<void> {
  await pick(page, task);
  const program = page.getByRole("region", { name: "Program" });
  if ((await program.count()) === 0) await page.keyboard.press("Alt+Enter");
  await expect(program.getByRole("heading", { name: task })).toBeVisible();
  await program.locator(".view-line", { hasText: line }).first().click();
  await page.keyboard.press("End");
  await page.keyboard.press("Shift+Home");
  await page.keyboard.press("Delete");
  await expect(program.locator(".view-line", { hasText: line })).toHaveCount(0);
  await page.keyboard.type(by, { delay: 30 });
  await expect(program.locator(".view-line", { hasText: by }).first()).toBeVisible();
}

export async function openTried(page: Page): Promise<void> {
  await openDrawing(page, "tried");
}

/** Unsaved SQL gives new rows below the canvas; the published table is what it was. */
export async function tryUnsaved(page: Page, folder: string): Promise<void> {
  await openTried(page);
  publishTried(folder);
  const before = publishedSquares(folder);
  expect(before).toContain("4");
  await tryTask(page, "squares", "Control+F7");
  await expectTried(page, "Success");
  expect(await cells(output(page))).toEqual(["1", "1", "2", "4"]);
  await test.step("only the SQL changes, and only this task is tried", async () => {
    await replaceInProgram(page, "squares", "n * n as square", "n * n * 10 as square");
    await tryTask(page, "squares");
    await expectTried(page, "Success");
    await expect.poll(() => cells(output(page))).toEqual(["1", "10", "2", "40"]);
    await expect(output(page)).toContainText("read numbers (tried)");
  });
  await test.step("the canvas says so: states, counts on the edges", async () => {
    await expect(node(page, "squares")).toContainText("Tried");
    await expect(page.getByRole("application").locator("text", { hasText: /^2/ }).first()).toBeVisible();
  });
  expect(publishedSquares(folder)).toBe(before);
  await expect(page.getByRole("toolbar", { name: "Drawing" }).getByText("not saved", { exact: true })).toBeVisible();
}

/** A pin stands in for its task; what is after it is tried without it. */
export async function tryFromPin(page: Page): Promise<void> {
  await openTried(page);
  await tryTask(page, "count", "Control+F7");
  await expectTried(page, "Success");
  await pick(page, "numbers");
  await expect(output(page).getByRole("heading", { name: "numbers" })).toBeVisible();
  await page.keyboard.press("p");
  await expect(page.getByText("Pin the output of numbers")).toBeVisible();
  await expect(node(page, "numbers")).toHaveAccessibleName(/pinned output, 2 rows/);
  await replaceInProgram(page, "numbers", "select 1 as n", "select nothing at all");
  await tryTask(page, "squares", "Control+F7");
  await expectTried(page, "Success");
  expect(await cells(output(page))).toEqual(["1", "1", "2", "4"]);
  await expect(output(page)).toContainText("read numbers (pinned)");
  await test.step("a pin of values is changed as JSON", async () => {
    await pick(page, "count");
    await output(page).getByRole("button", { name: "Pin", exact: true }).click();
    await output(page).getByRole("tab", { name: "Pin" }).click();
    await output(page).getByRole("textbox").fill('{"how_many": 3}');
    await output(page).getByRole("button", { name: "Keep these values" }).click();
    await expect(page.getByText("Changed the pinned values")).toBeVisible();
  });
  await test.step("undo takes the pins off again", async () => {
    await page.getByRole("button", { name: "Undo" }).click();
    await expect(node(page, "count")).not.toHaveAccessibleName(/pinned/);
  });
}

/** What went wrong stands below the canvas, its line marked; a long try is cancelled. */
export async function tryTrouble(page: Page): Promise<void> {
  await openTried(page);
  await test.step("nothing was built before: the way out is told", async () => {
    await tryTask(page, "squares");
    await expectTried(page, "Failed");
    await expect(output(page).getByRole("alert")).toContainText("Run up to here");
  });
  await test.step("the line of the SQL is marked", async () => {
    await replaceInProgram(page, "squares", "n * n as square", "n * missing as square");
    await tryTask(page, "squares", "Control+F7");
    await expectTried(page, "Failed");
    await expect(output(page).getByRole("tab", { name: "Error" })).toHaveAttribute("aria-selected", "true");
    await expect(output(page).locator("mark")).toHaveText(/n \* missing as square/);
  });
  await test.step("a text that is no DAG is refused with its place", async () => {
    await page.getByRole("button", { name: "Show or hide the YAML beside the canvas" }).click();
    // It stands at the selected task; the line wanted is the first.
    await page.getByRole("region", { name: "YAML" }).locator(".view-line", { hasText: /squares:$/ }).click();
    await page.keyboard.press("ControlOrMeta+Home");
    await page.keyboard.press("End");
    await page.keyboard.press("Enter");
    await page.keyboard.type("schedule: sometimes");
    await tryTask(page, "squares");
    await expect(output(page).getByRole("alert").first()).toContainText("tried.dag.yaml:2:11: Schedule");
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByRole("button", { name: "Show or hide the YAML beside the canvas" }).click();
  });
  await test.step("F9 ends a long one", async () => {
    await tryTask(page, "slow");
    await expect(output(page).getByRole("log")).toContainText("slow begins");
    await page.keyboard.press("F9");
    await expectTried(page, "Failed");
    await expect(output(page).getByRole("alert")).toContainText("cancelled");
  });
  await test.step("what a program printed before it failed stands below its exit code", async () => {
    await replaceInProgram(page, "slow", "echo slow begins; sleep 120", "echo it broke; exit 3");
    await tryTask(page, "slow");
    await expect(output(page).getByRole("alert")).toContainText("exit code 3");
    await expect(output(page).getByRole("tab", { name: "Error" })).toHaveAttribute("aria-selected", "true");
    await expect(output(page).getByRole("log")).toContainText("it broke");
  });
}

/** A script is written and tried in one view, unsaved. */
export async function tryScript(page: Page): Promise<void> {
  await openTried(page);
  await replaceInProgram(page, "count", "counted two", "print('counted, unsaved')");
  await page.keyboard.press("F7");
  await expectTried(page, "Success");
  await output(page).getByRole("tab", { name: "Log" }).click();
  await expect(output(page).getByRole("log")).toContainText("counted, unsaved");
  await expect(output(page)).toContainText("runs for real");
}

/** The rows that flow along an edge, by a click on it. */
export async function lookAtEdge(page: Page): Promise<void> {
  await openTried(page);
  await tryTask(page, "numbers");
  await expectTried(page, "Success");
  const [from, to] = [await node(page, "numbers").boundingBox(), await node(page, "count").boundingBox()];
  if (from === null || to === null) throw new Error("The tasks are not in sight.");
  await page.mouse.click(from.x + from.width + 14, from.y + from.height / 2);
  await expect(output(page).getByRole("heading")).toContainText("numbers →");
  expect(await cells(output(page))).toEqual(["1", "2"]);
}
