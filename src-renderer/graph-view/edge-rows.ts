/** What a run says on its edges: how many rows flow along them, and which way a task that chooses has gone. Pure. */
import type { GraphTask } from "../../shared/model/dag.ts";
import type { TaskInstance } from "../../shared/model/run.ts";
import { t } from "../strings/t.ts";
import { formatCount } from "../ui/format.ts";
import type { EdgeRows } from "./graph-context.ts";
import { edgeId } from "./graph-index.ts";

type Instance = Pick<TaskInstance, "taskId" | "rowsLoaded" | "followed">;

export function edgeRowsOfRun(tasks: readonly Pick<GraphTask, "id" | "deps">[], instances: readonly Instance[]): Map<string, EdgeRows> {
  const telling = new Map(instances.flatMap((one) => (one.rowsLoaded === null && one.followed == null ? [] : [[one.taskId, one] as const])));
  return new Map(
    tasks.flatMap(({ id, deps }) =>
      deps.flatMap((dep) => {
        const said = telling.get(dep);
        return said === undefined ? [] : [[edgeId(dep, id), wordsOf(said, id)] as const];
      }),
    ),
  );
}

function wordsOf({ taskId, rowsLoaded, followed }: Instance, target: string): EdgeRows {
  if (followed == null) return { rows: rowsLoaded ?? 0, text: formatCount(rowsLoaded ?? 0), title: t("{{count}} rows published by {{dep}}", { count: rowsLoaded ?? 0, dep: taskId }) };
  const isLeftOut = !followed.includes(target);
  return { rows: 0, text: isLeftOut ? t("left out") : t("followed"), title: isLeftOut ? t("{{dep}} left {{task}} out", { dep: taskId, task: target }) : t("{{dep}} let {{task}} go on", { dep: taskId, task: target }), isLeftOut };
}
