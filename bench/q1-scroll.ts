/**
 * Half of Q1: a result of very many rows in the SQL page of `dagwright serve`, in Chromium, scrolled by a fast wheel and by its thumb. Frames
 * are told by the page's own clock, and once more by the compositor's trace; memory is that of the page, of the engine and of the SQL host.
 */
import { mkdirSync, realpathSync } from "node:fs";
import { join } from "node:path";
import type { CDPSession, Page } from "playwright";
import { residentBytes } from "../e2e/outside-look.ts";
import { grid, newQuery, query as queryOf, runAll } from "../e2e/results-screen.ts";
import { serveBrowser } from "../e2e/serve-browser.ts";
import type { Point } from "../shared/layout/layout-graph.ts";
import { framesOf } from "./frames.ts";
import { loopWith, wheelAt } from "./g1-gestures.ts";
import { kept, median, quantile, type Figure } from "./harness.ts";
import { pageMemory } from "./page-memory.ts";

const ms = 4_000;
const settleMs = 1_500;
const tickMs = 1000 / 60;
/** Clocks of pages are rounded: a frame counts as late when it is so by more than that. */
const clockMs = 0.5;
/** Some 500 rows a second: faster than anybody reads. */
const wheelStep = 120;
const mostGrowthMB = 40;

interface Scrolling {
  readonly folder: string;
  readonly query: string;
  readonly rows: number;
  readonly rounds: number;
}

interface Memory {
  readonly page: number;
  readonly engine: number;
  readonly host: number;
}

export async function scrolled({ folder, query, rows, rounds }: Scrolling): Promise<Figure[]> {
  const workspace = join(realpathSync(folder), "scrolled");
  mkdirSync(workspace);
  const served = await serveBrowser(workspace, { scrollbars: true });
  try {
    const { page } = served;
    await newQuery(page);
    await runAll(page, query);
    await queryOf(page).locator("footer").getByText(`${rows.toLocaleString("en")} rows`, { exact: false }).first().waitFor();
    const places = await placesOf(page);
    // The first turn of each warms up.
    await sample(page, (cdp) => wheelAt(cdp, places.middle, { deltaY: wheelStep, ms: ms / 2 }));
    const before = await memoryOf(page);
    const wheel = await repeated(rounds, () => sample(page, (cdp) => wheelAt(cdp, places.middle, { deltaY: wheelStep, ms })));
    const thumb = await repeated(rounds, async () => {
      await toMiddle(page);
      return sample(page, (cdp) => loopWith(cdp, "left", places.thumb, { reach: { x: 0, y: places.reach }, ms }));
    });
    await page.waitForTimeout(settleMs);
    const after = await memoryOf(page);
    return [...frameFigures("wheel", wheel), ...frameFigures("thumb", thumb), ...memoryFigures(before, after)];
  } finally {
    await served.close();
  }
}

interface Places {
  readonly middle: Point;
  /** The middle of the bar, where the thumb is once half is scrolled. */
  readonly thumb: Point;
  readonly reach: number;
}

async function placesOf(page: Page): Promise<Places> {
  const area = await grid(page).evaluate((element) => {
    const { left, top, right } = element.getBoundingClientRect();
    return { left, top, right, width: element.clientWidth, height: element.clientHeight };
  });
  const barPx = area.right - area.left - area.width;
  if (barPx < 4) throw new Error("Q1: the grid shows no scroll bar to be dragged.");
  const at = (x: number): Point => ({ x, y: area.top + area.height / 2 });
  return { middle: at(area.left + area.width / 2), thumb: at(area.right - barPx / 2), reach: area.height * 0.35 };
}

async function toMiddle(page: Page): Promise<void> {
  await grid(page).evaluate((element) => (element.scrollTop = (element.scrollHeight - element.clientHeight) / 2));
  await page.waitForTimeout(settleMs);
}

interface Scrolled {
  readonly frames: readonly number[];
  readonly shown: readonly number[];
}

/** Throws when the rows did not move: there would be nothing to time. */
async function sample(page: Page, gesture: (cdp: CDPSession) => Promise<void>): Promise<Scrolled> {
  const { ms: shown } = await framesOf(page, async (cdp) => {
    await page.evaluate(watchFrames);
    await gesture(cdp);
  });
  const { frames, moved } = await page.evaluate(takeFrames);
  if (moved < frames.length / 4) throw new Error(`Q1: the rows moved in ${moved} of ${frames.length} frames only.`);
  return { frames, shown };
}

async function repeated(rounds: number, one: () => Promise<Scrolled>): Promise<Scrolled> {
  const all: Scrolled[] = [];
  for (let round = 0; round < rounds; round += 1) all.push(await one());
  return { frames: all.flatMap(({ frames }) => frames), shown: all.flatMap(({ shown }) => shown) };
}

/** In the page: the time from each frame to the next, and in how many of them the rows had moved. */
function watchFrames(): void {
  const frames: number[] = [];
  const state = { last: 0, moved: 0, top: "", isOn: true };
  const scroller = document.querySelector('[role=grid][aria-label="Rows of the result"]');
  const step = (now: number): void => {
    if (!state.isOn) return;
    if (state.last > 0) frames.push(now - state.last);
    state.last = now;
    const top = scroller?.querySelector("[data-row]")?.getAttribute("data-row") ?? "";
    if (top !== state.top) state.moved += 1;
    state.top = top;
    requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
  Object.assign(globalThis, {
    takeFrames: () => {
      state.isOn = false;
      return { frames, moved: state.moved };
    },
  });
}

function takeFrames(): { frames: number[]; moved: number } {
  return (Reflect.get(globalThis, "takeFrames") as () => { frames: number[]; moved: number })();
}

async function memoryOf(page: Page): Promise<Memory> {
  const { heapMB } = await pageMemory(page);
  return { page: heapMB, engine: residentBytes("dagwright.mjs serve") / 1e6, host: residentBytes(join("warehouse", "main.mjs")) / 1e6 };
}

function frameFigures(by: string, { frames, shown }: Scrolled): Figure[] {
  const late = (ticks: number): number => (100 * frames.filter((each) => each > ticks * tickMs + clockMs).length) / frames.length;
  const row = (metric: string, ours: number, goal: string, met: boolean): Figure => kept({ id: "Q1", metric: `scrolled by ${by}: ${metric}`, ours, goal, met, samples: frames.length });
  const time = (share: number, name: string, ticks: number): Figure => row(`frame, ${name}, ms`, quantile(frames, share), `≤ ${(ticks * tickMs).toFixed(1)} ms`, quantile(frames, share) <= ticks * tickMs + clockMs);
  return [
    row("frame, p50, ms", median(frames), "≤ 16.7 ms", median(frames) <= tickMs + clockMs),
    time(0.95, "p95", 1),
    time(0.99, "p99", 2),
    row("frames over 16.7 ms, %", late(1), "≤ 5 %", late(1) <= 5),
    row("frames over 33 ms, %", late(2), "≤ 1 %", late(2) <= 1),
    row("frame as the compositor shows it, p95, ms", quantile(shown, 0.95), "≤ 16.7 ms", quantile(shown, 0.95) <= tickMs + clockMs),
  ];
}

function memoryFigures(before: Memory, after: Memory): Figure[] {
  console.error(`Q1: MB before and after scrolling: page ${before.page.toFixed(1)} and ${after.page.toFixed(1)}, engine ${before.engine.toFixed(0)} and ${after.engine.toFixed(0)}, SQL host ${before.host.toFixed(0)} and ${after.host.toFixed(0)}`);
  const row = (what: string, of: (memory: Memory) => number): Figure[] => {
    const grown = of(after) - of(before);
    return [
      kept({ id: "Q1", metric: `${what} before scrolling, MB`, ours: of(before), goal: "told, not judged", met: true, samples: 1 }),
      kept({ id: "Q1", metric: `${what}, growth by scrolling, MB`, ours: grown, goal: `≤ ${mostGrowthMB} MB`, met: grown <= mostGrowthMB, samples: 1 }),
    ];
  };
  return [...row("heap of the page's scripts", ({ page }) => page), ...row("engine, resident", ({ engine }) => engine), ...row("SQL host, resident", ({ host }) => host)];
}
