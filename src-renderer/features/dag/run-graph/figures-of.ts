/** What stands on the nodes of a run: how long they took and which part of the run that is, or how many rows they published. Pure. */
import type { TaskGroup } from "../../../../shared/model/dag-ui.ts";
import type { GraphTask } from "../../../../shared/model/dag.ts";
import type { RunSummary, TaskInstance } from "../../../../shared/model/run.ts";
import { sharesOf } from "../../../../shared/run-view/run-shares.ts";
import type { NodeFigure } from "../../../graph-view/run-marks.ts";
import { t } from "../../../strings/t.ts";
import { formatCount, formatDuration } from "../../../ui/format.ts";

export interface FiguredRun {
  readonly tasks: readonly GraphTask[];
  readonly groups: readonly TaskGroup[];
  readonly instances: readonly TaskInstance[];
  readonly run: Pick<RunSummary, "startedAt" | "endedAt">;
  readonly now: number;
}

/** By task and by group: a folded group stands for what lies in it. */
export function durationFigures({ tasks, groups, instances, run, now }: FiguredRun): Map<string, NodeFigure> {
  const groupOf = outward(tasks, groups);
  const inGroups = instances.flatMap((instance) => groupOf(instance.taskId).map((taskId) => ({ ...instance, taskId })));
  const figures = [...sharesOf(instances, run, now), ...sharesOf(inGroups, run, now)].map(([id, { durationMs, share, isSlow }]): [string, NodeFigure] => {
    const percent = Math.round(share * 100);
    const text = `${formatDuration(durationMs)} · ${percent} %`;
    return [id, { text, title: t("{{duration}}, {{percent}} % of the run's time", { duration: formatDuration(durationMs), percent }), share, isSlow }];
  });
  return new Map(figures);
}

export function rowFigures({ tasks, groups, instances }: FiguredRun): Map<string, NodeFigure> {
  const groupOf = outward(tasks, groups);
  const sums = new Map<string, number>();
  for (const { taskId, rowsLoaded } of instances) if (rowsLoaded !== null) for (const id of [taskId, ...groupOf(taskId)]) sums.set(id, (sums.get(id) ?? 0) + rowsLoaded);
  const most = Math.max(1, ...tasks.map(({ id }) => sums.get(id) ?? 0));
  return new Map([...sums].map(([id, rows]) => [id, { text: t("{{rows}} rows", { rows: formatCount(rows) }), title: t("{{count}} rows published", { count: rows }), share: Math.min(1, rows / most), isSlow: false }]));
}

/** The groups around a task, inner ones first. */
function outward(tasks: readonly GraphTask[], groups: readonly TaskGroup[]): (taskId: string) => string[] {
  const groupOf = new Map(tasks.map(({ id, group }) => [id, group]));
  const parentOf = new Map(groups.map(({ id, parent }) => [id, parent]));
  return (taskId) => {
    const around: string[] = [];
    for (let at: string | null | undefined = groupOf.get(taskId); at != null && !around.includes(at); at = parentOf.get(at)) around.push(at);
    return around;
  };
}
