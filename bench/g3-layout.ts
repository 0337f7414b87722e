/**
 * G3: layouts of large graphs beside elkjs and dagre, each in a fresh thread with cold code, in the same run. Crossings are
 * counted by one counter on the lines as they are drawn.
 */
import { Worker } from "node:worker_threads";
import { packRequest, unpackLayout, answerWire } from "../shared/layout/layout-wire.ts";
import { countCrossings, type Drawing } from "./count-crossings.ts";
import type { LayouterName } from "./g3-layouters.ts";
import { figure, median, type Figure, type Workload } from "./harness.ts";
import { chainGraph, fanGraph, grownGraph, stagedGraph, type BenchGraph } from "./layout-graphs.ts";

interface Case {
  readonly graph: BenchGraph;
  readonly goalMs: number;
  readonly rounds: number;
  readonly peerRounds: number;
}

const cases: readonly Case[] = [
  { graph: stagedGraph(1000, 3000, 20), goalMs: 400, rounds: 5, peerRounds: 3 },
  { graph: grownGraph(1000, 1500, 50), goalMs: 400, rounds: 5, peerRounds: 3 },
  { graph: stagedGraph(5000, 7500, 25), goalMs: 2000, rounds: 5, peerRounds: 1 },
  { graph: grownGraph(5000, 7500, 250), goalMs: 2000, rounds: 5, peerRounds: 1 },
  { graph: chainGraph(500), goalMs: 400, rounds: 5, peerRounds: 1 },
  { graph: fanGraph(5000), goalMs: 2000, rounds: 5, peerRounds: 1 },
];

/** After so long nobody waits any more; elkjs gets more, for it is the measure. */
const patienceMs: Readonly<Record<LayouterName, number>> = { ours: 30_000, elkjs: 180_000, dagre: 45_000 };
const fewerCrossings = 1.1;
const frameMs = 16.7;

export const layout: Workload = { id: "G3", title: "Layout of 1,000 and 5,000 tasks beside elkjs and dagre", run: measure };

async function measure(): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const one of cases) figures.push(...(await compare(one)));
  return [...figures, heldFigure()];
}

async function compare({ graph, goalMs, rounds, peerRounds }: Case): Promise<Figure[]> {
  const name = `${graph.name}, ${graph.nodes} nodes, ${graph.edges.length} edges`;
  const ours = await sample("ours", graph, rounds);
  const elk = await sample("elkjs", graph, peerRounds);
  const dagre = await sample("dagre", graph, 1);
  if (!ours) throw new Error(`G3: ${name} was not laid out in ${patienceMs.ours} ms; a layout that ends was expected.`);
  const base = { id: "G3", samples: rounds } as const;
  const time = (peer: string, theirs: Sample | null): Figure =>
    figure({ ...base, metric: `${name}: ms in a fresh thread`, ours: ours.ms, peer: { name: theirs ? peer : `${peer} (gave up)`, value: theirs?.ms ?? null }, goal: `≤ ${goalMs} ms`, met: ours.ms <= goalMs });
  const crossings = (peer: string, theirs: Sample | null): Figure =>
    figure({ ...base, metric: `${name}: crossings that are seen`, ours: ours.crossings, peer: { name: theirs ? peer : `${peer} (gave up)`, value: theirs?.crossings ?? null }, goal: `≤ ${fewerCrossings} × ${peer}'s`, met: theirs === null || ours.crossings <= fewerCrossings * theirs.crossings });
  return [time("elkjs", elk), time("dagre", dagre), crossings("elkjs", elk), crossings("dagre", dagre)];
}

interface Sample {
  readonly ms: number;
  readonly crossings: number;
}

async function sample(layouter: LayouterName, graph: BenchGraph, rounds: number): Promise<Sample | null> {
  const times: number[] = [];
  let drawing: Drawing | null = null;
  for (let round = 0; round < rounds; round += 1) {
    const one = await layInThread(layouter, graph);
    if (!one) return null;
    times.push(one.ms);
    drawing = one.drawing;
  }
  return drawing && { ms: median(times), crossings: countCrossings(drawing).seen };
}

/** Null when it takes too long or breaks. */
function layInThread(layouter: LayouterName, graph: BenchGraph): Promise<{ ms: number; drawing: Drawing } | null> {
  return new Promise((resolve) => {
    // elkjs and dagre recurse along the graph.
    const worker = new Worker(new URL("./g3-thread.ts", import.meta.url), { workerData: { layouter, graph }, resourceLimits: { stackSizeMb: 64, maxOldGenerationSizeMb: 4096 } });
    const end = (answer: { ms: number; drawing: Drawing } | null): void => {
      clearTimeout(timer);
      void worker.terminate();
      resolve(answer);
    };
    const timer = setTimeout(() => end(null), patienceMs[layouter]);
    worker.once("message", end);
    worker.once("error", (error) => {
      console.error(`G3: ${layouter} broke on ${graph.name}: ${error instanceof Error ? error.message : String(error)}`);
      end(null);
    });
  });
}

/** What is left to the screen's thread: packing the question and unpacking the answer. */
function heldFigure(): Figure {
  const { nodes, edges } = stagedGraph(5000, 7500, 25);
  const request = {
    nodes: Array.from({ length: nodes }, (_, at) => ({ id: `task_${at}`, width: 200, height: 56 })),
    edges: edges.map(([source, target], at) => ({ id: String(at), source: `task_${source}`, target: `task_${target}` })),
  };
  const answer = answerWire(packRequest(request));
  const timed = (work: () => unknown): number => {
    const begun = performance.now();
    work();
    return performance.now() - begun;
  };
  const held = Array.from({ length: 9 }, () => Math.max(timed(() => packRequest(request)), timed(() => unpackLayout(request, answer))));
  const ms = median(held);
  return figure({ id: "G3", metric: "5000 nodes, 7500 edges: longest time the asking thread is held, ms", ours: ms, peer: { name: "a frame", value: frameMs }, goal: "≤ one frame", met: ms <= frameMs, samples: held.length });
}
