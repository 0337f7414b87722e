/** The tasks and edges that stand in the page, as React Flow takes them: of a small graph all, of a large one those near the sight. */
import { useStoreApi } from "@xyflow/react";
import { useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { chooseNear, noneNear, type Chosen } from "./choose-near.ts";
import { edgeLines } from "./edge-lines.ts";
import type { GraphScene } from "./graph-context.ts";
import type { GraphIndex } from "./graph-index.ts";
import type { GraphLayout } from "./layout.ts";
import { toFlowEdge, toFlowEnd, toFlowNode, toFlowFrames, toFlowNodes, toFlowEdges, type FlowNode, type TaskFlowEdge, type TaskFlowNode } from "./map-graph.ts";
import { areaOf } from "./paint/painting.ts";

export interface Near {
  /** With the frames of open groups: they are few, and larger than the sight. */
  readonly nodes: FlowNode[];
  readonly edges: TaskFlowEdge[];
  /** The graph has to be painted: some of it is not here, or it moves, and lines that are painted move more smoothly. */
  readonly isPainted: boolean;
  readonly has: (taskId: string) => boolean;
}

const small = 240;
const restMs = 100;
const none: Near = { nodes: [], edges: [], isPainted: true, has: () => false };

export function useNear({ index, layout, offsets }: GraphScene, isFar: boolean): Near {
  const isSmall = index.tasks.length + index.edges.length <= small;
  const chosen = useChosen(index, layout, isSmall);
  const isDragging = useSyncExternalStore(offsets.subscribeAny, () => !isSmall && !offsets.isEmpty());
  const parts = useMemo(() => createParts(index, layout), [index, layout]);
  const all = useMemo(() => (isSmall ? { nodes: toFlowNodes(index, layout), edges: toFlowEdges(index, layout), isPainted: false, has: (id: string) => layout.nodes.has(id) } : null), [isSmall, index, layout]);
  const some = useMemo(() => parts(chosen), [parts, chosen]);
  const near = all ?? some;
  const frames = useMemo(() => toFlowFrames(layout), [layout]);
  const nodes = useMemo(() => [...frames, ...near.nodes], [frames, near.nodes]);
  return isFar ? none : { ...near, nodes, isPainted: near.isPainted || isDragging };
}

/** Anew when the sight has come to rest, a little each frame until nothing is missing. What moves is painted: putting tasks in would make it jerk. */
function useChosen(index: GraphIndex, layout: GraphLayout, isSmall: boolean): Chosen {
  const store = useStoreApi();
  const [chosen, setChosen] = useState(noneNear);
  useEffect(() => {
    if (isSmall) return;
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
  }, [store, index, layout, isSmall]);
  return chosen;
}

/** Each node and edge is made once a layout: React Flow draws anew what is a new object. */
function createParts(index: GraphIndex, layout: GraphLayout): (chosen: Chosen) => Near {
  const nodes = new Map<string, TaskFlowNode>();
  const ends = new Map<string, TaskFlowNode>();
  const edges = new Map<string, TaskFlowEdge>();
  let lines: ReadonlyMap<string, ReturnType<typeof edgeLines>[number]> | null = null;
  const nodeOf = (id: string, isEnd: boolean): TaskFlowNode[] => {
    const [task, box] = [index.byId.get(id), layout.nodes.get(id)];
    if (task === undefined || box === undefined) return [];
    const known = isEnd ? ends : nodes;
    const node = known.get(id) ?? (isEnd ? toFlowEnd(task, box, layout.direction) : toFlowNode(task, box, layout.direction));
    known.set(id, node);
    return [node];
  };
  const edgeOf = (id: string): TaskFlowEdge[] => {
    lines ??= new Map(edgeLines(index, layout).map((line) => [line.edge.id, line]));
    const line = lines.get(id);
    if (line === undefined) return [];
    const edge = edges.get(id) ?? toFlowEdge(line.edge, line.points);
    edges.set(id, edge);
    return [edge];
  };
  return (chosen) => {
    const drawn = [...chosen.edges].flatMap(edgeOf);
    // React Flow draws no edge without its two ends, wherever they are.
    const far = new Set(drawn.flatMap(({ source, target }) => [source, target]).filter((id) => !chosen.tasks.has(id)));
    return {
      nodes: [...[...chosen.tasks].flatMap((id) => nodeOf(id, false)), ...[...far].flatMap((id) => nodeOf(id, true))],
      edges: drawn,
      isPainted: chosen.isPainted,
      has: (id) => chosen.tasks.has(id),
    };
  };
}
