/**
 * What is to be drawn in the gap between two columns: nets, each with one upright line (or none, when it is level) and a level
 * leg to each of its pins. A source and all it leads to in the next layer are one net; sources with the very same targets are
 * one net together, since then each of them leads to each of these. A net that did more would claim edges that are none.
 */
import type { LayeredNet } from "./layered-net.ts";
import { lineAt } from "./layered-net.ts";

export interface GapNet {
  /** Items on the left side of the gap, and on the right. */
  readonly left: readonly number[];
  readonly right: readonly number[];
}

export interface GapNets {
  /** By gap: the nets between layer gap − 1 and layer gap. */
  readonly gaps: readonly (readonly GapNet[])[];
  /** By item: its net to the right, or undefined. */
  readonly toRight: readonly (GapNet | undefined)[];
  /** By line of an edge that runs back: its net to the left. */
  readonly toLeft: ReadonlyMap<number, GapNet>;
  /** By trunk that runs back: the net of its turn at the source. */
  readonly turns: ReadonlyMap<number, GapNet>;
}

export function netsOf(net: LayeredNet): GapNets {
  const gaps: GapNet[][] = Array.from({ length: net.layers + 1 }, () => []);
  const toRight: (GapNet | undefined)[] = [];
  const toLeft = new Map<number, GapNet>();
  const turns = new Map<number, GapNet>();
  const isBackLine = markBackLines(net);
  const byTargets = new Map<string, { left: number[]; right: readonly number[] }>();
  for (let item = 0; item < net.items; item += 1) {
    const right = [...net.after.list.subarray(net.after.start[item], net.after.start[item + 1])];
    if (right.length === 0 || isBackLine[item] === 1) continue;
    const key = right.toSorted((a, b) => a - b).join();
    const known = byTargets.get(key);
    const one = known ?? { left: [], right };
    one.left.push(item);
    toRight[item] = one;
    if (known) continue;
    byTargets.set(key, one);
    gaps[(net.layerOf[item] ?? 0) + 1]?.push(one);
  }
  net.trunks.forEach((trunk, index) => {
    if (!trunk.isBack) return;
    for (let layer = trunk.first; layer <= trunk.last; layer += 1) {
      const line = lineAt(trunk, layer);
      const one = { left: layer > trunk.first ? [lineAt(trunk, layer - 1)] : [], right: [line, ...trunk.targets.filter((target) => net.layerOf[target] === layer)] };
      toLeft.set(line, one);
      gaps[layer]?.push(one);
    }
    const turn = { left: [...trunk.sources, lineAt(trunk, trunk.last)], right: [] };
    turns.set(index, turn);
    gaps[trunk.last + 1]?.push(turn);
  });
  return { gaps, toRight, toLeft, turns };
}

function markBackLines(net: LayeredNet): Uint8Array {
  const marks = new Uint8Array(net.items);
  for (const trunk of net.trunks) if (trunk.isBack) marks.fill(1, lineAt(trunk, trunk.first), lineAt(trunk, trunk.last) + 1);
  return marks;
}
