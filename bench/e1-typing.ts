/**
 * E1: typing in a DAG file of 5,000 lines in the built page, in Chromium: from a key to the paint that shows it, and on to the squiggle that
 * says what is wrong, or to the drawing that shows it; and the first key of all in a file just opened. The peer is plain Monaco with
 * monaco-yaml and the same schema, in the same browser, on the same text; it has no drawing.
 */
import { mkdirSync, realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { BrowserContext, Page } from "playwright";
import { serveBrowser } from "../e2e/serve-browser.ts";
import { choose } from "../e2e/screens.ts";
import { bigDag, middleLine } from "./e1-file.ts";
import { drawAsTyped } from "./e1-drawing.ts";
import { takeMark, takePaints, watchKeys } from "./e1-keys.ts";
import { figure, inTemporaryFolder, median, quantile, type Figure, type RunOptions, type Workload } from "./harness.ts";
import { servePeer } from "./serve-peer.ts";

const keyPauseMs = 60;
/** What a person takes for at once. */
const firstMs = 100;
const peerName = "monaco-editor with monaco-yaml alone";
/** The peer tells mistakes of the schema as warnings. */
const squiggle = ".squiggly-error, .squiggly-warning";

export const typing: Workload = { id: "E1", title: "Typing in a DAG file of 5,000 lines, and its drawing, beside plain Monaco with monaco-yaml", run: (options) => inTemporaryFolder((folder) => measure(folder, options)) };

async function measure(folder: string, { long }: RunOptions): Promise<Figure[]> {
  const workspace = join(realpathSync(folder), "workspace");
  mkdirSync(workspace);
  const colds = Array.from({ length: long ? 10 : 3 }, (_, at) => `cold_${at}`);
  for (const dag of ["big", "drawn", ...colds]) writeFileSync(join(workspace, `${dag}.dag.yaml`), bigDag(dag));
  const peer = await servePeer({ name: "peer-editor", files: { "big.dag.yaml": bigDag("big") } }, join(folder, "peer"));
  const served = await serveBrowser(workspace);
  try {
    const words = long ? 12 : 4;
    const openTheirs = async (page: Page): Promise<void> => void (await page.goto(peer.address));
    const firsts: { ours: number[]; theirs: number[] } = { ours: [], theirs: [] };
    for (const dag of colds) {
      firsts.ours.push(await firstKey(served.page.context(), (page) => openOurs(page, served.address, dag)));
      firsts.theirs.push(await firstKey(served.page.context(), openTheirs));
    }
    await openOurs(served.page, served.address, "big");
    const ours = await type(served.page, words);
    const theirPage = await served.browser.newPage({ viewport: { width: 1280, height: 800 } });
    await openTheirs(theirPage);
    const theirs = await type(theirPage, words);
    const drawn = await drawAsTyped(served, { dag: "drawn", rounds: words * 3, keyPauseMs });
    return [...figures(ours, theirs), ...firstFigures(firsts), drawnFigure(drawn)];
  } finally {
    await served.close();
    peer.close();
  }
}

function figures(ours: Typed, theirs: Typed): Figure[] {
  const row = (metric: string, of: (typed: Typed) => readonly number[], share: number, most: number): Figure => {
    const value = quantile(of(ours), share);
    return figure({ id: "E1", metric, ours: value, peer: { name: peerName, value: quantile(of(theirs), share) }, goal: `≤ ${most} ms`, met: value <= most, samples: of(ours).length });
  };
  console.error(`E1: medians: key to paint ${median(ours.paints)} and ${median(theirs.paints)} ms, paint to squiggle ${median(ours.marks)} and ${median(theirs.marks)} ms`);
  return [row("key to paint, p95, ms", ({ paints }) => paints, 0.95, 33), row("from that paint to the squiggle, p95, ms", ({ marks }) => marks, 0.95, 150)];
}

interface Typed {
  readonly paints: readonly number[];
  readonly marks: readonly number[];
}

function firstFigures({ ours, theirs }: { readonly ours: readonly number[]; readonly theirs: readonly number[] }): Figure[] {
  const row = (name: string, share: number): Figure => {
    const [value, peer] = [quantile(ours, share), quantile(theirs, share)];
    return figure({ id: "E1", metric: `first key in a file just opened, to its paint, ${name}, ms`, ours: value, peer: { name: peerName, value: peer }, goal: "≤ 100 ms, or the peer's", met: value <= Math.max(firstMs, peer), samples: ours.length });
  };
  return [row("median", 0.5), row("p95", 0.95)];
}

function drawnFigure(drawn: readonly number[]): Figure {
  const value = quantile(drawn, 0.95);
  return figure({ id: "E1", metric: "from the last key's paint to the drawing beside it, p95, ms", ours: value, peer: { name: `${peerName} (has no drawing)`, value: null }, goal: "≤ 150 ms", met: value <= 150, samples: drawn.length });
}

async function openOurs(page: Page, address: string, dag: string): Promise<void> {
  await page.goto(`${address}/#/dags/${dag}`);
  await choose(page, "Face of the DAG", "Source");
}

/** A page of its own; the key comes as soon as there is text to click into. */
async function firstKey(context: BrowserContext, open: (page: Page) => Promise<void>): Promise<number> {
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  try {
    await open(page);
    await page.evaluate(watchKeys, squiggle);
    await page.locator(".monaco-editor .view-line").first().click();
    await page.keyboard.press("x");
    await page.waitForFunction(() => (Reflect.get(globalThis, "typedPaints") as number[]).length > 0);
    const [first = Number.NaN] = await page.evaluate(takePaints);
    return first;
  } finally {
    await page.close();
  }
}

/** Words into a comment for the paints; a number made wrong and right again for the squiggles. */
async function type(page: Page, words: number): Promise<Typed> {
  await page.locator(".monaco-editor .view-line").first().click();
  await page.keyboard.press("Control+g");
  await page.keyboard.type(`:${middleLine}`);
  await page.keyboard.press("Enter");
  await page.keyboard.press("End");
  // The first keys warm the code up.
  await page.keyboard.type(" # warm up", { delay: keyPauseMs });
  await page.waitForTimeout(1_500);
  await page.evaluate(watchKeys, squiggle);
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
