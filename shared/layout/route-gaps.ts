/**
 * Routes the nets of every gap: which track its upright line takes, how wide the gaps get and so where the columns and the
 * borders of groups lie along the flow.
 */
import { columnShifts } from "./fit-columns.ts";
import { netsOf, type GapNet, type GapNets } from "./gap-nets.ts";
import type { LayeredNet } from "./layered-net.ts";
import { groupsAround } from "./piece.ts";
import { orderTracks, type UprightNet } from "./order-tracks.ts";
import type { Spacing } from "./spacing.ts";

export interface Routes {
  readonly nets: GapNets;
  /** Where the upright line of a net stands along the flow; absent for a net that is level. */
  readonly uprightAt: ReadonlyMap<GapNet, number>;
  /** Level legs that give way by so much, since another net's leg would lie on them: by net, then by its left pin. */
  readonly shifts: ReadonlyMap<GapNet, ReadonlyMap<number, number>>;
  /** Start and end of each column along the flow. */
  readonly columnStart: Float64Array;
  readonly columnEnd: Float64Array;
  /** Start and end of each group along the flow. */
  readonly groupStart: Float64Array;
  readonly groupEnd: Float64Array;
}

export interface AlongInset {
  readonly before: number;
  readonly after: number;
}

const levelWithin = 0.5;
const giveWay = 5;
/** From this width on the tracks of a gap close up. */
const crowded = 200;

export function routeGaps(net: LayeredNet, place: Float64Array, spacing: Spacing, inset: AlongInset): Routes {
  const nets = netsOf(net);
  const uprightAt = new Map<GapNet, number>();
  const shifts = new Map<GapNet, Map<number, number>>();
  const widths = columnWidths(net);
  const depths = borderDepths(net);
  const columnStart = new Float64Array(net.layers);
  const columnEnd = new Float64Array(net.layers);
  let along = 0;
  for (let gap = 0; gap <= net.layers; gap += 1) {
    const routed = routeGap(nets.gaps[gap] ?? [], place);
    const closing = Math.max(0, ...depths.filter((one) => one.last === gap - 1).map((one) => one.closing)) * inset.after;
    const opening = Math.max(0, ...depths.filter((one) => one.first === gap).map((one) => one.opening)) * inset.before;
    const isInner = gap > 0 && gap < net.layers;
    const step = Math.max(spacing.lines / 2.5, Math.min(spacing.lines, crowded / routed.tracks));
    const lanes = Math.max(0, routed.tracks - 1) * step;
    const edge = routed.tracks > 0 ? spacing.columnLine : 0;
    const room = isInner ? Math.max(spacing.columns, lanes + 2 * spacing.columnLine) : lanes + edge;
    const firstLane = along + closing + (isInner ? (room - lanes) / 2 : gap === 0 ? 0 : edge);
    for (const [one, track] of routed.track) uprightAt.set(one, firstLane + track * step);
    for (const [one, by] of routed.shifts) shifts.set(one, by);
    along += closing + room + opening;
    if (gap === net.layers) break;
    columnStart[gap] = along;
    along += widths[gap] ?? 0;
    columnEnd[gap] = along;
  }
  if (net.piece.pins) shiftColumns(net, { nets, uprightAt, columnStart, columnEnd });
  const groupStart = Float64Array.from(depths, (one) => (columnStart[one.first] ?? 0) - one.opening * inset.before);
  const groupEnd = Float64Array.from(depths, (one) => (columnEnd[one.last] ?? 0) + one.closing * inset.after);
  return { nets, uprightAt, shifts, columnStart, columnEnd, groupStart, groupEnd };
}

/** Uprights stay in the middle of a gap that got wider. */
function shiftColumns(net: LayeredNet, { nets, uprightAt, columnStart, columnEnd }: Pick<Routes, "nets" | "columnStart" | "columnEnd"> & { uprightAt: Map<GapNet, number> }): void {
  const shifts = columnShifts(net, columnStart.map((start, layer) => (start + (columnEnd[layer] ?? 0)) / 2));
  nets.gaps.forEach((ofGap, gap) => {
    const by = ((shifts[gap - 1] ?? shifts[gap] ?? 0) + (shifts[gap] ?? shifts[gap - 1] ?? 0)) / 2;
    for (const one of ofGap) {
      const at = uprightAt.get(one);
      if (at !== undefined) uprightAt.set(one, at + by);
    }
  });
  for (let layer = 0; layer < net.layers; layer += 1) {
    columnStart[layer] = (columnStart[layer] ?? 0) + (shifts[layer] ?? 0);
    columnEnd[layer] = (columnEnd[layer] ?? 0) + (shifts[layer] ?? 0);
  }
}

interface RoutedGap {
  readonly tracks: number;
  readonly track: ReadonlyMap<GapNet, number>;
  readonly shifts: ReadonlyMap<GapNet, Map<number, number>>;
}

function routeGap(nets: readonly GapNet[], place: Float64Array): RoutedGap {
  const placesOf = (items: readonly number[]): number[] => items.map((item) => place[item] ?? 0).sort((a, b) => a - b);
  const upright: { net: GapNet; pins: UprightNet }[] = [];
  for (const net of nets) {
    const left = placesOf(net.left);
    const right = placesOf(net.right);
    const low = Math.min(left[0] ?? Infinity, right[0] ?? Infinity);
    const high = Math.max(left.at(-1) ?? -Infinity, right.at(-1) ?? -Infinity);
    if (high - low >= levelWithin) upright.push({ net, pins: { left, right, low, high } });
  }
  const tracks = orderTracks(upright.map((one) => one.pins));
  return {
    tracks: Math.max(0, ...tracks.map((track) => track + 1)),
    track: new Map(upright.map((one, at) => [one.net, tracks[at] ?? 0])),
    shifts: findShifts(upright.map((one, at) => ({ ...one, track: tracks[at] ?? 0 })), place),
  };
}

/** Legs that would still lie on the leg of another net: two sources that swap their rows leave no order without that. */
function findShifts(upright: readonly { net: GapNet; track: number }[], place: Float64Array): Map<GapNet, Map<number, number>> {
  const arriving = upright.flatMap((one) => one.net.right.map((item) => ({ ...one, item, at: place[item] ?? 0 }))).sort((a, b) => a.at - b.at);
  const shifts = new Map<GapNet, Map<number, number>>();
  for (const one of upright) {
    for (const item of one.net.left) {
      const at = place[item] ?? 0;
      for (let i = firstFrom(arriving, at - giveWay + 1); i < arriving.length; i += 1) {
        const other = arriving[i];
        if (!other || other.at > at + giveWay - 1) break;
        if (other.net === one.net || other.track >= one.track) continue;
        const ofNet = shifts.get(one.net) ?? new Map<number, number>();
        shifts.set(one.net, ofNet.set(item, other.at > at ? -giveWay : giveWay));
      }
    }
  }
  return shifts;
}

function firstFrom(sorted: readonly { at: number }[], at: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle]?.at ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

function columnWidths(net: LayeredNet): Float64Array {
  const widths = new Float64Array(net.layers);
  for (let node = 0; node < net.piece.nodes; node += 1) {
    const layer = net.layerOf[node] ?? 0;
    widths[layer] = Math.max(widths[layer] ?? 0, net.piece.along[node] ?? 0);
  }
  return widths;
}

/** How many borders, its own included, stand between a group's border and its first (last) column: inner groups that begin there, too. */
function borderDepths({ piece: { groups }, spans }: LayeredNet): { first: number; last: number; opening: number; closing: number }[] {
  const depths = Array.from({ length: groups.count }, (_, group) => ({ first: spans.first[group] ?? -1, last: spans.last[group] ?? -1, opening: 1, closing: 1 }));
  for (let group = groups.count - 1; group >= 0; group -= 1) {
    const own = depths[group];
    let levels = 0;
    for (const outer of groupsAround(groups, group)) {
      const other = depths[outer];
      levels += 1;
      if (!own || !other || own.first === -1) continue;
      if (other.first === own.first) other.opening = Math.max(other.opening, levels);
      if (other.last === own.last) other.closing = Math.max(other.closing, levels);
    }
  }
  return depths;
}
