/** The tasks and edges that stand in the page, of a small graph all, of a large one those near the sight. */
import { useStoreApi } from "@xyflow/react";
import { useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { chooseNear, noneNear, type Chosen } from "./choose-near.ts";
import { edgeLines } from "./edge-lines.ts";
import type { GraphScene } from "./graph-context.ts";
import type { GraphIndex } from "./graph-index.ts";
import type { Box, GraphLayout } from "./layout.ts";
import { toEdge, toEdges, toNodes, type StandingEdge, type StandingNode } from "./map-graph.ts";
import { areaOf } from "./paint/painting.ts";

export interface Near {
  /** Of open groups; they are few, and larger than the sight. */
  readonly frames: ReadonlyMap<string, Box>;
  readonly nodes: readonly StandingNode[];
  readonly edges: readonly StandingEdge[];
  /** It may have to be painted at any moment. */
  readonly isLarge: boolean;
  /** The graph has to be painted: some of it is not here, or it moves, and lines that are painted move more smoothly. */
  readonly isPainted: boolean;
  readonly has: (taskId: string) => boolean;
}

const small = 240;
const restMs = 100;
type Parts = Pick<Near, "nodes" | "edges" | "isPainted" | "has">;
const none: Parts = { nodes: [], edges: [], isPainted: true, has: () => false };
const noFrames: Near["frames"] = new Map();

/** Before the graph was put in place, nobody knows what will be near. */
export function useNear({ index, layout, offsets }: GraphScene, { isFar, isPlaced }: { readonly isFar: boolean; readonly isPlaced: boolean }): Near {
  const isSmall = index.tasks.length + index.edges.length <= small;
  const chosen = useChosen(index, layout, isPlaced && !isSmall);
  const isDragging = useSyncExternalStore(offsets.subscribeAny, () => !isSmall && !offsets.isEmpty());
  const parts = useMemo(() => createParts(index, layout), [index, layout]);
  const all = useMemo(() => (isSmall ? { nodes: toNodes(index, layout), edges: toEdges(index, layout), isPainted: false, has: (id: string) => layout.nodes.has(id) } : null), [isSmall, index, layout]);
  const some = useMemo(() => parts(chosen), [parts, chosen]);
  const near = all ?? some;
  return isFar ? { ...none, frames: noFrames, isLarge: true } : { ...near, frames: layout.groups, isPainted: near.isPainted || isDragging, isLarge: !isSmall };
}

/** Anew when the sight has come to rest, a little each frame until nothing is missing. What moves is painted: putting tasks in would make it jerk. */
function useChosen(index: GraphIndex, layout: GraphLayout, isWanted: boolean): Chosen {
  const store = useStoreApi();
  const [chosen, setChosen] = useState(noneNear);
  useEffect(() => {
    if (!isWanted) return;
    let frame = 0;
    let resting: ReturnType<typeof setTimeout> | undefined;
    let last = noneNear;
    const step = (): void => {
      const { transform, width, height } = store.getState();
      const view = { x: transform[0], y: transform[1], zoom: transform[2], width, height };
      const next = width === 0 ? noneNear : chooseNear(index, layout, { area: areaOf(view), zoom: view.zoom }, last);
      if (next.tasks !== last.tasks || next.edges !== last.edges || next.isPainted !== last.isPainted) setChosen(next);
      last = next;
      if (!next.isWhole) ask();
    };
    const ask = (): void => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(step);
    };
    const wait = (): void => {
      cancelAnimationFrame(frame);
      clearTimeout(resting);
      resting = setTimeout(step, restMs);
      if (!last.isPainted) setChosen((last = { ...last, isPainted: true }));
    };
    step();
    const stop = store.subscribe((now, before) => {
      if (now.transform !== before.transform || now.width !== before.width || now.height !== before.height) wait();
    });
    return () => {
      clearTimeout(resting);
      cancelAnimationFrame(frame);
      stop();
    };
  }, [store, index, layout, isWanted]);
  return chosen;
}

/** Each node and edge is made once a layout: what is a new object is drawn anew. */
function createParts(index: GraphIndex, layout: GraphLayout): (chosen: Chosen) => Parts {
  const nodes = new Map<string, StandingNode>();
  const edges = new Map<string, StandingEdge>();
  let lines: ReadonlyMap<string, ReturnType<typeof edgeLines>[number]> | null = null;
  const nodeOf = (id: string): StandingNode[] => {
    const [task, box] = [index.byId.get(id), layout.nodes.get(id)];
    if (task === undefined || box === undefined) return [];
    const node = nodes.get(id) ?? { task, box };
    nodes.set(id, node);
    return [node];
  };
  const edgeOf = (id: string): StandingEdge[] => {
    lines ??= new Map(edgeLines(index, layout).map((line) => [line.edge.id, line]));
    const line = lines.get(id);
    if (line === undefined) return [];
    const edge = edges.get(id) ?? toEdge(line.edge, line.points);
    edges.set(id, edge);
    return [edge];
  };
  return (chosen) => ({ nodes: [...chosen.tasks].flatMap(nodeOf), edges: [...chosen.edges].flatMap(edgeOf), isPainted: chosen.isPainted, has: (id) => chosen.tasks.has(id) });
}
