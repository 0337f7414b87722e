/**
 * Where the words of all edges stand, so that none covers another or a task. The weightier chooses first, along its own line; one that finds no free
 * place is left out, until its task is selected. Pure.
 */
import { edgePoints } from "./map-graph.ts";
import { wordsAt } from "./edge-places.ts";
import type { GraphIndex } from "./graph-index.ts";
import type { Box, GraphLayout, Point } from "./layout.ts";
import type { EdgeWords } from "./run-marks.ts";

/** As the style sheet has it; no wider than what is kept free of them beside a task. */
const letterWidth = 6.4;
const lineHeight = 16;

/** A stretch that is shorter than the words has no place of its own. */
const parts = [0.5, 0.3, 0.7, 0.15, 0.85] as const;

export function placeWords(index: GraphIndex, layout: GraphLayout, words: ReadonlyMap<string, EdgeWords>): Map<string, Point> {
  const places = new Map<string, Point>();
  if (words.size === 0) return places;
  const taken = new Taken(layout.nodes.values());
  const edges = index.edges.flatMap((edge) => {
    const of = words.get(edge.id);
    return of === undefined ? [] : [{ edge, of }];
  });
  edges.sort((one, other) => Number(other.of.isOver) - Number(one.of.isOver) || other.of.weight - one.of.weight);
  for (const { edge, of } of edges) {
    const points = edgePoints(layout, edge.id, edge.source, edge.target) ?? [];
    const wanted = wordsAt(edge, index, points, longestOf(of));
    const isFree = (at: Point): boolean => taken.isFree(boxAt(at, of));
    const found = wanted !== null && isFree(wanted) ? wanted : placesOn(points).find(isFree);
    if (found === undefined) continue;
    taken.add(boxAt(found, of));
    places.set(edge.id, found);
  }
  return places;
}

/** Along the longest stretches, in the order in which they are tried. */
function placesOn(points: readonly Point[]): Point[] {
  const stretches = points.flatMap((to, index) => {
    const from = points[index - 1];
    return from === undefined ? [] : [{ from, to, length: Math.hypot(to.x - from.x, to.y - from.y) }];
  });
  stretches.sort((one, other) => other.length - one.length);
  return stretches.flatMap(({ from, to }) => parts.map((part) => ({ x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part })));
}

const longestOf = ({ lines }: EdgeWords): string => lines.reduce((longest, line) => (line.length > longest.length ? line : longest), "");

export function boxAt({ x, y }: Point, words: EdgeWords): Box {
  const width = longestOf(words).length * letterWidth;
  const height = words.lines.length * lineHeight;
  return { x: x - width / 2, y: y - height / 2, width, height };
}

/** Boxes by the squares of a raster that they touch: what is asked of one costs the same in a graph of any size. */
class Taken {
  readonly #squares = new Map<number, Box[]>();

  constructor(boxes: Iterable<Box>) {
    for (const box of boxes) this.add(box);
  }

  add(box: Box): void {
    someSquare(box, (square) => {
      const there = this.#squares.get(square);
      if (there === undefined) this.#squares.set(square, [box]);
      else there.push(box);
      return false;
    });
  }

  isFree(box: Box): boolean {
    return !someSquare(box, (square) => this.#squares.get(square)?.some((other) => overlap(box, other)) === true);
  }
}

const squarePx = 128;
/** More rows than any drawing has: each square has a number of its own. */
const rasterRows = 1_000_000;

/** Whether one of the squares that the box touches is as asked. */
function someSquare({ x, y, width, height }: Box, isSo: (square: number) => boolean): boolean {
  const [right, bottom] = [Math.floor((x + width) / squarePx), Math.floor((y + height) / squarePx)];
  for (let column = Math.floor(x / squarePx); column <= right; column++) {
    for (let row = Math.floor(y / squarePx); row <= bottom; row++) if (isSo(column * rasterRows + row)) return true;
  }
  return false;
}

export function overlap(one: Box, other: Box): boolean {
  return one.x < other.x + other.width && other.x < one.x + one.width && one.y < other.y + other.height && other.y < one.y + one.height;
}
