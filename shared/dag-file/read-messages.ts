/** Gives `on_failure` and its like their meaning. */
import { messageEvents, type MessageSpec, type MessageSpecs } from "../model/message.ts";
import { child, textOf, textsOf, type TreeNode } from "./yaml-tree.ts";

/** What a task's own node says wins over the `defaults`; undefined where neither says anything. */
export function readMessages(node: TreeNode | null, defaults: TreeNode | null = null): MessageSpecs | undefined {
  const found = messageEvents.flatMap((event) => {
    const written = child(node, `on_${event}`) ?? child(defaults, `on_${event}`);
    const specs = written === null ? [] : specsOf(written);
    return specs.length === 0 ? [] : [[event, specs] as const];
  });
  return found.length === 0 ? undefined : Object.fromEntries(found);
}

/** Those of one hook. */
export function specsOf(node: TreeNode): MessageSpec[] {
  if (node.kind === "seq") return node.items.flatMap(({ value }) => specsOf(value));
  if (node.kind === "scalar") return textsOf(node).map((channel) => ({ channel, subject: null, message: null }));
  const texts = { subject: textOf(child(node, "subject")), message: textOf(child(node, "message")) };
  return textsOf(child(node, "channel")).map((channel) => ({ channel, ...texts }));
}
