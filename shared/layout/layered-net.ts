/**
 * The graph as layers of items with links between neighbouring layers only. Items are nodes, lines (a long edge passing a
 * layer) and spacers (a group that is empty in a layer it spans). Edges of one source share their lines, and so do sources of
 * one layer that lead to the same far targets: fewer lines, fewer crossings, and one trunk to follow with the eye.
 * An edge that closes a cycle leaves its source on the right, runs back through lines of its own and enters on the left.
 */
import { commonGroup, groupsAround, isWithin, type GroupTree, type Piece } from "./piece.ts";
import { packRows, type Rows } from "./rows.ts";

export interface LayeredNet {
  readonly piece: Piece;
  /** Items below `piece.nodes` are the nodes. */
  readonly items: number;
  readonly layers: number;
  readonly layerOf: Int32Array;
  readonly across: Float64Array;
  readonly groupOf: Int32Array;
  /** Linked items in the layer before and after. */
  readonly before: Rows;
  readonly after: Rows;
  /** By item: for a line where it turns back, the node it comes from or leads to, in its own layer; else -1. */
  readonly mate: Int32Array;
  /** By edge: its trunk, or -1 when the edge passes no layer. */
  readonly trunkOf: Int32Array;
  readonly trunks: readonly Trunk[];
  /** First and last layer of each group. */
  readonly spans: GroupSpans;
}

export interface Trunk {
  /** Its lines are the items from here on, one a layer. */
  readonly item: number;
  readonly first: number;
  readonly last: number;
  readonly sources: readonly number[];
  readonly targets: readonly number[];
  readonly isBack: boolean;
}

export interface GroupSpans {
  readonly first: Int32Array;
  readonly last: Int32Array;
}

/** The item that stands for the trunk in a layer. */
export function lineAt(trunk: Trunk, layer: number): number {
  return trunk.item + layer - trunk.first;
}

/** @param isBack 1 for each edge of the piece that runs against the layers */
export function layNet(piece: Piece, isBack: Uint8Array, layer: Int32Array): LayeredNet {
  const spans = spanGroups(piece, layer);
  const { trunks, trunkOf, end } = planTrunks(piece, isBack, layer);
  const spacers = findSpacers(piece, spans, layer, trunks);
  const items = end + spacers.length;
  const layerOf = new Int32Array(items);
  const groupOf = new Int32Array(items).fill(-1);
  const across = new Float64Array(items);
  layerOf.set(layer);
  groupOf.set(piece.groupOf);
  across.set(piece.across);
  for (const trunk of trunks) {
    for (let at = trunk.first; at <= trunk.last; at += 1) {
      layerOf[lineAt(trunk, at)] = at;
      groupOf[lineAt(trunk, at)] = groupOfLine(piece, spans, trunk, at);
    }
  }
  spacers.forEach((spacer, at) => {
    layerOf[end + at] = spacer.layer;
    groupOf[end + at] = spacer.group;
  });
  const layers = layerOf.reduce((most, one) => Math.max(most, one + 1), 0);
  return { piece, items, layers, layerOf, across, groupOf, ...link(piece, { trunks, trunkOf, layer, items }), mate: findMates(items, trunks, layer), trunkOf, trunks, spans };
}

function spanGroups({ nodes, groupOf, groups }: Piece, layer: Int32Array): GroupSpans {
  const first = new Int32Array(groups.count).fill(-1);
  const last = new Int32Array(groups.count).fill(-1);
  for (let node = 0; node < nodes; node += 1) {
    const own = layer[node] ?? 0;
    for (const group of groupsAround(groups, groupOf[node] ?? -1)) {
      if (first[group] === -1 || own < (first[group] ?? 0)) first[group] = own;
      if (own > (last[group] ?? 0)) last[group] = own;
    }
  }
  return { first, last };
}

interface TrunkPlan {
  readonly sources: number[];
  readonly targets: readonly number[];
  readonly isBack: boolean;
}

/** Which edges share lines, and how far these reach. Items are numbered on from the nodes. */
function planTrunks(piece: Piece, isBack: Uint8Array, layer: Int32Array): { trunks: Trunk[]; trunkOf: Int32Array; end: number } {
  const trunkOf = new Int32Array(piece.from.length).fill(-1);
  const plans: TrunkPlan[] = [];
  const byTargets = new Map<string, number>();
  for (const back of [0, 1]) {
    const long = piece.from.map((_, edge) => edge).filter((edge) => (isBack[edge] ?? 0) === back && isLong(piece, edge, layer, back === 1));
    const bySource = packRows(piece.nodes, long.map((edge) => piece.from[edge] ?? 0), long);
    for (let source = 0; source < piece.nodes; source += 1) {
      const edges = bySource.list.subarray(bySource.start[source], bySource.start[source + 1]);
      if (edges.length === 0) continue;
      const targets = [...edges.map((edge) => piece.to[edge] ?? 0)];
      // A line back belongs to one source: its turn is at that source.
      const key = back === 1 ? `back ${source}` : `${layer[source]} ${piece.groupOf[source]} ${targets.toSorted((a, b) => a - b).join()}`;
      const known = byTargets.get(key) ?? plans.length;
      byTargets.set(key, known);
      if (known === plans.length) plans.push({ sources: [source], targets, isBack: back === 1 });
      else plans[known]?.sources.push(source);
      for (const edge of edges) trunkOf[edge] = known;
    }
  }
  let end = piece.nodes;
  const trunks = plans.map((plan): Trunk => {
    const source = layer[plan.sources[0] ?? 0] ?? 0;
    const targets = plan.targets.map((target) => layer[target] ?? 0);
    const first = plan.isBack ? Math.min(...targets) : source + 1;
    const last = plan.isBack ? source : Math.max(...targets) - 1;
    const item = end;
    end += last - first + 1;
    return { ...plan, item, first, last };
  });
  return { trunks, trunkOf, end };
}

function isLong({ from, to }: Piece, edge: number, layer: Int32Array, isBack: boolean): boolean {
  return isBack || (layer[to[edge] ?? 0] ?? 0) - (layer[from[edge] ?? 0] ?? 0) > 1;
}

/** A line stays in its source's groups for as long as they last, then enters its targets' as soon as they begin. */
function groupOfLine({ groupOf, groups }: Piece, spans: GroupSpans, trunk: Trunk, layer: number): number {
  if (groups.count === 0) return -1;
  const ends = trunk.isBack ? [trunk.targets, trunk.sources] : [trunk.sources, trunk.targets];
  const [near, far] = ends.map((nodes) => nodes.map((node) => groupOf[node] ?? -1).reduce((a, b) => commonGroup(groups, a, b)));
  const leaving = spanning(groups, spans, near ?? -1, layer);
  return isWithin(groups, far ?? -1, leaving) ? spanning(groups, spans, far ?? -1, layer) : leaving;
}

/** The innermost of a group and those around it that reaches over the layer. */
function spanning(groups: GroupTree, { first, last }: GroupSpans, group: number, layer: number): number {
  for (const one of groupsAround(groups, group)) if ((first[one] ?? 0) <= layer && layer <= (last[one] ?? 0)) return one;
  return -1;
}

function findSpacers(piece: Piece, spans: GroupSpans, layer: Int32Array, trunks: readonly Trunk[]): { group: number; layer: number }[] {
  const filled = piece.groups.parent.length === 0 ? [] : [...piece.groups.parent].map(() => new Set<number>());
  const fill = (group: number, at: number): void => {
    for (const one of groupsAround(piece.groups, group)) filled[one]?.add(at);
  };
  layer.forEach((at, node) => fill(piece.groupOf[node] ?? -1, at));
  if (filled.length > 0) for (const trunk of trunks) for (let at = trunk.first; at <= trunk.last; at += 1) fill(groupOfLine(piece, spans, trunk, at), at);
  const spacers: { group: number; layer: number }[] = [];
  // Inner groups come last in the tree, and fill those around them.
  for (let group = piece.groups.count - 1; group >= 0; group -= 1) {
    for (let at = spans.first[group] ?? 0; at >= 0 && at <= (spans.last[group] ?? -1); at += 1) {
      if (filled[group]?.has(at)) continue;
      fill(group, at);
      spacers.push({ group, layer: at });
    }
  }
  return spacers;
}

function link({ from, to }: Piece, { trunks, trunkOf, layer, items }: { trunks: readonly Trunk[]; trunkOf: Int32Array; layer: Int32Array; items: number }): { before: Rows; after: Rows } {
  const left: number[] = [];
  const right: number[] = [];
  const add = (a: number, b: number): void => {
    left.push(a);
    right.push(b);
  };
  trunkOf.forEach((trunk, edge) => trunk === -1 && add(from[edge] ?? 0, to[edge] ?? 0));
  for (const trunk of trunks) {
    for (let at = trunk.first; at < trunk.last; at += 1) add(lineAt(trunk, at), lineAt(trunk, at + 1));
    if (trunk.isBack) continue;
    for (const source of trunk.sources) add(source, lineAt(trunk, trunk.first));
    for (const target of trunk.targets) add(lineAt(trunk, (layer[target] ?? 0) - 1), target);
  }
  return { before: packRows(items, right, left), after: packRows(items, left, right) };
}

function findMates(items: number, trunks: readonly Trunk[], layer: Int32Array): Int32Array {
  const mate = new Int32Array(items).fill(-1);
  for (const trunk of trunks) {
    if (!trunk.isBack) continue;
    for (const target of trunk.targets) mate[lineAt(trunk, layer[target] ?? 0)] = target;
    mate[lineAt(trunk, trunk.last)] = trunk.sources[0] ?? -1;
  }
  return mate;
}
