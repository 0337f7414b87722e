/** The runs that cannot end before this one has: itself, the run whose task started it and waits for it, and so on upwards. */
import type { StartedBy } from "../../../shared/model/trigger.ts";
import type { RunRow, Store } from "../../ports/store.ts";

export function* waitingAbove(store: Pick<Store, "runs" | "tasks">, run: number): Generator<RunRow> {
  const seen = new Set<number>();
  for (let row: RunRow | null = store.runs.get(run); row !== null && !seen.has(row.key); ) {
    seen.add(row.key);
    yield row;
    const startedBy: StartedBy | undefined = row.startedBy;
    const parent: RunRow | null = startedBy === undefined ? null : store.runs.find(startedBy.dagId, startedBy.runId);
    // A task that does not wait has ended by now.
    row = parent !== null && startedBy !== undefined && store.tasks.loadOne(parent.key, startedBy.taskId)?.instance.state === "deferred" ? parent : null;
  }
}
