/** Puts a box in the place of each wide family of a request, and the family's grid back into the box once that has a place. */
import { layFamilyGrid, lineBetween, lineIn, lineOut, type Cell, type FamilyGrid, type FlatLine } from "./family-grid.ts";
import { findFamilies } from "./find-families.ts";
import type { Box, Direction, Layout, LayoutEdge, LayoutRequest, Point } from "./layout-graph.ts";
import type { Spacing } from "./spacing.ts";

export interface FoldedRequest {
  readonly request: LayoutRequest;
  /** The layout of the whole graph from that of `request`. */
  unfold(layout: Layout): Layout;
}

interface Member {
  readonly box: string;
  readonly grid: FamilyGrid;
  readonly chain: number;
  readonly cell: Cell;
}

/** Null where nothing is folded. */
export function foldFamilies(request: LayoutRequest, spacing: Spacing): FoldedRequest | null {
  const direction = request.direction ?? "LR";
  const grids = findFamilies(request).flatMap((family) => layFamilyGrid(family, direction, spacing) ?? []);
  if (grids.length === 0) return null;
  const members = new Map<string, Member>();
  // No task is named so.
  grids.forEach((grid, at) => grid.chains.forEach((cells, chain) => cells.forEach((cell) => members.set(cell.id, { box: `\n${at}`, grid, chain, cell }))));
  const edges = foldEdges(request, members);
  return { request: { ...request, nodes: foldNodes(request, members), edges: [...edges.values()], parents: foldParents(request, members) }, unfold: (layout) => unfold(layout, { request, members, edges, spacing }) };
}

/** A box stands where the first of its family stood. */
function foldNodes({ nodes, direction }: LayoutRequest, members: ReadonlyMap<string, Member>): LayoutRequest["nodes"] {
  const boxes = new Set<string>();
  return nodes.flatMap((node) => {
    const member = members.get(node.id);
    if (member === undefined) return [node];
    if (boxes.has(member.box)) return [];
    boxes.add(member.box);
    const { along, across } = member.grid;
    return [{ id: member.box, width: direction === "TB" ? across : along, height: direction === "TB" ? along : across }];
  });
}

function foldParents({ parents }: LayoutRequest, members: ReadonlyMap<string, Member>): ReadonlyMap<string, string> {
  return new Map([...(parents ?? [])].map(([child, parent]) => [members.get(child)?.box ?? child, parent]));
}

const endOf = (id: string, members: ReadonlyMap<string, Member>): string => members.get(id)?.box ?? id;
const pairOf = (source: string, target: string): string => JSON.stringify([source, target]);

/** One edge for all between two ends, by these; the ids are those of the first. */
function foldEdges({ edges }: LayoutRequest, members: ReadonlyMap<string, Member>): Map<string, LayoutEdge> {
  const folded = new Map<string, LayoutEdge>();
  for (const edge of edges) {
    const [source, target] = [endOf(edge.source, members), endOf(edge.target, members)];
    const key = pairOf(source, target);
    if (source !== target && !folded.has(key)) folded.set(key, { id: edge.id, source, target });
  }
  return folded;
}

interface Folding {
  readonly request: LayoutRequest;
  readonly members: ReadonlyMap<string, Member>;
  readonly edges: ReadonlyMap<string, LayoutEdge>;
  readonly spacing: Spacing;
}

function unfold(layout: Layout, folding: Folding): Layout {
  const { request, members, edges: folded } = folding;
  const direction = request.direction ?? "LR";
  const nodes = new Map<string, Box>();
  for (const { id } of request.nodes) {
    const member = members.get(id);
    const box = layout.nodes.get(member?.box ?? id);
    if (box !== undefined && !nodes.has(id)) nodes.set(id, member === undefined ? box : boxOf(member.cell, box, direction));
  }
  const edges = new Map<string, readonly Point[]>();
  for (const edge of request.edges) {
    const [source, target] = [members.get(edge.source), members.get(edge.target)];
    const isInside = source !== undefined && source.box === target?.box;
    const outer = isInside ? undefined : layout.edges.get(folded.get(pairOf(endOf(edge.source, members), endOf(edge.target, members)))?.id ?? "");
    const line = isInside ? insideLine(source, target, layout, direction) : wholeLine({ outer, source, target, layout, direction }, folding.spacing);
    if (line !== null && !edges.has(edge.id)) edges.set(edge.id, line);
  }
  return { ...layout, nodes, edges };
}

function insideLine(source: Member, target: Member, layout: Layout, direction: Direction): readonly Point[] | null {
  const box = layout.nodes.get(source.box);
  return box === undefined || source === target ? null : placed(lineBetween(source.cell, target.cell), box, direction);
}

interface Joint {
  readonly outer: readonly Point[] | undefined;
  readonly source: Member | undefined;
  readonly target: Member | undefined;
  readonly layout: Layout;
  readonly direction: Direction;
}

function wholeLine({ outer, source, target, layout, direction }: Joint, spacing: Spacing): readonly Point[] | null {
  const [first, last] = [outer?.[0], outer?.at(-1)];
  if (outer === undefined || first === undefined || last === undefined) return null;
  if (source === undefined && target === undefined) return outer;
  const from = source && layout.nodes.get(source.box);
  const to = target && layout.nodes.get(target.box);
  const out = source === undefined || from === undefined ? [] : placed(lineOut(source.grid, spacing, source.chain, acrossOf(first, from, direction)), from, direction);
  const into = target === undefined || to === undefined ? [] : placed(lineIn(target.grid, spacing, target.chain, acrossOf(last, to, direction)), to, direction);
  return withoutStops([...out, ...outer, ...into]);
}

const acrossOf = (point: Point, box: Box, direction: Direction): number => (direction === "LR" ? point.y - box.y : point.x - box.x);

function boxOf({ along, across, length, breadth }: Cell, { x, y }: Box, direction: Direction): Box {
  return direction === "LR" ? { x: x + along, y: y + across, width: length, height: breadth } : { x: x + across, y: y + along, width: breadth, height: length };
}

function placed(line: FlatLine, { x, y }: Box, direction: Direction): Point[] {
  return line.map(([along, across]) => (direction === "LR" ? { x: x + along, y: y + across } : { x: x + across, y: y + along }));
}

/** Leaves out points at which a line does not turn, or stands still. */
function withoutStops(points: readonly Point[]): Point[] {
  const kept: Point[] = [];
  for (const point of points) {
    const last = kept.at(-1);
    if (last?.x === point.x && last.y === point.y) continue;
    const before = kept.at(-2);
    if (last && before && ((before.x === last.x && last.x === point.x) || (before.y === last.y && last.y === point.y))) kept.pop();
    kept.push(point);
  }
  return kept;
}
