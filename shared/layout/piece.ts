/** One connected piece of a graph as numbers: what all steps of the layout work on. Flow runs along, columns stand across. */

export interface Piece {
  readonly nodes: number;
  /** Size by node in the direction of flow: the width when drawn left to right. */
  readonly along: Float64Array;
  readonly across: Float64Array;
  /** Edges between nodes: none from a node to itself, none twice. Cycles are allowed. */
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** The innermost group of each node; -1: none. */
  readonly groupOf: Int32Array;
  readonly groups: GroupTree;
  readonly pins: Pins | null;
}

/** Where the middles of pinned nodes have to be, by node; NaN for a node that is free. */
export interface Pins {
  readonly along: Float64Array;
  readonly across: Float64Array;
}

export function isPinned({ pins }: Piece, item: number): boolean {
  return pins !== null && item < pins.along.length && !Number.isNaN(pins.along[item] ?? Number.NaN);
}

export interface GroupTree {
  readonly count: number;
  /** The group around each group; -1: none. A parent has a smaller number than its children. */
  readonly parent: Int32Array;
}

/** The group and all around it, innermost first. */
export function* groupsAround({ parent }: GroupTree, group: number): Generator<number> {
  for (let one = group; one !== -1; one = parent[one] ?? -1) yield one;
}

export function isWithin(tree: GroupTree, group: number, outer: number): boolean {
  if (outer === -1) return true;
  for (const one of groupsAround(tree, group)) if (one === outer) return true;
  return false;
}

/** The innermost group that holds both; -1: none does. */
export function commonGroup(tree: GroupTree, a: number, b: number): number {
  for (const one of groupsAround(tree, a)) if (isWithin(tree, b, one)) return one;
  return -1;
}
