/**
 * Which messages a decision calls for. Pure, and O(what changed). Nobody is told of what a person does: of marks, of acts that are taken back, of runs
 * that are cancelled; nor of tasks that a run was not asked to do.
 */
import type { Dag } from "../../shared/model/dag.ts";
import type { MessageEvent, MessageSpec } from "../../shared/model/message.ts";
import type { RunState, TaskState } from "../../shared/model/states.ts";
import { cancelledReason } from "../../shared/model/run.ts";
import { isBypassed, type Decision, type RunImage } from "./run-image.ts";
import type { RunSignal } from "./run-signal.ts";

export interface CalledMessage extends MessageSpec {
  /** Null for one about the run itself. */
  readonly task: number | null;
  readonly tryNumber: number;
  readonly event: MessageEvent;
}

const eventOfTask: Partial<Record<TaskState, MessageEvent>> = { failed: "failure", interrupted: "failure", success: "success", up_for_retry: "retry", skipped: "skipped" };
const eventOfRun: Partial<Record<RunState, MessageEvent>> = { failed: "failure", success: "success" };
const ofPersons: ReadonlySet<RunSignal["kind"]> = new Set(["markAsked", "restoreAsked", "cancelAsked"]);

export function messagesCalled(image: RunImage, { decision, signal, dag }: { readonly decision: Decision; readonly signal: RunSignal; readonly dag: Pick<Dag, "messages" | "tasks"> }): CalledMessage[] {
  const { cancelling, reason } = image.run;
  if (ofPersons.has(signal.kind) || (cancelling && reason === cancelledReason)) return [];
  // A run whose time is up is told of itself: its tasks are cut off, which is no news of theirs.
  const isCutOff = cancelling || signal.kind === "timeIsUp";
  const called: CalledMessage[] = [];
  for (const [index, record] of decision.tasks) {
    const event = record.state === image.tasks[index]?.state ? undefined : eventOfTask[record.state];
    // A mapped task is told of as a whole.
    if (event === undefined || index >= dag.tasks.length || isBypassed(image, index) || (isCutOff && event !== "success")) continue;
    const ofDag = event === "retry" || event === "skipped" ? (dag.messages?.[event] ?? []) : [];
    for (const spec of [...(dag.tasks[index]?.messages?.[event] ?? []), ...ofDag]) called.push({ ...spec, task: index, tryNumber: record.tryNumber, event });
  }
  const event = decision.run === null || decision.run.state === image.run.state ? undefined : eventOfRun[decision.run.state];
  if (event !== undefined) for (const spec of dag.messages?.[event] ?? []) called.push({ ...spec, task: null, tryNumber: 0, event });
  return called;
}
