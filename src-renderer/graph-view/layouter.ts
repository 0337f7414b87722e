/**
 * Where the tasks of graphs go: small graphs are laid out on the spot, larger ones off the screen's thread, by one worker for all
 * of them. Remembers the last layouts by shape.
 */
import { layOut } from "../../shared/layout/lay-out.ts";
import type { Layout, LayoutPart, LayoutRequest } from "../../shared/layout/layout-graph.ts";
import type { GraphIndex } from "./graph-index.ts";
import type { GraphLayout, LayoutWish } from "./layout.ts";
import { startLayoutThread, type LayoutWorker } from "./layout-thread.ts";

export interface Layouter {
  /** What is known without waiting: from before, or because the graph is small. */
  peek(index: GraphIndex, wish: LayoutWish): GraphLayout | null;
  /** Rejects when the layout fails; a failure is not remembered. */
  layout(index: GraphIndex, wish: LayoutWish): Promise<GraphLayout>;
  /** Any graph, with groups, pins, either direction; with a part only that moves. Not remembered. */
  arrange(request: LayoutRequest, part?: LayoutPart): Promise<Layout>;
  /** Starts the worker before it is needed. */
  warm(): void;
  /** Has the worker lay out some graphs, for it takes several times as long over its first ones. What is asked meanwhile goes before them. */
  practise(): void;
  dispose(): void;
}

const remembered = 24;
/** Tasks and edges of a graph that takes a few milliseconds: starting and asking a worker would take longer, and show a lesser layout meanwhile. */
const smallGraph = 120;

export function createLayouter(startWorker: () => LayoutWorker = startLayoutWorker): Layouter {
  const thread = startLayoutThread(startWorker);
  const done = new Map<string, GraphLayout>();
  const underWay = new Map<string, Promise<GraphLayout>>();
  let isPractised = false;

  function remember(key: string, layout: GraphLayout): GraphLayout {
    done.set(key, layout);
    const oldest = done.keys().next().value;
    if (done.size > remembered && oldest !== undefined) done.delete(oldest);
    return layout;
  }

  return {
    peek(index, wish) {
      const key = cacheKey(index, wish);
      const known = done.get(key);
      if (known || index.tasks.length + index.edges.length > smallGraph) return known ?? null;
      try {
        return remember(key, toLayout(layOut(toRequest(index, wish)), wish));
      } catch {
        // Asked by `layout`, the worker meets the same trouble and tells it.
        return null;
      }
    },
    layout(index, wish) {
      const key = cacheKey(index, wish);
      const known = done.get(key);
      if (known) return Promise.resolve(known);
      const running = underWay.get(key);
      if (running) return running;
      isPractised = true;
      const started = thread
        .ask(toRequest(index, wish), null)
        .then((layout) => remember(key, toLayout(layout, wish)))
        .finally(() => underWay.delete(key));
      underWay.set(key, started);
      return started;
    },
    arrange: (request, part) => thread.ask(request, part ?? null),
    warm: () => thread.warm(),
    practise: () => {
      if (isPractised) return;
      isPractised = true;
      for (let round = 0; round < practiceRounds; round += 1) thread.ask(practiceGraph(round), null).catch(() => {});
    },
    dispose: () => thread.dispose(),
  };
}

/** Enough for the code to be compiled well. */
const practiceRounds = 8;
const practice = { stages: 8, perStage: 18 } as const;

/** Stages with edges to the next one and some to a later one; each round another graph. */
function practiceGraph(round: number): LayoutRequest {
  const { stages, perStage } = practice;
  const id = (stage: number, at: number): string => `${stage} ${at % perStage}`;
  const places = Array.from({ length: stages * perStage }, (_, place) => ({ stage: Math.floor(place / perStage), at: place % perStage }));
  const edges = places.flatMap(({ stage, at }) => [
    { stage, at, later: stage + 1, to: at * 5 + round },
    { stage, at, later: stage + 1 + ((at + round) % 3), to: at * 7 + 1 },
  ]);
  return {
    nodes: places.map(({ stage, at }) => ({ id: id(stage, at), width: 160, height: 56 })),
    edges: edges.filter(({ later }) => later < stages).map(({ stage, at, later, to }, edge) => ({ id: `${edge}`, source: id(stage, at), target: id(later, to) })),
    direction: "LR",
    parents: new Map(),
    pinned: new Map(),
  };
}

export function toRequest(index: GraphIndex, { size, direction, parents, pinned }: LayoutWish): LayoutRequest {
  return { nodes: index.tasks.map((task) => ({ id: task.id, ...size })), edges: index.edges, direction, parents, pinned };
}

function toLayout(layout: Layout, { direction }: LayoutWish): GraphLayout {
  return { ...layout, direction };
}

function startLayoutWorker(): LayoutWorker {
  return new Worker(new URL("./layout.worker.ts", import.meta.url), { type: "module", name: "graph layout" });
}

const keys = new WeakMap<LayoutWish, { readonly index: GraphIndex; readonly key: string }>();

/** Of thousands of tasks it is long, and asked for again and again: made once for each wish. */
function cacheKey(index: GraphIndex, wish: LayoutWish): string {
  const known = keys.get(wish);
  if (known?.index === index) return known.key;
  const key = keyOf(index, wish);
  keys.set(wish, { index, key });
  return key;
}

function keyOf(index: GraphIndex, { size, direction, parents, pinned }: LayoutWish): string {
  return `${size.width}x${size.height} ${direction} ${JSON.stringify([...parents])} ${JSON.stringify([...pinned])} ${index.key}`;
}
