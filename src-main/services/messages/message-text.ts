/** What a message says: the words that its templates may use, and the texts that are sent where the file has none. Pure. */
import { durationWords } from "../../../shared/base/duration.ts";
import { linkAt } from "../../../shared/links/web-link.ts";
import type { Deadline } from "../../../shared/model/deadline.ts";
import type { MessageEvent } from "../../../shared/model/message.ts";
import { wallWords } from "../../../shared/schedule/wall-words.ts";
import type { TaskRecord } from "../../core/run-image.ts";
import type { RunRow } from "../../ports/store.ts";

export interface MessageSubject {
  readonly event: MessageEvent;
  readonly dagId: string;
  /** Null for a deadline that no run is meant by. */
  readonly run: RunRow | null;
  readonly task: { readonly id: string; readonly record: TaskRecord } | null;
  readonly tryNumber: number;
  /** Of the DAG. */
  readonly zone: string;
  readonly workspace: string;
  /** Where its links lead: an origin, or null for the desktop. */
  readonly address: string | null;
  /** The first error: of the task, or of the task that failed first in the run. */
  readonly error: string | null;
  readonly failed: readonly string[];
  /** The deadline that was missed. */
  readonly deadline: Deadline | null;
  readonly at: number;
}

const happened: Readonly<Record<MessageEvent, string>> = { failure: "failed", success: "succeeded", retry: "is tried again", skipped: "was skipped", deadline: "missed its deadline" };

/** `event`, `link`, `error` and so on, beside the words of every template; without a run only these and the DAG's id. */
export function messageWords(subject: MessageSubject): Record<string, unknown> {
  const { event, dagId, run, error, failed, deadline } = subject;
  return {
    ...{ event, what: whatOf(subject), error: error ?? "", link: linkOf(subject), failed_tasks: [...failed], state: stateOf(subject) ?? "" },
    ...(deadline === null ? {} : { deadline: { name: deadline.name, due: new Date(deadline.dueAt).toISOString(), reason: deadline.reason ?? "" } }),
    ...(run === null ? { dag: { dag_id: dagId } } : {}),
  };
}

const stateOf = ({ task, run }: MessageSubject): string | null => task?.record.state ?? run?.record.state ?? null;

export function defaultSubject(subject: MessageSubject): string {
  return `${whatOf(subject)} (${subject.workspace})`;
}

export function defaultText(subject: MessageSubject): string {
  const { run, task, error, failed, deadline, zone } = subject;
  const { startedAt = null, endedAt = null } = task?.record ?? run?.record ?? {};
  const took = startedAt === null || endedAt === null ? null : durationWords(endedAt - startedAt);
  return [
    `${whatOf(subject)}.`,
    ...(deadline === null ? [] : [deadline.reason ?? "", `State now: ${stateOf(subject) ?? "no run"}`]),
    ...(error === null ? [] : [`Error: ${error}`]),
    ...(task === null && failed.length > 0 ? [`Failed: ${failed.slice(0, 10).join(", ")}${failed.length > 10 ? ` and ${failed.length - 10} more` : ""}`] : []),
    ...(run === null ? [] : [`Run: ${run.runId}`]),
    ...(run === null || run.logicalDate === null ? [] : [`Logical date: ${wallWords(run.logicalDate, zone)}`]),
    ...(took === null ? [] : [`Took: ${took}`]),
    ...(linkOf(subject) === "" ? [] : [`Open: ${linkOf(subject)}`]),
  ].join("\n");
}

function whatOf({ event, dagId, run, task, tryNumber, deadline }: MessageSubject): string {
  if (deadline !== null) return `${run === null ? "DAG" : deadline.taskId === null ? "Run of" : "Task"} ${dagId}${deadline.taskId === null ? "" : `.${deadline.taskId}`} ${happened.deadline} "${deadline.name}"`;
  if (task === null) return `Run of ${dagId} ${happened[event]}`;
  return `Task ${dagId}.${task.id} ${happened[event]}${event === "failure" || event === "retry" ? ` (try ${tryNumber} of ${task.record.maxTries})` : ""}`;
}

/** Empty where no link can say it. */
function linkOf({ dagId, run, task, address }: MessageSubject): string {
  if (run === null) return linkAt(address, { to: "dag", dagId }) ?? "";
  return linkAt(address, { to: "run", dagId: run.dagId, runId: run.runId, ...(task === null ? {} : { taskId: task.id }) }) ?? "";
}

/** For machines, as a webhook gets it. */
export function messageFacts(subject: MessageSubject): Record<string, unknown> {
  const { event, dagId, run, task, tryNumber, error, failed, deadline, at, workspace } = subject;
  const missed = deadline === null ? {} : { deadline: deadline.name, due: new Date(deadline.dueAt).toISOString(), reason: deadline.reason };
  return { event, workspace, dag_id: dagId, run_id: run?.runId ?? null, task_id: task?.id ?? deadline?.taskId ?? null, try_number: task === null ? null : tryNumber, state: stateOf(subject), ...missed, error, failed_tasks: failed, link: linkOf(subject), at: new Date(at).toISOString() };
}
