/**
 * The run machine: decides what a run does next. It performs nothing, reads no clock, and costs O(out-degree).
 *
 * Task instance states and legal moves (signal → move):
 *   none         → scheduled            upstream allows it (its trigger rule says run)
 *   none         → success              EmptyTask whose rule says run
 *   none         → skipped              rule says skip · not selected · disabled · run cancelled
 *   none         → upstream_failed      rule says upstream failed
 *   scheduled    → queued               slotGranted: a try begins, intent committed, effect startAttempt
 *   scheduled    → skipped              cancelAsked
 *   queued       → running              attemptStarted
 *   queued|running → success            attemptSucceeded
 *   queued|running → up_for_retry       attemptFailed with tries left
 *   queued|running → failed             attemptFailed without, or after cancelAsked
 *   queued|running → interrupted        attemptLost, on_crash interrupt
 *   queued|running → scheduled          attemptLost, on_crash rerun (a new try that costs no retry)
 *   up_for_retry → scheduled            retryDue
 *   up_for_retry → failed               cancelAsked
 *   finished     → none                 clearAsked (then onwards as above); ignored while the run is being cancelled
 *   any but queued|running → success|failed   markAsked
 *
 * Run states: queued → running (begin) → success | failed (all tasks finished; the leaves decide; cancelled is failed);
 *   finished → running (clearAsked). Signals about a try that is no longer current are ignored: they are late echoes.
 */
import { assertNever } from "../../shared/base/assert-never.ts";
import { isFinished, type TaskState } from "../../shared/model/states.ts";
import { retryDelayOf } from "./retry.ts";
import { freshTask, isBypassed, tallyFieldOf, type Decision, type Effect, type RunImage, type RunRecord, type TaskRecord } from "./run-image.ts";
import type { TaskPlan } from "./run-graph.ts";
import { evaluateTriggerRule, type UpstreamTally } from "../../shared/graph/trigger-rules.ts";

type OfTry = { readonly task: number; readonly tryNumber: number; readonly at: number };

export type RunSignal =
  | { readonly kind: "begin"; readonly at: number }
  | { readonly kind: "slotGranted"; readonly task: number; readonly at: number }
  | ({ readonly kind: "attemptStarted" } & OfTry)
  | ({ readonly kind: "attemptSucceeded" } & OfTry)
  | ({ readonly kind: "attemptFailed"; readonly reason: string; readonly mayRetry: boolean } & OfTry)
  | ({ readonly kind: "attemptLost"; readonly reason: string } & OfTry)
  | { readonly kind: "retryDue"; readonly task: number; readonly at: number }
  | { readonly kind: "cancelAsked"; readonly at: number }
  | { readonly kind: "clearAsked"; readonly tasks: readonly number[]; readonly at: number }
  | { readonly kind: "markAsked"; readonly tasks: readonly number[]; readonly state: "success" | "failed"; readonly reason: string; readonly at: number };

/** Decides the answer to one signal. Pure: the same image and signal give the same decision. */
export function decide(image: RunImage, signal: RunSignal): Decision {
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
      draft.onCurrentTry(signal, (task) => ended(task, "success", signal.at, null));
      break;
    case "attemptFailed":
      draft.fail(signal);
      break;
    case "attemptLost":
      draft.lose(signal);
      break;
    case "retryDue":
      draft.retry(signal.task);
      break;
    case "cancelAsked":
      draft.cancel();
      break;
    case "clearAsked":
      draft.clear(signal.tasks);
      break;
    case "markAsked":
      draft.mark(signal.tasks, signal.state, signal.reason);
      break;
    default:
      return assertNever(signal);
  }
  return draft.finish();
}

const badEnds: ReadonlySet<TaskState> = new Set(["failed", "upstream_failed", "interrupted"]);
const isActive = (state: TaskState): boolean => state === "queued" || state === "running";

function ended(task: TaskRecord, state: TaskState, at: number, reason: string | null): TaskRecord {
  return { ...task, state, endedAt: at, retryAt: null, reason };
}

/** The changes of one decision, laid over the image without touching it. */
class Draft {
  readonly #image: RunImage;
  readonly #at: number;
  readonly #tasks = new Map<number, TaskRecord>();
  readonly #tallies = new Map<number, Record<keyof UpstreamTally, number>>();
  readonly #effects: Effect[] = [];
  readonly #due: number[] = [];
  #run: RunRecord | null = null;
  #unfinished: number;

  constructor(image: RunImage, at: number) {
    this.#image = image;
    this.#at = at;
    this.#unfinished = image.unfinished;
  }

  begin(): void {
    if (this.#current().state !== "queued") return;
    this.#run = { ...this.#current(), state: "running", startedAt: this.#at };
    this.#considerAll();
  }

  grant(index: number): void {
    const task = this.#task(index);
    if (task.state !== "scheduled" || this.#current().cancelling) return;
    const tryNumber = task.tryNumber + 1;
    this.#set(index, { ...task, state: "queued", tryNumber, queuedAt: this.#at, startedAt: null, endedAt: null, retryAt: null, reason: null });
    this.#effects.push({ kind: "startAttempt", task: index, tryNumber });
  }

  onCurrentTry(of: OfTry, change: (task: TaskRecord) => TaskRecord): void {
    const task = this.#task(of.task);
    if (task.tryNumber !== of.tryNumber || !isActive(task.state)) return;
    const next = change(task);
    if (next !== task) this.#set(of.task, next.startedAt === null && isFinished(next.state) ? { ...next, startedAt: task.queuedAt } : next);
  }

  fail(signal: Extract<RunSignal, { kind: "attemptFailed" }>): void {
    this.onCurrentTry(signal, (task) => {
      const again = signal.mayRetry && task.tryNumber < task.maxTries && !this.#current().cancelling;
      if (!again) return ended(task, "failed", this.#at, signal.reason);
      const retryAt = this.#at + retryDelayOf(this.#plan(signal.task), task.tryNumber);
      return { ...task, state: "up_for_retry", endedAt: this.#at, retryAt, reason: signal.reason };
    });
  }

  lose(signal: Extract<RunSignal, { kind: "attemptLost" }>): void {
    this.onCurrentTry(signal, (task) => {
      if (this.#current().cancelling || this.#plan(signal.task).onCrash === "interrupt") return ended(task, "interrupted", this.#at, signal.reason);
      return { ...task, state: "scheduled", maxTries: task.maxTries + 1, scheduledAt: this.#at, reason: signal.reason };
    });
  }

  retry(index: number): void {
    const task = this.#task(index);
    if (task.state !== "up_for_retry") return;
    this.#set(index, { ...task, state: "scheduled", scheduledAt: this.#at, retryAt: null });
  }

  cancel(): void {
    const run = this.#current();
    if (run.state === "success" || run.state === "failed" || run.cancelling) return;
    this.#run = { ...run, cancelling: true, reason: "cancelled", startedAt: run.startedAt ?? this.#at, state: "running" };
    this.#image.graph.tasks.forEach((_, index) => this.#cancelTask(index));
  }

  #cancelTask(index: number): void {
    const task = this.#task(index);
    if (isActive(task.state)) this.#effects.push({ kind: "stopAttempt", task: index, tryNumber: task.tryNumber });
    else if (task.state === "up_for_retry") this.#set(index, ended(task, "failed", this.#at, "cancelled"), false);
    else if (!isFinished(task.state)) this.#set(index, ended(task, "skipped", this.#at, "cancelled"), false);
  }

  clear(indices: readonly number[]): void {
    if (this.#current().cancelling) return;
    const cleared = indices.filter((index) => isFinished(this.#task(index).state));
    if (cleared.length === 0) return;
    for (const index of cleared) {
      const task = this.#task(index);
      this.#set(index, { ...freshTask(task.tryNumber + this.#plan(index).retries + 1), tryNumber: task.tryNumber }, false);
    }
    if (this.#current().state === "queued") return;
    this.#run = { ...this.#current(), state: "running", endedAt: null, reason: null, startedAt: this.#current().startedAt ?? this.#at };
    this.#considerAll();
  }

  mark(indices: readonly number[], state: "success" | "failed", reason: string): void {
    const marked = indices.filter((index) => !isActive(this.#task(index).state) && this.#task(index).state !== state);
    if (marked.length === 0) return;
    const run = this.#current();
    if (run.state !== "queued") this.#run = { ...run, state: "running", endedAt: null, reason: run.cancelling ? run.reason : null, startedAt: run.startedAt ?? this.#at };
    for (const index of marked) this.#set(index, ended(this.#task(index), state, this.#at, reason));
    if (state === "success" && !run.cancelling) this.#reopenBelow(marked);
  }

  /** Tasks that were given up only because of what is now marked as good get another chance. */
  #reopenBelow(indices: readonly number[]): void {
    const open = [...indices];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      for (const child of this.#plan(next).downstream) {
        const task = this.#task(child);
        if (task.state !== "upstream_failed") continue;
        this.#set(child, { ...freshTask(task.maxTries), tryNumber: task.tryNumber });
        this.#due.push(child);
        open.push(child);
      }
    }
  }

  /** Lets every consequence run its course, then says what changed. */
  finish(): Decision {
    while (this.#due.length > 0) this.#consider(this.#due.pop() as number);
    this.#settleRun();
    return { run: this.#run, tasks: this.#tasks, effects: this.#effects };
  }

  #considerAll(): void {
    for (let index = this.#image.graph.tasks.length - 1; index >= 0; index -= 1) this.#due.push(index);
  }

  #consider(index: number): void {
    const task = this.#task(index);
    if (task.state !== "none" || this.#current().state !== "running" || this.#current().cancelling) return;
    if (isBypassed(this.#image, index)) {
      this.#set(index, ended(task, "skipped", this.#at, this.#plan(index).enabled ? "not selected" : "disabled"));
      return;
    }
    const verdict = evaluateTriggerRule(this.#plan(index).rule, this.#tally(index));
    if (verdict === "skip") this.#set(index, ended(task, "skipped", this.#at, "upstream was skipped"));
    else if (verdict === "upstream_failed") this.#set(index, ended(task, "upstream_failed", this.#at, "an upstream task failed"));
    else if (verdict === "run") this.#set(index, this.#plan(index).isEmpty ? this.#passed(task) : { ...task, state: "scheduled", scheduledAt: this.#at });
  }

  #passed(task: TaskRecord): TaskRecord {
    const at = this.#at;
    return { ...task, state: "success", tryNumber: task.tryNumber + 1, scheduledAt: at, queuedAt: at, startedAt: at, endedAt: at };
  }

  #settleRun(): void {
    const run = this.#current();
    if (this.#unfinished > 0 || run.state === "success" || run.state === "failed" || run.state === "queued") return;
    const bad = this.#image.graph.tasks.some((_, index) => this.#decidesRun(index) && badEnds.has(this.#task(index).state));
    const failed = bad || run.cancelling;
    this.#run = { ...run, state: failed ? "failed" : "success", endedAt: this.#at, cancelling: false };
  }

  /** The leaves of what this run does: tasks that nothing it does depends on. */
  #decidesRun(index: number): boolean {
    return !isBypassed(this.#image, index) && this.#plan(index).downstream.every((child) => isBypassed(this.#image, child));
  }

  #current(): RunRecord {
    return this.#run ?? this.#image.run;
  }

  #plan(index: number): TaskPlan {
    return at(this.#image.graph.tasks, index);
  }

  #task(index: number): TaskRecord {
    return this.#tasks.get(index) ?? at(this.#image.tasks, index);
  }

  #tally(index: number): Record<keyof UpstreamTally, number> {
    return this.#tallies.get(index) ?? at(this.#image.tallies, index);
  }

  #set(index: number, next: TaskRecord, cascade = true): void {
    const before = this.#task(index);
    this.#tasks.set(index, next);
    this.#unfinished += Number(!isFinished(next.state)) - Number(!isFinished(before.state));
    const bypassed = isBypassed(this.#image, index);
    const gone = tallyFieldOf(before.state, bypassed);
    const come = tallyFieldOf(next.state, bypassed);
    if (gone === come) return;
    for (const child of this.#plan(index).downstream) {
      const tally = { ...this.#tally(child) };
      if (gone) tally[gone] -= 1;
      if (come) tally[come] += 1;
      this.#tallies.set(child, tally);
      if (cascade) this.#due.push(child);
    }
  }
}

function at<Item>(items: readonly Item[], index: number): Item {
  const item = items[index];
  if (item === undefined) throw new RangeError(`Task index ${index} is outside of the run's ${items.length} tasks.`);
  return item;
}
