/** The first line of a run's page: what became of it and why, in one sentence. Pure. */
import { wasCancelled, type RunSummary, type TaskInstance } from "../../shared/model/run.ts";
import type { TaskState } from "../../shared/model/states.ts";

export function headlineOf(run: RunSummary, tasks: readonly TaskInstance[]): string {
  const counts = countStates(tasks);
  const total = tasks.length - of(counts, "removed");
  switch (run.state) {
    case "queued":
      return run.reason ?? "Waits for its turn";
    case "running":
      return progressOf(counts, total, run.reason);
    case "success":
      return successOf(counts, total);
    case "failed":
      return failureOf(run, tasks, counts, total);
  }
}

export function countStates(tasks: readonly TaskInstance[]): ReadonlyMap<TaskState, number> {
  const counts = new Map<TaskState, number>();
  for (const task of tasks) counts.set(task.state, (counts.get(task.state) ?? 0) + 1);
  return counts;
}

function of(counts: ReadonlyMap<TaskState, number>, state: TaskState): number {
  return counts.get(state) ?? 0;
}

function progressOf(counts: ReadonlyMap<TaskState, number>, total: number, reason: string | null): string {
  const done = of(counts, "success") + of(counts, "skipped");
  const parts = [`${done} of ${total} tasks done`];
  const also: readonly (readonly [TaskState, string])[] = [
    ["running", "running"],
    ["failed", "failed"],
    ["up_for_retry", "waiting to retry"],
    ["queued", "queued"],
  ];
  for (const [state, word] of also) if (of(counts, state) > 0) parts.push(`${of(counts, state)} ${word}`);
  if (reason !== null) parts.push(reason);
  return parts.join(", ");
}

function successOf(counts: ReadonlyMap<TaskState, number>, total: number): string {
  const skipped = of(counts, "skipped");
  const succeeded = total - skipped;
  const all = `${succeeded === total && total > 1 ? "All " : ""}${succeeded} ${succeeded === 1 ? "task" : "tasks"} succeeded`;
  return skipped === 0 ? all : `${all}, ${skipped} skipped`;
}

function failureOf(run: RunSummary, tasks: readonly TaskInstance[], counts: ReadonlyMap<TaskState, number>, total: number): string {
  if (wasCancelled(run)) return cancelledOf(counts, total);
  const broken = brokenTasks(tasks);
  const first = broken[0];
  if (!first) return sentence(run.reason ?? `${of(counts, "success")} of ${total} tasks succeeded`);
  const more = broken.length > 1 ? ` and ${broken.length - 1} more` : "";
  const what = first.state === "interrupted" && broken.length === 1 ? "was interrupted" : "failed";
  const why = first.reason === null ? "" : `: ${first.reason}`;
  const blocked = of(counts, "upstream_failed");
  const after = blocked === 0 ? "" : `. ${blocked} ${blocked === 1 ? "task" : "tasks"} after it did not run`;
  const cause = run.reason !== null && run.reason !== first.reason ? ` (${run.reason})` : "";
  return `${first.taskId}${more} ${what}${why}${cause}${after}`;
}

function cancelledOf(counts: ReadonlyMap<TaskState, number>, total: number): string {
  const done = of(counts, "success");
  return done === total ? "Cancelled when all tasks had succeeded" : `Cancelled: ${done} of ${total} tasks had succeeded`;
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The task to look at first when a run went wrong. */
export function firstBroken(tasks: readonly TaskInstance[]): string | null {
  return brokenTasks(tasks)[0]?.taskId ?? null;
}

/** In the order in which they ended: the first is the likely cause. */
function brokenTasks(tasks: readonly TaskInstance[]): TaskInstance[] {
  const broken = tasks.filter((task) => task.state === "failed" || task.state === "interrupted");
  return broken.toSorted((a, b) => (a.endedAt ?? Infinity) - (b.endedAt ?? Infinity));
}
