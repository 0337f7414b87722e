/** The names of connections in a DAG file, for who knows which there are. */
import type { Span } from "./report.ts";
import { formatPath } from "./field-path.ts";
import { nodeAt, spanAt, textOf, type TreeNode } from "./yaml-tree.ts";

export interface NamedConnection {
  readonly name: string;
  /** Dotted path: `connection`, or `tasks.load.connection`. */
  readonly field: string;
  readonly span: Span;
}

export function readConnections(root: TreeNode | null): NamedConnection[] {
  const tasks = nodeAt(root, ["tasks"]);
  const paths = [["connection"], ...(tasks?.kind === "map" ? [...tasks.entries.keys()].map((id) => ["tasks", id, "connection"]) : [])];
  return paths.flatMap((path) => {
    const name = textOf(nodeAt(root, path));
    return name === null ? [] : [{ name, field: formatPath(path), span: spanAt(root, path) }];
  });
}
