/**
 * Keeps what waits without a slot: every deferred try is looked at now and then, a bounded number at once of each thing that is asked, until what it waits for is
 * there, its time is over, or it is not wanted any more. Nothing of it is stored but the deferred state itself, so that after a crash every
 * wait is taken up by looking anew. What waits for another DAG is woken by the engine's own events and by no clock.
 */
import { durationWords } from "../../../shared/base/duration.ts";
import type { EngineEvent } from "../../../shared/contract/engine.ts";
import { AppError, messageOf } from "../../../shared/errors/app-error.ts";
import type { RenderedField } from "../../../shared/model/run.ts";
import { pauseAfter } from "../../core/deferral.ts";
import { planAt } from "../../core/mapping.ts";
import { maskSecrets } from "../../core/secret-text.ts";
import type { RunSignal } from "../../core/run-signal.ts";
import type { AppendLine } from "../../ports/lookouts.ts";
import type { Reached } from "../../ports/crash-point.ts";
import type { Clock, Disposable, Log } from "../../ports/machine.ts";
import type { AttemptEnd, Store, TryKey } from "../../ports/store.ts";
import type { EventHub } from "../event-hub.ts";
import type { RunImages } from "../images.ts";
import type { Letter } from "../letter.ts";
import { emptyEnd } from "../try-ends.ts";
import type { AwaitedRun, Finding, Waiting } from "./finding.ts";
import { laneOf, Lanes } from "./lanes.ts";
import type { LookingTry } from "./look-at-trigger.ts";
import { RunWakers } from "./run-wakers.ts";
import { WatchLog } from "./watch-log.ts";
import type { WatchPlan } from "./watch-plan.ts";

export interface WatcherParts {
  readonly store: Store;
  readonly images: RunImages;
  readonly post: (letter: Letter) => void;
  readonly clock: Clock;
  readonly log: Log;
  readonly events: EventHub;
  /** Throws AppError. */
  readonly plan: (key: TryKey) => WatchPlan;
  readonly look: (plan: WatchPlan, now: number, key: LookingTry) => Promise<Finding>;
  readonly append: AppendLine;
  readonly secrets: () => readonly string[];
  readonly isTrusted: () => boolean;
  /** Lets the engine's other work go first. */
  readonly breathe: () => Promise<unknown>;
  readonly reached: Reached;
}

/** What one waiting try is about, as it is known now. */
export interface WatchState {
  readonly waitsFor: string | null;
  readonly looks: number;
  readonly lookedAt: number | null;
  readonly saw: string | null;
  /** Null while it looks, and where only an event can bring it on. */
  readonly nextAt: number | null;
  readonly deadline: number | null;
  /** The run that it waits for, where that is known. */
  readonly awaits: AwaitedRun | null;
  /** When it should end; null where nobody can tell. */
  readonly expectedAt: number | null;
}

interface Watch {
  readonly key: LookingTry;
  readonly name: string;
  /** When this try began to wait, and the first since the task was cleared. */
  readonly begunAt: number;
  readonly since: number;
  /** Taken up from an earlier engine. */
  readonly isAdopted: boolean;
  plan: WatchPlan | null;
  log: WatchLog | null;
  looks: number;
  lookedAt: number | null;
  saw: string | null;
  nextAt: number | null;
  awaits: AwaitedRun | null;
  timer: Disposable | null;
  stage: "resting" | "queued" | "looking" | "ended";
  /** Something happened while it looked: what it saw may be old. */
  isStale: boolean;
}

const looksAtOnce = 8;
const companyMs = 30;

export class Watchers {
  readonly #parts: WatcherParts;
  readonly #watches = new Map<string, Watch>();
  readonly #lanes = new Lanes<Watch>(looksAtOnce, (watch) => this.#takeTurn(watch));
  readonly #wakers: RunWakers<Watch>;
  readonly #tap: Disposable;
  #unsaved: { key: TryKey; rendered: readonly RenderedField[] }[] = [];
  #saveTimer: Disposable | null = null;
  #closed = false;

  constructor(parts: WatcherParts) {
    this.#parts = parts;
    this.#wakers = new RunWakers(parts.store);
    this.#tap = parts.events.tap((events) => this.#hear(events));
  }

  /** How many tries wait. */
  get size(): number {
    return this.#watches.size;
  }

  begin(tries: readonly TryKey[], isAdopted = false): void {
    for (const key of tries) {
      const name = nameOf(key);
      if (this.#watches.has(name)) continue;
      const { firstTry, taskId, ...instants } = this.#instantsOf(key);
      const watch: Watch = { key: { ...key, firstTry, taskId }, name, ...instants, isAdopted, awaits: null, plan: null, log: null, looks: 0, lookedAt: null, saw: null, nextAt: null, timer: null, stage: "resting", isStale: false };
      this.#watches.set(name, watch);
      this.#enqueue(watch);
    }
  }

  /** They are not wanted any more: cancelled, or marked. */
  end(tries: readonly TryKey[]): void {
    for (const key of tries) {
      const watch = this.#watches.get(nameOf(key));
      watch?.log?.line(this.#parts.clock.now(), "it is not waited for any more", true);
      if (watch) this.#drop(watch);
    }
  }

  /** Every deferred try of the runs in memory; called once they are loaded. */
  recover(): void {
    const found: TryKey[] = [];
    for (const { image } of this.#parts.images.all()) image.tasks.forEach(({ state, tryNumber }, task) => state === "deferred" && found.push({ run: image.key, task, tryNumber }));
    this.begin(found, true);
  }

  /** Trust was given or taken, or the machine slept: what rested looks now. Returns how many wait. */
  wake(): number {
    for (const watch of this.#watches.values()) this.#enqueue(watch);
    return this.#watches.size;
  }

  of(run: number, task: number, tryNumber: number): WatchState | null {
    const watch = this.#watches.get(nameOf({ run, task, tryNumber }));
    if (!watch) return null;
    const { plan, looks, lookedAt, saw, nextAt, awaits } = watch;
    return { waitsFor: plan?.waitsFor ?? null, looks, lookedAt, saw: saw === null ? null : this.#mask(saw), nextAt, awaits, deadline: deadlineOf(watch), expectedAt: plan?.lookout.kind === "time" ? plan.lookout.at : null };
  }

  close(): void {
    this.#closed = true;
    this.#tap.dispose();
    this.#saveTimer?.dispose();
    for (const watch of this.#watches.values()) watch.timer?.dispose();
    this.#watches.clear();
    this.#lanes.clear();
  }

  #enqueue(watch: Watch): void {
    if (watch.stage === "looking") watch.isStale = true;
    if (watch.stage !== "resting") return;
    watch.timer?.dispose();
    watch.timer = null;
    watch.nextAt = null;
    watch.stage = "queued";
    this.#lanes.push(laneOf(watch.plan), watch);
  }

  async #takeTurn(watch: Watch): Promise<void> {
    if (this.#isOver(watch)) return;
    await this.#parts.breathe();
    if (this.#isOver(watch)) return;
    watch.stage = "looking";
    watch.isStale = false;
    if (!this.#parts.isTrusted()) {
      watch.saw = "nothing is looked at, because the workspace is not trusted";
      watch.stage = "resting";
      return;
    }
    const lane = laneOf(watch.plan);
    const finding = this.#plan(watch) ?? (watch.plan !== null && laneOf(watch.plan) === lane ? await this.#look(watch, watch.plan) : null);
    if (this.#isOver(watch)) return;
    watch.stage = "resting";
    // It is known only now what it asks: its turn is there.
    if (finding === null) this.#enqueue(watch);
    else this.#follow(watch, finding);
  }

  /** Ended while it waited for its turn, or for what it looks at. */
  #isOver(watch: Watch): boolean {
    return this.#closed || watch.stage === "ended";
  }

  /** Null once it is planned. */
  #plan(watch: Watch): Finding | null {
    try {
      watch.plan ??= this.#planned(watch);
      return null;
    } catch (thrown) {
      return this.#brokenOff(watch, thrown);
    }
  }

  async #look(watch: Watch, plan: WatchPlan): Promise<Finding> {
    const { clock, look } = this.#parts;
    try {
      return await look(plan, clock.now(), watch.key);
    } catch (thrown) {
      return this.#brokenOff(watch, thrown);
    }
  }

  #brokenOff(watch: Watch, thrown: unknown): Finding {
    if (!(thrown instanceof AppError)) this.#parts.log.error("a look of a task that waits broke off", { ...watch.key, reason: messageOf(thrown) });
    return { kind: "failed", reason: messageOf(thrown), mayRetry: watch.plan !== null };
  }

  #planned(watch: Watch): WatchPlan {
    const { clock, plan, append } = this.#parts;
    const made = plan(watch.key);
    watch.log = new WatchLog(append, made.logPath, (text) => this.#mask(text));
    const { timeoutMs } = made.pace;
    watch.log.line(clock.now(), `${watch.isAdopted ? "goes on waiting" : "waits"} for ${made.waitsFor}${timeoutMs === null ? "" : `, at most ${durationWords(timeoutMs)}`}`);
    if (made.lookout.kind === "dag_run") this.#wakers.add(watch, made.lookout);
    if (!watch.isAdopted && made.rendered.length > 0) this.#keepRendered(watch.key, made.rendered);
    return made;
  }

  #follow(watch: Watch, finding: Finding): void {
    const at = this.#parts.clock.now();
    watch.looks += 1;
    watch.lookedAt = at;
    if (finding.kind === "waiting") return this.#wait(watch, finding, at);
    watch.saw = finding.kind === "met" ? finding.saw : finding.reason;
    const looks = watch.looks === 1 ? "1 look" : `${watch.looks} looks`;
    watch.log?.line(at, `${watch.saw} (${looks}, after ${durationWords(at - watch.since)})`, true);
    const of = ofTry(watch, at);
    if (finding.kind === "met") this.#settle(watch, { kind: "watchMet", ...of }, null, { ...finding.more, return_value: finding.value });
    else if (finding.kind === "skipped") this.#settle(watch, { kind: "watchSkipped", ...of, reason: this.#mask(finding.reason) }, finding.reason);
    else this.#settle(watch, { kind: "watchFailed", ...of, reason: this.#mask(finding.reason), mayRetry: finding.mayRetry }, finding.reason);
  }

  #wait(watch: Watch, { saw, soonMs, exactMs, isTold = false, awaits }: Waiting, at: number): void {
    watch.saw = saw;
    this.#await(watch, awaits);
    const deadline = deadlineOf(watch);
    if (deadline !== null && at >= deadline) return this.#timeOut(watch, at);
    const pause = watch.plan === null ? 0 : pauseAfter(watch.plan.pace, at - watch.begunAt);
    const next = isTold ? null : at + Math.max(1, exactMs ?? Math.min(pause, soonMs ?? pause));
    const wakeAt = next === null ? deadline : Math.min(next, deadline ?? next);
    watch.log?.look(at, exactMs === undefined ? watch.looks : null, saw, next);
    watch.nextAt = next;
    if (watch.isStale) return this.#enqueue(watch);
    if (wakeAt !== null) watch.timer = this.#parts.clock.after(wakeAt - at, () => this.#enqueue(watch));
  }

  /** What happened before there was anybody to hear of it is seen by a second look. */
  #await(watch: Watch, awaits: AwaitedRun | undefined): void {
    if (awaits === undefined || (watch.awaits?.dagId === awaits.dagId && watch.awaits.runId === awaits.runId)) return;
    watch.awaits = awaits;
    watch.isStale = true;
    this.#wakers.add(watch, { dag: awaits.dagId, runId: awaits.runId, tasks: [] });
  }

  #timeOut(watch: Watch, at: number): void {
    const waited = durationWords(watch.plan?.pace.timeoutMs ?? 0);
    const reason = this.#mask(`waited ${waited}, the limit that its \`timeout\` sets, for ${watch.plan?.waitsFor ?? "it"}; last it saw: ${watch.saw ?? "nothing"}`);
    watch.log?.line(at, reason, true);
    this.#settle(watch, { kind: "watchTimedOut", ...ofTry(watch, at), reason }, reason);
  }

  #settle({ key, ...watch }: Watch, signal: RunSignal, reason: string | null, values: Readonly<Record<string, unknown>> = {}): void {
    const end: AttemptEnd = { ...emptyEnd(signal.at), state: reason === null ? "success" : "failed", reason: reason === null ? null : this.#mask(reason) };
    const write = (store: Store): void => {
      store.attempts.end(key, end);
      for (const [name, value] of Object.entries(values)) if (value !== undefined) store.xcoms.put(key.run, key.task, { taskId: "", key: name, value });
    };
    const known = this.#watches.get(watch.name);
    if (known) this.#drop(known);
    this.#parts.reached("wait over");
    this.#parts.post({ run: key.run, signal, write });
  }

  #drop(watch: Watch): void {
    watch.stage = "ended";
    watch.timer?.dispose();
    this.#watches.delete(watch.name);
    this.#wakers.remove(watch);
  }

  #hear(events: readonly EngineEvent[]): void {
    for (const watch of this.#wakers.woken(events)) this.#enqueue(watch);
  }

  /** What was rendered is shown while it waits, and stored in company: a thousand that begin together are one commit. */
  #keepRendered(key: TryKey, rendered: readonly RenderedField[]): void {
    this.#unsaved.push({ key, rendered });
    this.#saveTimer ??= this.#parts.clock.after(companyMs, () => {
      const all = this.#unsaved;
      this.#unsaved = [];
      this.#saveTimer = null;
      const { store, log } = this.#parts;
      try {
        store.atomically(() => all.forEach((one) => store.attempts.saveStart(one.key, { rendered: one.rendered, process: null })));
      } catch (thrown) {
        log.warn("what sensors look at could not be stored", { reason: messageOf(thrown) });
      }
    });
  }

  /** Retries do not give a wait more time. */
  #instantsOf({ run, task, tryNumber }: TryKey): { begunAt: number; since: number; firstTry: number; taskId: string } {
    const { image } = this.#parts.images.get(run);
    const record = image.tasks[task];
    const begunAt = record?.queuedAt ?? this.#parts.clock.now();
    const plan = planAt(image, task);
    const first = (record?.maxTries ?? 1) - (plan?.retries ?? 0);
    const of = { firstTry: first, taskId: plan?.id ?? "" };
    if (tryNumber <= first) return { begunAt, since: begunAt, ...of };
    const earlier = this.#parts.store.attempts.listOf(run, task).find((attempt) => attempt.tryNumber >= first);
    return { begunAt, since: earlier?.queuedAt ?? begunAt, ...of };
  }

  #mask(text: string): string {
    return maskSecrets(text, this.#parts.secrets());
  }
}

const nameOf = ({ run, task, tryNumber }: TryKey): string => `${run}.${task}.${tryNumber}`;
const ofTry = ({ key }: Watch, at: number): { task: number; tryNumber: number; at: number } => ({ task: key.task, tryNumber: key.tryNumber, at });

function deadlineOf({ plan, since }: Watch): number | null {
  return plan === null || plan.pace.timeoutMs === null ? null : since + plan.pace.timeoutMs;
}
