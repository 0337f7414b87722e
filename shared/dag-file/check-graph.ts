/** What is wrong between the tasks: missing, repeated and self dependencies, cycles with their path, ids that clash. */
import type { GraphTask } from "../model/dag.ts";
import { suggestion } from "./did-you-mean.ts";
import { findCycles } from "./find-cycles.ts";
import { isTrue } from "./check-setups.ts";
import type { Report, Span } from "./report.ts";
import { child, nodeAt, spanAt, textOf, textsOf, type TreeNode } from "./yaml-tree.ts";

/** The shape of the DAG as far as it can be read; nothing here needs the file to be sound. */
export function readGraph(root: TreeNode | null): GraphTask[] {
  const tasks = child(root, "tasks");
  if (tasks?.kind !== "map") return [];
  return [...tasks.entries].map(([id, { value }]) => {
    const kind = child(value, "config_type");
    const enabled = child(value, "enabled");
    const group = textOf(child(value, "group"));
    const role = isTrue(child(value, "teardown")) ? ("teardown" as const) : isTrue(child(value, "setup")) ? ("setup" as const) : undefined;
    return {
      id,
      kind: kind?.kind === "scalar" && kind.value !== null ? kind.source : "",
      deps: textsOf(child(value, "deps")),
      enabled: !(enabled?.kind === "scalar" && enabled.style === "plain" && /^(?:false|no|off)$/i.test(enabled.source)),
      ...(group === null ? {} : { group }),
      ...(role === undefined ? {} : { role }),
    };
  });
}

export function checkGraph(tasks: readonly GraphTask[], root: TreeNode, report: Report): void {
  checkIds(tasks, root, report);
  const ids = new Set(tasks.map((task) => task.id));
  const hints = { left: 50 };
  for (const task of tasks) checkDeps(task, { ids, root, report, hints });
  const sound = tasks.map((task) => ({ id: task.id, deps: task.deps.filter((dep) => dep !== task.id && ids.has(dep)) }));
  for (const cycle of findCycles(sound)) reportCycle(cycle, root, report);
}

interface DepContext {
  readonly ids: ReadonlySet<string>;
  readonly root: TreeNode;
  readonly report: Report;
  /** Suggestions compare with every id; a file with thousands of bad deps gets the first ones explained. */
  readonly hints: { left: number };
}

function checkDeps(task: GraphTask, { ids, root, report, hints }: DepContext): void {
  const seen = new Set<string>();
  for (const [index, dep] of task.deps.entries()) {
    const path = nodeAt(root, ["tasks", task.id, "deps"])?.kind === "seq" ? ["tasks", task.id, "deps", index] : ["tasks", task.id, "deps"];
    const place = { span: spanAt(root, path), path };
    if (dep === task.id) report.add({ code: "dag/self-dependency", message: `Task \`${task.id}\` depends on itself. Remove it from its deps.`, ...place });
    else if (!ids.has(dep)) {
      const hint = hints.left-- > 0 ? suggestion(dep, ids) : "";
      report.add({ code: "dag/missing-task", message: `Task \`${task.id}\` depends on \`${dep}\`, which is not in this DAG.${hint}`, ...place });
    } else if (seen.has(dep)) {
      report.add({ code: "dag/duplicate-dependency", severity: "warning", message: `Task \`${task.id}\` names \`${dep}\` twice in its deps. Once is enough.`, ...place });
    }
    seen.add(dep);
  }
}

const shownAtEachEnd = 4;

/** `a → b → a`, the middle of a long one left out. */
export function describeCycle(cycle: readonly string[]): string {
  const closed = [...cycle, cycle[0] ?? ""];
  if (closed.length <= shownAtEachEnd * 2 + 2) return closed.join(" → ");
  const left = closed.length - shownAtEachEnd * 2;
  return [...closed.slice(0, shownAtEachEnd), `… ${left} more …`, ...closed.slice(-shownAtEachEnd)].join(" → ");
}

function reportCycle(cycle: readonly string[], root: TreeNode, report: Report): void {
  const [first = "", second = ""] = cycle;
  const deps = nodeAt(root, ["tasks", first, "deps"]);
  const index = textsOf(deps).indexOf(second);
  const path = deps?.kind === "seq" ? ["tasks", first, "deps", index] : ["tasks", first, "deps"];
  const message = `${cycle.length} tasks depend on one another in a circle: ${describeCycle(cycle)} (each depends on the next). Remove one of these deps.`;
  report.add({ code: "dag/cycle", message, span: spanAt(root, path), path });
}

export const taskIdPattern = /^[\p{L}\p{N}_][\p{L}\p{M}\p{N}_.-]{0,249}$/u;
export const taskIdWords = "letters, digits, `_`, `-` and `.`, no spaces, at most 250, not starting with `-` or `.`";

function checkIds(tasks: readonly GraphTask[], root: TreeNode, report: Report): void {
  const byForm = new Map<string, string>();
  for (const { id } of tasks) {
    const place = { span: spanAt(root, ["tasks", id], "key"), path: ["tasks", id] };
    if (!taskIdPattern.test(id)) report.add({ code: "dag/invalid-id", message: `Task id ${JSON.stringify(id.slice(0, 80))}: an id has ${taskIdWords}.`, ...place });
    const form = id.normalize("NFKC").toLowerCase();
    const other = byForm.get(form);
    if (other === undefined) byForm.set(form, id);
    else reportClash(other, id, place, report);
  }
}

function reportClash(first: string, second: string, place: { span: Span; path: string[] }, report: Report): void {
  const how = first.normalize("NFKC") === second.normalize("NFKC") ? "are the same letters in two Unicode forms" : "differ only in upper and lower case";
  const message = `Task ids \`${first}\` and \`${second}\` ${how}; logs and tables could not be told apart. Rename one.`;
  report.add({ code: "dag/id-clash", message, ...place });
}
