/** Writing a DAG file: what the editor says while one types, and what of it reaches the disk. The same in the desktop and in the browser. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, type Page } from "playwright/test";
import { openDag } from "./journeys.ts";
import { choose } from "./screens.ts";

/** A mark, CRLF, a lone LF, and a comment: all that an editor might spoil. */
export const editedDag = { "edit.dag.yaml": "\uFEFFdag: edit # mine\r\ntasks:\r\n  first: { config_type: EmptyTask }\n  second:\r\n    config_type: SqlTask\r\n    sql: |\r\n      select '{{ ds }}' as d -- note\r\n    deps: [first]\r\n" };

const modifier = process.platform === "darwin" ? "Meta" : "Control";

async function openSource(page: Page, dagId: string): Promise<void> {
  await openDag(page, dagId);
  await choose(page, "Face of the DAG", "Source");
  await expect(line(page, "dag:")).toBeVisible();
}

const editor = (page: Page) => page.locator(".monaco-editor").first();
const line = (page: Page, text: string) => editor(page).locator(".view-line", { hasText: text }).first();

async function endOf(page: Page, text: string): Promise<void> {
  await line(page, text).click();
  await page.keyboard.press("End");
}

const proposals = (page: Page) => page.locator(".suggest-widget.visible");

/** Schema, tasks and templates are proposed; mistakes are marked with their words; what a field means is told. */
export async function editorHelps(page: Page): Promise<void> {
  await openSource(page, "edit");
  await test.step("keys of the schema, from the worker", async () => {
    await endOf(page, "config_type: SqlTask");
    await page.keyboard.press("Enter");
    await page.keyboard.type("retry_b", { delay: 40 });
    await expect(proposals(page).getByText("retry_backoff")).toBeVisible();
    await page.keyboard.press("Tab");
    await expect(line(page, "retry_backoff:")).toBeVisible();
    await page.keyboard.type("expo", { delay: 40 });
    await expect(proposals(page).getByText("exponential")).toBeVisible();
    await page.keyboard.press("Escape");
  });
  await test.step("a mistake is marked where it is, with its words", async () => {
    await expect(editor(page).locator(".squiggly-error")).toHaveCount(1);
    await page.keyboard.press("F8");
    await expect(page.getByText(/expected .*fixed.*exponential/).first()).toBeVisible();
    await page.keyboard.press("Escape");
    await page.keyboard.type("nential");
    await expect(editor(page).locator(".squiggly-error")).toHaveCount(0);
  });
  await test.step("tasks in deps", async () => {
    await line(page, "deps: [").click();
    await page.keyboard.press("End");
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.type(", ", { delay: 40 });
    await expect(proposals(page).getByText("first")).toBeVisible();
    await page.keyboard.press("Escape");
    await page.keyboard.press("Backspace");
    await page.keyboard.press("Backspace");
  });
  await test.step("what a field means", async () => {
    await line(page, "retry_backoff:").getByText("retry_backoff").hover();
    await expect(page.locator(".monaco-hover").getByText(/doubles the wait/)).toBeVisible();
  });
  await test.step("SQL inside YAML is coloured as SQL, its template as a template", async () => {
    const colour = (text: string) => editor(page).locator(".view-line span span", { hasText: new RegExp(`^${text}$`) }).first().evaluate((span) => getComputedStyle(span).color);
    const colours = [await colour("select"), await colour("\\{\\{.ds.\\}\\}"), await colour("as"), await colour("dag")];
    expect(colours[0]).toBe(colours[2]);
    expect(new Set(colours).size).toBe(3);
  });
}

/** Only what was typed changes; undo, redo and save go over the document; other programs are heard. */
export async function editorKeepsBytes(page: Page, folder: string): Promise<void> {
  const file = join(folder, "edit.dag.yaml");
  const read = (): string => readFileSync(file, "utf8");
  const before = read();
  await openSource(page, "edit");
  const tab = page.getByRole("navigation", { name: "Open documents" });
  await endOf(page, "dag: edit");
  await page.keyboard.type(" and yours");
  await expect(tab.getByRole("img", { name: "unsaved" })).toBeVisible();
  await page.keyboard.press("Enter");
  await page.keyboard.type("owner: me");
  await page.keyboard.press(`${modifier}+s`);
  await expect(tab.getByRole("img", { name: "unsaved" })).toHaveCount(0);
  expect(read()).toBe(before.replace("# mine\r\n", "# mine and yours\r\nowner: me\r\n"));
  await endOf(page, "owner: me");
  await page.keyboard.type("!");
  await expect(line(page, "owner: me!")).toBeVisible();
  await page.keyboard.press(`${modifier}+z`);
  await expect(line(page, "owner: me!")).toHaveCount(0);
  await page.keyboard.press(`${modifier}+Shift+z`);
  await expect(line(page, "owner: me!")).toBeVisible();
  writeFileSync(file, read().replace("first: { config_type: EmptyTask }", "first: { config_type: EmptyTask, doc: theirs }"));
  await expect(line(page, "doc: theirs")).toBeVisible();
  await expect(line(page, "owner: me!")).toBeVisible();
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(tab.getByRole("img", { name: "unsaved" })).toHaveCount(0);
  expect(read()).toBe(before.replace("# mine\r\n", "# mine and yours\r\nowner: me!\r\n").replace("EmptyTask }\n", "EmptyTask, doc: theirs }\n"));
}

/** Tab writes in the editor; after Ctrl+M it leaves, so that nobody is held by the keyboard. */
export async function editorLetsGo(page: Page): Promise<void> {
  await openSource(page, "edit");
  await endOf(page, "dag: edit");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("textbox", { name: "Source of edit.dag.yaml" })).toBeFocused();
  await page.keyboard.press("Control+m");
  await expect(page.getByRole("button", { name: /Tab moves the focus/ })).toHaveAttribute("aria-pressed", "true");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("textbox", { name: "Source of edit.dag.yaml" })).not.toBeFocused();
  await expect(page.getByRole("button", { name: /Tab moves the focus/ })).toBeFocused();
}
