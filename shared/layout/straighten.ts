/**
 * Straightens what can be straight: long lines first, then chains, then all the rest, where it makes the links shorter on the
 * whole. In between, the blocks of straight items move to where their other links pull them.
 */
import type { LayerChains } from "./layer-chains.ts";
import type { LayeredNet } from "./layered-net.ts";
import { linkWeight } from "./link-weight.ts";
import type { Rows } from "./rows.ts";
import { singleBlocks, type Blocks } from "./straight-blocks.ts";

const rounds = 3;
/** A kink as small as this is worse than links that get longer by four times as much. */
const kink = 20;
const kinkCost = 4;
const few = 4;
/** A line is levelled even where that only saves a bend; a fork of two nodes stays even. */
const trifle = 1e-3;

export function straighten(net: LayeredNet, chains: LayerChains, place: Float64Array): void {
  const blocks = singleBlocks(net, chains, place);
  for (let round = 0; round < rounds; round += 1) {
    for (const link of sortLinks(net, place)) level(blocks, place, link);
    relax(net, blocks, place, round % 2 === 0);
  }
  centre(net, blocks, place);
}

interface Link {
  readonly a: number;
  readonly b: number;
  readonly weight: number;
  readonly bend: number;
}

/** The links worth a try, best first: only a node's nearest few on each side can become level with it. */
function sortLinks(net: LayeredNet, place: Float64Array): Link[] {
  const near = new Set<number>();
  const links: Link[] = [];
  for (let a = 0; a < net.items; a += 1) for (const b of nearestFew(net.after, a, place)) near.add(a * net.items + b);
  for (let b = 0; b < net.items; b += 1) {
    for (const a of nearestFew(net.before, b, place)) {
      if (near.has(a * net.items + b)) links.push({ a, b, weight: linkWeight(net, a, b), bend: Math.abs((place[a] ?? 0) - (place[b] ?? 0)) });
    }
  }
  return links.sort((one, other) => other.weight - one.weight || one.bend - other.bend);
}

function nearestFew({ start, list }: Rows, item: number, place: Float64Array): Int32Array {
  const all = list.subarray(start[item], start[item + 1]);
  if (all.length <= few) return all;
  const bend = (other: number): number => Math.abs((place[other] ?? 0) - (place[item] ?? 0));
  return all.toSorted((a, b) => bend(a) - bend(b) || a - b).subarray(0, few);
}

/** Brings two blocks to one line and joins them, if that is worth it. */
function level(blocks: Blocks, place: Float64Array, { a, b, weight }: Link): void {
  const left = blocks.headOf(a);
  const right = blocks.headOf(b);
  if (left === right || blocks.lastLayer(left) >= blocks.firstLayer(right)) return;
  const by = (place[b] ?? 0) - (place[a] ?? 0);
  const small = Math.abs(by);
  const worth = small <= kink ? kinkCost * weight * small : weight > 1 ? trifle : -trifle;
  const costOfLeft = small === 0 ? null : blocks.plan(left, by, right);
  const costOfRight = small === 0 ? null : blocks.plan(right, -by, left);
  if (small > 0) {
    const least = Math.min(costOfLeft ?? Infinity, costOfRight ?? Infinity);
    if (least > worth) return;
    if (least === costOfLeft) blocks.plan(left, by, right);
    blocks.carryOut();
  }
  blocks.join(left, right);
}

/** Each block goes to the middle one of all that it is linked to outside of itself, if that makes links shorter. */
function relax(net: LayeredNet, blocks: Blocks, place: Float64Array, forward: boolean): void {
  for (let step = 0; step < net.items; step += 1) {
    const head = forward ? step : net.items - 1 - step;
    if (blocks.headOf(head) !== head) continue;
    const by = middlePull(net, blocks, place, head);
    if (Math.abs(by) < 0.5) continue;
    const cost = blocks.plan(head, by, -1);
    if (cost !== null && cost < -trifle) blocks.carryOut();
  }
}

/** Where it makes no link longer, a node stands midway between its neighbours: the middle way looks better than either end. */
function centre(net: LayeredNet, blocks: Blocks, place: Float64Array): void {
  for (let item = 0; item < net.piece.nodes; item += 1) {
    if (blocks.size(blocks.headOf(item)) > 1) continue;
    let sum = 0;
    let count = 0;
    for (const rows of [net.before, net.after]) {
      for (let i = rows.start[item] ?? 0; i < (rows.start[item + 1] ?? 0); i += 1) {
        sum += (place[rows.list[i] ?? 0] ?? 0) - (place[item] ?? 0);
        count += 1;
      }
    }
    const by = count === 0 ? 0 : sum / count;
    const cost = Math.abs(by) < 1 ? null : blocks.plan(item, by, -1);
    if (cost !== null && cost < trifle) blocks.carryOut();
  }
}

/** The weighted median of the distances to the neighbours of a block. */
function middlePull(net: LayeredNet, blocks: Blocks, place: Float64Array, head: number): number {
  const pulls: { by: number; weight: number }[] = [];
  let total = 0;
  blocks.each(head, (item) => {
    for (const rows of [net.before, net.after]) {
      for (let i = rows.start[item] ?? 0; i < (rows.start[item + 1] ?? 0); i += 1) {
        const other = rows.list[i] ?? 0;
        if (blocks.headOf(other) === head) continue;
        const weight = linkWeight(net, item, other);
        pulls.push({ by: (place[other] ?? 0) - (place[item] ?? 0), weight });
        total += weight;
      }
    }
  });
  pulls.sort((a, b) => a.by - b.by);
  let seen = 0;
  for (const { by, weight } of pulls) {
    seen += weight;
    if (seen * 2 >= total) return by;
  }
  return 0;
}
