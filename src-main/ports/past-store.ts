/** What earlier runs of a DAG did, as far as later ones depend on it. */
import type { TaskState } from "../../shared/model/states.ts";
import type { RunRow } from "./store.ts";

export interface PastStore {
  /** The nearest run before this instant by logical date, the newest of its date, that was to do the task; `scheduledOnly` passes over runs by hand. */
  runBefore(of: { readonly dagId: string; readonly before: number; readonly taskId: string; readonly scheduledOnly: boolean }): RunRow | null;
  /** Null where the run has no such task. */
  stateAt(run: number, task: number): TaskState | null;
  /** Whether a run before this instant has an instance of the task. */
  wasThere(dagId: string, taskId: string, before: number): boolean;
}
