/** Why a task of a run has no log, in a sentence: what became of it, because of whom, and where to look. */
import type { WaitReport } from "../../shared/contract/waiting.ts";
import type { RunDetail } from "../../shared/contract/runs.ts";
import type { TaskInstance } from "../../shared/model/run.ts";
import { isFinished, isRunFinished } from "../../shared/model/states.ts";
import type { Session } from "./session.ts";
import { harmless } from "./words.ts";

const namedHolders = 3;

/** Of a task that had fewer tries than the one that is asked for. Null while that try may still come and is followed. */
export async function whyNoLog(session: Session, { run, tasks }: RunDetail, { taskId, tryNumber: wanted }: { taskId: string; tryNumber: number }, isFollowed: boolean): Promise<string | null> {
  const task = tasks.find((one) => one.taskId === taskId);
  if (task === undefined || wanted <= task.tryNumber) return null;
  const isOver = isFinished(task.state) || isRunFinished(run.state);
  if (!isOver && isFollowed) return null;
  const name = `Task "${harmless(taskId)}"`;
  if (task.tryNumber > 0) return `${name}: try ${wanted} has not started; it has had ${task.tryNumber}. ${isOver ? `Ask for try ${task.tryNumber} or an earlier one.` : "Follow it with -f."}`;
  const report = await session.client.runs.waiting({ dagId: run.dagId, runId: run.runId, taskId });
  const why = `dagwright runs why ${run.dagId} ${run.runId} ${taskId}`;
  return `${name}: has no log, because it has not run: ${reasonOf(task, report, isOver)}. ${isOver ? `More: ${why}` : `Follow it with -f; what it waits for: ${why}`}`;
}

function reasonOf({ state, reason }: TaskInstance, report: WaitReport, isOver: boolean): string {
  const holders = holdersOf(report);
  if (state === "upstream_failed") return holders === "" ? "a task that it needs did not succeed" : `it needs ${holders}`;
  if (state === "skipped") return reason === null ? `it was skipped${holders === "" ? "" : ` because of ${holders}`}` : `it was skipped (${harmless(reason)})`;
  if (isFinished(state)) return `it is ${state}${reason === null ? "" : ` (${harmless(reason)})`} without a try`;
  if (isOver) return "its run ended before it could start";
  return holders === "" ? `it is ${state === "none" ? "still to be scheduled" : state}` : `it waits for ${holders}`;
}

/** The tasks and runs that shut its first closed gate. */
function holdersOf({ gates }: WaitReport): string {
  const shut = gates.find(({ isOpen, holders }) => !isOpen && holders.length > 0);
  if (shut === undefined) return "";
  const named = shut.holders.slice(0, namedHolders).map(({ taskId, runId, state }) => `${harmless(taskId ?? runId)} (${state})`);
  const more = shut.holderCount - named.length;
  return `${named.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
