/** What a person who uses a screen reader, a keyboard or big contrast needs from every screen: axe finds nothing, focus is never lost. */
import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "playwright/test";
import { dagOverlays, goTo, overlays, places, sampleScreens, type Screen } from "./screens.ts";

const everyRule = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"];
const themedRules = ["color-contrast"];

/** Looks in both themes at once, so that a screen is opened only once. */
export async function expectAccessible(page: Page, screens: readonly Screen[], after: (page: Page) => Promise<void> = async () => undefined): Promise<void> {
  const found: string[] = [];
  for (const screen of screens) {
    await screen.open(page);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", colorScheme);
      await settled(page);
      found.push(...(await violations(page, colorScheme === "light")).map((each) => `${screen.name}, ${colorScheme}: ${each}`));
    }
    await after(page);
  }
  expect(found).toEqual([]);
}

/** Colours in mid-change and skeletons are nobody's final look. */
async function settled(page: Page): Promise<void> {
  await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
  await page.evaluate(async () => void (await Promise.allSettled(document.getAnimations().filter((each) => each.effect?.getComputedTiming().iterations !== Infinity).map((each) => each.finished))));
}

/** All rules once; in the other theme only what a theme can change. Nodes without fault are not written down: that took as long again. */
async function violations(page: Page, all: boolean): Promise<string[]> {
  // Half a megabyte: once in a page, unless a frame of it may be new.
  const isThere = page.frames().length === 1 && (await page.evaluate(() => "axe" in window));
  // Legacy mode stays in this page: the desktop program opens no other one.
  const axe = new AxeBuilder({ page, ...(isThere ? { axeSource: "void 0" } : {}) }).setLegacyMode(true);
  const { violations: each } = await axe.options({ runOnly: all ? everyRule : themedRules, resultTypes: ["violations"] }).analyze();
  return each.flatMap(({ id, nodes }) => nodes.map((node) => `${id} at ${node.target.join(" ")}`));
}

export async function everySampleScreen(page: Page): Promise<void> {
  await expectAccessible(page, sampleScreens);
}

export async function everyOverlay(page: Page): Promise<void> {
  const close = async (): Promise<void> => {
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toHaveCount(0);
  };
  await goTo(page, "#/");
  await expectAccessible(page, overlays, close);
  await goTo(page, "#/dags/birdstrikes");
  await expectAccessible(page, dagOverlays, close);
}

export async function everyPlace(page: Page): Promise<void> {
  await expectAccessible(page, places);
}

/** Broken files, unknown things, a folder that nobody trusts. */
export const brokenFiles = {
  "broken.dag.yaml": "dag: broken\ntasks:\n  one: { config_type: BashTask, bash: echo, deps: [missing] }\n",
  "unreadable.dag.yaml": "dag: [unclosed\n",
  "fine.dag.yaml": "dag: fine\ntasks:\n  one: { config_type: EmptyTask }\n",
};

export const brokenScreens: readonly Screen[] = [
  ...places.filter((place) => ["home", "dags"].includes(place.name)),
  { name: "broken-dag", open: (page) => goTo(page, "#/dags/broken") },
  { name: "unknown-dag", open: (page) => goTo(page, "#/dags/nowhere") },
  { name: "unknown-run", open: (page) => goTo(page, "#/dags/fine/runs/nothing") },
  { name: "unknown-table", open: (page) => goTo(page, "#/data/warehouse/no/table") },
  { name: "cannot-run", open: (page) => goTo(page, "#/dags/fine") },
];

/** Presses a key; afterwards something visible has the focus, and it shows. */
export async function press(page: Page, key: string, times = 1): Promise<void> {
  for (let at = 0; at < times; at += 1) {
    await page.keyboard.press(key);
    await expect.poll(() => focusOf(page), { message: `focus after ${key}` }).not.toMatch(/^(body|html|hidden)$/);
  }
}

/** What has the focus, in a word; `hidden` when nobody could see it. */
export function focusOf(page: Page): Promise<string> {
  return page.evaluate(() => {
    const at = document.activeElement;
    if (at === null) return "body";
    // A radio of a row of words is drawn by its label.
    const drawn = (at instanceof HTMLInputElement ? at.labels?.[0] : null) ?? at;
    const box = drawn.getBoundingClientRect();
    const visible = box.width > 0 && box.height > 0 && getComputedStyle(drawn).visibility !== "hidden";
    return visible || at.tagName === "BODY" ? `${at.tagName.toLowerCase()} ${at.getAttribute("role") ?? ""} ${at.getAttribute("aria-label") ?? at.textContent?.slice(0, 40) ?? ""}`.trim().replace(/^body .*/s, "body") : "hidden";
  });
}

/** A ring or another border: something in the look differs from the same element without focus. */
async function expectFocusShown(page: Page): Promise<void> {
  const look = await page.evaluate(() => {
    const at = document.activeElement;
    if (!(at instanceof HTMLElement)) return null;
    const read = (): string => {
      const { outlineStyle, outlineWidth, outlineColor, boxShadow, borderColor, backgroundColor } = getComputedStyle(at);
      return [outlineStyle === "none" ? "" : `${outlineWidth} ${outlineColor}`, boxShadow, borderColor, backgroundColor].join("|");
    };
    const focused = read();
    at.blur();
    const plain = read();
    at.focus();
    return { focused, plain };
  });
  expect(look?.focused).not.toBe(look?.plain);
}

export async function tabTo(page: Page, wanted: RegExp, key = "Tab"): Promise<void> {
  for (let at = 0; at < 40; at += 1) {
    await press(page, key);
    if (wanted.test(await focusOf(page))) return expectFocusShown(page);
  }
  throw new Error(`${key} never came to ${String(wanted)}; it stands on ${await focusOf(page)}`);
}

/** Arrow keys on the graph until the task is selected. */
async function walkTo(page: Page, taskId: string, keys: readonly string[]): Promise<void> {
  const selected = page.locator("[data-emphasis=selected]");
  const way: (string | null)[] = [];
  for (const key of keys) {
    await press(page, key);
    await expect(selected).toHaveCount(1);
    way.push(await selected.getAttribute("data-task-id"));
    if (way.at(-1) === taskId) return;
  }
  throw new Error(`${taskId} was not on the way: ${way.join(", ")}`);
}

/** From the list of DAGs to the line of the log that says why, and back, with nothing but keys. */
export async function failureByKeyboard(page: Page): Promise<void> {
  await press(page, "Alt+2");
  await expect(page.getByRole("heading", { name: "DAGs", level: 1 })).toBeVisible();
  await tabTo(page, /^div row/);
  await press(page, "Home");
  for (let at = 0; at < 5 && !(await focusOf(page)).includes("failing_check"); at += 1) await press(page, "ArrowDown");
  await press(page, "Enter");
  await expect(page.getByRole("heading", { name: "failing_check", level: 1 })).toBeVisible();
  await tabTo(page, /application Graph of/);
  await walkTo(page, "species", ["ArrowRight", "ArrowRight", "ArrowUp"]);
  await press(page, "Enter");
  const panel = page.getByRole("region", { name: "Task species" });
  await expect(panel).toBeVisible();
  await tabTo(page, /^button tab Checks|^button tab Log/);
  for (let at = 0; at < 5 && !(await panel.getByRole("tab", { name: "Log", selected: true }).isVisible()); at += 1) await press(page, "ArrowLeft");
  await expect(panel.getByText(/nothing was published/)).toBeVisible();
  await press(page, "/");
  await page.keyboard.type("nothing was published");
  await expect(panel.getByText("1 line", { exact: true })).toBeVisible();
  await press(page, "Enter");
  await expect(panel.getByText("1 of 1 line", { exact: true })).toBeVisible();
  await press(page, "Escape");
  await press(page, "Escape");
  await press(page, "Alt+2");
  await expect(page.getByRole("heading", { name: "DAGs", level: 1 })).toBeVisible();
  await tabTo(page, /^div row/);
}
