/**
 * The last word on pins: where columns and rows could not take a pinned node to its place (two pins of one column apart, a
 * dependant pinned left of its dependency), it is put there all the same. What it would cover moves aside, the lines that this
 * touches go round all boxes, and groups close around their nodes again.
 */
import type { GroupInsets, PieceLayout } from "./lay-piece.ts";
import type { Box, Point } from "./layout-graph.ts";
import { groupsAround, isPinned, type Piece } from "./piece.ts";
import { isHit, routeAround } from "./route-around.ts";
import type { Spacing } from "./spacing.ts";

export function keepPins(piece: Piece, laid: PieceLayout, spacing: Spacing, insets: GroupInsets): PieceLayout {
  const { pins } = piece;
  if (!pins) return laid;
  const boxes = Array.from({ length: piece.nodes }, (_, node) => boxAt(piece, node, laid.along[node] ?? 0, laid.across[node] ?? 0));
  const moved = new Set<number>();
  for (let node = 0; node < piece.nodes; node += 1) {
    if (!isPinned(piece, node)) continue;
    const pinned = boxAt(piece, node, pins.along[node] ?? 0, pins.across[node] ?? 0);
    if (Math.abs(pinned.x - (boxes[node]?.x ?? 0)) < 0.01 && Math.abs(pinned.y - (boxes[node]?.y ?? 0)) < 0.01) continue;
    boxes[node] = pinned;
    moved.add(node);
  }
  if (moved.size === 0) return laid;
  stepAside(piece, boxes, moved, spacing.nodes);
  return {
    along: Float64Array.from(boxes, (box) => box.x + box.width / 2),
    across: Float64Array.from(boxes, (box) => box.y + box.height / 2),
    lines: laid.lines.map((line, edge) => redraw(piece, { boxes, moved, margin: spacing.nodes / 2 - 1 }, edge, line)),
    groups: closeGroups(piece, { laid, boxes, moved, insets }),
  };
}

function boxAt({ along, across }: Piece, node: number, x: number, y: number): Box {
  const width = along[node] ?? 0;
  const height = across[node] ?? 0;
  return { x: x - width / 2, y: y - height / 2, width, height };
}

/** Free nodes that a moved one would touch go to the nearest free place of their column. */
function stepAside(piece: Piece, boxes: Box[], moved: Set<number>, gap: number): void {
  for (const cause of [...moved]) {
    for (let node = 0; node < piece.nodes; node += 1) {
      const own = boxes[node];
      const other = boxes[cause];
      if (!own || !other || node === cause || isPinned(piece, node) || !touches(own, other, gap)) continue;
      const inColumn = boxes.filter((box, at) => at !== node && box.x < own.x + own.width + gap && own.x < box.x + box.width + gap);
      const rows = inColumn.flatMap((box) => [box.y - own.height - gap, box.y + box.height + gap]);
      const free = rows.filter((y) => !inColumn.some((box) => touches({ ...own, y }, box, gap)));
      const nearest = free.sort((a, b) => Math.abs(a - own.y) - Math.abs(b - own.y) || a - b)[0];
      boxes[node] = { ...own, y: nearest ?? own.y };
      moved.add(node);
    }
  }
}

function touches(a: Box, b: Box, gap: number): boolean {
  return a.x < b.x + b.width + gap && b.x < a.x + a.width + gap && a.y < b.y + b.height + gap && b.y < a.y + a.height + gap;
}

function redraw(piece: Piece, { boxes, moved, margin }: { boxes: readonly Box[]; moved: ReadonlySet<number>; margin: number }, edge: number, line: readonly number[]): number[] {
  const source = piece.from[edge] ?? 0;
  const target = piece.to[edge] ?? 0;
  const points = Array.from({ length: line.length / 2 }, (_, i): Point => ({ x: line[2 * i] ?? 0, y: line[2 * i + 1] ?? 0 }));
  const isTouched = moved.has(source) || moved.has(target) || [...moved].some((node) => isHit(points, boxes[node] ?? { x: 0, y: 0, width: 0, height: 0 }));
  const from = boxes[source];
  const to = boxes[target];
  if (!isTouched || !from || !to) return [...line];
  return routeAround(boxes, from, to, margin).flatMap((point) => [point.x, point.y]);
}

function closeGroups(piece: Piece, { laid, boxes, moved, insets }: { laid: PieceLayout; boxes: readonly Box[]; moved: ReadonlySet<number>; insets: GroupInsets }): PieceLayout["groups"] {
  const touched = new Set([...moved].flatMap((node) => [...groupsAround(piece.groups, piece.groupOf[node] ?? -1)]));
  const groups = laid.groups.map((group) => [...group] as [number, number, number, number]);
  const inner = (group: number): [number, number, number, number][] => [
    ...boxes.filter((_, node) => piece.groupOf[node] === group).map((box): [number, number, number, number] => [box.x, box.x + box.width, box.y, box.y + box.height]),
    ...groups.filter((_, other) => piece.groups.parent[other] === group),
  ];
  for (let group = piece.groups.count - 1; group >= 0; group -= 1) {
    if (!touched.has(group)) continue;
    const all = inner(group);
    groups[group] = [
      Math.min(...all.map((one) => one[0])) - insets.before,
      Math.max(...all.map((one) => one[1])) + insets.after,
      Math.min(...all.map((one) => one[2])) - insets.above,
      Math.max(...all.map((one) => one[3])) + insets.below,
    ];
  }
  return groups;
}
