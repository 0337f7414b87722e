/** The tasks that branches name, wherever in the file: renamed and removed along with the tasks themselves. */
import { isPlain } from "./plain-form.ts";
import { child, type TreeMap, type TreeNode } from "./yaml-tree.ts";

/** Every such list or lone text, each once. */
export function targetNodes(tasks: TreeMap): Set<TreeNode> {
  return new Set(
    [...tasks.entries.values()].flatMap(({ value }) => {
      const branches = child(value, "branches");
      const to = branches?.kind === "seq" ? branches.items.flatMap((item) => child(item.value, "to") ?? []) : [];
      return [...to, ...[child(value, "otherwise") ?? []].flat()];
    }),
  );
}

/** The plain value of one task with its targets changed; anything else as it is. */
export function withTargets(task: unknown, change: (targets: unknown) => unknown): unknown {
  if (!isPlain(task)) return task;
  const changed: Record<string, unknown> = { ...task };
  if ("otherwise" in task) changed["otherwise"] = change(task["otherwise"]);
  const { branches } = task;
  if (Array.isArray(branches)) changed["branches"] = branches.map((branch: unknown) => (isPlain(branch) && "to" in branch ? { ...branch, to: change(branch["to"]) } : branch));
  return changed;
}
