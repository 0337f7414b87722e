/**
 * G2: a DAG of 800 tasks that was never opened, from the click in the list of DAGs until all of it is drawn and a click on a task has
 * selected it, in the built page in Chromium. Each round has a fresh page and a DAG of its own. The peer is React Flow with elkjs, which
 * lays out and draws the same graph on a click; in the same browser, in turns.
 */
import { mkdirSync, realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { BrowserContext, Page } from "playwright";
import { serveBrowser } from "../e2e/serve-browser.ts";
import { dagFileOf, placedGraph } from "./dag-files.ts";
import { ownEyes, peerEyes, watchOpening, type Opened, type Target } from "./g2-eyes.ts";
import { figure, inTemporaryFolder, median, quantile, type Figure, type RunOptions, type Workload } from "./harness.ts";
import { stagedGraph } from "./layout-graphs.ts";
import { pageMemory, type PageMemory } from "./page-memory.ts";
import { servePeer } from "./serve-peer.ts";

const graph = stagedGraph(800, 1200, 20);
const placed = placedGraph(graph);
const goalMs = 400;
/** n8n with a flow of this size, as its users report: 45,660 elements and 570 MB; goals are a tenth and a fifth. */
const mostElements = 4_566;
const mostHeapMB = 114;
/** What is fetched ahead has come by then, and nothing runs. */
const restMs = 2_500;
const patienceMs = 120_000;
const faces = ["graph", "draw"] as const;
type Face = (typeof faces)[number];
type Subject = Face | "peer";

export const opening: Workload = { id: "G2", title: "A DAG of 800 tasks from the list to the first click in it, beside React Flow with elkjs", run: (options) => inTemporaryFolder((folder) => measure(folder, options)) };

interface Sample extends Opened, PageMemory {}

async function measure(folder: string, { long }: RunOptions): Promise<Figure[]> {
  const rounds = long ? 10 : 3;
  const workspace = join(realpathSync(folder), "workspace");
  mkdirSync(workspace);
  const name = (face: Face, round: number): string => `${face}_${round}`;
  for (const face of faces) for (let round = 0; round < rounds; round += 1) writeFileSync(join(workspace, `${name(face, round)}.dag.yaml`), dagFileOf(name(face, round), graph));
  const peer = await servePeer({ name: "peer-open", files: { "graph.json": JSON.stringify(placed) } }, join(folder, "peer"));
  const served = await serveBrowser(workspace);
  try {
    const context = served.page.context();
    await served.page.getByRole("grid", { name: "DAGs" }).or(served.page.getByRole("link", { name: "DAGs", exact: true })).first().waitFor({ timeout: patienceMs });
    const samples: Record<Subject, Sample[]> = { graph: [], draw: [], peer: [] };
    for (let round = 0; round < rounds; round += 1) {
      for (const face of faces) samples[face].push(await openOurs(context, { address: served.address, workspace, face, dag: name(face, round) }));
      samples.peer.push(await openPeer(context, peer.address));
    }
    return faces.flatMap((face) => figuresOf(face, samples[face], samples.peer));
  } finally {
    await served.close();
    peer.close();
  }
}

/** As a person finds it who left the DAG in that face, in another session. */
async function openOurs(context: BrowserContext, { address, workspace, face, dag }: { readonly address: string; readonly workspace: string; readonly face: Face; readonly dag: string }): Promise<Sample> {
  return inFreshPage(context, async (page) => {
    await page.addInitScript(
      ({ key, entry }) => {
        localStorage.clear();
        localStorage.setItem(key, JSON.stringify([entry]));
      },
      { key: `dagwright.views:${workspace}`, entry: [`1 dag:${dag} face`, face] },
    );
    await page.goto(`${address}/#/dags`);
    const link = page.getByRole("grid", { name: "DAGs" }).getByRole("link", { name: dag, exact: true });
    await link.waitFor();
    await page.evaluate(ownEyes, placed.nodes);
    return timed(page, () => link.click());
  });
}

async function openPeer(context: BrowserContext, address: string): Promise<Sample> {
  return inFreshPage(context, async (page) => {
    await page.goto(address);
    const button = page.getByRole("button", { name: "Open" });
    await button.waitFor();
    await page.evaluate(peerEyes, { nodes: placed.nodes.length, edges: placed.edges.length });
    return timed(page, () => button.click());
  });
}

async function inFreshPage(context: BrowserContext, work: (page: Page) => Promise<Sample>): Promise<Sample> {
  const page = await context.newPage();
  page.setDefaultTimeout(patienceMs);
  try {
    return await work(page);
  } finally {
    await page.close();
  }
}

/** The second click is sent as soon as the page says that there is something to click on; its way there counts. */
async function timed(page: Page, click: () => Promise<void>): Promise<Sample> {
  let failed: ((reason: unknown) => void) | null = null;
  const opened = new Promise<Opened>((resolve, reject) => {
    failed = reject;
    void page.exposeFunction("benchSelected", resolve);
  });
  await page.exposeFunction("benchDrawn", ({ x, y }: Target) => void page.mouse.click(x, y).catch(failed));
  await page.waitForTimeout(restMs);
  await page.evaluate(watchOpening);
  await click();
  const late = setTimeout(() => failed?.(new Error(`G2: nothing was drawn and selected within ${patienceMs / 1000} s.`)), patienceMs);
  try {
    const times = await opened;
    await page.waitForTimeout(restMs);
    return { ...times, ...(await pageMemory(page)) };
  } finally {
    clearTimeout(late);
  }
}

function figuresOf(face: Face, ours: readonly Sample[], theirs: readonly Sample[]): Figure[] {
  const name = "React Flow with elkjs, nothing around it";
  const row = (metric: string, of: (samples: readonly Sample[]) => number, goal: string, most: number): Figure => {
    const value = of(ours);
    return figure({ id: "G2", metric: `${face} face: ${metric}`, ours: value, peer: { name, value: of(theirs) }, goal, met: value <= most, samples: ours.length });
  };
  const at = (share: number, of: (sample: Sample) => number) => (samples: readonly Sample[]) => quantile(samples.map(of), share);
  return [
    row("click to all tasks drawn, median, ms", at(0.5, ({ drawnMs }) => drawnMs), `≤ ${goalMs} ms`, goalMs),
    row("click to a task selected by a second click, median, ms", at(0.5, ({ selectedMs }) => selectedMs), `≤ ${goalMs} ms`, goalMs),
    row("click to a task selected by a second click, p95, ms", at(0.95, ({ selectedMs }) => selectedMs), `≤ ${goalMs} ms`, goalMs),
    row("elements in the page", (samples) => median(samples.map(({ elements }) => elements)), `≤ ${mostElements}`, mostElements),
    row("heap of the page's scripts, MB", (samples) => median(samples.map(({ heapMB }) => heapMB)), `≤ ${mostHeapMB} MB`, mostHeapMB),
  ];
}
