/**
 * Which upright line of a gap stands left of which: so that legs cross few of them and never lie on each other, in as few
 * tracks as that allows.
 */

export interface UprightNet {
  /** Places across of the pins on the left side and on the right, ascending. */
  readonly left: readonly number[];
  readonly right: readonly number[];
  readonly low: number;
  readonly high: number;
}

/** Legs of two nets on one line would read as one; worth any number of crossings. */
const onEachOther = 1000;
const levelWithin = 4;
/** Uprights in one track keep this distance. */
const clearance = 9;
const reach = 60;
const rounds = 3;

/** @returns the track of each net, from 0 at the left */
export function orderTracks(nets: readonly UprightNet[]): number[] {
  const order = nets.map((_, at) => at).sort((a, b) => slope(nets[a]) - slope(nets[b]) || turnKey(nets[a]) - turnKey(nets[b]) || a - b);
  for (let round = 0; round < rounds; round += 1) if (!improve(nets, order)) break;
  return pack(nets, order);
}

/** Nets that lead down come first. */
function slope(net: UprightNet | undefined): number {
  return net !== undefined && middle(net.right) >= middle(net.left) ? 0 : 1;
}

/** Of those that lead down the lowest is leftmost, of those that lead up the highest: then their legs do not cross. */
function turnKey(net: UprightNet | undefined): number {
  return net === undefined ? 0 : slope(net) === 0 ? -middle(net.left) : middle(net.left);
}

function middle(places: readonly number[]): number {
  return ((places[0] ?? 0) + (places.at(-1) ?? 0)) / 2;
}

/** Moves each net to where it costs least, as far as it looks. @returns whether any moved */
function improve(nets: readonly UprightNet[], order: number[]): boolean {
  let isBetter = false;
  for (const net of order.slice()) {
    const at = order.indexOf(net);
    const up = bestMove(nets, order, at, -1);
    const down = bestMove(nets, order, at, 1);
    const best = up.saved >= down.saved ? up : down;
    if (best.saved <= 0) continue;
    order.splice(at, 1);
    order.splice(best.to, 0, net);
    isBetter = true;
  }
  return isBetter;
}

function bestMove(nets: readonly UprightNet[], order: readonly number[], at: number, step: 1 | -1): { saved: number; to: number } {
  const own = nets[order[at] ?? 0];
  let saved = 0;
  const best = { saved: 0, to: at };
  for (let to = at + step; to >= 0 && to < order.length && Math.abs(to - at) <= reach; to += step) {
    const other = nets[order[to] ?? 0];
    if (!own || !other) break;
    if (own.low > other.high + levelWithin || other.low > own.high + levelWithin) continue;
    saved += step === 1 ? costOf(own, other) - costOf(other, own) : costOf(other, own) - costOf(own, other);
    if (saved > best.saved) Object.assign(best, { saved, to });
  }
  return best;
}

/** Crossings of two nets when the first stands left of the second. */
function costOf(left: UprightNet, right: UprightNet): number {
  return countBetween(right.left, left.low, left.high) + countBetween(left.right, right.low, right.high) + onEachOther * countLevel(left.right, right.left);
}

function countBetween(places: readonly number[], low: number, high: number): number {
  let count = 0;
  for (const place of places) if (place > low + 0.5 && place < high - 0.5) count += 1;
  return count;
}

/** Pairs of legs that would lie on each other: one that leaves to the right of the left net, one that comes to the right net. */
function countLevel(some: readonly number[], others: readonly number[]): number {
  let count = 0;
  for (const one of some) for (const other of others) if (Math.abs(one - other) < levelWithin) count += 1;
  return count;
}

/** Each net in the first track right of all nets before it that are in its way. */
function pack(nets: readonly UprightNet[], order: readonly number[]): number[] {
  const tracks = nets.map(() => 0);
  order.forEach((net, at) => {
    const own = nets[net];
    let track = 0;
    for (let before = 0; before < at; before += 1) {
      const other = nets[order[before] ?? 0];
      const taken = tracks[order[before] ?? 0] ?? 0;
      if (taken >= track && own && other && own.low < other.high + clearance && other.low < own.high + clearance) track = taken + 1;
    }
    tracks[net] = track;
  });
  return tracks;
}
