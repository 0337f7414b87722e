/** What a node shows about its task in the run at hand, in the words of look.md. Pure. */
import type { TaskInstance } from "../../shared/model/run.ts";
import type { GraphTask } from "../../shared/model/dag.ts";
import { t } from "../strings/t.ts";
import { stateLook } from "../ui/state-look.ts";

/** The part of a task instance that a node draws. */
export type TaskStatus = Pick<TaskInstance, "taskId" | "state" | "tryNumber" | "maxTries" | "startedAt" | "endedAt" | "mapped"> & {
  /** It was tried on what is drawn, and published nothing. */
  readonly isTried?: boolean;
};

/** True when a node would look the same for both. */
export function isSameStatus(a: TaskStatus, b: TaskStatus): boolean {
  return (
    a === b ||
    (a.state === b.state &&
      a.tryNumber === b.tryNumber &&
      a.maxTries === b.maxTries &&
      a.startedAt === b.startedAt &&
      a.endedAt === b.endedAt &&
      a.isTried === b.isTried &&
      (a.mapped === b.mapped || JSON.stringify(a.mapped) === JSON.stringify(b.mapped)))
  );
}

/** "SqlTask" as people say it: "SQL". Kinds that we do not know keep their own name. */
export function kindWord(kind: string): string {
  const known: Record<string, string> = { SqlTask: "SQL", PythonTask: "Python", BashTask: "Bash", HttpTask: "HTTP", SensorTask: t("Sensor"), TriggerDagTask: t("Start DAG"), NotifyTask: t("Message"), EmptyTask: t("Empty"), BranchTask: t("Branch"), ShortCircuitTask: t("Short circuit"), TaskGroup: t("Group") };
  return known[kind] ?? kind;
}

/** What the task is to the others; as it stands in the middle of a sentence. */
export function roleWord(role: NonNullable<GraphTask["role"]>): string {
  return role === "setup" ? t("setup") : t("teardown");
}

export function stateWord({ state, isTried = false }: TaskStatus): string {
  return isTried && state === "success" ? t("Tried") : stateLook(state).word;
}

/** The whole node in one sentence, for a screen reader. */
export function describeTask(task: GraphTask, status: TaskStatus | undefined, duration: string | null): string {
  const parts = [task.id, t("{{kindWord}} task", { kindWord: kindWord(task.kind) })];
  if (task.role !== undefined) parts.push(roleWord(task.role));
  if (!task.enabled) parts.push(t("disabled"));
  if (status) parts.push(stateWord(status).toLowerCase());
  if (duration) parts.push(duration);
  if (status && status.tryNumber > 1) parts.push(t("try {{tryNumber}} of {{maxTries}}", { tryNumber: status.tryNumber, maxTries: status.maxTries }));
  parts.push(task.deps.length === 0 ? t("no dependencies") : t("after {{listWords}}", { listWords: listWords(task.deps) }));
  return parts.join(", ");
}

function listWords(ids: readonly string[]): string {
  const shown = ids.slice(0, 4).reduce((all, part) => t("{{all}} and {{part}}", { all, part }));
  return ids.length > 4 ? t("{{shown}} and {{ids}} more", { shown, ids: ids.length - 4 }) : shown;
}
