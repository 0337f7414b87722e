/** Plans the edits of one edge: a task put into it, or one of its ends moved elsewhere. */
import type { DagEdit } from "./edit.ts";
import { Refusal } from "./edit.ts";
import { findPath } from "./find-path.ts";
import type { Page } from "./patch.ts";
import { setIn } from "./plain-edit.ts";
import { describePath, planAddTask, planDeps, renameDep, taskEntry } from "./plan-task.ts";
import type { Plan } from "./plan-value.ts";
import { suggestion } from "./did-you-mean.ts";
import type { TextChange } from "../document/text-change.ts";
import { child, textsOf, type TreeMap, type TreeNode } from "./yaml-tree.ts";

type Edit<K extends DagEdit["kind"]> = Extract<DagEdit, { kind: K }>;

export function planInsertOnEdge(page: Page, root: TreeNode, { from, to, task }: Edit<"insertOnEdge">): Plan {
  needEdge(root, from, to);
  const added = planAddTask(page, root, { kind: "addTask", ...task, fields: { ...task.fields, deps: [from] } });
  const moved = renamedDep(page, root, { to, from, into: task.id });
  // First the line of `to`: where it is the last task, both begin at one place.
  return { changes: [...moved.changes, ...added.changes], expected: setIn(added.expected, ["tasks", to, "deps"], moved.deps) };
}

export function planReconnect(page: Page, root: TreeNode, { from, to, newFrom = from, newTo = to }: Edit<"reconnect">): Plan {
  const { tasks } = needEdge(root, from, to);
  const target = taskEntry(root, newTo).entry;
  taskEntry(root, newFrom);
  if (newFrom === newTo) throw new Refusal("edit/self-dependency", `Task \`${newTo}\` cannot depend on itself.`, target.keySpan);
  const left = (id: string): string[] => depsOf(tasks, id).filter((dep) => !(id === to && dep === from));
  if (left(newTo).includes(newFrom)) throw new Refusal("edit/already-connected", `Task \`${newTo}\` depends on \`${newFrom}\` already.`, target.keySpan);
  const back = findPath(newFrom, newTo, left);
  if (back !== null) throw new Refusal("edit/cycle", `That would close a circle: ${describePath([newTo, ...back])} (each depends on the next).`, target.keySpan);
  if (newTo === to) {
    const moved = renamedDep(page, root, { to, from, into: newFrom });
    return { changes: moved.changes, expected: setIn(planDeps(page, root, to, { deps: left(to) }).expected, ["tasks", to, "deps"], moved.deps) };
  }
  const taken = planDeps(page, root, to, { deps: left(to), removed: from });
  const next = [...left(newTo), newFrom];
  const given = planDeps(page, root, newTo, { deps: next, added: newFrom });
  return { changes: [...taken.changes, ...given.changes], expected: setIn(taken.expected, ["tasks", newTo, "deps"], next) };
}

/** The dep written where the old one stood; where it comes from elsewhere, the list is written out. */
function renamedDep(page: Page, root: TreeNode, { to, from, into }: { to: string; from: string; into: string }): { changes: TextChange[]; deps: unknown } {
  const { tasks, entry } = taskEntry(root, to);
  const own = entry.value.kind === "map" ? entry.value.entries.get("deps") : undefined;
  const deps = depsOf(tasks, to).map((dep) => (dep === from ? into : dep));
  const isWritten = own !== undefined && own.pair !== null && own.alias === null && page.slots.has(own.value);
  if (!isWritten || depsOf(tasks, to).filter((dep) => dep === from).length > 1) return { changes: planDeps(page, root, to, { deps }).changes, deps };
  return { changes: renameDep(own.value, { kind: "renameTask", from, to: into }), deps: own.value.kind === "scalar" ? into : deps };
}

function needEdge(root: TreeNode, from: string, to: string): { tasks: TreeMap } {
  taskEntry(root, from);
  const { tasks, entry } = taskEntry(root, to);
  const deps = depsOf(tasks, to);
  if (deps.includes(from)) return { tasks };
  throw new Refusal("edit/not-found", `Task \`${to}\` does not depend on \`${from}\`.${suggestion(from, deps)}`, entry.keySpan);
}

function depsOf(tasks: TreeMap, id: string): string[] {
  return textsOf(child(child(tasks, id), "deps"));
}
