/** The scene of a canvas in the words of the painter: what each task and line looks like at this moment, and when that changes. */
import { useMemo } from "react";
import { edgeLines, type EdgeLine } from "../edge-lines.ts";
import { isOnPath } from "../emphasis.ts";
import { useGraphScene, type GraphScene } from "../graph-context.ts";
import { diffLooks } from "../graph-diff.ts";
import { onThemeChange, readColours } from "./graph-colours.ts";
import type { GraphPainting, LineLook, PaintFacts } from "./painting.ts";

export interface GraphPaint {
  /** What there is to paint, without the tasks that are elsewhere and their lines. `element` has the theme. */
  painting(element: Element, without?: ReadonlySet<string>): GraphPainting;
  /** Called when tasks or lines look different, never when they only move. Returns the disposer. */
  subscribe(changed: () => void): () => void;
}

export function useGraphPaint(): GraphPaint {
  const scene = useGraphScene();
  return useMemo(() => paintOf(scene), [scene]);
}

const nobody: ReadonlySet<string> = new Set();

function paintOf(scene: GraphScene): GraphPaint {
  const { index, layout, statuses, emphases, edgeMarks, edgeRows, taskDiffs, run } = scene;
  const facts = factsOf(scene);
  return {
    painting: (element, without = nobody) => {
      const lines = edgeLines(index, layout);
      return {
        tasks: without.size === 0 ? index.tasks : index.tasks.filter(({ id }) => !without.has(id)),
        lines: without.size === 0 ? lines : lines.filter(({ edge }) => !without.has(edge.source) && !without.has(edge.target)),
        boxOf: (id) => layout.nodes.get(id),
        frames: layout.groups,
        hasNames: true,
        colours: readColours(element),
        facts,
      };
    },
    subscribe: (changed) => {
      const stops = [...[statuses, emphases, edgeMarks, edgeRows, taskDiffs, run.figures, run.edgeWords, run.wordPlaces, run.faint, run.trail].map((store) => store.subscribeAny(changed)), onThemeChange(changed)];
      return () => {
        for (const stop of stops) stop();
      };
    },
  };
}

function factsOf({ statuses, emphases, edgeMarks, edgeDiffs, edgeRows, taskDiffs, run }: GraphScene): PaintFacts {
  const lookOf = ({ edge }: EdgeLine): LineLook => {
    const mark = edgeMarks.get(edge.id);
    if (mark !== undefined) return mark === "taken" ? "faded" : "marked";
    if (edgeDiffs.get(edge.id) !== undefined) return "marked";
    if (run.edgeWords.get(edge.id)?.isOver === true) return "over";
    if (run.trail.get(edge.id) === true) return "trail";
    if (isOnPath(emphases.get(edge.source), emphases.get(edge.target))) return "path";
    return edgeRows.get(edge.id)?.isLeftOut === true ? "faded" : "plain";
  };
  return {
    stateOf: (id) => {
      const diff = taskDiffs.get(id);
      return diff === undefined ? (statuses.get(id)?.state ?? "none") : diffLooks[diff.kind].state;
    },
    emphasisOf: (id) => emphases.get(id),
    lookOf,
    isFaint: (id) => run.faint.get(id) === true,
    isOnTrail: (id) => run.trail.get(id) === true,
    figureOf: (id) => run.figures.get(id),
    wordsOf: ({ edge }) => {
      const [words, at] = [run.edgeWords.get(edge.id), run.wordPlaces.get(edge.id)];
      return words === undefined || at === undefined ? null : { words, at };
    },
  };
}
