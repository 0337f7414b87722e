/** Anchors, aliases and merge keys: parts of a YAML text that change what other parts of it mean. */
import { isScalar } from "yaml";
import type { Span } from "./report.ts";
import type { TreeEntry, TreeNode } from "./yaml-tree.ts";

/** The first of them, or null where each value stands where it is used and nowhere else. */
export function findShared(node: TreeNode): Span | null {
  if (node.node !== null && "anchor" in node.node && node.node.anchor !== undefined) return node.span;
  if (node.kind === "scalar") return null;
  if (node.kind === "map") {
    for (const entry of node.entries.values()) {
      const found = inEntry(entry);
      if (found !== null) return found;
    }
    return null;
  }
  for (const { value, alias } of node.items) {
    const found = alias ?? findShared(value);
    if (found !== null) return found;
  }
  return null;
}

function inEntry({ pair, alias, value, keySpan }: TreeEntry): Span | null {
  return pair === null || isOddKey(pair.key) ? keySpan : (alias ?? findShared(value));
}

/** No plain word: an anchor of its own, a list, nothing. */
function isOddKey(key: unknown): boolean {
  return !isScalar(key) || key.anchor !== undefined;
}
