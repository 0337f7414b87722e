/**
 * Whether a DAG takes events, told also while not all files are read. Only what is known is a no: who posts an event and hears that there is no queue
 * may throw it away.
 */
import type { DagFiles } from "../dag-files.ts";

/** `unread`: it may be in a file of which nothing is read yet. A DAG whose file has mistakes is `there`; that it cannot run is told when it is asked to. */
export type QueuePresence = "there" | "unread" | "none";

export function presenceOf(dags: Pick<DagFiles, "ready" | "found">, dagId: string): QueuePresence {
  const file = dags.ready(dagId);
  if (file !== null) return file.dag !== null && file.dag.queue === undefined ? "none" : "there";
  return dags.found().scan === null ? "none" : "unread";
}
