/** A fresh thread of G3: lays one graph out, cold, and tells how long that took from its own first line. */
import { parentPort, workerData } from "node:worker_threads";
import type { BenchGraph } from "./layout-graphs.ts";
import { layouters, type LayouterName } from "./g3-layouters.ts";

const { layouter, graph } = workerData as { layouter: LayouterName; graph: BenchGraph };
const begun = performance.now();
const drawing = await layouters[layouter](graph);
parentPort?.postMessage({ drawing, ms: performance.now() - begun });
