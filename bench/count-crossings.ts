/**
 * One counter of crossings for every layouter: it reads the drawn lines only. Each line is cut at the middle of each column of
 * nodes that it passes; between two columns it counts as a straight segment; two segments cross when their ends are in opposite
 * order. At its ends a line counts from the middle of its node.
 */

export interface DrawnEdge {
  /** Places of the boxes. */
  readonly source: number;
  readonly target: number;
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

export interface Drawing {
  /** Left side, width by node. */
  readonly boxes: readonly { readonly x: number; readonly y: number; readonly width: number; readonly height: number }[];
  readonly edges: readonly DrawnEdge[];
}

export interface Crossings {
  /** Lines of one source that lie on each other count once: what the eye sees. */
  readonly seen: number;
  /** Each pair of edges counts, also where they share their line with others. */
  readonly pairs: number;
}

export function countCrossings(drawing: Drawing): Crossings {
  const columns = columnsOf(drawing.boxes);
  const gaps: [from: number, to: number, source: number][][] = columns.map(() => []);
  for (const edge of drawing.edges) {
    const line = wholeLine(drawing.boxes, edge);
    for (let at = 0; at + 1 < columns.length; at += 1) {
      const from = heightAt(line, columns[at] ?? 0);
      const to = heightAt(line, columns[at + 1] ?? 0);
      if (from !== null && to !== null) gaps[at]?.push([from, to, edge.source]);
    }
  }
  let seen = 0;
  let pairs = 0;
  for (const gap of gaps) {
    pairs += inversions(gap);
    seen += inversions([...new Map(gap.map((segment) => [segment.join(), segment])).values()]);
  }
  return { seen, pairs };
}

/** Middles of the columns, left to right: nodes whose spans of x overlap stand in one. */
function columnsOf(boxes: Drawing["boxes"]): number[] {
  const columns: { left: number; right: number }[] = [];
  for (const box of [...boxes].sort((a, b) => a.x - b.x)) {
    const last = columns.at(-1);
    if (last && box.x < last.right) last.right = Math.max(last.right, box.x + box.width);
    else columns.push({ left: box.x, right: box.x + box.width });
  }
  return columns.map((column) => (column.left + column.right) / 2);
}

function wholeLine(boxes: Drawing["boxes"], edge: DrawnEdge): DrawnEdge["points"] {
  const ends = [boxes[edge.source], boxes[edge.target]].map((box) => (box ? [{ x: box.x + box.width / 2, y: box.y + box.height / 2 }] : []));
  return [...(ends[0] ?? []), ...edge.points, ...(ends[1] ?? [])];
}

/** Where the line passes x, rounded so that lines drawn on each other stay so; null when it does not. */
function heightAt(points: DrawnEdge["points"], x: number): number | null {
  for (let at = 0; at + 1 < points.length; at += 1) {
    const a = points[at];
    const b = points[at + 1];
    if (!a || !b || x < Math.min(a.x, b.x) - 0.5 || x > Math.max(a.x, b.x) + 0.5 || Math.abs(a.x - b.x) < 0.01) continue;
    const share = Math.min(1, Math.max(0, (x - a.x) / (b.x - a.x)));
    return Math.round((a.y + (b.y - a.y) * share) * 10) / 10;
  }
  return null;
}

/** Pairs in opposite order at both ends, by a tree of counts; ends that meet do not cross. */
function inversions(segments: readonly (readonly [number, number, number])[]): number {
  const heights = [...new Set(segments.map(([, to]) => to))].sort((a, b) => a - b);
  const rank = new Map(heights.map((height, at) => [height, at + 1]));
  const counts = new Float64Array(heights.length + 1);
  const sorted = segments.toSorted((a, b) => a[0] - b[0] || a[1] - b[1]);
  let crossings = 0;
  for (let at = 0; at < sorted.length; ) {
    let end = at;
    for (; end < sorted.length && sorted[end]?.[0] === sorted[at]?.[0]; end += 1) {
      for (let i = rank.get(sorted[end]?.[1] ?? 0) ?? 0; i > 0; i -= i & -i) crossings -= counts[i] ?? 0;
      crossings += at;
    }
    for (; at < end; at += 1) for (let i = rank.get(sorted[at]?.[1] ?? 0) ?? 0; i < counts.length; i += i & -i) counts[i] = (counts[i] ?? 0) + 1;
  }
  return crossings;
}
