/** What a message says: the words that its templates may use, and the texts that are sent where the file has none. Pure. */
import { durationWords } from "../../../shared/base/duration.ts";
import { deepLinkOf } from "../../../shared/links/deep-link.ts";
import type { MessageEvent } from "../../../shared/model/message.ts";
import type { TaskRecord } from "../../core/run-image.ts";
import type { RunRow } from "../../ports/store.ts";

export interface MessageSubject {
  readonly event: MessageEvent;
  readonly run: RunRow;
  readonly task: { readonly id: string; readonly record: TaskRecord } | null;
  readonly tryNumber: number;
  readonly workspace: string;
  /** The first error: of the task, or of the task that failed first in the run. */
  readonly error: string | null;
  readonly failed: readonly string[];
  readonly at: number;
}

const happened: Readonly<Record<MessageEvent, string>> = { failure: "failed", success: "succeeded", retry: "is tried again", skipped: "was skipped" };

/** `event`, `link`, `error` and so on, beside the words of every template. */
export function messageWords(subject: MessageSubject): Record<string, unknown> {
  const { event, run, task, error, failed } = subject;
  return { event, what: whatOf(subject), error: error ?? "", link: linkOf(subject), failed_tasks: [...failed], state: task?.record.state ?? run.record.state };
}

export function defaultSubject(subject: MessageSubject): string {
  return `${whatOf(subject)} (${subject.workspace})`;
}

export function defaultText(subject: MessageSubject): string {
  const { run, task, error, failed } = subject;
  const { startedAt, endedAt } = task?.record ?? run.record;
  const took = startedAt === null || endedAt === null ? null : durationWords(endedAt - startedAt);
  return [
    `${whatOf(subject)}.`,
    ...(error === null ? [] : [`Error: ${error}`]),
    ...(task === null && failed.length > 0 ? [`Failed: ${failed.slice(0, 10).join(", ")}${failed.length > 10 ? ` and ${failed.length - 10} more` : ""}`] : []),
    `Run: ${run.runId}`,
    ...(run.logicalDate === null ? [] : [`Logical date: ${new Date(run.logicalDate).toISOString()}`]),
    ...(took === null ? [] : [`Took: ${took}`]),
    ...(linkOf(subject) === "" ? [] : [`Open: ${linkOf(subject)}`]),
  ].join("\n");
}

function whatOf({ event, run, task, tryNumber }: MessageSubject): string {
  if (task === null) return `Run of ${run.dagId} ${happened[event]}`;
  return `Task ${run.dagId}.${task.id} ${happened[event]}${event === "failure" || event === "retry" ? ` (try ${tryNumber} of ${task.record.maxTries})` : ""}`;
}

/** Empty where no link can say it. */
function linkOf({ run, task }: MessageSubject): string {
  return deepLinkOf({ to: "run", dagId: run.dagId, runId: run.runId, ...(task === null ? {} : { taskId: task.id }) }) ?? "";
}

/** For machines, as a webhook gets it. */
export function messageFacts(subject: MessageSubject): Record<string, unknown> {
  const { event, run, task, tryNumber, error, failed, at, workspace } = subject;
  return { event, workspace, dag_id: run.dagId, run_id: run.runId, task_id: task?.id ?? null, try_number: task === null ? null : tryNumber, state: task?.record.state ?? run.record.state, error, failed_tasks: failed, link: linkOf(subject), at: new Date(at).toISOString() };
}
