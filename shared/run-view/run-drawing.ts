/** How the DAG of a run is drawn: by its own text, not by what the file says today. Pure. */
import type { RunDrawing } from "../contract/run-graph.ts";
import type { RunVersion } from "../contract/runs.ts";
import { parseDag } from "../dag-file/parse-dag.ts";
import type { GraphTask } from "../model/dag.ts";

export function drawingOf(version: RunVersion): RunDrawing {
  const { tasks, groups, ui } = parseDag(version.source, { file: version.file });
  const outline: RunDrawing["outline"] = { groups, layout: ui.layout, collapsed: [...ui.collapsed], pinned: [...ui.pinned], positions: { ...ui.positions }, notes: { ...ui.notes } };
  return { ...factsOf(version), outline, groupOf: groupsOf(tasks) };
}

export function factsOf({ id, number, madeAt, source }: RunVersion): Omit<RunDrawing, "outline" | "groupOf"> {
  return { versionId: id, number: number ?? null, madeAt: madeAt ?? null, source };
}

/** The task group of each task that lies in one. */
export function groupsOf(tasks: readonly GraphTask[]): Record<string, string> {
  return Object.fromEntries(tasks.flatMap(({ id, group }) => (group === undefined ? [] : [[id, group]])));
}
