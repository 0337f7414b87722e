/**
 * A request and its answer as plain arrays of numbers, to cross between threads: handing these over costs next to nothing, where
 * copying tens of thousands of points would make the screen wait. Names stay where they are; nodes and groups go by number.
 */
import { layOut } from "./lay-out.ts";
import { layOutPart } from "./lay-out-part.ts";
import type { Box, Direction, Layout, LayoutPart, LayoutRequest, Point } from "./layout-graph.ts";

export interface WireRequest {
  readonly direction: Direction;
  /** Width and height by node. */
  readonly sizes: Float64Array;
  /** Source and target by edge; -1: unknown. */
  readonly ends: Int32Array;
  /** Pairs of a node, or of the group −n − 1, and the group around it. */
  readonly parents: Int32Array;
  /** Node, x and y of each pin. */
  readonly pins: Float64Array;
  readonly part: WirePart | null;
}

export interface WirePart {
  readonly nodes: Int32Array;
  /** Node, x, y, width and height of each place. */
  readonly places: Float64Array;
}

export interface WireLayout {
  /** Four numbers by node (by group), NaN where it has no place. */
  readonly nodes: Float64Array;
  readonly groups: Float64Array;
  /** Points of edge e: x and y from `starts[e]` up to, without it, `starts[e + 1]`. */
  readonly starts: Int32Array;
  readonly points: Float64Array;
  readonly width: number;
  readonly height: number;
}

export function packRequest(request: LayoutRequest, part: LayoutPart | null = null): WireRequest {
  const { nodes, edges, parents = new Map<string, string>(), pinned = new Map<string, Point>() } = request;
  const number = numbersOf(nodes.map((node) => node.id));
  const group = numbersOf(groupNames(request));
  const around = [...parents].flatMap(([child, parent]) => {
    const own = number.get(child) ?? negative(group.get(child));
    const outer = group.get(parent);
    // What is a node is no group, and what is neither node nor group is not drawn.
    return own === undefined || outer === undefined || number.has(parent) ? [] : [own, outer];
  });
  const placed = [...(part?.places ?? [])].flatMap(([id, box]) => (number.has(id) ? [number.get(id) ?? 0, box.x, box.y, box.width, box.height] : []));
  return {
    direction: request.direction ?? "LR",
    sizes: Float64Array.from(nodes.flatMap((node) => [node.width, node.height])),
    ends: Int32Array.from(edges.flatMap((edge) => [number.get(edge.source) ?? -1, number.get(edge.target) ?? -1])),
    parents: Int32Array.from(around),
    pins: Float64Array.from([...pinned].flatMap(([id, at]) => (number.has(id) ? [number.get(id) ?? 0, at.x, at.y] : []))),
    part: part && { nodes: Int32Array.from([...part.nodes].flatMap((id) => number.get(id) ?? [])), places: Float64Array.from(placed) },
  };
}

/** Does the work that a packed request asks for. */
export function answerWire(wire: WireRequest): WireLayout {
  const nodes = Array.from({ length: wire.sizes.length / 2 }, (_, at) => ({ id: nodeName(at), width: wire.sizes[2 * at] ?? 0, height: wire.sizes[2 * at + 1] ?? 0 }));
  const edges = Array.from({ length: wire.ends.length / 2 }, (_, at) => ({ id: String(at), source: nodeName(wire.ends[2 * at] ?? -1), target: nodeName(wire.ends[2 * at + 1] ?? -1) }));
  const pairs = tuples(wire.parents, 2);
  const parents = new Map(pairs.map(([child = 0, parent = 0]) => [child < 0 ? groupName(-child - 1) : nodeName(child), groupName(parent)]));
  const pinned = new Map(tuples(wire.pins, 3).map(([node = 0, x = 0, y = 0]) => [nodeName(node), { x, y }]));
  const request = { nodes, edges, direction: wire.direction, parents, pinned };
  const layout = wire.part ? layOutPart(request, unpackPart(wire.part)) : layOut(request);
  const groups = Array.from({ length: pairs.reduce((most, [, parent = 0]) => Math.max(most, parent + 1), 0) }, (_, at) => groupName(at));
  const lines = edges.map((edge) => layout.edges.get(edge.id) ?? []);
  const starts = new Int32Array(lines.length + 1);
  lines.forEach((line, at) => (starts[at + 1] = (starts[at] ?? 0) + 2 * line.length));
  const points = new Float64Array(starts[lines.length] ?? 0);
  lines.forEach((line, at) => line.forEach((point, i) => points.set([point.x, point.y], (starts[at] ?? 0) + 2 * i)));
  return { nodes: boxesOf(nodes.map((node) => layout.nodes.get(node.id))), groups: boxesOf(groups.map((name) => layout.groups.get(name))), starts, points, width: layout.width, height: layout.height };
}

/** @param request the one that was packed */
export function unpackLayout(request: LayoutRequest, { nodes, groups, starts, points, width, height }: WireLayout): Layout {
  const edges = new Map<string, readonly Point[]>();
  request.edges.forEach((edge, at) => {
    const from = starts[at] ?? 0;
    const length = ((starts[at + 1] ?? 0) - from) / 2;
    if (length > 0) edges.set(edge.id, Array.from({ length }, (_, i) => ({ x: points[from + 2 * i] ?? 0, y: points[from + 2 * i + 1] ?? 0 })));
  });
  return { nodes: named(request.nodes.map((node) => node.id), nodes), edges, groups: named(groupNames(request), groups), width, height };
}

function unpackPart({ nodes, places }: WirePart): LayoutPart {
  return {
    nodes: new Set([...nodes].map(nodeName)),
    places: new Map(tuples(places, 5).map(([node = 0, x = 0, y = 0, width = 0, height = 0]) => [nodeName(node), { x, y, width, height }])),
  };
}

/** Every name that stands for a group around something, in the order of the map. */
function groupNames({ parents }: LayoutRequest): string[] {
  return [...new Set(parents?.values() ?? [])];
}

function numbersOf(names: readonly string[]): Map<string, number> {
  const numbers = new Map<string, number>();
  names.forEach((name, at) => numbers.has(name) || numbers.set(name, at));
  return numbers;
}

const negative = (group: number | undefined): number | undefined => (group === undefined ? undefined : -group - 1);
const nodeName = (at: number): string => `n${at}`;
const groupName = (at: number): string => `g${at}`;

function tuples(values: ArrayLike<number>, size: number): number[][] {
  return Array.from({ length: values.length / size }, (_, at) => Array.from({ length: size }, (_unused, i) => values[at * size + i] ?? 0));
}

function boxesOf(boxes: readonly (Box | undefined)[]): Float64Array {
  return Float64Array.from(boxes.flatMap((box) => (box ? [box.x, box.y, box.width, box.height] : [Number.NaN, 0, 0, 0])));
}

function named(names: readonly string[], boxes: Float64Array): Map<string, Box> {
  const answer = new Map<string, Box>();
  names.forEach((name, at) => {
    const [x = Number.NaN, y = 0, width = 0, height = 0] = boxes.subarray(4 * at, 4 * at + 4);
    if (!Number.isNaN(x) && !answer.has(name)) answer.set(name, { x, y, width, height });
  });
  return answer;
}
