/** A dialog that is closed gives the keys back to where they were: to the canvas, to the text of a query; so does the other half. The same in the desktop and in the browser. */
import { expect, type Locator, type Page } from "playwright/test";
import { boxOf, node } from "./draw.ts";
import { goTo } from "./screens.ts";

export const focusWorkspace = {
  "keys.dag.yaml": "dag: keys\ntasks:\n  first: { config_type: EmptyTask }\n  second: { config_type: EmptyTask, deps: [first] }\n",
  "dagwright.json": `{ "connections": { "live": { "kind": "duckdb", "file": "live.duckdb", "production": true } } }\n`,
  "drop.sql": "drop table if exists nothing;\n",
};

/** The keys, going to a place, running a command, the form of a run. */
const openers = ["Shift+Slash", "Control+p", "Control+Shift+p", "Shift+F7"];

async function chooseFirst(page: Page): Promise<{ readonly canvas: Locator; readonly chosen: Locator }> {
  await goTo(page, "#/dags/keys/draw");
  const canvas = page.getByRole("application", { name: /^Drawing of keys/ });
  await canvas.focus();
  // Arrows walk what is drawn.
  await expect(node(page, "second")).toBeVisible();
  await page.keyboard.press("ArrowDown");
  const chosen = page.getByRole("treeitem", { selected: true });
  await expect(chosen).toHaveText(/first/);
  return { canvas, chosen };
}

export async function dialogsGiveBackTheCanvas(page: Page): Promise<void> {
  const { canvas, chosen } = await chooseFirst(page);
  for (const key of openers) {
    await page.keyboard.press(key);
    await expect(page.getByRole("dialog")).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toBeHidden();
    await expect(canvas).toBeFocused();
    await expect(chosen).toHaveText(/first/);
  }
  await page.keyboard.press("F2");
  // The first time, the dialog is fetched.
  await expect(page.getByRole("dialog").getByRole("textbox")).toBeFocused();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("begin");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("treeitem", { name: /^begin, Empty task/ })).toBeVisible();
}

/** A dialog takes the focus a turn after it came, which is long on a busy machine; keys that come before are its own. */
export async function keysBeforeTheFocus(page: Page): Promise<void> {
  const { canvas, chosen } = await chooseFirst(page);
  await neverInTheNextTurn(page);

  await page.keyboard.press("Control+Shift+p");
  await expect(page.getByRole("dialog")).toBeVisible();
  await expect(canvas).toBeFocused();
  await page.keyboard.type("dag: run with");
  await expect(page.getByRole("dialog").getByRole("combobox")).toHaveValue("> dag: run with");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();
  await expect(chosen).toHaveText(/first/);

  await canvas.focus();
  await page.keyboard.press("Shift+F7");
  await expect(page.getByRole("dialog")).toBeVisible();
  await expect(canvas).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();
  await expect(chosen).toHaveText(/first/);
}

/** As if the page had other things to do for as long as it is open. */
async function neverInTheNextTurn(page: Page): Promise<void> {
  await page.evaluate(() => {
    const later = window.setTimeout.bind(window);
    const held = (act: TimerHandler, after?: number, ...rest: unknown[]): number => later(act, after === undefined || after === 0 ? 3_600_000 : after, ...rest);
    Reflect.set(window, "setTimeout", held);
  });
}

/** Also where a button that had the focus already was clicked. */
export async function dialogsGiveBackTheQuery(page: Page): Promise<void> {
  await goTo(page, "#/sql/drop.sql");
  await page.getByRole("combobox", { name: "Connection" }).click();
  await page.getByRole("option", { name: /^live/ }).click();
  const text = page.getByRole("textbox", { name: /^Text of/ });
  await text.focus();
  await page.keyboard.press("Control+Enter");
  await page.getByRole("dialog").getByRole("button", { name: "Do not run" }).click();
  await expect(page.getByRole("dialog")).toBeHidden();
  await expect(text).toBeFocused();
}

/** Two halves of a window of 1280 pixels: saving is in sight in both, and each is come back to where it was left. */
export async function twoHalves(page: Page): Promise<void> {
  await goTo(page, "#/dags/keys/draw");
  await expect(page.getByRole("application", { name: /^Drawing of keys/ })).toBeVisible();
  await page.keyboard.press("Alt+Backslash");
  const bars = page.getByRole("toolbar", { name: "Drawing" });
  await expect(bars).toHaveCount(2);
  for (const bar of await bars.all()) {
    const outer = await boxOf(bar);
    for (const button of await bar.getByRole("button").all()) {
      const inner = await boxOf(button);
      expect(inner.x + inner.width).toBeLessThanOrEqual(outer.x + outer.width);
    }
  }
  const [left, right] = [page.getByRole("group", { name: "Left half" }), page.getByRole("group", { name: "Right half" })].map((half) => half.getByRole("application", { name: /^Drawing of keys/ }));
  if (left === undefined || right === undefined) throw new Error("There are two.");
  await left.focus();
  await right.focus();
  for (const canvas of [left, right]) {
    await page.keyboard.press("F6");
    await expect(canvas).toBeFocused();
  }
}
