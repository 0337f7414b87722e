/**
 * E1: typing in a DAG file of 5,000 lines in the built page, in Chromium: from a key to the paint that shows it, and on to the squiggle that
 * says what is wrong. The peer is plain Monaco with monaco-yaml and the same schema, in the same browser, on the same text.
 */
import { mkdirSync, realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright";
import { serveBrowser } from "../e2e/serve-browser.ts";
import { choose } from "../e2e/screens.ts";
import { figure, inTemporaryFolder, median, quantile, type Figure, type RunOptions, type Workload } from "./harness.ts";
import { servePeer } from "./serve-peer.ts";

const lines = 5_000;
/** A list of `deps`; the line above holds a number. */
const line = 2_501;
const keyPauseMs = 60;
/** The peer tells mistakes of the schema as warnings. */
const squiggle = ".squiggly-error, .squiggly-warning";

export const typing: Workload = { id: "E1", title: "Typing in a DAG file of 5,000 lines, beside plain Monaco with monaco-yaml", run: (options) => inTemporaryFolder((folder) => measure(folder, options)) };

async function measure(folder: string, { long }: RunOptions): Promise<Figure[]> {
  const workspace = join(realpathSync(folder), "workspace");
  mkdirSync(workspace);
  writeFileSync(join(workspace, "big.dag.yaml"), bigDag());
  const peer = await servePeer({ name: "peer-editor", files: { "big.dag.yaml": bigDag() } }, join(folder, "peer"));
  const served = await serveBrowser(workspace);
  try {
    const words = long ? 12 : 4;
    const ours = await type(await openOurs(served.page, served.address), words);
    const theirPage = await served.browser.newPage({ viewport: { width: 1280, height: 800 } });
    await theirPage.goto(peer.address);
    const theirs = await type(theirPage, words);
    return figures(ours, theirs);
  } finally {
    await served.close();
    peer.close();
  }
}

function figures(ours: Typed, theirs: Typed): Figure[] {
  const name = "monaco-editor with monaco-yaml alone";
  const row = (metric: string, of: (typed: Typed) => readonly number[], share: number, most: number): Figure => {
    const value = quantile(of(ours), share);
    return figure({ id: "E1", metric, ours: value, peer: { name, value: quantile(of(theirs), share) }, goal: `≤ ${most} ms`, met: value <= most, samples: of(ours).length });
  };
  console.error(`E1: medians: key to paint ${median(ours.paints)} and ${median(theirs.paints)} ms, paint to squiggle ${median(ours.marks)} and ${median(theirs.marks)} ms`);
  return [row("key to paint, p95, ms", ({ paints }) => paints, 0.95, 33), row("from that paint to the squiggle, p95, ms", ({ marks }) => marks, 0.95, 150)];
}

interface Typed {
  readonly paints: readonly number[];
  readonly marks: readonly number[];
}

async function openOurs(page: Page, address: string): Promise<Page> {
  await page.goto(`${address}/#/dags/big`);
  await choose(page, "Face of the DAG", "Source");
  return page;
}

/** Words into a comment for the paints; a number made wrong and right again for the squiggles. */
async function type(page: Page, words: number): Promise<Typed> {
  await page.locator(".monaco-editor .view-line").first().click();
  await page.keyboard.press("Control+g");
  await page.keyboard.type(`:${line}`);
  await page.keyboard.press("Enter");
  await page.keyboard.press("End");
  // The first keys warm the code up.
  await page.keyboard.type(" # warm up", { delay: keyPauseMs });
  await page.waitForTimeout(1_500);
  await page.evaluate(watchKeys);
  for (let word = 0; word < words; word += 1) await page.keyboard.type(" something to say", { delay: keyPauseMs });
  const paints = await page.evaluate(takePaints);
  const marks: number[] = [];
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("End");
  for (let round = 0; round < words * 5; round += 1) {
    await page.keyboard.press("x");
    await page.locator(squiggle).first().waitFor({ state: "attached" });
    marks.push(await page.evaluate(takeMark));
    await page.keyboard.press("Backspace");
    await page.locator(squiggle).first().waitFor({ state: "detached" });
  }
  return { paints, marks };
}

/** In the page: notes when each key was pressed, when its frame was done, and when a squiggle came. */
function watchKeys(): void {
  const paints: number[] = [];
  let painted = 0;
  let marked = 0;
  addEventListener(
    "keydown",
    ({ timeStamp }) => {
      marked = 0;
      requestAnimationFrame(() => {
        const behindFrame = new MessageChannel();
        behindFrame.port1.onmessage = () => {
          painted = performance.now();
          paints.push(painted - timeStamp);
        };
        behindFrame.port2.postMessage(null);
      });
    },
    { capture: true },
  );
  new MutationObserver(() => {
    if (marked === 0 && document.querySelector(".squiggly-error, .squiggly-warning") !== null) marked = performance.now();
  }).observe(document.body, { childList: true, subtree: true, attributes: true });
  Object.assign(globalThis, { typedPaints: paints, typedMark: () => Math.max(0, marked - painted) });
}

function takePaints(): number[] {
  return Reflect.get(globalThis, "typedPaints") as number[];
}

function takeMark(): number {
  return (Reflect.get(globalThis, "typedMark") as () => number)();
}

/** Seven lines a task. */
function bigDag(): string {
  const head = ["dag: big", "tasks:"];
  const tasks = Array.from({ length: Math.ceil((lines - head.length) / 7) }, (_, at) => [`  task_${at}:`, "    config_type: SqlTask", "    sql: |", "      select '{{ ds }}' as d, count(*)", `      from table_${at}`, "    retries: 2", `    deps: [${at === 0 ? "" : `task_${at - 1}`}]`]);
  return `${[...head, ...tasks.flat()].slice(0, lines).join("\n")}\n`;
}
