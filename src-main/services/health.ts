/**
 * Watches the engine itself: do its processes answer, does work move. What can be mended is mended at once, and all of it is told in a
 * journal of bounded length. It looks every few seconds, at memory only: an idle store is left alone.
 *   a SQL host that died    is started again, ever later the more often it dies
 *   work that stands still  is read anew from the store, with all its timers
 *   a machine that slept    what was due meanwhile is looked for at once, as for a clock that was set
 * A runner that died is started anew by its client, and a store that was full is tried again by the scheduler: both are told here.
 * A process that is alive and silent is only told of: ending it would hide the outcome of tasks that may well be fine.
 */
import { durationWords } from "../../shared/base/duration.ts";
import type { HealthNote, HealthPart, HealthReport } from "../../shared/contract/health.ts";
import type { Absence, AbsenceKind } from "../core/absences.ts";
import type { Clock, Disposable, Log } from "../ports/machine.ts";
import type { Beating } from "../ports/heartbeat.ts";
import type { EventHub } from "./event-hub.ts";
import { Pulse } from "./pulse.ts";
import type { QueueStanding } from "./queues/queue-standing.ts";
import type { ScheduleTurn } from "./schedules.ts";
import type { TimeWatch } from "./time-watch.ts";

export interface HealthParts {
  readonly clock: Clock;
  readonly log: Log;
  readonly events: EventHub;
  readonly scheduler: { readonly counts: { readonly running: number; readonly queued: number }; readonly trouble: string | null; rearm(): void };
  readonly runner: Beating;
  readonly sqlHost: Beating & { readonly state: "idle" | "up" | "down"; revive(): void };
  /** False while nothing may start: no trust, or no room on the disk. */
  readonly mayStart: () => boolean;
  /** Other reasons why nothing starts. */
  readonly trouble: () => string | null;
  /** Of queues that are on. */
  readonly queues: () => readonly QueueStanding[];
  readonly time: Pick<TimeWatch, "look" | "onAbsence">;
  /** What is due by the clock is looked for at once. */
  readonly wake: () => WakeTurn;
  readonly onChange: () => void;
  readonly lookEveryMs?: number;
  /** The engine only looks: it has no runner and misses none. */
  readonly isReading?: boolean;
}

/** What was found when the machine woke. */
export interface WakeTurn {
  readonly schedules: ScheduleTurn;
  readonly deadlinesMissed: number;
  /** Tasks that wait for something and are looked at anew. */
  readonly waits: number;
}

const lookEveryMs = 5_000;
/** Nothing runs, nothing ends and something waits for so long: work stands still. */
const stallMs = 30_000;
const silentLooks = 3;
const mostNotes = 200;
const firstReviveMs = 1_000;
const lastReviveMs = 300_000;

export class Health {
  readonly #parts: HealthParts;
  readonly #runner: Pulse;
  readonly #sqlHost: Pulse;
  readonly #journal: HealthNote[] = [];
  #notes = 0;
  #timer: Disposable | null = null;
  readonly #tap: Disposable;
  #revival: { readonly timer: Disposable } | null = null;
  #reviveMs = firstReviveMs;
  #lookedAt: number;
  #lastEndAt: number | null = null;
  /** When work last moved, as the clock has it that nobody sets. */
  #movedAt = -Infinity;
  /** Since when work stands still, by that clock, and whether it was read anew. */
  #stall: { readonly since: number; isMended: boolean } | null = null;
  #hadRunner = false;
  #troubles: readonly string[] = [];
  #closed = false;

  constructor(parts: HealthParts) {
    this.#parts = parts;
    this.#runner = new Pulse(parts.runner, parts.clock);
    this.#sqlHost = new Pulse(parts.sqlHost, parts.clock);
    this.#lookedAt = parts.clock.now();
    this.#tap = parts.events.tap((batch) => {
      if (!batch.some((event) => event.kind === "tasks" && event.tasks.some(({ endedAt }) => endedAt !== null))) return;
      this.#lastEndAt = parts.clock.now();
      this.#movedAt = parts.clock.monotonic();
    });
    parts.time.onAbsence((found) => this.#wake(found));
  }

  /** How many notes there ever were. */
  get notes(): number {
    return this.#notes;
  }

  /** Why work does not go on, as far as nobody else tells it; null when it does. */
  get trouble(): string | null {
    return this.#silence(this.#runner, "runner", this.#parts.runner.pid) ?? this.#stallWords();
  }

  begin(): void {
    this.#look();
    this.#timer = this.#parts.clock.after(this.#parts.lookEveryMs ?? lookEveryMs, () => this.begin());
  }

  close(): void {
    this.#closed = true;
    this.#timer?.dispose();
    this.#revival?.timer.dispose();
    this.#tap.dispose();
  }

  note(kind: HealthNote["kind"], words: string, span?: { readonly from: number; readonly to: number }): void {
    this.#journal.push({ at: this.#parts.clock.now(), kind, words, ...(span === undefined ? {} : { span }) });
    if (this.#journal.length > mostNotes) this.#journal.shift();
    this.#notes += 1;
    this.#parts.log[kind === "trouble" ? "warn" : "info"](`health: ${words}`);
    this.#parts.onChange();
  }

  report(): HealthReport {
    const { clock, scheduler } = this.#parts;
    const troubles = this.#findTroubles();
    return { at: clock.now(), ok: troubles.length === 0, troubles, parts: [this.#schedulerPart(), this.#runnerPart(), this.#sqlHostPart()], ...scheduler.counts, queues: this.#parts.queues().map(({ latency: _latency, ...queue }) => queue), lastEndAt: this.#lastEndAt, journal: [...this.#journal] };
  }

  /** Something keeps a queue from taking events, or nothing does any more. */
  queueChanged(dagId: string, trouble: string | null): void {
    this.note(trouble === null ? "healed" : "trouble", trouble === null ? `The queue of ${dagId} takes events again.` : queueTroubleWords(dagId, trouble));
  }

  /** The SQL host has begun, ended or died. */
  sqlHostChanged(): void {
    if (this.#parts.sqlHost.state !== "down" || this.#revival !== null) return;
    this.note("trouble", `The SQL host ended by itself. It is started again in ${this.#reviveMs / 1_000} s.`);
    const timer = this.#parts.clock.after(this.#reviveMs, () => {
      this.#revival = null;
      if (this.#parts.sqlHost.state !== "down") return;
      this.#parts.sqlHost.revive();
      this.note("healed", `The SQL host was started again${processWords(this.#parts.sqlHost.pid)}.`);
    });
    this.#revival = { timer };
    this.#reviveMs = Math.min(2 * this.#reviveMs, lastReviveMs);
  }

  #look(): void {
    this.#parts.time.look();
    this.#lookedAt = this.#parts.clock.now();
    const { pid, before } = this.#runner.ask();
    if (before !== null && pid !== before) this.note(pid === null ? "trouble" : "healed", pid === null ? `The runner (process ${before}) ended. Another one is being started.` : `The runner (process ${before}) ended. Another one was started${processWords(pid)}.`);
    else if (before === null && pid !== null && this.#hadRunner) this.note("healed", `The runner is there again${processWords(pid)}.`);
    this.#hadRunner ||= pid !== null;
    this.#sqlHost.ask();
    // One that has lived for a while may die again without being waited for so long.
    if (this.#parts.sqlHost.state === "up" && this.#sqlHost.heardAt !== null) this.#reviveMs = Math.max(firstReviveMs, this.#reviveMs - lookEveryMs);
    this.#noticeStall();
    this.#tellTroubles();
  }

  /** Whoever stood still together with us is not to blame for it: their time begins anew. */
  #wake(found: readonly Absence[]): void {
    if (this.#closed) return;
    this.#movedAt = this.#parts.clock.monotonic();
    const turn = this.#parts.wake();
    found.forEach(({ kind, from, to }, at) => {
      const did = at === found.length - 1 ? ` ${wakeWords(turn)}` : "";
      this.note("healed", `${absenceWords[kind](durationWords(1_000 * Math.round(Math.abs(to - from) / 1_000)))}${did}`, { from, to });
    });
  }

  #noticeStall(): void {
    const { clock, scheduler, mayStart } = this.#parts;
    const { running, queued } = scheduler.counts;
    if (queued === 0 || running > 0 || !mayStart() || scheduler.trouble !== null) {
      if (this.#stall?.isMended) this.note("healed", "Work goes on again.");
      this.#stall = null;
      return;
    }
    const now = clock.monotonic();
    this.#stall ??= { since: now, isMended: false };
    if (this.#stall.isMended || now - Math.max(this.#stall.since, this.#movedAt) < stallMs) return;
    this.#stall.isMended = true;
    this.note("trouble", `${waitWords(queued)} and none runs. All that waits is read anew from the store, with its timers.`);
    scheduler.rearm();
    if (scheduler.counts.running > 0) this.note("healed", `Tasks were started: ${scheduler.counts.running}.`);
  }

  #findTroubles(): string[] {
    const { trouble, queues } = this.#parts;
    const parts = [this.#schedulerPart(), this.#runnerPart(), this.#sqlHostPart()];
    const blocked = queues().flatMap(({ dagId, trouble: why }) => (why === null ? [] : [queueTroubleWords(dagId, why)]));
    const said = [...parts.map((part) => part.trouble), trouble(), this.#stallWords(), ...blocked];
    return [...new Set(said.flatMap((words) => words ?? []))];
  }

  #stallWords(): string | null {
    const { running, queued } = this.#parts.scheduler.counts;
    return this.#stall?.isMended && running === 0 && queued > 0 ? `${waitWords(queued)} and none runs: see why in the panel of a task, or with "dagwright runs why".` : null;
  }

  /** Each is noted when it comes and when it is over. What has notes of its own is not among them. */
  #tellTroubles(): void {
    const { scheduler, runner, sqlHost, trouble } = this.#parts;
    const found = [scheduler.trouble, trouble(), this.#silence(this.#runner, "runner", runner.pid), this.#silence(this.#sqlHost, "SQL host", sqlHost.pid)];
    const now = found.flatMap((words) => words ?? []);
    const before = this.#troubles;
    this.#troubles = now;
    for (const words of now) if (!before.includes(words)) this.note("trouble", words);
    for (const words of before) if (!now.includes(words)) this.note("healed", `No more: ${words}`);
  }

  #schedulerPart(): HealthPart {
    const { trouble } = this.#parts.scheduler;
    return { name: "scheduler", state: trouble === null ? "good" : "bad", pid: null, heardAt: this.#lookedAt, trouble };
  }

  #runnerPart(): HealthPart {
    const { runner: { pid }, isReading } = this.#parts;
    if (isReading) return { name: "runner", state: "rest", pid, heardAt: null, trouble: null };
    const trouble = pid === null ? "The runner is not there; it is being started." : this.#silence(this.#runner, "runner", pid);
    return { name: "runner", state: trouble === null ? "good" : "bad", pid, heardAt: this.#runner.heardAt, trouble };
  }

  #sqlHostPart(): HealthPart {
    const { pid, state } = this.#parts.sqlHost;
    const trouble = state === "down" ? "The SQL host ended by itself; it is started again." : pid === null ? null : this.#silence(this.#sqlHost, "SQL host", pid);
    return { name: "sql host", state: trouble !== null ? "bad" : state === "up" ? "good" : "rest", pid, heardAt: this.#sqlHost.heardAt, trouble };
  }

  #silence(pulse: Pulse, name: string, pid: number | null): string | null {
    return pulse.silentSince(silentLooks) === null ? null : `The ${name} (process ${pid}) does not answer. Its tasks are left alone; end the process if it stays so.`;
  }
}

const queueTroubleWords = (dagId: string, trouble: string): string => `The queue of ${dagId} takes no events: ${trouble}`;
const waitWords = (count: number): string => (count === 1 ? "1 task waits" : `${count} tasks wait`);
const processWords = (pid: number | null): string => (pid === null ? "" : ` (process ${pid})`);

const absenceWords: Readonly<Record<AbsenceKind, (span: string) => string>> = {
  slept: (span) => `The machine slept for ${span}.`,
  stood: (span) => `The machine slept, or the engine was stopped, for ${span}.`,
  set_ahead: (span) => `The clock was set ahead by ${span}.`,
  set_back: (span) => `The clock was set back by ${span}.`,
};

/** What was due and what became of it, as a sentence. */
function wakeWords({ schedules: { due, made, passed }, deadlinesMissed, waits }: WakeTurn): string {
  const said = [
    ...(due === 0 ? [] : [`${counted(due, "schedule was", "schedules were")} due: ${counted(made, "run was", "runs were")} made${passed === 0 ? "" : `, ${counted(passed, "missed instant", "missed instants")} passed over`}.`]),
    ...(deadlinesMissed === 0 ? [] : [`${counted(deadlinesMissed, "deadline was", "deadlines were")} missed.`]),
    ...(waits === 0 ? [] : [`${counted(waits, "task that waits is", "tasks that wait are")} looked at anew.`]),
  ];
  return said.length === 0 ? "Nothing was due." : said.join(" ");
}

const counted = (count: number, one: string, more: string): string => `${count} ${count === 1 ? one : more}`;
