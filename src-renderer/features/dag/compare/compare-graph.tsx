/** Both runs on one graph: tasks that came, went, changed, or came out otherwise; the rest wears its state in the second run. */
import { useMemo, type ReactNode } from "react";
import type { DagDetail } from "../../../../shared/contract/dags.ts";
import { joinGraphs } from "../../../../shared/dag-diff/dag-diff.ts";
import type { GraphTask } from "../../../../shared/model/dag.ts";
import type { RunComparison, TaskPair } from "../../../../shared/run-view/comparison.ts";
import { DiffLegend } from "../../../graph-view/diff/diff-legend.tsx";
import type { DiffKind, GraphDiff, TaskDiff } from "../../../graph-view/graph-diff.ts";
import { edgeId } from "../../../graph-view/graph-index.ts";
import { GraphView } from "../../../graph-view/graph-view.tsx";
import { t } from "../../../strings/t.ts";
import panes from "../../../ui/panes.module.css";
import type { DagPageState } from "../use-dag-page.ts";
import { pairWords, turnOf } from "./compare-words.ts";

export function CompareGraph({ page, dag, comparison }: { page: DagPageState; dag: DagDetail; comparison: RunComparison }): ReactNode {
  const tasks = useMemo(() => joinGraphs(graphBefore(page.tasks, comparison), page.tasks), [page.tasks, comparison]);
  const marks = useMemo(() => marksOf(comparison), [comparison]);
  const kinds = useMemo(() => [...new Set([...marks.tasks.values()].map(({ kind }) => kind))], [marks]);
  return (
    <div className={panes.drawn}>
      <GraphView tasks={tasks} direction={dag.outline.layout ?? "LR"} instances={page.instances} diff={marks} selected={page.nodeId} label={t("Graph of both runs of {{dagId}}", { dagId: page.place.dagId })} onSelect={page.selectTask} onOpen={page.selectTask} />
      {kinds.length > 0 && <DiffLegend shown={kinds} />}
    </div>
  );
}

/** As far as it is needed: the tasks that are gone, and the edges that are. */
function graphBefore(after: readonly GraphTask[], { tasks, edges }: RunComparison): GraphTask[] {
  const lost = new Map<string, string[]>();
  for (const { from, to, kind } of edges) if (kind === "removed") lost.set(to, [...(lost.get(to) ?? []), from]);
  const gone = tasks.filter((pair) => pair.after === null).map(({ taskId, kind }): GraphTask => ({ id: taskId, kind, deps: lost.get(taskId) ?? [], enabled: true }));
  return [...after.map((task) => ({ ...task, deps: lost.get(task.id) ?? [] })), ...gone];
}

function marksOf({ tasks, edges }: RunComparison): GraphDiff {
  return {
    tasks: new Map(tasks.flatMap((pair): (readonly [string, TaskDiff])[] => (pair.notable.length === 0 ? [] : [[pair.taskId, { kind: kindOf(pair), fields: pairWords(pair) }]]))),
    edges: new Map(edges.map(({ from, to, kind }) => [edgeId(from, to), kind])),
  };
}

function kindOf({ before, after }: TaskPair): DiffKind {
  if (before === null) return "added";
  return after === null ? "removed" : (turnOf(before, after) ?? "changed");
}
