/** What a view of a run writes on its graph: figures on tasks, words on edges, what steps back, and the way that is pointed out. */
import { useLayoutEffect, useMemo, useState } from "react";
import { createKeyedStore, type KeyedStore } from "./keyed-store.ts";
import type { FoldedGraph } from "./groups/fold-graph.ts";
import type { GraphLayout, Point } from "./layout.ts";
import { placeWords } from "./word-places.ts";

/** Stands at the foot of a task or a folded group. */
export interface NodeFigure {
  readonly text: string;
  readonly title: string;
  /** 0–1, drawn as a bar; null for none. */
  readonly share: number | null;
  /** Among the slowest of the run. */
  readonly isSlow: boolean;
}

export interface EdgeWords {
  /** One or two short ones, above and below the line. */
  readonly lines: readonly string[];
  readonly title: string;
  readonly isOver: boolean;
  /** Of several edges that are drawn as one, the words of the heaviest are shown. */
  readonly weight: number;
}

export interface RunMarks {
  /** By the ids of tasks and groups. */
  readonly figures: ReadonlyMap<string, NodeFigure>;
  /** By the ids of the file's edges. */
  readonly edgeWords: ReadonlyMap<string, EdgeWords>;
  /** Tasks that step back. */
  readonly faint: ReadonlySet<string>;
  /** Tasks and edges of the file that are pointed out. */
  readonly trail: ReadonlySet<string>;
}

export const noRunMarks: RunMarks = { figures: new Map(), edgeWords: new Map(), faint: new Set(), trail: new Set() };

/** The same for what is drawn: by the ids of nodes and of drawn edges. */
export interface RunMarkStores {
  readonly figures: KeyedStore<NodeFigure>;
  readonly edgeWords: KeyedStore<EdgeWords>;
  /** Where they stand; edges whose words found no free place are not in it. */
  readonly wordPlaces: KeyedStore<Point>;
  readonly faint: KeyedStore<true>;
  readonly trail: KeyedStore<true>;
}

export function useRunMarkStores(folded: FoldedGraph, marks: RunMarks, layout: GraphLayout): RunMarkStores {
  const drawn = useMemo(() => ({ figures: marks.figures, edgeWords: drawnWords(folded, marks.edgeWords), faint: drawnFaint(folded, marks.faint), trail: drawnTrail(folded, marks.trail) }), [folded, marks]);
  const places = useMemo(() => placeWords(folded.index, layout, drawn.edgeWords), [folded, layout, drawn]);
  const [stores] = useState<RunMarkStores>(() => ({ wordPlaces: filled(places, isSamePlace), figures: filled(drawn.figures, isSameFigure), edgeWords: filled(drawn.edgeWords, isSameWords), faint: filled(drawn.faint), trail: filled(drawn.trail) }));
  useLayoutEffect(() => {
    stores.figures.replace(drawn.figures);
    stores.wordPlaces.replace(places);
    stores.edgeWords.replace(drawn.edgeWords);
    stores.faint.replace(drawn.faint);
    stores.trail.replace(drawn.trail);
  }, [stores, drawn, places]);
  return stores;
}

function filled<T>(entries: Iterable<readonly [string, T]>, isSame?: (a: T, b: T) => boolean): KeyedStore<T> {
  const store = createKeyedStore(isSame);
  store.replace(entries);
  return store;
}

const isSameFigure = (a: NodeFigure, b: NodeFigure): boolean => a.text === b.text && a.title === b.title && a.share === b.share && a.isSlow === b.isSlow;
const isSamePlace = (a: Point, b: Point): boolean => a.x === b.x && a.y === b.y;
const isSameWords = (a: EdgeWords, b: EdgeWords): boolean => a.isOver === b.isOver && a.title === b.title && a.lines.join("\n") === b.lines.join("\n");

export function drawnWords({ index, full, behind }: Pick<FoldedGraph, "index" | "full" | "behind">, words: ReadonlyMap<string, EdgeWords>): ReadonlyMap<string, EdgeWords> {
  if (index === full || words.size === 0) return words;
  return new Map(
    index.edges.flatMap(({ id }) => {
      const found = behind(id).flatMap((edge) => words.get(edge.id) ?? []);
      const [first] = found.toSorted((one, other) => other.weight - one.weight);
      return first === undefined ? [] : [[id, first] as const];
    }),
  );
}

/** A folded group steps back when all that lies in it does. */
export function drawnFaint({ index, groups }: Pick<FoldedGraph, "index" | "groups">, faint: ReadonlySet<string>): (readonly [string, true])[] {
  if (faint.size === 0) return [];
  return index.tasks.flatMap(({ id }) => ((groups.get(id)?.tasks ?? [id]).every((task) => faint.has(task)) ? [[id, true] as const] : []));
}

export function drawnTrail({ index, groups, behind }: Pick<FoldedGraph, "index" | "groups" | "behind">, trail: ReadonlySet<string>): (readonly [string, true])[] {
  if (trail.size === 0) return [];
  const nodes = index.tasks.filter(({ id }) => (groups.get(id)?.tasks ?? [id]).some((task) => trail.has(task)));
  const edges = index.edges.filter(({ id }) => trail.has(id) || behind(id).some((edge) => trail.has(edge.id)));
  return [...nodes, ...edges].map(({ id }) => [id, true] as const);
}
