/** What is wrong with setups and teardowns, as Airflow refuses it: a task that is both, a rule that a teardown cannot have, or that what follows a setup cannot. */
import type { GraphTask } from "../model/dag.ts";
import { formatPath, type FieldPath } from "./field-path.ts";
import type { Report } from "./report.ts";
import { child, nodeAt, spanAt, textOf, type TreeNode } from "./yaml-tree.ts";

const teardownRule = "all_done_setup_success";

/** Says what can be said of any tree, sound or not. */
export function checkSetups(tasks: readonly GraphTask[], root: TreeNode, report: Report): void {
  const add = (path: FieldPath, code: string, message: string): void => report.add({ code, message: `\`${formatPath(path)}\`: ${message}`, span: spanAt(root, path), path });
  const setups = new Set(tasks.flatMap(({ id, role }) => (role === "setup" ? [id] : [])));
  const inherited = textOf(nodeAt(root, ["defaults", "trigger_rule"]));
  for (const { id, role, deps } of tasks) {
    const node = nodeAt(root, ["tasks", id]);
    if (node?.kind !== "map") continue;
    const rule = textOf(child(node, "trigger_rule"));
    if (isTrue(child(node, "setup")) && isTrue(child(node, "teardown"))) add(["tasks", id, "teardown"], "dag/conflict", "a task is a setup or a teardown, not both. Keep one of them.");
    else if (role === "teardown" && rule !== null && rule !== teardownRule) add(["tasks", id, "trigger_rule"], "dag/conflict", `found ${rule}, but the trigger rule of a teardown is always ${teardownRule}. Take it out.`);
    else if (role !== "teardown" && child(node, "on_failure_fail_dagrun") !== null) add(["tasks", id, "on_failure_fail_dagrun"], "dag/conflict", "it says what the failure of a teardown means, and this task is none. Add `teardown: true`, or take it out.");
    const setup = role === "teardown" ? undefined : deps.find((dep) => setups.has(dep));
    if (setup === undefined || (rule ?? inherited ?? "all_success") === "all_success") continue;
    add(["tasks", id, ...(rule === null ? [] : ["trigger_rule"])], "dag/conflict", `found the trigger rule ${rule ?? inherited}, but what comes right after a setup (\`${setup}\`) needs all_success, as without its setup it cannot work. Take the rule out, or put a task between them.`);
  }
}

export function isTrue(node: TreeNode | null): boolean {
  return node?.kind === "scalar" && node.style === "plain" && /^(?:true|yes|on)$/i.test(node.source);
}
