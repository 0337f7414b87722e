/** The tasks of a DAG as rows of a table: joined with their instances, filtered and sorted. Pure. */
import type { GraphTask } from "../../../shared/model/dag.ts";
import type { TaskInstance } from "../../../shared/model/run.ts";

export interface TaskRow {
  readonly task: GraphTask;
  readonly instance: TaskInstance | null;
}

export interface TaskOrder {
  readonly key: string;
  readonly descending: boolean;
}

/** What needs a person comes first when sorted by state. */
const urgency = ["failed", "interrupted", "up_for_retry", "running", "deferred", "up_for_reschedule", "queued", "scheduled", "upstream_failed", "none", "skipped", "success", "removed"];

export function taskRows(tasks: readonly GraphTask[], instances: readonly TaskInstance[], filter: string, order: TaskOrder | null): TaskRow[] {
  const byId = new Map(instances.map((instance) => [instance.taskId, instance]));
  const wanted = filter.trim().toLowerCase();
  const rows = tasks.map((task) => ({ task, instance: byId.get(task.id) ?? null }));
  const shown = wanted === "" ? rows : rows.filter((row) => matches(row, wanted));
  if (!order) return shown;
  const sign = order.descending ? -1 : 1;
  return shown.toSorted((a, b) => sign * compare(sortValue(a, order.key), sortValue(b, order.key)));
}

function matches({ task, instance }: TaskRow, wanted: string): boolean {
  return task.id.toLowerCase().includes(wanted) || task.kind.toLowerCase().includes(wanted) || (instance?.state.replaceAll("_", " ").includes(wanted) ?? false);
}

function sortValue({ task, instance }: TaskRow, key: string): string | number | null {
  switch (key) {
    case "kind":
      return task.kind;
    case "state":
      return instance ? urgency.indexOf(instance.state) : null;
    case "try":
      return instance?.tryNumber ?? null;
    case "started":
      return instance?.startedAt ?? null;
    case "duration":
      return instance?.startedAt == null ? null : (instance.endedAt ?? Number.MAX_SAFE_INTEGER) - instance.startedAt;
    case "rows":
      return instance?.state === "success" ? instance.rowsLoaded : null;
    default:
      return task.id;
  }
}

/** What has no value comes last in ascending order. */
function compare(a: string | number | null, b: string | number | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  return typeof a === "string" && typeof b === "string" ? a.localeCompare(b, "en", { numeric: true }) : Number(a) - Number(b);
}
