/** What a task does when it runs. Pure. */
import type { BranchTask, PythonProgram, PythonTask, ShortCircuitTask, SqlTask, Task, TextSource } from "./dag.ts";

export type TaskProgram = { readonly field: "bash"; readonly source: TextSource } | { readonly field: "python"; readonly source: TextSource; readonly python: PythonProgram };

/** The program that a task starts, by the field that it stands in; null for one that starts none. SQL is no program. */
export function programOf(task: Task): TaskProgram | null {
  if (task.kind === "BashTask") return { field: "bash", source: task.bash };
  const python = task.kind === "PythonTask" || choosesBelow(task) ? task.python : null;
  if (python !== null) return { field: "python", source: python.source, python };
  return choosesBelow(task) && task.bash !== null ? { field: "bash", source: task.bash } : null;
}

/** True for the kinds that may leave out what comes after them. */
export function choosesBelow(task: Task): task is BranchTask | ShortCircuitTask {
  return task.kind === "BranchTask" || task.kind === "ShortCircuitTask";
}

/** True for a task that fills a table and shows it to readers. */
export function publishes(task: Task | undefined): task is SqlTask | PythonTask {
  return (task?.kind === "SqlTask" || task?.kind === "PythonTask") && task.ddl !== null;
}
