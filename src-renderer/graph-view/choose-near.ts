/**
 * Which tasks and edges of a large graph stand in the page: what is in or near the sight, a few more each frame, and nothing where so
 * many are in sight that nobody could tell painted ones from them. Pure.
 */
import { edgeLines, overlaps, touches } from "./edge-lines.ts";
import type { GraphIndex } from "./graph-index.ts";
import type { Box, GraphLayout } from "./layout.ts";
import { zoomLevelOf } from "./zoom-level.ts";

export interface Chosen {
  readonly tasks: ReadonlySet<string>;
  readonly edges: ReadonlySet<string>;
  /** Something in sight is not among them, and has to be painted. */
  readonly isPainted: boolean;
  /** Nothing is left to be added. */
  readonly isWhole: boolean;
}

export interface Sight {
  readonly area: Box;
  readonly zoom: number;
}

const mostInSight = { tasks: 90, edges: 180 };
/** Added before it comes into sight, in pixels of the screen, and taken away only well behind it. */
const aheadPx = 160;
const behindPx = 640;
/** So many are put in between two frames without one being late. */
const atOnce = 10;

export const noneNear: Chosen = { tasks: new Set(), edges: new Set(), isPainted: true, isWhole: true };

export function chooseNear(index: GraphIndex, layout: GraphLayout, { area, zoom }: Sight, before: Chosen): Chosen {
  if (zoomLevelOf(zoom) === "far") return noneNear;
  const ahead = grown(area, aheadPx / zoom);
  const behind = grown(area, behindPx / zoom);
  const tasks = sortOut(boxesOf(layout), (box) => (overlaps(box, area) ? "seen" : overlaps(box, ahead) ? "ahead" : overlaps(box, behind) ? "behind" : "away"), before.tasks);
  const edges = sortOut(linesOf(index, layout), (line) => (touches(line, area) ? "seen" : touches(line, ahead) ? "ahead" : touches(line, behind) ? "behind" : "away"), before.edges);
  if (tasks.seen > mostInSight.tasks || edges.seen > mostInSight.edges) return noneNear;
  // What is in sight comes first, tasks before edges.
  let room = atOnce;
  const take = (ids: readonly string[]): readonly string[] => {
    const taken = ids.slice(0, room);
    room -= taken.length;
    return taken;
  };
  const [seenTasks, seenEdges, tasksAhead, edgesAhead] = [take(tasks.missing.seen), take(edges.missing.seen), take(tasks.missing.ahead), take(edges.missing.ahead)];
  const isPainted = seenTasks.length < tasks.missing.seen.length || seenEdges.length < edges.missing.seen.length;
  const isWhole = !isPainted && tasksAhead.length === tasks.missing.ahead.length && edgesAhead.length === edges.missing.ahead.length;
  return {
    tasks: joined(before.tasks, tasks.kept, [...seenTasks, ...tasksAhead]),
    edges: joined(before.edges, edges.kept, [...seenEdges, ...edgesAhead]),
    isPainted,
    isWhole,
  };
}

/** The same set when nothing has come or gone. */
function joined(before: ReadonlySet<string>, kept: readonly string[], added: readonly string[]): ReadonlySet<string> {
  return added.length === 0 && kept.length === before.size ? before : new Set([...kept, ...added]);
}

interface Sorted {
  readonly seen: number;
  readonly kept: readonly string[];
  readonly missing: { readonly seen: readonly string[]; readonly ahead: readonly string[] };
}

function sortOut<T>(all: Iterable<readonly [string, T]>, whereIs: (one: T) => "seen" | "ahead" | "behind" | "away", had: ReadonlySet<string>): Sorted {
  let seen = 0;
  const kept: string[] = [];
  const missing = { seen: [] as string[], ahead: [] as string[] };
  for (const [id, one] of all) {
    const where = whereIs(one);
    if (where === "away") continue;
    if (where === "seen") seen += 1;
    if (had.has(id)) kept.push(id);
    else if (where !== "behind") missing[where].push(id);
  }
  return { seen, kept, missing };
}

const boxesOf = (layout: GraphLayout): Iterable<readonly [string, Box]> => layout.nodes;

function* linesOf(index: GraphIndex, layout: GraphLayout): Generator<readonly [string, ReturnType<typeof edgeLines>[number]]> {
  for (const line of edgeLines(index, layout)) yield [line.edge.id, line];
}

function grown(area: Box, by: number): Box {
  return { x: area.x - by, y: area.y - by, width: area.width + 2 * by, height: area.height + 2 * by };
}
