/**
 * Items of successive layers that lie on one straight line and move as one block; a border of a group is a block alone. A block that moves pushes what is in its way
 * along; a move is tried on paper first, with its cost: by how much all links that it touches get longer.
 */
import type { LayerChains } from "./layer-chains.ts";
import type { LayeredNet } from "./layered-net.ts";
import { linkWeight } from "./link-weight.ts";
import { isPinned } from "./piece.ts";
import { packRows, type Rows } from "./rows.ts";

export interface Blocks {
  /** Block of each variable, named after one of its members. */
  headOf(variable: number): number;
  /** Calls back with each member of the block. */
  each(head: number, visit: (variable: number) => void): void;
  size(head: number): number;
  firstLayer(head: number): number;
  lastLayer(head: number): number;
  /**
   * Plans to move a block by so much, `still` staying where it is (-1: no block must). The plan stands until the next one.
   * @returns by how much the links get longer (less than 0: shorter), or null where there is no way
   */
  plan(head: number, by: number, still: number): number | null;
  /** Does what was planned last. */
  carryOut(): void;
  /** Two blocks that lie on one line already become one. */
  join(a: number, b: number): void;
}

/** A push that goes through more blocks than this is given up; in a large graph earlier, for there are so many. */
const mostPushed = (items: number): number => Math.max(6, Math.min(48, Math.round(40_000 / items)));
const tolerance = 1e-6;
const borderCost = 1;

export function singleBlocks(net: LayeredNet, chains: LayerChains, place: Float64Array): Blocks {
  const { list, apart, variables } = chains;
  const heads = Int32Array.from({ length: variables }, (_, variable) => variable);
  const next = heads.slice();
  const size = new Int32Array(variables).fill(1);
  const first = net.layerOf.slice();
  const last = net.layerOf.slice();
  const { spots, isFirst, isLast } = findSpots(net, chains);
  const shift = new Float64Array(variables);
  const moved: number[] = [];
  const limit = mostPushed(net.items);
  const isFixed = Uint8Array.from(heads, (item) => Number(isPinned(net.piece, item)));

  const headOf = (variable: number): number => {
    let head = variable;
    while (heads[head] !== head) head = heads[head] = heads[heads[head] ?? 0] ?? 0;
    return head;
  };
  const each: Blocks["each"] = (head, visit) => {
    let variable = head;
    do {
      visit(variable);
      variable = next[variable] ?? head;
    } while (variable !== head);
  };
  /** Calls back with the blocks beside a variable that must go on when it goes so far, and how far. */
  const push = (variable: number, by: number, visit: (head: number, by: number) => void): void => {
    for (let spot = spots.start[variable] ?? 0; spot < (spots.start[variable + 1] ?? 0); spot += 1) {
      const i = spots.list[spot] ?? 0;
      if ((by > 0 ? isLast[i] : isFirst[i]) === 1) continue;
      const beside = by > 0 ? i + 1 : i - 1;
      const other = list[beside] ?? 0;
      const room = Math.abs((place[other] ?? 0) - (place[variable] ?? 0)) - (apart[Math.max(i, beside)] ?? 0);
      const rest = Math.abs(by) - Math.max(0, room);
      if (rest > tolerance) visit(headOf(other), by > 0 ? rest : -rest);
    }
  };
  const forget = (): void => {
    for (const head of moved) shift[head] = 0;
    moved.length = 0;
  };
  const costOfMoves = (): number => {
    let cost = 0;
    for (const head of moved) each(head, (item) => (cost += costOfItem(item, shift[head] ?? 0)));
    return cost;
  };
  /** A border is pushed outwards only, and a larger box is worth a shorter link. A link between two items that move is met from both ends, and counts half each time. */
  const costOfItem = (item: number, by: number): number => {
    let cost = 0;
    if (item >= net.items) return Math.abs(by) * borderCost;
    for (const rows of [net.before, net.after]) {
      for (let i = rows.start[item] ?? 0; i < (rows.start[item + 1] ?? 0); i += 1) {
        const other = rows.list[i] ?? 0;
        const otherBy = shift[headOf(other)] ?? 0;
        if (otherBy === by) continue;
        const now = (place[item] ?? 0) - (place[other] ?? 0);
        cost += linkWeight(net, item, other) * (Math.abs(now + by - otherBy) - Math.abs(now)) * (otherBy === 0 ? 1 : 0.5);
      }
    }
    return cost;
  };

  return {
    headOf,
    each,
    size: (head) => size[head] ?? 0,
    firstLayer: (head) => first[head] ?? 0,
    lastLayer: (head) => last[head] ?? 0,
    plan(head, by, still) {
      forget();
      if (isFixed[head] === 1) return null;
      shift[head] = by;
      moved.push(head);
      for (let done = 0; done < moved.length; done += 1) {
        const mover = moved[done] ?? 0;
        const own = shift[mover] ?? 0;
        let isBlocked = false;
        const take = (pushed: number, rest: number): void => {
          if (pushed === still || pushed === head || isFixed[pushed] === 1) isBlocked = true;
          else if (Math.abs(shift[pushed] ?? 0) < Math.abs(rest) - tolerance) {
            shift[pushed] = rest;
            // Met again by a longer push, a block is looked at again.
            moved.push(pushed);
          }
        };
        each(mover, (variable) => push(variable, own, take));
        if (isBlocked || moved.length > limit) return null;
      }
      const unique = new Set(moved);
      moved.length = 0;
      moved.push(...unique);
      return costOfMoves();
    },
    carryOut() {
      for (const head of moved) {
        const to = (place[head] ?? 0) + (shift[head] ?? 0);
        // All items get the same place to the last bit: straight is straight.
        each(head, (item) => (place[item] = to));
      }
      forget();
    },
    join(a, b) {
      const [big, small] = (size[a] ?? 0) >= (size[b] ?? 0) ? [a, b] : [b, a];
      heads[small] = big;
      const to = isFixed[small] === 1 ? (place[small] ?? 0) : (place[big] ?? 0);
      isFixed[big] = Math.max(isFixed[big] ?? 0, isFixed[small] ?? 0);
      size[big] = (size[big] ?? 0) + (size[small] ?? 0);
      first[big] = Math.min(first[big] ?? 0, first[small] ?? 0);
      last[big] = Math.max(last[big] ?? 0, last[small] ?? 0);
      const after = next[big] ?? 0;
      next[big] = next[small] ?? 0;
      next[small] = after;
      each(big, (item) => (place[item] = to));
    },
  };
}

/** Where each variable stands in the chains: an item once, a border once in each layer; and which are the ends of chains. */
function findSpots(net: LayeredNet, { start, list, variables }: LayerChains): { spots: Rows; isFirst: Uint8Array; isLast: Uint8Array } {
  const isFirst = new Uint8Array(list.length);
  const isLast = new Uint8Array(list.length);
  for (let layer = 0; layer < net.layers; layer += 1) {
    isFirst[start[layer] ?? 0] = 1;
    isLast[(start[layer + 1] ?? 0) - 1] = 1;
  }
  return { spots: packRows(variables, list, list.map((_, i) => i)), isFirst, isLast };
}
