/** Reads the map of parents into a tree of groups. Whatever it may hold, the answer is a tree: circles and empty groups are left out. */
import type { LayoutRequest } from "./layout-graph.ts";
import type { GroupTree } from "./piece.ts";

export interface NamedGroups {
  /** By group; parents come first. */
  readonly names: readonly string[];
  readonly tree: GroupTree;
  /** By node: its innermost group, or -1. */
  readonly groupOf: Int32Array;
}

export function readGroups({ nodes, parents = new Map() }: LayoutRequest): NamedGroups {
  const isNode = new Set(nodes.map((node) => node.id));
  const numbers = new Map<string, number>();
  const names: string[] = [];
  const parent: number[] = [];
  const groupOf = new Int32Array(nodes.length).fill(-1);
  nodes.forEach((node, at) => {
    let outer = -1;
    for (const name of pathTo(node.id, parents, isNode)) {
      const known = numbers.get(name) ?? names.length;
      if (known === names.length) {
        numbers.set(name, known);
        names.push(name);
        parent.push(outer);
      }
      outer = known;
    }
    groupOf[at] = outer;
  });
  return { names, tree: { count: names.length, parent: Int32Array.from(parent) }, groupOf };
}

/** Groups around a node, outermost first. A circle has no outermost: none of it counts. A node is no group. */
function pathTo(node: string, parents: ReadonlyMap<string, string>, isNode: ReadonlySet<string>): string[] {
  const path: string[] = [];
  const seen = new Set([node]);
  for (let name = parents.get(node); name !== undefined && !isNode.has(name); name = parents.get(name)) {
    if (seen.has(name)) return [];
    seen.add(name);
    path.push(name);
  }
  return path.reverse();
}
