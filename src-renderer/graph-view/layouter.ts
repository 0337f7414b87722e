/**
 * Computes good layouts off the screen's thread, one worker for all graphs, and remembers the last ones by shape.
 * Owns the worker: started with the first graph, ended by `dispose`.
 */
import ELK, { type ELK as Elk } from "elkjs/lib/elk-api.js";
import { fromElkGraph, toElkGraph } from "./elk-graph.ts";
import type { GraphIndex } from "./graph-index.ts";
import type { GraphLayout, NodeSize } from "./layout.ts";

export interface Layouter {
  /** What is already known, without waiting. */
  peek(index: GraphIndex, size: NodeSize): GraphLayout | null;
  /** Rejects when the layout engine fails; a failure is not remembered. */
  layout(index: GraphIndex, size: NodeSize): Promise<GraphLayout>;
  /** Starts the worker before it is needed: loading the layout engine takes as long as a first layout. */
  warm(): void;
  dispose(): void;
}

const remembered = 24;

export function createLayouter(startWorker: () => Worker = startLayoutWorker): Layouter {
  let elk: Elk | null = null;
  const done = new Map<string, GraphLayout>();
  const underWay = new Map<string, Promise<GraphLayout>>();

  function engine(): Elk {
    elk ??= new ELK({ workerFactory: startWorker });
    return elk;
  }

  async function compute(index: GraphIndex, size: NodeSize): Promise<GraphLayout> {
    const layout = fromElkGraph(index, await engine().layout(toElkGraph(index, size)));
    done.set(cacheKey(index, size), layout);
    const oldest = done.keys().next().value;
    if (done.size > remembered && oldest !== undefined) done.delete(oldest);
    return layout;
  }

  return {
    peek: (index, size) => done.get(cacheKey(index, size)) ?? null,
    layout(index, size) {
      const key = cacheKey(index, size);
      const known = done.get(key);
      if (known) return Promise.resolve(known);
      const running = underWay.get(key);
      if (running) return running;
      const started = compute(index, size).finally(() => underWay.delete(key));
      underWay.set(key, started);
      return started;
    },
    warm: () => void engine(),
    dispose() {
      elk?.terminateWorker();
      elk = null;
    },
  };
}

function startLayoutWorker(): Worker {
  return new Worker(new URL("./layout.worker.ts", import.meta.url), { type: "module", name: "graph layout" });
}

function cacheKey(index: GraphIndex, size: NodeSize): string {
  return `${size.width}x${size.height} ${index.key}`;
}
