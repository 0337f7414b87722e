/** The first line of a run's page: what became of it and why, in one sentence. Pure. */
import { isBeingCancelled, wasCancelled, type RunSummary, type TaskInstance } from "../../shared/model/run.ts";
import type { TaskState } from "../../shared/model/states.ts";
import { isBareReason, type FailureLine, withoutQuote } from "../../shared/run-view/error-line.ts";
import { t } from "../strings/t.ts";

/** @param said what the log of the task that broke first says of why, where that is known */
export function headlineOf(run: RunSummary, tasks: readonly TaskInstance[], said: FailureLine | null = null): string {
  const counts = countStates(tasks);
  const total = tasks.length - of(counts, "removed");
  switch (run.state) {
    case "queued":
      return run.reason ?? t("Waits for its turn");
    case "running":
      return progressOf(counts, total, isBeingCancelled(run) ? t("being cancelled") : run.reason);
    case "success":
      return successOf(tasks, counts, total, said);
    case "failed":
      return failureOf(run, { tasks, counts, total, said });
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
  const parts = [t("{{done}} of {{count}} tasks done", { done, count: total })];
  const also: readonly (readonly [TaskState, string])[] = [
    ["running", t("running")],
    ["failed", t("failed")],
    ["up_for_retry", t("waiting to retry")],
    ["queued", t("queued")],
  ];
  for (const [state, word] of also) if (of(counts, state) > 0) parts.push(`${of(counts, state)} ${word}`);
  if (reason !== null) parts.push(reason);
  return parts.join(", ");
}

/** The last tasks decide on a run: others may have failed in one that succeeded. */
function successOf(tasks: readonly TaskInstance[], counts: ReadonlyMap<TaskState, number>, total: number, said: FailureLine | null): string {
  const skipped = of(counts, "skipped");
  const succeeded = of(counts, "success");
  const all = succeeded === total && total > 1 ? t("All {{count}} tasks succeeded", { count: succeeded }) : t("{{count}} tasks succeeded", { count: succeeded });
  const done = skipped === 0 ? all : t("{{all}}, {{skipped}} skipped", { all, skipped });
  const broken = brokenTasks(tasks);
  return broken.length === 0 ? done : t("{{done}}, although {{what}}", { done, what: whatBroke(broken, { counts, said }) });
}

function failureOf(run: RunSummary, { tasks, counts, total, said }: Told & { readonly tasks: readonly TaskInstance[]; readonly total: number }): string {
  if (wasCancelled(run)) return cancelledOf(counts, total);
  const broken = brokenTasks(tasks);
  const first = broken[0];
  if (!first) return sentence(run.reason ?? t("{{of}} of {{count}} tasks succeeded", { of: of(counts, "success"), count: total }));
  return whatBroke(broken, { counts, said }, run.reason);
}

interface Told {
  readonly counts: ReadonlyMap<TaskState, number>;
  readonly said: FailureLine | null;
}

function whatBroke(broken: readonly TaskInstance[], { counts, said }: Told, runReason: string | null = null): string {
  const first = broken[0];
  if (!first) return "";
  const task = broken.length > 1 ? t("{{task}} and {{more}} more", { task: first.taskId, more: broken.length - 1 }) : first.taskId;
  const what = first.state === "interrupted" && broken.length === 1 ? t("{{task}} was interrupted", { task }) : t("{{task}} failed", { task });
  const why = first.reason === null ? "" : `: ${said === null ? withoutQuote(first.reason) : whyItEnded(first.reason, said)}`;
  const blocked = of(counts, "upstream_failed");
  const after = blocked === 0 ? "" : `. ${t("{{count}} tasks after it did not run", { count: blocked })}`;
  const cause = runReason !== null && runReason !== first.reason ? ` (${runReason})` : "";
  return `${what}${why}${cause}${after}`;
}

/** How the process ended, and what its log says of why. */
export function whyItEnded(reason: string, { text, kind }: FailureLine): string {
  return kind === "error" ? `${text} (${reason})` : t("{{reason}}; its log ends with: {{text}}", { reason, text });
}

function cancelledOf(counts: ReadonlyMap<TaskState, number>, total: number): string {
  const done = of(counts, "success");
  return done === total ? t("Cancelled when all tasks had succeeded") : t("Cancelled: {{done}} of {{count}} tasks had succeeded", { done, count: total });
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The task to look at first when a run went wrong. */
export function firstBroken(tasks: readonly TaskInstance[]): string | null {
  return brokenTasks(tasks)[0]?.taskId ?? null;
}

/** The try whose log says more than the headline does without it. */
export function tellingTry(run: RunSummary, tasks: readonly TaskInstance[]): { readonly taskId: string; readonly tryNumber: number } | null {
  if ((run.state !== "failed" && run.state !== "success") || wasCancelled(run)) return null;
  const [first] = brokenTasks(tasks);
  return first !== undefined && first.tryNumber > 0 && isBareReason(first.reason) ? { taskId: first.taskId, tryNumber: first.tryNumber } : null;
}

/** In the order in which they ended: the first is the likely cause. */
function brokenTasks(tasks: readonly TaskInstance[]): TaskInstance[] {
  const broken = tasks.filter((task) => task.state === "failed" || task.state === "interrupted");
  return broken.toSorted((a, b) => (a.endedAt ?? Infinity) - (b.endedAt ?? Infinity));
}
