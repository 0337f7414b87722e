/**
 * G1: large DAGs in the Draw face of the built page, in Chromium with its software renderer: pan, zoom, drag. The peer is React Flow as
 * its makers ship it, on the same graph with the same places, in the same browser, under the same hand, in turns: once as it comes, once
 * drawing only what is in sight. A page with one box is the floor: frames that even it drops are the machine's.
 */
import { mkdirSync, realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { CDPSession } from "playwright";
import { serveBrowser } from "../e2e/serve-browser.ts";
import type { Point } from "../shared/layout/layout-graph.ts";
import { dagFileOf, placedGraph } from "./dag-files.ts";
import { framesOf, joinFrames, type Frames } from "./frames.ts";
import { loopWith, zoomAt } from "./g1-gestures.ts";
import { openFloor, openOurs, openPeer, type Canvas, type OwnCanvas } from "./g1-canvases.ts";
import { figure, inTemporaryFolder, kept, median, quantile, type Figure, type RunOptions, type Workload } from "./harness.ts";
import { stagedGraph } from "./layout-graphs.ts";
import { servePeer } from "./serve-peer.ts";

const graphs = [stagedGraph(5000, 7500, 25), stagedGraph(1000, 1500, 20)] as const;
const frameGoalMs = 16.7;
const timesLower = 10;
const manyTasks = 200;

export const canvas: Workload = { id: "G1", title: "Pan, zoom and drag in a drawing of 5,000 and of 1,000 tasks, beside plain React Flow", run: (options) => inTemporaryFolder((folder) => measure(folder, options)) };

interface Scene {
  readonly name: string;
  /** Of the view in which it begins; null shows the whole graph. */
  readonly zoom: number | null;
  /** What is selected first; the gesture then begins on one of them. */
  readonly tasks: number;
  readonly play: (cdp: CDPSession, at: Point, zoom: number) => Promise<void>;
}

const ms = 2_000;
const wide = { reach: { x: 260, y: 200 }, ms };
const near = { reach: { x: 60, y: 50 }, ms };
const pan: Scene["play"] = (cdp, at) => loopWith(cdp, "middle", at, wide);
const drag: Scene["play"] = (cdp, at) => loopWith(cdp, "left", at, near);
const scenes: readonly Scene[] = [
  { name: "pan, all in sight", zoom: null, tasks: 0, play: pan },
  { name: "zoom from all to 100 % and back", zoom: null, tasks: 0, play: (cdp, at, zoom) => zoomAt(cdp, at, { factor: 1 / zoom, ms }) },
  { name: "pan at 30 %", zoom: 0.3, tasks: 0, play: pan },
  { name: "pan at 100 %", zoom: 1, tasks: 0, play: pan },
  { name: "drag 1 task at 100 %", zoom: 1, tasks: 1, play: drag },
  { name: "drag 200 tasks at 30 %", zoom: 0.3, tasks: manyTasks, play: drag },
];

async function measure(folder: string, { long }: RunOptions): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const graph of graphs) {
    const workspace = join(realpathSync(folder), `tasks-${graph.nodes}`);
    mkdirSync(workspace);
    writeFileSync(join(workspace, "big.dag.yaml"), dagFileOf("big", graph));
    const placed = placedGraph(graph);
    const peer = await servePeer({ name: "peer-graph", files: { "graph.json": JSON.stringify(placed) } }, join(folder, `peer-${graph.nodes}`));
    const served = await serveBrowser(workspace);
    try {
      const ours = await openOurs(served, placed.nodes);
      const plain = await openPeer(served.browser, peer.address, ours);
      const visible = await openPeer(served.browser, `${peer.address}?visible`, ours);
      const floor = await openFloor(served.browser, ours);
      figures.push(...(await race([ours, plain, visible, floor], { tasks: graph.nodes, rounds: long ? 5 : 2 })));
    } finally {
      await served.close();
      peer.close();
    }
  }
  return figures;
}

async function race(canvases: readonly [OwnCanvas, Canvas, Canvas, Canvas], { tasks, rounds }: { tasks: number; rounds: number }): Promise<Figure[]> {
  const [ours] = canvases;
  const figures: Figure[] = [];
  for (const scene of scenes) {
    const samples = canvases.map((): Frames[] => []);
    const view = await ours.show(scene.zoom);
    const chosen = scene.tasks === 0 ? null : await ours.select(scene.tasks);
    for (let round = 0; round < rounds; round += 1) {
      for (const [at, each] of canvases.entries()) {
        await each.page.bringToFront();
        if (round === 0 && each !== ours) await each.follow(view, chosen?.ids ?? []);
        const start = each.screen(chosen?.at ?? null);
        samples[at]?.push(await framesOf(each.page, (cdp) => scene.play(cdp, start, view.zoom)));
        // What comes after a gesture is not part of the next one.
        await each.page.waitForTimeout(700);
      }
    }
    const [own, plain, visible, floor] = samples.map(joinFrames);
    if (own && plain && visible && floor) figures.push(...figuresOf({ id: "G1", where: `${tasks} tasks, ${scene.name}`, tasks, own, plain, visible, floor }));
  }
  return figures;
}

interface Measured {
  readonly id: string;
  readonly where: string;
  readonly tasks: number;
  readonly own: Frames;
  readonly plain: Frames;
  readonly visible: Frames;
  readonly floor: Frames;
}

function figuresOf({ id, where, tasks, own, plain, visible, floor }: Measured): Figure[] {
  console.error(`${id}: ${where}: ${[own, plain, visible, floor].map((each) => `${each.ms.length} shown, ${each.dropped} dropped, p50 ${median(each.ms).toFixed(0)}, p99 ${quantile(each.ms, 0.99).toFixed(0)}, work p50 ${median(each.workMs).toFixed(1)}, p99 ${quantile(each.workMs, 0.99).toFixed(1)}`).join(" | ")}`);
  const value = quantile(own.ms, 0.95);
  const row = (name: string, peer: Frames): Figure => {
    const theirs = quantile(peer.ms, 0.95);
    const met = value <= frameGoalMs || value * timesLower <= theirs;
    return figure({ id, metric: `${where}: frame, p95, ms`, ours: value, peer: { name, value: theirs }, goal: `≤ ${frameGoalMs} ms, or ${timesLower} times lower`, met, samples: own.ms.length });
  };
  const rows = [row("React Flow", plain), row("React Flow, onlyRenderVisibleElements", visible)];
  if (tasks > 1000) return rows;
  const late = own.workMs.filter((each) => each > frameGoalMs).length;
  return [
    ...rows,
    figure({ id, metric: `${where}: frames dropped`, ours: own.dropped, peer: { name: "a page with one box, moved by the same hand", value: floor.dropped }, goal: "0", met: own.dropped === 0, samples: own.ms.length + own.dropped }),
    // On a machine that is busy otherwise this alone tells whose fault a dropped frame is.
    kept({ id, metric: `${where}: frames for which the page itself worked longer than a tick`, ours: late, goal: "0", met: late === 0, samples: own.workMs.length }),
  ];
}
