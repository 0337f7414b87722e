/** What people have in their fingers from other desktop programs: tabs, halves, keys, files, menus. The same in the desktop and in the browser. */
import { expect, test, type Page } from "playwright/test";

export const shellDags = Object.fromEntries(["alpha", "beta", "gamma", "delta"].map((id) => [`${id}.dag.yaml`, `dag: ${id}\ntasks:\n  first: { config_type: EmptyTask }\n  second: { config_type: EmptyTask, deps: [first] }\n`]));

const modifier = process.platform === "darwin" ? "Meta" : "Control";

const rows = (page: Page, side?: "left" | "right") => page.getByRole("navigation", { name: side === undefined ? "Open documents" : `Open documents, ${side}` });
const tabs = (page: Page, side?: "left" | "right") => rows(page, side).getByRole("listitem");
export const tabLink = (page: Page, name: string, side?: "left" | "right") => rows(page, side).getByRole("link", { name: new RegExp(`^${name}`) });

async function openFromList(page: Page, dag: string): Promise<void> {
  await page.getByRole("link", { name: "DAGs", exact: true }).click();
  await page.getByRole("grid", { name: "DAGs" }).getByRole("link", { name: dag, exact: true }).click();
  await expect(page.getByRole("heading", { name: dag, level: 1 })).toBeVisible();
}

/** Opens to stay, as whoever asks for a document by name does. */
export async function openByName(page: Page, dag: string): Promise<void> {
  await page.keyboard.press(`${modifier}+p`);
  await page.getByRole("dialog").getByRole("combobox").fill(dag);
  await expect(page.getByRole("option").first()).toHaveText(new RegExp(`^${dag}`));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: dag, level: 1 }).first()).toBeVisible();
}

const titles = (page: Page, side?: "left" | "right") => tabs(page, side).locator("a").allInnerTexts();

export async function tabsLikeAnEditor(page: Page): Promise<void> {
  await test.step("one click opens a preview, which the next one replaces", async () => {
    await openFromList(page, "alpha");
    await openFromList(page, "beta");
    expect(await titles(page)).toEqual(["beta"]);
    await expect(tabs(page).first()).toHaveAttribute("data-preview", "true");
  });
  await test.step("a double click on the tab keeps it", async () => {
    await tabLink(page, "beta").dblclick();
    await openFromList(page, "alpha");
    expect(await titles(page)).toEqual(["beta", "alpha"]);
  });
  await test.step("what is asked for by name stays", async () => {
    await openByName(page, "alpha");
    await openByName(page, "gamma");
    await openByName(page, "delta");
    expect(await titles(page)).toEqual(["beta", "alpha", "gamma", "delta"]);
  });
  await test.step("keys: by number, next, close, reopen", async () => {
    await page.keyboard.press(`${modifier}+2`);
    await expect(tabLink(page, "alpha")).toHaveAttribute("aria-current", "page");
    await page.keyboard.press(`${modifier}+9`);
    await expect(tabLink(page, "delta")).toHaveAttribute("aria-current", "page");
    await page.keyboard.press("Alt+w");
    await expect(tabs(page)).toHaveCount(3);
    // The one used before, not the neighbour.
    await expect(tabLink(page, "alpha")).toHaveAttribute("aria-current", "page");
    await page.keyboard.press("Alt+Shift+w");
    await expect(tabLink(page, "delta")).toHaveAttribute("aria-current", "page");
  });
  await test.step("the menu of a tab pins and closes the others", async () => {
    await tabLink(page, "gamma").click({ button: "right" });
    await page.getByRole("menuitem", { name: "Pin", exact: true }).click();
    expect(await titles(page)).toEqual(["gamma", "beta", "alpha", "delta"]);
    await expect(rows(page).getByRole("button", { name: "Unpin gamma" })).toBeVisible();
    await tabLink(page, "alpha").click({ button: "right" });
    await page.getByRole("menuitem", { name: "Close others" }).click();
    await expect(tabs(page)).toHaveCount(2);
    expect(await titles(page)).toEqual(["gamma", "alpha"]);
  });
  await test.step("places have their keys", async () => {
    await page.keyboard.press("Alt+2");
    await expect(page.getByRole("heading", { name: "DAGs", level: 1 })).toBeVisible();
    await page.keyboard.press("Alt+3");
    await expect(page.getByRole("heading", { name: "Runs", level: 1 })).toBeVisible();
  });
}

const face = (page: Page, side: "Left" | "Right", name: string) => page.getByRole("group", { name: `${side} half` }).getByRole("radiogroup", { name: "Face of the DAG" }).getByRole("radio", { name, exact: true });

/** Ends with gamma and alpha at the left, alpha at the right as a list of tasks. */
export async function splitInTwo(page: Page): Promise<void> {
  await page.getByRole("link", { name: "DAGs", exact: true }).waitFor();
  await openByName(page, "gamma");
  await openByName(page, "alpha");
  await test.step("a command shows the document beside", async () => {
    await page.keyboard.press("Alt+\\");
    await expect(tabLink(page, "alpha", "right")).toHaveAttribute("aria-current", "page");
    expect([await titles(page, "left"), await titles(page, "right")]).toEqual([["gamma", "alpha"], ["alpha"]]);
  });
  await test.step("keys and the address bar mean the half that was touched", async () => {
    await page.getByRole("group", { name: "Right half" }).getByText("Tasks", { exact: true }).click();
    await expect(face(page, "Right", "Tasks")).toBeChecked();
    await expect(face(page, "Left", "Graph")).toBeChecked();
    await page.keyboard.press("F6");
    await page.keyboard.press("g");
    await expect(face(page, "Left", "Grid")).toBeChecked();
    await page.keyboard.press("g");
    await tabLink(page, "gamma", "left").click();
    await expect(page).toHaveURL(/gamma/);
    await tabLink(page, "alpha", "right").click();
    await expect(page).toHaveURL(/alpha/);
    await expect(tabLink(page, "gamma", "left")).toHaveAttribute("aria-current", "page");
  });
  await test.step("going back returns to the half in which one was", async () => {
    await tabLink(page, "alpha", "left").click();
    await page.goBack();
    await expect(page.getByRole("group", { name: "Left half" })).toHaveAttribute("data-active", "true");
    await expect(tabLink(page, "gamma", "left")).toHaveAttribute("aria-current", "page");
  });
  await test.step("the bar between them is moved by key", async () => {
    const bar = page.getByRole("separator", { name: "Width of the left half" });
    await bar.focus();
    for (let press = 0; press < 5; press += 1) await page.keyboard.press("ArrowLeft");
    await expect(bar).toHaveAttribute("aria-valuenow", "40");
  });
}

export async function splitIsBack(page: Page): Promise<void> {
  await expect(tabLink(page, "gamma", "left")).toHaveAttribute("aria-current", "page");
  await expect(tabLink(page, "alpha", "right")).toHaveAttribute("aria-current", "page");
  expect([await titles(page, "left"), await titles(page, "right")]).toEqual([["gamma", "alpha"], ["alpha"]]);
  await expect(page.getByRole("separator", { name: "Width of the left half" })).toHaveAttribute("aria-valuenow", "40");
  await expect(face(page, "Right", "Tasks")).toBeChecked();
}

/** Begins with gamma shown at the left, before it alpha. A browser keeps Ctrl+Tab for itself. */
export async function switchByUse(page: Page): Promise<void> {
  await tabLink(page, "alpha", "left").click();
  await openByName(page, "delta");
  const list = page.getByRole("listbox", { name: "Open documents, last used first" });
  await page.keyboard.down("Control");
  await page.keyboard.press("Tab");
  await expect(list.getByRole("option", { selected: true })).toHaveText("alpha");
  await page.keyboard.press("Tab");
  await expect(list.getByRole("option", { selected: true })).toHaveText("gamma");
  await page.keyboard.up("Control");
  await expect(tabLink(page, "gamma", "left")).toHaveAttribute("aria-current", "page");
  await page.keyboard.press("Control+Tab");
  await expect(tabLink(page, "delta", "left")).toHaveAttribute("aria-current", "page");
}

/** Begins with two halves; a tab is dragged across, and the last one that leaves a half closes it. */
export async function dragAcross(page: Page): Promise<void> {
  await tabLink(page, "gamma", "left").dragTo(tabs(page, "right").first());
  await expect(tabs(page, "right")).toHaveCount(2);
  await tabLink(page, "alpha", "left").click({ button: "right" });
  await page.getByRole("menuitem", { name: "Move to the other half" }).click();
  await expect(rows(page)).toHaveCount(1);
  await expect(tabs(page)).toHaveCount(2);
  const half = await page.locator("#page").boundingBox();
  if (half === null) throw new Error("no page");
  await tabLink(page, "gamma").dragTo(page.locator("#page"), { targetPosition: { x: half.width - 40, y: half.height / 2 } });
  await expect(tabLink(page, "gamma", "right")).toHaveAttribute("aria-current", "page");
}

/** As many DAGs as do not fit on a screen. */
export const manyDags = Object.fromEntries(Array.from({ length: 80 }, (_, at) => [`d${at}.dag.yaml`, `dag: d${String(at).padStart(2, "0")}\ntasks:\n  t: { config_type: EmptyTask }\n`]));

/** A list is where it was left, also after loading anew. */
export async function scrollIsKept(page: Page): Promise<void> {
  await page.getByRole("link", { name: "DAGs", exact: true }).click();
  const list = page.locator("[data-keeps-scroll=DAGs]");
  await expect(page.getByRole("grid", { name: "DAGs" }).getByRole("row").nth(5)).toBeVisible();
  await list.hover();
  await page.mouse.wheel(0, 900);
  await expect.poll(() => list.evaluate((element) => element.scrollTop)).toBe(900);
  await page.getByRole("link", { name: "Runs", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Runs", level: 1 })).toBeVisible();
  await page.getByRole("link", { name: "DAGs", exact: true }).click();
  await expect.poll(() => list.evaluate((element) => element.scrollTop)).toBe(900);
  await page.reload();
  await expect.poll(() => list.evaluate((element) => element.scrollTop)).toBe(900);
}

/** Mod+P goes to anything: what was open before, tasks and files by name. */
export async function goesToAnything(page: Page): Promise<void> {
  await page.getByRole("link", { name: "DAGs", exact: true }).waitFor();
  await openByName(page, "gamma");
  await openByName(page, "alpha");
  await page.keyboard.press(`${modifier}+p`);
  const dialog = page.getByRole("dialog", { name: "Command palette" });
  await expect(dialog.getByRole("option").first()).toHaveText(/^gamma/);
  await page.keyboard.press("Enter");
  await expect(tabLink(page, "gamma")).toHaveAttribute("aria-current", "page");
  await page.keyboard.press(`${modifier}+k`);
  await dialog.getByRole("combobox").fill("second beta");
  await dialog.getByRole("option", { name: /^second.*beta/ }).click();
  await expect(tabLink(page, "beta")).toHaveAttribute("aria-current", "page");
  await page.keyboard.press(`${modifier}+p`);
  await dialog.getByRole("combobox").fill("top");
  await dialog.getByRole("option", { name: /^top\.sql/ }).click();
  await expect(tabLink(page, "top.sql")).toHaveAttribute("aria-current", "page");
  await page.keyboard.press(`${modifier}+Shift+p`);
  await expect(dialog.getByRole("combobox")).toHaveValue("> ");
  await expect(dialog.getByText("DAGs", { exact: true })).toHaveCount(0);
  await page.keyboard.press("Escape");
}
