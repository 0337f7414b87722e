/** The third part of E1: a task is given another name in the YAML beside the drawing, and the drawing shows it. */
import type { Page } from "playwright";
import type { ServedBrowser } from "../e2e/serve-browser.ts";
import { lastTask, lastTaskLine } from "./e1-file.ts";
import { takeMark, watchKeys } from "./e1-keys.ts";

const more = "abc";
const settleMs = 1_500;

/** Milliseconds from the paint of the last key to the drawing that has the new name, and back to the old one. */
export async function drawAsTyped({ page, address }: ServedBrowser, { dag, rounds, keyPauseMs }: { readonly dag: string; readonly rounds: number; readonly keyPauseMs: number }): Promise<number[]> {
  page.setDefaultTimeout(60_000);
  await page.goto(`${address}/#/dags/${dag}/draw`);
  const canvas = page.locator("[role=application][data-editing][data-placed=true]");
  await canvas.waitFor();
  await page.keyboard.press("ControlOrMeta+Backslash");
  await toLastTask(page);
  // Near enough to stand in the page by its name.
  await canvas.focus();
  await page.keyboard.press("2");
  await page.locator(nodeOf(lastTask)).waitFor();
  await toLastTask(page);
  await page.waitForTimeout(settleMs);
  await page.evaluate(watchKeys, nodeOf(lastTask + more));
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    await page.keyboard.type(more, { delay: keyPauseMs });
    await page.locator(nodeOf(lastTask + more)).waitFor({ state: "attached" });
    times.push(await page.evaluate(takeMark));
    for (const _ of more) await page.keyboard.press("Backspace", { delay: keyPauseMs });
    await page.locator(nodeOf(lastTask)).waitFor({ state: "attached" });
  }
  return times;
}

const nodeOf = (task: string): string => `[role=application] [data-task-id="${task}"]`;

/** Behind its name. */
async function toLastTask(page: Page): Promise<void> {
  await page.getByRole("region", { name: "YAML", exact: true }).locator(".monaco-editor").first().click();
  await page.keyboard.press("Control+g");
  await page.keyboard.type(`:${lastTaskLine}`);
  await page.keyboard.press("Enter");
  await page.keyboard.press("End");
  await page.keyboard.press("ArrowLeft");
}
