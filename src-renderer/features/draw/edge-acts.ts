/**
 * What gestures on a line mean for the file. An end may be a folded group: the line then stands for all edges between what lies at
 * its two ends, and a gesture means all of them. Pure; as in `draw-acts.ts`, refusals are sentences.
 */
import type { DagEdit } from "../../../shared/dag-file/edit.ts";
import { edgeJudge } from "../../../shared/graph/refuse-edge.ts";
import type { GraphTask } from "../../../shared/model/dag.ts";
import { t } from "../../strings/t.ts";
import type { Act, Drawing } from "./draw-acts.ts";
import { rimOf } from "./group-acts.ts";

export interface Line {
  readonly source: string;
  readonly target: string;
}

type Graph = Pick<Drawing, "tasks" | "groups">;

/** The edges of the file that a drawn line stands for. */
export function edgesBehind({ tasks, groups }: Graph, { source, target }: Line): Line[] {
  const within = (id: string): ReadonlySet<string> => new Set(groups.get(id)?.tasks ?? [id]);
  const [sources, targets] = [within(source), within(target)];
  return tasks.filter(({ id }) => targets.has(id)).flatMap(({ id, deps }) => [...new Set(deps)].filter((dep) => sources.has(dep)).map((dep) => ({ source: dep, target: id })));
}

/** True for a line that is one edge of the file. */
export function isPlain({ groups }: Graph, { source, target }: Line): boolean {
  return !groups.has(source) && !groups.has(target);
}

export interface Between {
  /** What the newcomer comes after, and what comes after it. */
  readonly sources: readonly string[];
  readonly targets: readonly string[];
  /** The edges that it takes the place of. */
  readonly instead: readonly DagEdit[];
}

/** One task in the place of all edges of a line. A string says why there is no such place. */
export function betweenOf(drawing: Graph, line: Line): Between | string {
  const behind = edgesBehind(drawing, line);
  const sources = [...new Set(behind.map(({ source }) => source))];
  const targets = [...new Set(behind.map(({ target }) => target))];
  const judge = edgeJudge(drawing.tasks);
  for (const source of sources) {
    for (const target of targets) {
      if (source !== target && judge(source, target)?.reason !== "cycle") continue;
      return t("No task can go between {{source}} and {{target}} as a whole: {{target2}} comes before {{source2}}. Unfold the group and choose one of its edges.", { source: line.source, target: line.target, target2: target, source2: source });
    }
  }
  return { sources, targets, instead: behind.map(({ source, target }) => ({ kind: "disconnect", from: source, to: target })) };
}

/** An end of a line was dragged to something else. */
export function reconnectAct(drawing: Graph, line: Line, from: string, to: string): Act | string {
  const name = t("Reconnect {{source}} → {{target}} to {{from}} → {{to}}", { source: line.source, target: line.target, from, to });
  if (isPlain(drawing, line) && isPlain(drawing, { source: from, target: to })) return { name, edits: [{ kind: "reconnect", from: line.source, to: line.target, newFrom: from, newTo: to }] };
  const behind = edgesBehind(drawing, line);
  const kept = (end: keyof Line): string[] => [...new Set(behind.map((edge) => edge[end]))];
  const sources = from === line.source ? kept("source") : rimOf(drawing, from, "out");
  const targets = to === line.target ? kept("target") : rimOf(drawing, to, "in");
  const edits: DagEdit[] = behind.map(({ source, target }) => ({ kind: "disconnect", from: source, to: target }));
  let tasks = without(drawing.tasks, behind);
  for (const source of sources) {
    for (const target of targets) {
      const why = edgeJudge(tasks)(source, target);
      if (why?.reason === "duplicate") continue;
      if (why !== null) return why.message;
      edits.push({ kind: "connect", from: source, to: target });
      tasks = tasks.map((task) => (task.id === target ? { ...task, deps: [...task.deps, source] } : task));
    }
  }
  return { name, edits };
}

function without(tasks: readonly GraphTask[], edges: readonly Line[]): readonly GraphTask[] {
  return tasks.map((task) => ({ ...task, deps: task.deps.filter((dep) => !edges.some(({ source, target }) => source === dep && target === task.id)) }));
}
