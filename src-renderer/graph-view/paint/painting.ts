/** What the painter is told: where to look from, which colours there are, and what each task and line looks like. */
import type { GraphTask } from "../../../shared/model/dag.ts";
import { boxAround, type EdgeLine } from "../edge-lines.ts";
import type { Emphasis } from "../emphasis.ts";
import { boundsOf, type Box, type GraphLayout, type Point } from "../layout.ts";
import type { EdgeWords, NodeFigure } from "../run-marks.ts";

export interface PaintView {
  /** Screen = flow × zoom + offset, in CSS pixels. */
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
  readonly width: number;
  readonly height: number;
}

export interface PaintColours {
  readonly edge: string;
  /** Of lines so thin and many that they would cover everything. */
  readonly faintEdge: string;
  readonly accent: string;
  readonly surface: string;
  readonly card: string;
  /** Inside of an open group. */
  readonly frame: string;
  readonly canvas: string;
  readonly warn: string;
  readonly border: string;
  readonly text: string;
  readonly dimText: string;
  readonly font: string;
  stateOf(state: string): string;
}

export type LineLook = "plain" | "path" | "marked" | "faded" | "trail" | "over";

export interface PaintFacts {
  stateOf(taskId: string): string;
  emphasisOf(taskId: string): Emphasis | undefined;
  lookOf(line: EdgeLine): LineLook;
  /** What a view of a run has written. */
  isFaint(taskId: string): boolean;
  isOnTrail(taskId: string): boolean;
  figureOf(taskId: string): NodeFigure | undefined;
  wordsOf(line: EdgeLine): { readonly words: EdgeWords; readonly at: Point } | null;
}

export interface GraphPainting {
  readonly tasks: readonly GraphTask[];
  readonly boxOf: (taskId: string) => Box | undefined;
  readonly lines: readonly EdgeLine[];
  /** Of open groups, outer ones first; painted from afar only: nearer they stand in the page. */
  readonly frames: ReadonlyMap<string, Box>;
  /** On the map there is no room for names. */
  readonly hasNames: boolean;
  readonly colours: PaintColours;
  readonly facts: PaintFacts;
}

/** States that must be found in a graph of 1,000 at any zoom: drawn last. */
export const loudStates: ReadonlySet<string> = new Set(["failed", "interrupted"]);

/** Around all that is painted: frames stand above and beside their tasks, and lines go round them. Null where there is nothing. */
export function paintedBounds(layout: GraphLayout, lines: readonly EdgeLine[]): Box | null {
  return boundsOf([...layout.nodes.values(), ...layout.groups.values(), ...lines.map(boxAround)]);
}

/** The part of the graph that is looked at. */
export function areaOf(view: PaintView): Box {
  return { x: -view.x / view.zoom, y: -view.y / view.zoom, width: view.width / view.zoom, height: view.height / view.zoom };
}
