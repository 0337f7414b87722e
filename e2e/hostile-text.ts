/** Opens everything in the hostile workspace and keeps watch: nothing of it may be more than text. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, type Page } from "playwright/test";
import { canary, hostileConf, hostileDag, hostileTasks, hostileUser, markup } from "./hostile-workspace.ts";
import { choose, goTo, overlays, places } from "./screens.ts";

export interface Watch {
  /** What must not have happened, in words; empty is good. */
  readonly found: string[];
}

/** Listens from now on. `origin` is all that the page may speak to. */
export async function watch(page: Page, origin: string): Promise<Watch> {
  const found: string[] = [];
  page.on("dialog", (dialog) => {
    found.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("popup", (popup) => found.push(`window ${popup.url()}`));
  page.on("pageerror", (error) => found.push(`page error ${error.message}`));
  page.on("console", (message) => message.type() === "error" && found.push(`console ${message.text()}`));
  page.on("request", (request) => !isOurs(request.url(), origin) && found.push(`request ${request.url()}`));
  page.on("framenavigated", (frame) => (frame !== page.mainFrame() || !isOurs(frame.url(), origin)) && found.push(`frame ${frame.url()}`));
  await page.exposeFunction("reportViolation", (what: string) => void found.push(`policy ${what}`));
  await page.evaluate(() => document.addEventListener("securitypolicyviolation", (event) => Reflect.get(globalThis, "reportViolation")(`${event.violatedDirective} ${event.blockedURI}`)));
  return { found };
}

function isOurs(address: string, origin: string): boolean {
  return address === "about:blank" || /^(data|blob):/.test(address) || new URL(address).href.startsWith(`${origin}/`) || address.startsWith(origin.replace(/^http/, "ws"));
}

export async function lookAtEverything(page: Page): Promise<void> {
  await runHostile(page);
  const runs = await countRuns(page);
  for (const place of places) await place.open(page);
  await expect(page.getByText("{}").first()).toBeVisible();
  await goTo(page, "#/dags");
  await expect(page.getByRole("region", { name: "Problems" }).getByText("<svg onload", { exact: false }).first()).toBeVisible();
  await lookAtDag(page);
  for (const task of hostileTasks) await lookAtTask(page, task);
  await lookAtData(page);
  await lookForUser(page);
  for (const overlay of overlays) {
    await overlay.open(page);
    await page.waitForTimeout(100);
    await page.keyboard.press("Escape");
  }
  await palette(page);
  expect(await countRuns(page)).toBe(runs);
}

export async function expectNothingHappened(page: Page, watched: Watch, workspace: string): Promise<void> {
  const marks = await page.evaluate(() => ({ pwned: Reflect.get(globalThis, "__pwned") as unknown, polluted: Object.keys(Object.prototype), frames: document.querySelectorAll("iframe, object, embed, webview, img[src]").length, title: document.title }));
  expect(marks).toMatchObject({ pwned: undefined, polluted: [], frames: 0 });
  expect(watched.found).toEqual([]);
  expect(existsSync(join(workspace, canary))).toBe(false);
}

async function runHostile(page: Page): Promise<void> {
  await goTo(page, `#/dags/${hostileDag}`);
  await page.getByRole("button", { name: "More ways to run" }).click();
  await page.getByRole("menuitem", { name: /params/i }).click();
  const form = page.getByRole("dialog");
  // Titles and descriptions of the params are payloads too.
  await expect(form.getByText(markup[0] ?? "").first()).toBeVisible();
  await form.getByRole("textbox", { name: /conf/i }).fill(hostileConf);
  await form.getByRole("button", { name: /^Run/ }).click();
  await expect(form).toBeHidden();
  await expect(page.locator("[data-run-state=failed]")).toBeVisible({ timeout: 30_000 });
}

async function countRuns(page: Page): Promise<string> {
  await goTo(page, "#/runs");
  await expect(page.getByRole("grid", { name: "Runs" }).getByRole("row").nth(1)).toBeVisible();
  return (await page.getByRole("heading", { name: "Runs", level: 1 }).locator("..").innerText()).replaceAll("\n", " ");
}

async function lookAtDag(page: Page): Promise<void> {
  await goTo(page, `#/dags/${hostileDag}`);
  for (const face of ["Grid", "Tasks", "Source", "Details", "Graph"]) {
    await choose(page, "Face of the DAG", face);
    if (face === "Details") await expect(page.getByText(markup[1] ?? "").first()).toBeVisible();
  }
}

async function lookAtTask(page: Page, task: string): Promise<void> {
  await page.locator(`[data-task-id="${task}"]`).click();
  const panel = page.getByRole("region", { name: `Task ${task}`, exact: true });
  for (const tab of ["Log", "Rendered", "Checks", "Output", "Details"]) {
    await panel.getByRole("tab", { name: new RegExp(`^${tab}`) }).click();
    await expect(panel.getByRole("tabpanel")).toBeVisible();
    const shown = expected[`${task} ${tab}`];
    if (shown !== undefined) await expect(panel.getByText(shown, { exact: false }).first(), `${task} ${tab}`).toBeVisible();
  }
}

/** Where a payload is seen for certain: without these the walk could be through empty rooms. */
const expected: Readonly<Record<string, string>> = {
  "log Log": markup[1] ?? "",
  "log Details": markup[1] ?? "",
  "row_check Checks": markup[0] ?? "",
  "server_error Log": markup[1] ?? "",
  "server_error Details": markup[1] ?? "",
  "xcom Output": "<script>",
  "cells Rendered": "<script>",
};

async function lookAtData(page: Page): Promise<void> {
  await goTo(page, "#/data/warehouse/warehouse/cells");
  await expect(page.getByRole("gridcell").filter({ hasText: markup[0] ?? "" }).first()).toBeVisible();
  await expect(page.getByRole("columnheader").filter({ hasText: markup[0] ?? "" }).first()).toBeVisible();
  for (const face of ["Columns", "Profile"]) {
    await page.getByRole("tab", { name: face }).click();
    await expect(page.getByRole("tabpanel").getByText(markup[0] ?? "").first()).toBeVisible({ timeout: 20_000 });
  }
  await goTo(page, `#/data/warehouse/${encodeURIComponent(markup[2] ?? "")}/${encodeURIComponent(markup[0] ?? "")}`);
  await expect(page.getByRole("heading", { name: markup[0] ?? "", level: 1 })).toBeVisible();
  await page.getByRole("tab", { name: "Rows" }).click();
  await expect(page.getByRole("gridcell").filter({ hasText: markup[0] ?? "" }).first()).toBeVisible();
}

async function lookForUser(page: Page): Promise<void> {
  await goTo(page, `#/find?q=${encodeURIComponent(hostileUser)}`);
  await expect(page.getByRole("grid", { name: "Hits" }).getByText(hostileUser).first()).toBeVisible();
  for (const text of markup.slice(0, 12)) await goTo(page, `#/find?q=${encodeURIComponent(text)}`);
  for (const text of markup) await goTo(page, `#/dags/${encodeURIComponent(text)}/runs/${encodeURIComponent(text)}?task=${encodeURIComponent(text)}`);
  await expect(page.getByRole("main").getByText("zalgo", { exact: false }).first()).toBeVisible();
}

async function palette(page: Page): Promise<void> {
  await page.keyboard.press("Control+p");
  const field = page.getByRole("combobox", { name: /^Go to a DAG/ });
  await field.fill("<img");
  await expect(page.getByRole("option").filter({ hasText: "<img" }).first()).toBeVisible();
  for (const text of ["__proto__", "constructor", "<svg"]) await field.fill(text);
  await page.keyboard.press("Escape");
}
