/**
 * Finds the wide fans of a graph: many nodes, or chains of nodes, that begin after the same nodes and end before the same nodes. One
 * column of a thousand of them can be read at no zoom; what is found here is drawn as a grid instead.
 */
import type { LayoutNode, LayoutRequest } from "./layout-graph.ts";

export interface Family {
  /** Chains in file order, all of one length: one node, or several that only follow each other. */
  readonly chains: readonly (readonly LayoutNode[])[];
  /** Whether anything leads to each chain, and from it. */
  readonly hasSources: boolean;
  readonly hasTargets: boolean;
}

/** From so many on, a column is taller than what a screen shows with names that can be read. */
export const leastOfFamily = 49;

/** Nodes that are pinned, and those in cycles of their own, are in no family. O(V + E log E). */
export function findFamilies(request: LayoutRequest, least: number = leastOfFamily): Family[] {
  if (request.nodes.length < least) return [];
  const links = linksOf(request);
  // What looks alike at a glance first: most graphs have nothing to compare in full.
  const alike = groupBy(chainsOf(links), (chain) => glanceOf(chain, links)).filter((chains) => chains.length >= least);
  return alike
    .flatMap((chains) => groupBy(chains, (chain) => keyOf(chain, links)))
    .filter((chains) => chains.length >= least)
    .map((chains) => ({
      chains: chains.map((chain) => chain.flatMap((at) => request.nodes[at] ?? [])),
      hasSources: upOf(chains[0] ?? [], links).length > 0,
      hasTargets: downOf(chains[0] ?? [], links).length > 0,
    }));
}

/** Nodes by their places in the request. */
interface Links {
  readonly nodes: readonly LayoutNode[];
  readonly up: readonly (readonly number[])[];
  readonly down: readonly (readonly number[])[];
  readonly isPinned: readonly boolean[];
  readonly parents: readonly string[];
}

function linksOf({ nodes, edges, parents, pinned }: LayoutRequest): Links {
  const number = new Map<string, number>();
  nodes.forEach(({ id }, at) => number.has(id) || number.set(id, at));
  const up: number[][] = nodes.map(() => []);
  const down: number[][] = nodes.map(() => []);
  for (const { source, target } of edges) {
    const [from, to] = [number.get(source), number.get(target)];
    if (from === undefined || to === undefined || from === to) continue;
    up[to]?.push(from);
    down[from]?.push(to);
  }
  return { nodes, up, down, isPinned: nodes.map(({ id }) => pinned?.has(id) === true), parents: nodes.map(({ id }) => parents?.get(id) ?? "") };
}

type Chain = readonly number[];

/** Each free node is in one of them: what follows one node alone, and alone follows it, goes with it. */
function chainsOf(links: Links): Chain[] {
  const { nodes, up, isPinned } = links;
  return nodes.flatMap((_, start) => {
    const before = up[start]?.length === 1 ? up[start][0] : undefined;
    if (isPinned[start] === true || (before !== undefined && isPinned[before] === false && nextOf(before, links) === start)) return [];
    const chain = [start];
    for (let next = nextOf(start, links); next !== undefined; next = nextOf(next, links)) chain.push(next);
    return [chain];
  });
}

function nextOf(at: number, { up, down, isPinned, parents }: Links): number | undefined {
  const next = down[at]?.length === 1 ? down[at][0] : undefined;
  return next !== undefined && up[next]?.length === 1 && isPinned[next] === false && parents[next] === parents[at] ? next : undefined;
}

const upOf = (chain: Chain, { up }: Links): readonly number[] => up[chain[0] ?? -1] ?? [];
const downOf = (chain: Chain, { down }: Links): readonly number[] => down[chain.at(-1) ?? -1] ?? [];
const lowest = (places: readonly number[]): number => places.reduce((low, at) => Math.min(low, at), Infinity);

/** Null where nothing joins the chain to the rest: such pieces are packed elsewhere. */
function glanceOf(chain: Chain, links: Links): string | null {
  const [up, down] = [upOf(chain, links), downOf(chain, links)];
  return up.length + down.length === 0 ? null : `${chain.length} ${up.length} ${lowest(up)} ${down.length} ${lowest(down)}`;
}

/** The same for chains of one family. */
function keyOf(chain: Chain, links: Links): string {
  const sizes = chain.map((at) => [links.nodes[at]?.width, links.nodes[at]?.height]);
  const sorted = (places: readonly number[]): number[] => [...new Set(places)].sort((a, b) => a - b);
  return JSON.stringify([links.parents[chain[0] ?? -1], sizes, sorted(upOf(chain, links)), sorted(downOf(chain, links))]);
}

function groupBy(chains: readonly Chain[], key: (chain: Chain) => string | null): Chain[][] {
  const groups = new Map<string, Chain[]>();
  for (const chain of chains) {
    const of = key(chain);
    if (of === null) continue;
    const known = groups.get(of);
    if (known === undefined) groups.set(of, [chain]);
    else known.push(chain);
  }
  return [...groups.values()];
}
