/** The queue of a DAG: what is wrong with it beyond its shape, and what it means. */
import type { QueueSpec } from "../model/dag.ts";
import type { Report } from "./report.ts";
import { pathInside } from "./workspace-path.ts";
import { child, spanAt, textOf, type TreeNode } from "./yaml-tree.ts";

const places = ["folder", "http"] as const;
const words = "one of `folder` and `http`, such as {folder: inbox} or {http: true}";

/** The path of its folder was judged before. */
export function checkQueue(root: TreeNode, base: string, report: Report): void {
  const queue = child(root, "queue");
  if (queue?.kind !== "map") return;
  const say = (key: string | null, code: string, message: string): void => {
    const path = key === null ? ["queue"] : ["queue", key];
    report.add({ code, message: `\`${path.join(".")}\`: ${message}`, span: spanAt(root, path, key === null ? "key" : "value"), path });
  };
  const named = places.filter((key) => child(queue, key) !== null);
  if (named.length === 0) return say(null, "dag/missing-key", `says not where events come from; expected ${words}.`);
  for (const key of named.slice(1)) say(key, "dag/conflict", `stands beside \`${named[0] ?? ""}\`; events come from one place. Keep one.`);
  const folder = textOf(child(queue, "folder"));
  if (folder !== null && pathInside(base, folder) === "") say("folder", "dag/invalid-value", "found the workspace itself; expected a folder of its own, such as inbox.");
}

/** Called only with what the checks above and the schema have accepted. */
export function readQueue(root: TreeNode): QueueSpec | undefined {
  const queue = child(root, "queue");
  if (child(queue, "http") !== null) return { http: true };
  const folder = textOf(child(queue, "folder"));
  const inside = folder === null ? null : pathInside(pathInside("", textOf(child(root, "base_path")) ?? "") ?? "", folder);
  return inside === null ? undefined : { folder: inside };
}
