/**
 * G4d: a log of 1 GB in the real engine and Chromium: first paint, search of all of it, frames while it is scrolled, and what page and
 * engine hold. The peer is `grep -c` on the same file in the same run.
 */
import { spawnSync } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync, readdirSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright";
import { serveBrowser } from "../e2e/serve-browser.ts";
import { smallWorkspace } from "../e2e/workspaces.ts";
import { framesOf } from "./frames.ts";
import { figure, median, quantile, residentBytes, type Workload } from "./harness.ts";
import { pageMemory } from "./page-memory.ts";

const logBytes = 1_000_000_000;
const files = { "big.dag.yaml": "dag: big\ntasks:\n  talk: { config_type: BashTask, bash: 'echo hello' }\n" };

export const bigLog: Workload = {
  id: "G4D",
  title: "a log of 1 GB: opened, searched, scrolled",
  async run() {
    const workspace = smallWorkspace(files);
    const served = await serveBrowser(workspace.path);
    try {
      const { page } = served;
      await runOnce(page);
      const path = logOf(workspace.path);
      const lines = writeLog(path);
      const engineBefore = engineMB(workspace.path);
      const opened = await timesOf(3, async (round) => {
        if (round > 0) rmSync(`${path}.index`, { force: true });
        return openLog(page);
      });
      await page.getByText(`${lines.toLocaleString("en")} lines`, { exact: false }).first().waitFor({ timeout: 60_000 });
      const pageBefore = (await pageMemory(page)).heapMB;
      const searched = await timesOf(3, (round) => searchAll(page, `record ${lines - round} of`));
      console.error(`G4d: ms, opened ${opened.map(Math.round).join(", ")}; searched ${searched.map(Math.round).join(", ")}`);
      const scrolled = await scroll(page);
      const pageAfter = (await pageMemory(page)).heapMB;
      const engineAfter = engineMB(workspace.path);
      const peer = grepTime(path, `record ${lines} of`);
      const none = { name: "none", value: null };
      return [
        figure({ id: "G4d", metric: "1 GB log, first lines shown, ms", ours: median(opened), peer: none, goal: "≤ 300 ms", met: median(opened) <= 300, samples: opened.length }),
        figure({ id: "G4d", metric: "1 GB log, all of it searched, ms", ours: median(searched), peer: { name: "grep -ci", value: peer }, goal: "≤ 2000 ms", met: median(searched) <= 2000, samples: searched.length }),
        figure({ id: "G4d", metric: "1 GB log, frame while scrolling, p95, ms", ours: quantile(scrolled, 0.95), peer: none, goal: "≤ 16.7 ms", met: quantile(scrolled, 0.95) <= 17, samples: scrolled.length }),
        figure({ id: "G4d", metric: "heap of the page's scripts, growth, MB", ours: pageAfter - pageBefore, peer: none, goal: "≤ 20 MB", met: pageAfter - pageBefore <= 20, samples: 1 }),
        figure({ id: "G4d", metric: "engine, resident, growth, MB", ours: engineAfter - engineBefore, peer: none, goal: "≤ 250 MB", met: engineAfter - engineBefore <= 250, samples: 1 }),
      ];
    } finally {
      await served.close();
      workspace.remove();
    }
  },
};

async function runOnce(page: Page): Promise<void> {
  await page.getByRole("link", { name: "DAGs", exact: true }).click();
  await page.getByRole("grid", { name: "DAGs" }).getByRole("link", { name: "big", exact: true }).click();
  await page.getByRole("button", { name: "Run DAG", exact: true }).click();
  await page.getByRole("region", { name: "DAG big" }).getByText("Success", { exact: true }).first().waitFor();
}

function logOf(workspace: string): string {
  const folder = join(workspace, ".dagwright", "logs", "big");
  const [run = ""] = readdirSync(folder);
  mkdirSync(join(folder, run, "talk"), { recursive: true });
  return join(folder, run, "talk", "1.log");
}

/** Lines as services write them; answers how many. */
function writeLog(path: string): number {
  const file = openSync(path, "w");
  let line = 0;
  for (let bytes = 0; bytes < logBytes; ) {
    const piece = Array.from({ length: 20_000 }, () => {
      line += 1;
      const level = line % 1_000_003 === 0 ? "ERROR" : line % 997 === 0 ? "WARNING" : "INFO";
      return `${new Date(1.7e12 + line * 7).toISOString()} ${level} app.worker.${line % 17}: processed record ${line} of batch ${Math.floor(line / 1000)} in ${line % 400} ms\n`;
    });
    bytes += writeSync(file, piece.join(""));
  }
  closeSync(file);
  return line;
}

/** From the click on the task to its first lines. */
async function openLog(page: Page): Promise<number> {
  const close = page.getByRole("button", { name: "Close the task panel" });
  if (await close.isVisible()) await close.click();
  await page.evaluate(() => {
    const begin = { at: 0 };
    Object.assign(globalThis, { logShown: 0 });
    addEventListener("click", () => (begin.at ||= performance.now()), { capture: true, once: true });
    const look = (): void => {
      const text = document.querySelector('[role=log] [data-kind]');
      if (begin.at > 0 && text !== null) Object.assign(globalThis, { logShown: performance.now() - begin.at });
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  await page.getByRole("img", { name: /^talk, / }).click();
  await page.waitForFunction(() => (Reflect.get(globalThis, "logShown") as number) > 0, undefined, { timeout: 60_000 });
  return page.evaluate(() => Reflect.get(globalThis, "logShown") as number);
}

/** From the last key to the count of all of it. */
async function searchAll(page: Page, text: string): Promise<number> {
  await page.getByRole("log").focus();
  await page.keyboard.press("/");
  const box = page.getByRole("textbox", { name: "Search in log" });
  await box.fill("");
  const began = performance.now();
  await box.fill(text.toUpperCase());
  await page.getByRole("toolbar", { name: "Log" }).getByRole("status").filter({ hasText: /^1 line$/ }).waitFor({ timeout: 60_000 });
  const took = performance.now() - began;
  await box.press("Escape");
  return took;
}

async function scroll(page: Page): Promise<readonly number[]> {
  const box = await page.getByRole("log").boundingBox();
  if (box === null) throw new Error("G4d: the log is not there.");
  await page.keyboard.press("Control+g");
  await page.getByRole("textbox", { name: "Go to line" }).fill("5000000");
  await page.keyboard.press("Enter");
  const { ms } = await framesOf(page, async (cdp) => {
    for (let step = 0; step < 180; step += 1) {
      await cdp.send("Input.dispatchMouseEvent", { type: "mouseWheel", x: box.x + box.width / 2, y: box.y + box.height / 2, deltaX: 0, deltaY: 120 });
      await page.waitForTimeout(16);
    }
  });
  return ms;
}

function grepTime(path: string, text: string): number {
  const began = performance.now();
  spawnSync("grep", ["-ci", text, path], { env: { ...process.env, LC_ALL: "C" } });
  return performance.now() - began;
}

function engineMB(workspace: string): number {
  const { pid } = JSON.parse(readFileSync(join(workspace, ".dagwright", "engine.json"), "utf8")) as { pid: number };
  return (residentBytes(pid) ?? Number.NaN) / 1e6;
}

async function timesOf(rounds: number, one: (round: number) => Promise<number>): Promise<number[]> {
  const all: number[] = [];
  for (let round = 0; round < rounds; round += 1) all.push(await one(round));
  return all;
}
