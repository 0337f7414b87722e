/** What is wrong with tasks that choose: what decides, whether conditions are some, and whether the tasks that they name are their children. */
import { reachable } from "../graph/reach.ts";
import type { GraphTask } from "../model/dag.ts";
import { suggestion } from "./did-you-mean.ts";
import { formatPath, type FieldPath } from "./field-path.ts";
import type { Report } from "./report.ts";
import { child, nodeAt, spanAt, textOf, textsOf, type TreeNode } from "./yaml-tree.ts";

interface Chooser {
  readonly id: string;
  readonly node: TreeNode;
  readonly tasks: readonly GraphTask[];
  readonly children: readonly string[];
  readonly root: TreeNode;
  readonly report: Report;
}

/** Says what can be said of any tree, sound or not. */
export function checkBranching(tasks: readonly GraphTask[], root: TreeNode, report: Report): void {
  for (const { id, kind } of tasks) {
    const node = kind === "BranchTask" || kind === "ShortCircuitTask" ? nodeAt(root, ["tasks", id]) : null;
    if (node?.kind !== "map") continue;
    const children = tasks.flatMap((task) => (task.deps.includes(id) && task.id !== id ? [task.id] : []));
    const chooser = { id, node, tasks, children, root, report };
    if (kind === "BranchTask") checkBranch(chooser);
    else if (kind === "ShortCircuitTask") checkShortCircuit(chooser);
  }
}

const own = { branches: "branches: [{when: '{{ params.full }}', to: load_all}]", condition: "condition: '{{ params.full }}'" } as const;

function checkBranch(chooser: Chooser): void {
  checkDecider(chooser, "branches");
  const { id, node, tasks, children, root, report } = chooser;
  const otherwise = ["tasks", id, "otherwise"];
  if (child(node, "otherwise") !== null && child(node, "branches") === null) add(chooser, "dag/conflict", otherwise, `\`${formatPath(otherwise)}\` belongs to \`branches\`, which this task does not have; a program names all that is followed.`);
  const branches = child(node, "branches");
  const count = branches?.kind === "seq" ? branches.items.length : 0;
  const named = new Set<string>();
  for (let index = 0; index < count; index++) {
    checkCondition(chooser, ["tasks", id, "branches", index, "when"]);
    for (const task of checkTargets(chooser, ["tasks", id, "branches", index, "to"])) named.add(task);
  }
  for (const task of checkTargets(chooser, otherwise)) named.add(task);
  if (children.length === 0) report.add({ code: "dag/no-children", severity: "warning", message: `No task depends on \`${id}\`, so there is nothing to choose. Add \`${id}\` to the deps of the tasks that it is to choose from.`, span: spanAt(root, ["tasks", id], "key"), path: ["tasks", id] });
  if (count === 0 || named.size === 0 || children.every((one) => named.has(one))) return;
  const reached = new Set(reachable(tasks, named, "downstream"));
  for (const one of children) if (!named.has(one) && !reached.has(one)) report.add({ code: "dag/never-followed", severity: "warning", message: `\`${formatPath(["tasks", id])}\`: no branch leads to \`${one}\`, which depends on it; it is skipped in every run. Name it in a branch or in \`otherwise\`, or take \`${id}\` out of its deps.`, span: spanAt(root, ["tasks", id], "key"), path: ["tasks", id] });
}

function checkShortCircuit(chooser: Chooser): void {
  checkDecider(chooser, "condition");
  checkCondition(chooser, ["tasks", chooser.id, "condition"]);
}

/** Exactly one of them decides. */
function checkDecider(chooser: Chooser, mine: keyof typeof own): void {
  const { id, node } = chooser;
  const [first, second] = [mine, "python", "bash"].filter((key) => child(node, key) !== null);
  if (first === undefined) add(chooser, "dag/missing-key", ["tasks", id], `\`${formatPath(["tasks", id])}\` has nothing that decides; expected \`${own[mine]}\`, or a program in \`python\` or \`bash\`.`, "key");
  else if (second !== undefined) add(chooser, "dag/conflict", ["tasks", id, second], `\`${formatPath(["tasks", id])}\` has both \`${first}\` and \`${second}\`; only one can decide. Keep one.`, "key");
}

/** A condition without a template is the same in every run: most likely its braces were forgotten. */
function checkCondition(chooser: Chooser, path: FieldPath): void {
  const text = textOf(nodeAt(chooser.root, path));
  if (text === null || /\{\{|\{%/.test(text) || /^\s*(?:true|false)\s*$/i.test(text)) return;
  add(chooser, "dag/invalid-value", path, `\`${formatPath(path)}\`: found ${JSON.stringify(text.slice(0, 80))}; expected a template that renders to true or false, such as \`'{{ ${/^[\w.'" =<>!()-]+$/.test(text) ? text.trim() : "params.full"} }}'\`.`);
}

/** The children among the tasks that are named here; whatever else is named is told of. */
function checkTargets(chooser: Chooser, path: FieldPath): string[] {
  const { id, root, tasks, children } = chooser;
  const list = nodeAt(root, path);
  return textsOf(list).filter((task, index) => {
    if (children.includes(task)) return true;
    const at = list?.kind === "seq" ? [...path, index] : path;
    const where = `\`${formatPath(at)}\``;
    if (!tasks.some((one) => one.id === task)) add(chooser, "dag/missing-task", at, `${where}: the branch leads to \`${task}\`, which is not in this DAG.${suggestion(task, children.length > 0 ? children : tasks.map((one) => one.id))}`);
    else add(chooser, "dag/not-a-child", at, `${where}: the branch leads to \`${task}\`, which does not depend on \`${id}\`; a branch chooses among the tasks right after it${children.length === 0 ? "" : ` (${children.slice(0, 8).join(", ")}${children.length > 8 ? ", …" : ""})`}. Add \`${id}\` to the deps of \`${task}\`, or name another task.`);
    return false;
  });
}

function add({ root, report }: Chooser, code: string, path: FieldPath, message: string, part?: "key"): void {
  report.add({ code, message, span: spanAt(root, path, part), path });
}
