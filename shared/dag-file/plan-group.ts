/** Plans the edits of task groups: what lies in which, and what they are called. None of them changes what runs. */
import { taskIdPattern, taskIdWords } from "./check-graph.ts";
import { suggestion } from "./did-you-mean.ts";
import { type DagEdit, Refusal } from "./edit.ts";
import { forgetPlaces } from "./forget-places.ts";
import { Draft } from "./patch-map.ts";
import type { Page } from "./patch.ts";
import { getIn, setIn } from "./plain-edit.ts";
import { isPlain } from "./plain-form.ts";
import { renameDep } from "./plan-task.ts";
import { needTasks, type Plan } from "./plan-value.ts";
import { readGroups } from "./read-ui.ts";
import { renderText } from "./render-yaml.ts";
import { child, nodeAt, textOf, textsOf, type TreeNode } from "./yaml-tree.ts";

type Edit<K extends DagEdit["kind"]> = Extract<DagEdit, { kind: K }>;
/** Where a task or a group stands in the file. */
type Holder = [area: "tasks" | "task_groups", id: string];

export function planCreateGroup(page: Page, root: TreeNode, { id, tasks, groups = [], doc, parent: asked }: Edit<"createGroup">): Plan {
  needNewId(root, id);
  needTasks(root, tasks);
  for (const group of groups) needGroup(root, group);
  if (typeof asked === "string") needGroup(root, asked);
  const holders = holdersOf(tasks, groups);
  const around = new Set(holders.map((holder) => groupOf(root, holder)));
  const [common = null] = around.size === 1 ? around : [];
  const parent = asked === undefined ? common : asked;
  const draft = new Draft(page, root);
  const made = { ...(doc === undefined ? {} : { doc }), ...(parent === null ? {} : { group: parent }) };
  const area = nodeAt(root, ["task_groups"]);
  // In `{ … }` the new one and those that go in would quarrel over the commas.
  const isRewritten = area?.kind === "map" && area.flow && groups.length > 0;
  if (isRewritten) draft.put(["task_groups"], { ...regrouped(getIn(draft.expected, ["task_groups"]), new Set(groups), id), [id]: made });
  else draft.patch(["task_groups"], { [id]: made });
  for (const holder of holders) if (!isRewritten || holder[0] === "tasks") putGroup(draft, holder, id);
  return draft;
}

function regrouped(plain: unknown, groups: ReadonlySet<string>, into: string): Record<string, unknown> {
  const entries = Object.entries(isPlain(plain) ? plain : {});
  return Object.fromEntries(entries.map(([id, group]) => [id, groups.has(id) ? { ...(isPlain(group) ? group : {}), group: into } : group]));
}

export function planSetGroup(page: Page, root: TreeNode, { tasks, groups = [], group }: Edit<"setGroup">): Plan {
  needTasks(root, tasks);
  for (const inner of groups) needGroup(root, inner);
  if (group !== null) needGroup(root, group);
  const draft = new Draft(page, root);
  for (const holder of holdersOf(tasks, groups)) putGroup(draft, holder, group);
  return draft;
}

export function planUngroup(page: Page, root: TreeNode, { id }: Edit<"ungroup">): Plan {
  needGroup(root, id);
  const parent = groupOf(root, ["task_groups", id]);
  const draft = new Draft(page, root);
  for (const holder of everyHolder(root)) if (groupOf(root, holder) === id && holder[1] !== id) putGroup(draft, holder, parent);
  draft.remove(["task_groups", id]);
  forgetPlaces(draft, new Set([id]));
  return draft;
}

/** Also renames it where tasks and groups lie in it, and under `ui`. */
export function planRenameGroup(page: Page, root: TreeNode, { from, to }: Edit<"renameGroup">): Plan {
  needGroup(root, from);
  needNewId(root, to);
  const rename = { kind: "renameTask", from, to } as const;
  const draft = new Draft(page, root);
  for (const path of [["task_groups"], ["ui", "positions"]]) {
    const map = nodeAt(root, path);
    const entry = map?.kind === "map" ? map.entries.get(from) : undefined;
    if (entry === undefined) continue;
    draft.changes.push({ ...entry.keySpan, text: renderText(to) });
    draft.expected = setIn(draft.expected, path, renamedKey(getIn(draft.expected, path), from, to));
  }
  const seen = new Set<TreeNode>();
  for (const holder of everyHolder(root)) {
    const node = nodeAt(root, [...holder, "group"]);
    if (node === null || groupOf(root, holder) !== from) continue;
    if (!seen.has(node)) draft.changes.push(...renameDep(node, rename));
    seen.add(node);
    // The key of the group itself may be the one that was renamed.
    draft.expected = setIn(draft.expected, [holder[0], holder[1] === from ? to : holder[1], "group"], to);
  }
  const collapsed = nodeAt(root, ["ui", "collapsed"]);
  if (collapsed !== null && textsOf(collapsed).includes(from)) {
    draft.changes.push(...renameDep(collapsed, rename));
    draft.expected = setIn(draft.expected, ["ui", "collapsed"], textsOf(collapsed).map((name) => (name === from ? to : name)));
  }
  return draft;
}

function renamedKey(plain: unknown, from: string, to: string): unknown {
  return isPlain(plain) ? Object.fromEntries(Object.entries(plain).map(([key, value]) => [key === from ? to : key, value])) : plain;
}

function needNewId(root: TreeNode, id: string): void {
  if (!taskIdPattern.test(id) || id === "__proto__") throw new Refusal("edit/invalid-value", `Group id ${JSON.stringify(id)}: an id has ${taskIdWords}.`);
  if (groupsOf(root).has(id) || nodeAt(root, ["tasks", id]) !== null) throw new Refusal("edit/exists", `There is a task or a group \`${id}\` already.`);
}

export function needGroup(root: TreeNode, id: string): void {
  const known = groupsOf(root);
  if (!known.has(id)) throw new Refusal("edit/not-found", `There is no group \`${id}\`.${suggestion(id, known)}`);
}

export function groupsOf(root: TreeNode): Set<string> {
  return new Set(readGroups(root).map((group) => group.id));
}

function holdersOf(tasks: readonly string[], groups: readonly string[]): Holder[] {
  return [...[...new Set(tasks)].map((id): Holder => ["tasks", id]), ...[...new Set(groups)].map((id): Holder => ["task_groups", id])];
}

function everyHolder(root: TreeNode): Holder[] {
  const tasks = child(root, "tasks");
  return holdersOf(tasks?.kind === "map" ? [...tasks.entries.keys()] : [], [...groupsOf(root)]);
}

function groupOf(root: TreeNode, holder: Holder): string | null {
  return textOf(nodeAt(root, [...holder, "group"]));
}

function putGroup(draft: Draft, holder: Holder, group: string | null): void {
  const path = [...holder, "group"];
  if (group !== null) {
    if (getIn(draft.expected, path) !== group) draft.put(path, group);
    return;
  }
  if (nodeAt(draft.root, path) === null) return;
  const entry = nodeAt(draft.root, holder);
  // The task stays, and a group that has nothing more to say does too.
  if (entry?.kind === "map" && entry.entries.size === 1) draft.put(holder, {});
  else draft.remove(path);
}
