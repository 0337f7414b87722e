/** How many rows flow along each edge of a run: what the task before it published. Pure. */
import type { GraphTask } from "../../shared/model/dag.ts";
import type { TaskInstance } from "../../shared/model/run.ts";
import { t } from "../strings/t.ts";
import { formatCount } from "../ui/format.ts";
import type { EdgeRows } from "./graph-context.ts";
import { edgeId } from "./graph-index.ts";

export function edgeRowsOfRun(tasks: readonly Pick<GraphTask, "id" | "deps">[], instances: readonly Pick<TaskInstance, "taskId" | "rowsLoaded">[]): Map<string, EdgeRows> {
  const rowsOf = new Map(instances.flatMap(({ taskId, rowsLoaded }) => (rowsLoaded === null ? [] : [[taskId, rowsLoaded] as const])));
  return new Map(
    tasks.flatMap(({ id, deps }) =>
      deps.flatMap((dep) => {
        const rows = rowsOf.get(dep);
        return rows === undefined ? [] : [[edgeId(dep, id), { rows, text: formatCount(rows), title: t("{{count}} rows published by {{dep}}", { count: rows, dep }) }] as const];
      }),
    ),
  );
}
