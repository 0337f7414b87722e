/** The moves of the run machine (run-machine.ts has their table), gathered as the changes of one decision. */
import { isFinished } from "../../shared/model/states.ts";
import { beforeWait, deferred, isWatchOf, waitsAtOnce, type WatchSignal } from "./deferral.ts";
import { at, badEnds, ended, isIdle, isOver, marked, mayMark, reopened, whySkipped } from "./record-moves.ts";
import { retryDelayOf } from "./retry.ts";
import { instanceAt, isAtWork, isExpanded, MapCounts, outcomeOf, planAt, type MadeInstance } from "./mapping.ts";
import { countEnd, freshTask, isBypassed, tallyFieldOf, type Tally, type Decision, type Effect, type RunImage, type RunRecord, type TaskRecord } from "./run-image.ts";
import type { TaskPlan } from "./run-graph.ts";
import { cancelledReason } from "../../shared/model/run.ts";
import type { MarkAsked, OfTry, RunSignal } from "./run-signal.ts";
import { evaluateTriggerRule, type Verdict } from "../../shared/graph/trigger-rules.ts";
import { followedChildren, leftOutBy, tasksAbove, tasksBelow } from "./branching.ts";

/** The changes of one decision, laid over the image without touching it. */
export class Draft {
  readonly #image: RunImage;
  readonly #at: number;
  readonly #tasks = new Map<number, TaskRecord>();
  readonly #tallies = new Map<number, Tally>();
  readonly #effects: Effect[] = [];
  readonly #due: number[] = [];
  readonly #maps: MapCounts;
  readonly #made: MadeInstance[] = [];
  #held: ReadonlyMap<number, boolean> = new Map();
  #run: RunRecord | null = null;
  #unfinished: number;

  constructor(image: RunImage, at: number) {
    this.#image = image;
    this.#at = at;
    this.#unfinished = image.unfinished;
    this.#maps = new MapCounts(image);
  }

  begin(): void {
    if (this.#current().state !== "queued") return;
    this.#run = { ...this.#current(), state: "running", startedAt: this.#at };
    this.#considerAll();
  }

  grant(index: number): void {
    const task = this.#task(index);
    if (task.state !== "scheduled" || this.#isEnding(index)) return;
    const tryNumber = task.tryNumber + 1;
    this.#set(index, { ...task, state: "queued", tryNumber, queuedAt: this.#at, startedAt: null, endedAt: null, retryAt: null, reason: null });
    this.#effects.push({ kind: "startAttempt", task: index, tryNumber });
  }

  onCurrentTry(of: OfTry, change: (task: TaskRecord) => TaskRecord): void {
    const task = this.#task(of.task);
    if (task.tryNumber !== of.tryNumber || !isAtWork(task)) return;
    const next = change(task);
    if (next !== task) this.#set(of.task, next.startedAt === null && isFinished(next.state) ? { ...next, startedAt: task.queuedAt } : next);
  }

  succeed(signal: Extract<RunSignal, { kind: "attemptSucceeded" }>): void {
    const { chooses } = this.#plan(signal.task);
    const named = chooses === null ? null : (signal.followed ?? null);
    const followed = named === null ? null : followedChildren(this.#image.graph, signal.task, named);
    const before = this.#task(signal.task);
    this.onCurrentTry(signal, (task) => ({ ...ended(task, "success", signal.at, null), ...(followed === null ? {} : { followed }) }));
    if (followed !== null && this.#task(signal.task) !== before) this.#leaveOut(signal.task);
  }

  /** Children that wait for their rule are skipped when they are considered; these have gone further, or lie further below. */
  #leaveOut(index: number): void {
    const { id, chooses, downstream } = this.#plan(index);
    for (const below of chooses === "below" ? tasksBelow(this.#image.graph, index) : downstream) {
      const task = this.#task(below);
      const isLeftOut = (chooses === "below" && !this.#plan(below).isTeardown) || leftOutBy(this.#image.graph, below, (parent) => this.#task(parent)) === id;
      if (isLeftOut && isIdle(task.state) && !isBypassed(this.#image, below)) this.#set(below, ended(task, "skipped", this.#at, `left out by ${id}`));
    }
  }

  fail(signal: Extract<RunSignal, { kind: "attemptFailed" }>): void {
    this.onCurrentTry(signal, (task) => this.#failed(task, signal));
  }

  #failed(task: TaskRecord, { task: index, reason, mayRetry }: { task: number; reason: string; mayRetry: boolean }): TaskRecord {
    const end = this.#isEnding(index) ? this.#endsBy() : null;
    // What the run's own end has stopped is left undone, as Airflow has it, unless a person cancelled.
    if (end !== null && end !== cancelledReason) return ended(task, "skipped", this.#at, end);
    const again = mayRetry && task.tryNumber < task.maxTries && end === null;
    if (!again) return ended(task, "failed", this.#at, reason);
    const retryAt = this.#at + retryDelayOf(this.#plan(index), task.tryNumber, JSON.stringify([this.#image.dagId, this.#image.runId, index, task.tryNumber]));
    return { ...task, state: "up_for_retry", endedAt: this.#at, retryAt, reason };
  }

  endWatch(signal: WatchSignal): void {
    const task = this.#task(signal.task);
    if (!isWatchOf(task, signal.tryNumber)) return;
    if (signal.kind === "watchMet") this.#set(signal.task, ended(task, "success", this.#at, null));
    else if (signal.kind === "watchFailed") this.#set(signal.task, this.#failed(task, signal));
    else if (signal.kind === "watchSkipped") this.#set(signal.task, ended(task, "skipped", this.#at, signal.reason));
    else this.#set(signal.task, ended(task, this.#plan(signal.task).softFail ? "skipped" : "failed", this.#at, signal.reason));
  }

  #defer(index: number): void {
    const task = deferred(this.#task(index), this.#at);
    this.#set(index, task);
    this.#effects.push({ kind: "startWatch", task: index, tryNumber: task.tryNumber });
  }

  #stopWatch(index: number): void {
    const { state, tryNumber } = this.#task(index);
    if (state === "deferred") this.#effects.push({ kind: "stopWatch", task: index, tryNumber });
  }

  lose(signal: Extract<RunSignal, { kind: "attemptLost" }>): void {
    this.onCurrentTry(signal, (task) => {
      if (this.#isEnding(signal.task) || signal.mayRerun === false || (this.#plan(signal.task).onCrash === "interrupt" && !this.#plan(signal.task).isMapped)) return ended(task, "interrupted", this.#at, signal.reason);
      return { ...task, state: "scheduled", maxTries: task.maxTries + 1, scheduledAt: this.#at, reason: signal.reason };
    });
  }

  /** The instances of an earlier expansion are used anew; none of them is at work, or the mapped task would not have been cleared. */
  expand(signal: Extract<RunSignal, { kind: "expanded" }>): void {
    const { task: of, length } = signal;
    if (isExpanded(this.#task(of))) return;
    this.onCurrentTry(signal, (task) => {
      if (this.#isEnding(of)) return ended(task, "skipped", this.#at, this.#endsBy());
      if (length === 0) return ended(task, "skipped", this.#at, "there was nothing to expand over");
      return { ...task, state: "running", startedAt: task.startedAt ?? task.queuedAt, mapLength: length };
    });
    if (!isExpanded(this.#task(of))) return;
    const known = this.#image.maps.get(of)?.members ?? [];
    for (const member of known.slice(0, length)) this.#set(member, this.#again(member));
    for (let mapIndex = known.length; mapIndex < length; mapIndex += 1) this.#make(of, mapIndex);
  }

  #make(of: number, mapIndex: number): void {
    const task = this.#image.tasks.length + this.#made.length;
    this.#made.push({ task, of, mapIndex });
    this.#tasks.set(task, freshTask(this.#plan(of).retries + 1));
    this.#unfinished += 1;
    this.#maps.change(of, null, "none");
    this.#due.push(task);
  }

  /** As before its first try, with its tries kept in mind. */
  #again(index: number): TaskRecord {
    const { tryNumber } = this.#task(index);
    if (instanceAt(this.#image, index) !== null) this.#due.push(index);
    return { ...freshTask(tryNumber + this.#plan(index).retries + 1), tryNumber };
  }

  changePast(held: ReadonlyMap<number, boolean>): void {
    this.#held = held;
    for (const [index, isHeld] of held) if (!isHeld) this.#due.push(index);
  }

  retry(index: number): void {
    const task = this.#task(index);
    if (task.state !== "up_for_retry") return;
    if (waitsAtOnce(this.#plan(index))) this.#defer(index);
    else this.#set(index, { ...task, state: "scheduled", scheduledAt: this.#at, retryAt: null });
  }

  /** What runs is stopped, and its end waited for; the rest ends at once, but the teardowns of a run that a person cancels, which go by their rule, until the person cancels again. `reason` says who or what wants it. */
  end(reason: string): void {
    const run = this.#current();
    const { teardowns } = this.#image.graph;
    if (isOver(run)) return;
    if (run.cancelling) {
      if (reason === cancelledReason && run.reason === cancelledReason) this.#image.tasks.forEach((_, index) => this.#plan(index).isTeardown && this.#endTask(index, reason));
      return;
    }
    this.#run = { ...run, cancelling: true, reason, startedAt: run.startedAt ?? this.#at, state: "running" };
    this.#image.tasks.forEach((_, index) => this.#isEnding(index) && this.#endTask(index, reason));
    this.#due.push(...teardowns);
  }

  /** The run is being ended, and this task with it: its time may be up, which teardowns do not outlive, as in Airflow. */
  #isEnding(index: number): boolean {
    const { cancelling, reason } = this.#current();
    return cancelling && (reason !== cancelledReason || !this.#plan(index).isTeardown);
  }

  #endTask(index: number, reason: string): void {
    const task = this.#task(index);
    if (isExpanded(task)) return;
    if (isAtWork(task)) this.#effects.push({ kind: "stopAttempt", task: index, tryNumber: task.tryNumber });
    else if (task.state === "up_for_retry" || task.state === "deferred") {
      this.#stopWatch(index);
      this.#set(index, marked(task, reason === cancelledReason ? "failed" : "skipped", this.#at, reason), false);
    } else if (!isFinished(task.state)) this.#set(index, ended(task, "skipped", this.#at, reason), false);
  }

  /** Why the run is being ended; null while it is not. */
  #endsBy(): string | null {
    const { cancelling, reason } = this.#current();
    return cancelling ? (reason ?? cancelledReason) : null;
  }

  clear(indices: readonly number[], queue: boolean): void {
    if (this.#current().cancelling) return;
    const all = new Set(indices.filter((index) => isFinished(this.#task(index).state)));
    // A mapped task that is cleared makes its expansion anew: which of its instances there will be is not known.
    const cleared = [...all].filter((index) => !all.has(instanceAt(this.#image, index)?.of ?? -1) && this.#task(index).state !== "removed");
    if (cleared.length === 0) return;
    for (const index of cleared) {
      this.#set(index, this.#again(index), false);
      for (const member of this.#image.maps.get(index)?.members ?? []) this.#set(member, { ...this.#task(member), state: "removed" }, false);
    }
    this.#reopen(queue);
    if (this.#current().state === "running") this.#considerAll();
  }

  /** What waits its turn looks at its tasks when it begins. */
  #reopen(queue: boolean): void {
    const run = this.#current();
    if (run.state === "queued") return;
    this.#run = queue && isOver(run) ? { ...reopened(run, this.#at), state: "queued", startedAt: null } : reopened(run, this.#at);
  }

  mark({ tasks: indices, state, reason, queue = false }: Omit<MarkAsked, "kind" | "at">): void {
    const meant = indices.flatMap((index) => [index, ...(isFinished(this.#task(index).state) ? (this.#image.maps.get(index)?.members ?? []) : [])]);
    const others = [...new Set(meant)].filter((index) => mayMark(this.#task(index).state) && this.#task(index).state !== state);
    if (others.length === 0) return;
    const { cancelling } = this.#current();
    this.#reopen(queue);
    for (const index of others) {
      this.#stopWatch(index);
      this.#set(index, marked(this.#task(index), state, this.#at, reason));
    }
    const mended = this.#settleMaps();
    if (state === "success" && !cancelling) this.#reopenBelow([...others, ...mended]);
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

  /** Nothing at all happens when one of the tasks runs, or ran since: a try is never begun twice. */
  restore(records: ReadonlyMap<number, TaskRecord>, former: RunRecord): void {
    const run = this.#current();
    const isPast = ([index, record]: [number, TaskRecord]): boolean => isAtWork(this.#task(index)) || isAtWork(record) || this.#task(index).tryNumber !== record.tryNumber;
    if (run.cancelling || [...records].some(isPast)) return;
    for (const [index, record] of records) this.#set(index, record.state === "deferred" ? beforeWait(record) : record, false);
    const isAsBefore = isOver(former) && this.#unfinished === 0;
    if (run.state === "queued" && !isAsBefore) return;
    this.#run = isAsBefore ? former : { ...run, state: "running", endedAt: null, reason: null };
    if (this.#run.state === "running") this.#considerAll();
  }

  /** Lets every consequence run its course, then says what changed. */
  finish(): Decision {
    this.#considerDue();
    // What a mapped task ends as may let others go on, other mapped tasks of no instances among them.
    this.#settleMaps();
    this.#considerDue();
    this.#settleRun();
    return { run: this.#run, tasks: this.#tasks, effects: this.#effects, ...(this.#made.length > 0 ? { made: this.#made } : {}), ...(this.#held.size > 0 ? { held: this.#held } : {}) };
  }

  #considerDue(): void {
    while (this.#due.length > 0) this.#consider(this.#due.pop() as number);
  }

  /** Every mapped task of which an instance changed is at work, or ended as they did. Says which ended well by it. */
  #settleMaps(): readonly number[] {
    return this.#maps.changed().filter((index) => {
      const task = this.#task(index);
      if (!isExpanded(task)) return false;
      const outcome = outcomeOf(this.#maps.of(index), this.#endsBy());
      if (outcome?.state === task.state) return false;
      if (outcome === null && !isFinished(task.state)) return false;
      this.#set(index, outcome === null ? { ...task, state: "running", endedAt: null, reason: null } : ended(task, outcome.state, this.#at, outcome.reason));
      return outcome?.state === "success";
    });
  }

  #considerAll(): void {
    this.#settleMaps();
    for (let index = this.#image.tasks.length - 1; index >= 0; index -= 1) this.#due.push(index);
  }

  #consider(index: number): void {
    const task = this.#task(index);
    if (task.state !== "none" || this.#current().state !== "running" || this.#isEnding(index)) return;
    const owner = this.#ownerOf(index);
    if (owner !== null) return this.#plan(owner).isWatch ? this.#defer(index) : this.#set(index, { ...task, state: "scheduled", scheduledAt: this.#at });
    if (isBypassed(this.#image, index)) {
      this.#set(index, ended(task, "skipped", this.#at, this.#plan(index).enabled ? "not selected" : "disabled"));
      return;
    }
    const leaver = leftOutBy(this.#image.graph, index, (parent) => this.#task(parent));
    if (leaver !== null) {
      this.#set(index, ended(task, "skipped", this.#at, `left out by ${leaver}`));
      return;
    }
    // What is being stopped above it still uses what it would tear down.
    if (this.#current().cancelling && [...tasksAbove(this.#image.graph, index)].some((above) => !isFinished(this.#task(above).state))) return;
    const far = this.#farSetups(index);
    if (far === "skip" || far === "upstream_failed") return this.#set(index, ended(task, far === "skip" ? "skipped" : far, this.#at, far === "skip" ? "a setup that it needs was skipped" : "a setup that it needs failed"));
    const verdict = evaluateTriggerRule(this.#plan(index).rule, this.#tally(index));
    if (verdict === "skip") this.#set(index, ended(task, "skipped", this.#at, whySkipped(this.#plan(index).rule)));
    else if (verdict === "upstream_failed") this.#set(index, ended(task, "upstream_failed", this.#at, "an upstream task failed"));
    else if (verdict === "run" && far === "run" && (this.#current().cancelling || !(this.#held.get(index) ?? this.#image.held.has(index)))) this.#goOn(index, task);
  }

  /** What the setups further above mean for the task: each has to succeed. */
  #farSetups(index: number): Verdict {
    const ends = this.#plan(index).farSetups.map((setup) => tallyFieldOf(this.#task(setup).state, isBypassed(this.#image, setup)));
    if (ends.some((end) => end === "failed" || end === "upstreamFailed")) return "upstream_failed";
    return ends.includes("skipped") ? "skip" : ends.includes(null) ? "wait" : "run";
  }

  #goOn(index: number, task: TaskRecord): void {
    const plan = this.#plan(index);
    if (waitsAtOnce(plan)) this.#defer(index);
    else this.#set(index, plan.isEmpty ? this.#passed(task) : { ...task, state: "scheduled", scheduledAt: this.#at });
  }

  #passed(task: TaskRecord): TaskRecord {
    const at = this.#at;
    return { ...task, state: "success", tryNumber: task.tryNumber + 1, scheduledAt: at, queuedAt: at, startedAt: at, endedAt: at };
  }

  #settleRun(): void {
    const run = this.#current();
    if (this.#unfinished > 0 || isOver(run) || run.state === "queued") return;
    const all = this.#image.graph.tasks.map((_, index) => index).filter((index) => !isBypassed(this.#image, index));
    const leaves = all.filter((index) => this.#decidesRun(index));
    // Nothing but teardowns: then they decide.
    const deciding = leaves.length > 0 ? leaves : all.filter((index) => this.#plan(index).downstream.every((child) => isBypassed(this.#image, child)));
    const bad = deciding.some((index) => badEnds.has(this.#task(index).state));
    const failed = bad || run.cancelling;
    const { startedAt, endedAt } = isOver(this.#image.run) ? this.#image.run : { startedAt: run.startedAt, endedAt: this.#at };
    this.#run = { ...run, state: failed ? "failed" : "success", startedAt, endedAt, cancelling: false };
  }

  /** The leaves of what this run does, as if there were no teardowns but those that are to fail it. */
  #decidesRun(index: number): boolean {
    const isIgnored = (task: number): boolean => this.#plan(task).isTeardown && !this.#plan(task).failsRun;
    return !isIgnored(index) && this.#plan(index).downstream.every((child) => isBypassed(this.#image, child) || isIgnored(child));
  }

  #current(): RunRecord {
    return this.#run ?? this.#image.run;
  }

  #plan(index: number): TaskPlan {
    const plan = planAt(this.#image, index);
    if (plan === undefined) throw new RangeError(`Task index ${index} is outside of the run's ${this.#image.tasks.length} tasks.`);
    return plan;
  }

  /** The mapped task of an instance, also of one that this decision makes. */
  #ownerOf(index: number): number | null {
    return instanceAt(this.#image, index)?.of ?? this.#made[index - this.#image.tasks.length]?.of ?? null;
  }

  #task(index: number): TaskRecord {
    return this.#tasks.get(index) ?? at(this.#image.tasks, index);
  }

  #tally(index: number): Tally {
    return this.#tallies.get(index) ?? at(this.#image.tallies, index);
  }

  #set(index: number, next: TaskRecord, cascade = true): void {
    const before = this.#task(index);
    this.#tasks.set(index, next);
    this.#unfinished += Number(!isFinished(next.state)) - Number(!isFinished(before.state));
    const owner = this.#ownerOf(index);
    if (owner !== null) return this.#maps.change(owner, before.state, next.state);
    const bypassed = isBypassed(this.#image, index);
    const gone = tallyFieldOf(before.state, bypassed);
    const come = tallyFieldOf(next.state, bypassed);
    if (gone === come) return;
    const plan = this.#plan(index);
    if (cascade) this.#due.push(...plan.farScope, ...(this.#current().cancelling ? this.#image.graph.teardowns : []));
    for (const child of plan.downstream) {
      const tally = { ...this.#tally(child) };
      if (gone) countEnd(tally, gone, plan, -1);
      if (come) countEnd(tally, come, plan, 1);
      this.#tallies.set(child, tally);
      if (cascade) this.#due.push(child);
    }
  }
}
