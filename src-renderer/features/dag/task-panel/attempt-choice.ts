/** Which try of a task is shown, what became of it, and why. Pure. */
import type { GraphTask } from "../../../../shared/model/dag.ts";
import type { Attempt, AttemptState, TaskInstance } from "../../../../shared/model/run.ts";
import { isFinished, type TaskState } from "../../../../shared/model/states.ts";
import { t } from "../../../strings/t.ts";

/** The asked-for try, or the newest; null before the first. */
export function chosenAttempt(attempts: readonly Attempt[], asked: number | undefined): Attempt | null {
  return attempts.find((attempt) => attempt.tryNumber === asked) ?? attempts.reduce<Attempt | null>((newest, each) => (newest === null || each.tryNumber > newest.tryNumber ? each : newest), null);
}

export interface Outcome {
  readonly state: TaskState | AttemptState;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly reason: string | null;
  /** Set when an earlier try is shown: what is said is about that try, and the task has gone on since. */
  readonly earlierTry: number | null;
}

/** What the panel says of the shown try: the newest speaks for the task, an earlier one only for itself. */
export function outcomeOf(instance: TaskInstance, shown: Attempt | null, attempts: readonly Attempt[]): Outcome {
  const newest = chosenAttempt(attempts, undefined);
  if (shown === null || shown.tryNumber === newest?.tryNumber) return { ...instance, reason: reasonOf(instance), earlierTry: null };
  const { state, startedAt, endedAt, reason, tryNumber } = shown;
  return { state, startedAt, endedAt, reason, earlierTry: tryNumber };
}

/** The tasks that broke above an upstream_failed one: the nearest on each way up. In the order of the file. */
export function brokenAbove(taskId: string, tasks: readonly GraphTask[], instances: readonly TaskInstance[]): string[] {
  const deps = new Map(tasks.map((task) => [task.id, task.deps]));
  const states = new Map(instances.map((instance) => [instance.taskId, instance.state]));
  const seen = new Set<string>();
  const broken = new Set<string>();
  const left = [taskId];
  for (let id = left.pop(); id !== undefined; id = left.pop()) {
    for (const above of deps.get(id) ?? []) {
      if (seen.has(above)) continue;
      seen.add(above);
      const state = states.get(above);
      if (state === "failed" || state === "interrupted") broken.add(above);
      else if (state === "upstream_failed") left.push(above);
    }
  }
  return tasks.filter((task) => broken.has(task.id)).map((task) => task.id);
}

/** A reason as the start of a line. What starts with an id or a path stays as it is. */
export function asSentence(reason: string): string {
  return /^[a-z]+(?: |$)/.test(reason) ? reason.charAt(0).toUpperCase() + reason.slice(1) : reason;
}

/** What a bare code in a reason means, in a sentence; null where the reason, or what the log says beside it, says enough. `isSilent`: its log is empty. */
export function hintOf(reason: string | null, { isExplained = false, isSilent = false } = {}): string | null {
  const code = /^exit code (\d+)$/.exec(reason ?? "")?.[1];
  if (code !== undefined) return exitHints[code] ?? (isExplained ? null : isSilent ? t("By this code the program says that it failed; it wrote nothing of why.") : t("By this code the program says that it failed; its log says why."));
  const signal = /^killed by (SIG\w+)$/.exec(reason ?? "")?.[1];
  if (signal === undefined) return null;
  return signalHints[signal] ?? t("The process was ended by this signal; its log may say why.");
}

const exitHints: Readonly<Record<string, string>> = {
  "2": t("Often a wrong use of a shell command or its options; the log says which."),
  "126": t("The shell found a command and may not execute it."),
  "127": t("The shell did not find a command; the log says which."),
  "130": t("A process in it was interrupted (128 + 2, SIGINT)."),
  "137": t("A process in it was killed (128 + 9, SIGKILL), often for want of memory."),
  "139": t("A process in it crashed (128 + 11, SIGSEGV)."),
  "143": t("A process in it was asked to end (128 + 15, SIGTERM)."),
};

const signalHints: Readonly<Record<string, string>> = {
  SIGKILL: t("Something outside of Dagwright killed it, often the system for want of memory."),
  SIGTERM: t("Something outside of Dagwright asked it to end."),
  SIGSEGV: t("The program crashed: it touched memory that is not its own."),
  SIGABRT: t("The program gave up by itself; its log may say why."),
  SIGINT: t("It was interrupted from outside, as with Ctrl+C."),
};

/** The first line of the panel: what became of the task, in a sentence; null when the state says it all. */
function reasonOf(instance: TaskInstance): string | null {
  const { state, reason, tryNumber, maxTries } = instance;
  if (reason !== null) return reason;
  if (state === "up_for_retry") return t("Try {{tryNumber}} of {{maxTries}} failed; the next one is planned", { tryNumber, maxTries });
  if (state === "upstream_failed") return t("A task that it needs failed");
  if (state === "none") return t("Waits for the tasks that it needs");
  if (state === "queued" || state === "scheduled") return t("Waits for a free slot");
  return state === "interrupted" ? t("The engine ended in the middle of it; the outcome is unknown") : null;
}

/** A task that has not run in a run that goes on, or that will not run any more. */
export function asksWhy({ state }: Pick<TaskInstance, "state">, isRunOver: boolean): boolean {
  return state === "upstream_failed" || state === "skipped" || (!isRunOver && !isFinished(state) && state !== "running");
}

export type PanelTab = "waiting" | "instances" | "log" | "rendered" | "checks" | "output" | "resources" | "tries" | "details";
