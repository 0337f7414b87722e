/** The names of connections in a DAG file, for who knows which there are. */
import type { Span } from "./report.ts";
import { formatPath } from "./field-path.ts";
import { nodeAt, spanAt, textOf, type TreeNode } from "./yaml-tree.ts";

export interface NamedConnection {
  readonly name: string;
  /** Dotted path: `connection`, `queue.connection`, or `tasks.load.connection`, `tasks.load.expand.connection`. */
  readonly field: string;
  readonly span: Span;
}

export function readConnections(root: TreeNode | null): NamedConnection[] {
  const tasks = nodeAt(root, ["tasks"]);
  const paths = [["connection"], ["queue", "connection"], ...(tasks?.kind === "map" ? [...tasks.entries.keys()].flatMap((id) => [["tasks", id, "connection"], ...ofExpand(root, ["tasks", id, "expand"])]) : [])];
  return paths.flatMap((path) => {
    const name = textOf(nodeAt(root, path));
    return name === null ? [] : [{ name, field: formatPath(path), span: spanAt(root, path) }];
  });
}

/** Of the queries that a mapped task expands over. */
function ofExpand(root: TreeNode | null, path: readonly string[]): string[][] {
  const node = nodeAt(root, path);
  if (node?.kind !== "map") return [];
  if (node.entries.has("query")) return [[...path, "connection"]];
  return [...node.entries.keys()].flatMap((name) => ofExpand(root, [...path, name]));
}
