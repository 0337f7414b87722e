/**
 * The run machine: decides what a run does next. It performs nothing, reads no clock, and costs O(out-degree).
 *
 * Task instance states and legal moves (signal → move):
 *   none         → scheduled            upstream allows it (its trigger rule says run), and so does the run before (past-runs.ts; pastChanged)
 *   none         → success              EmptyTask whose rule says run
 *   none         → skipped              rule says skip · not selected · disabled · run cancelled
 *   none         → upstream_failed      rule says upstream failed
 *   none|scheduled|up_for_retry → skipped   a parent that chooses has left it out (core/branching.ts)
 *   none|up_for_retry → deferred        a watch that may begin: a try that holds no slot, effect startWatch (deferral.ts)
 *   deferred     → success              watchMet
 *   deferred     → up_for_retry|failed  watchFailed, as attemptFailed · failed: cancelAsked, watchTimedOut
 *   deferred     → skipped              watchSkipped, watchTimedOut of a task that says soft_fail
 *   scheduled    → queued               slotGranted: a try begins, intent committed, effect startAttempt
 *   scheduled    → skipped              cancelAsked
 *   queued       → running              attemptStarted
 *   queued|running → success            attemptSucceeded
 *   queued|running → up_for_retry       attemptFailed with tries left
 *   queued|running → failed             attemptFailed without, or after cancelAsked
 *   queued|running → interrupted        attemptLost, on_crash interrupt or what may not be done twice
 *   queued|running → scheduled          attemptLost, on_crash rerun (a new try that costs no retry)
 *   up_for_retry → scheduled            retryDue (a watch: deferred)
 *   up_for_retry → failed               cancelAsked
 *   any but finished → skipped          timeIsUp, as Airflow ends a run; what is at work is stopped first (failed by then: skipped; success stays)
 *   finished     → none                 clearAsked (then onwards as above); ignored while the run is being cancelled
 *   any but queued|running → success|failed   markAsked
 *   queued|running → running|skipped    expanded: the try of a mapped task said how many instances it has; more in mapping.ts
 *   any but queued|running → what it was      restoreAsked: a clear or mark is taken back, as long as none of its tasks has begun a try since;
 *                                             what was deferred waits anew, as a new try
 *
 * Run states: queued → running (begin) → success | failed (all tasks finished; the leaves decide; cancelled is failed, and so is one whose time is up);
 *   finished → queued (clearAsked that waits its turn, as a backfill does, or such a markAsked that lets a task go on); finished → running (clearAsked, or markAsked that lets a task go on): it starts anew then, so that the time it lay idle is no part of its length;
 *   and back with its instants (restoreAsked). A mark that lets nothing go on leaves a finished run its instants. Signals about a try that is no longer
 *   current are ignored: they are late echoes.
 */
import { assertNever } from "../../shared/base/assert-never.ts";
import { cancelledReason } from "../../shared/model/run.ts";
import { type Decision, type RunImage } from "./run-image.ts";
import { isOver } from "./record-moves.ts";
import type { MarkAsked, RunSignal } from "./run-signal.ts";
import { Draft } from "./run-draft.ts";

/** Decides the answer to one signal. Pure: the same image and signal give the same decision. */
export function decide(image: RunImage, signal: RunSignal): Decision {
  if (signal.kind === "markAsked" && signal.queue === true) return decideWaitingMark(image, signal);
  const draft = new Draft(image, signal.at);
  switch (signal.kind) {
    case "begin":
      draft.begin();
      break;
    case "slotGranted":
      draft.grant(signal.task);
      break;
    case "attemptStarted":
      draft.onCurrentTry(signal, (task) => (task.state === "queued" ? { ...task, state: "running", startedAt: signal.at } : task));
      break;
    case "attemptSucceeded":
      draft.succeed(signal);
      break;
    case "attemptFailed":
      draft.fail(signal);
      break;
    case "attemptLost":
      draft.lose(signal);
      break;
    case "watchMet":
    case "watchFailed":
    case "watchTimedOut":
    case "watchSkipped":
      draft.endWatch(signal);
      break;
    case "expanded":
      draft.expand(signal);
      break;
    case "pastChanged":
      draft.changePast(signal.held);
      break;
    case "retryDue":
      draft.retry(signal.task);
      break;
    case "cancelAsked":
      draft.end(cancelledReason);
      break;
    case "timeIsUp":
      draft.end(signal.reason);
      break;
    case "clearAsked":
      draft.clear(signal.tasks, signal.queue === true);
      break;
    case "markAsked":
      draft.mark(signal);
      break;
    case "restoreAsked":
      draft.restore(signal.tasks, signal.run);
      break;
    default:
      return assertNever(signal);
  }
  return draft.finish();
}

/** A mark that lets nothing go on needs no turn. */
function decideWaitingMark(image: RunImage, signal: MarkAsked): Decision {
  const atOnce = decide(image, { ...signal, queue: false });
  if (!isOver(image.run) || atOnce.run === null || isOver(atOnce.run)) return atOnce;
  const draft = new Draft(image, signal.at);
  draft.mark(signal);
  return draft.finish();
}
