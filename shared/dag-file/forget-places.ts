/** Takes tasks or groups that are not there any more out of `ui`, and `ui` itself where it says nothing else. */
import type { Draft } from "./patch-map.ts";
import { child, nodeAt, textsOf, type TreeNode } from "./yaml-tree.ts";

const maps = ["positions", "pins"];
const lists = ["pinned", "collapsed"];

export function forgetPlaces(draft: Draft, gone: ReadonlySet<string>): void {
  const ui = nodeAt(draft.root, ["ui"]);
  if (ui?.kind !== "map") return;
  const touched = [...maps, ...lists].filter((key) => namesIn(child(ui, key)).some((name) => gone.has(name)));
  const emptied = touched.filter((key) => namesIn(child(ui, key)).every((name) => gone.has(name)));
  // One by one each would leave the others standing, and the last an empty `ui`.
  if (emptied.length > 1 && emptied.length === ui.entries.size) return draft.remove(["ui"]);
  for (const key of touched) {
    const names = namesIn(child(ui, key));
    if (lists.includes(key)) draft.names(["ui", key], names.filter((name) => !gone.has(name)));
    else draft.patch(["ui", key], Object.fromEntries(names.filter((name) => gone.has(name)).map((name) => [name, undefined])));
  }
}

function namesIn(node: TreeNode | null): string[] {
  return node?.kind === "map" ? [...node.entries.keys()] : textsOf(node);
}
