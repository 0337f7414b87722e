/** Where each field stands in the text, by its dotted path. Only what is written there: nothing behind an alias or merge. */
import { formatPath } from "./field-path.ts";
import type { Span } from "./report.ts";
import type { TreeNode } from "./yaml-tree.ts";

export interface NodeRange {
  /** Null for an item of a list. */
  readonly key: Span | null;
  readonly value: Span;
}

export function collectRanges(root: TreeNode | null): Map<string, NodeRange> {
  const ranges = new Map<string, NodeRange>();
  const visit = (node: TreeNode, prefix: string): void => {
    if (node.kind === "map") {
      for (const entry of node.entries.values()) {
        if (entry.pair === null) continue;
        const path = join(prefix, entry.key);
        ranges.set(path, { key: entry.keySpan, value: entry.alias ?? entry.value.span });
        if (entry.alias === null) visit(entry.value, path);
      }
    } else if (node.kind === "seq") {
      for (const [index, item] of node.items.entries()) {
        const path = `${prefix}[${index}]`;
        ranges.set(path, { key: null, value: item.alias ?? item.value.span });
        if (item.alias === null) visit(item.value, path);
      }
    }
  };
  if (root !== null) visit(root, "");
  return ranges;
}

function join(prefix: string, key: string): string {
  const part = formatPath([key]);
  return prefix === "" || part.startsWith("[") ? prefix + part : `${prefix}.${part}`;
}
