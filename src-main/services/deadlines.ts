/**
 * Watches deadlines. Each instant by which something has to have succeeded is a row that waits (plan-deadlines.ts); when its time has come it is judged by when that
 * succeeded, not by when anybody looked, so that an engine that slept or died finds the same. That it is missed, the messages about it and what it does to
 * the run are one transaction. One timer for the earliest. A rule that no run is meant by always has its next instant waiting.
 */
import type { EngineEvent } from "../../shared/contract/engine.ts";
import { messageOf } from "../../shared/errors/app-error.ts";
import type { RunSummary } from "../../shared/model/run.ts";
import { isRunFinished } from "../../shared/model/states.ts";
import { nextTimeOfDay, previousTimeOfDay } from "../../shared/schedule/time-of-day.ts";
import { missedReason, rulesOf, wasOn } from "../core/deadlines.ts";
import type { KeptRule, WaitingDeadline } from "../ports/deadline-store.ts";
import type { Reached } from "../ports/crash-point.ts";
import type { Clock, Disposable, Log } from "../ports/machine.ts";
import type { RunRow, Store } from "../ports/store.ts";
import { engineActor, type AuditTrail } from "./audit-trail.ts";
import type { DagFiles } from "./dag-files.ts";
import type { EventHub } from "./event-hub.ts";
import { summaryOf, type RunImages } from "./images.ts";
import { keptRule, planDeadlines } from "./plan-deadlines.ts";
import type { Scheduler } from "./scheduler.ts";

export interface DeadlinesParts {
  readonly store: Store;
  readonly images: RunImages;
  readonly dags: Pick<DagFiles, "ready" | "found">;
  readonly scheduler: Pick<Scheduler, "ask">;
  readonly clock: Clock;
  readonly audit: AuditTrail;
  readonly events: EventHub;
  readonly log: Log;
  readonly isTrusted: () => boolean;
  /** Called when messages to people were called for. */
  readonly onMessages: () => void;
  /** False for an engine that a single command hosts: it watches its runs, and no rule that no run is meant by. */
  readonly watchesRules: boolean;
  readonly reached: Reached;
}

/** The wall clock may be set or the machine may sleep: looked at again at least this often while one waits. */
const longestWaitMs = 30_000;
const mostAtOnce = 200;
/** Of instants that passed while nobody looked, so many are written down. */
const mostOwed = 100;

/** What was judged in one go. */
interface Turn {
  readonly dagIds: Set<string>;
  readonly runs: Set<number>;
  hasMessages: boolean;
}

export class Deadlines {
  readonly #parts: DeadlinesParts;
  readonly #tap: Disposable;
  #timer: Disposable | null = null;
  /** The earliest that waits, as it was found when all was last looked at; only this engine adds others, and looks then. */
  #next: number | null = null;
  #closed = false;
  /** DAGs whose rules stand as they were, because it is not known yet whether they are gone. */
  readonly #unread = new Set<string>();
  /** What is judged may end runs, of which this hears at once. */
  #judging = false;
  /** How many there ever were. */
  #missed = 0;

  constructor(parts: DeadlinesParts) {
    this.#parts = parts;
    this.#tap = parts.events.tap((events) => this.#hear(events));
  }

  /** Takes up what an earlier version left, which wrote them down after the run; call before anything goes on. */
  begin(): void {
    const { store, images, clock } = this.#parts;
    for (const { key, dagVersion } of store.runs.listActive()) this.#guard("a run's deadlines", () => planDeadlines(store, images.version(dagVersion).version.dag, key, { now: clock.now() }));
  }

  /** The DAGs that are there; `all`: there are no others, so that rules of those that are gone go too. */
  watchRules(dagIds: readonly string[], all: boolean): void {
    for (const dagId of new Set([...dagIds, ...(all ? this.#parts.store.deadlines.dagsWithRules() : [])])) this.#guard("a DAG's deadlines", () => this.#planRules(dagId));
    this.wake();
  }

  /** Judges what is due and waits for the next. Safe to call at any time, as often as one likes. Returns how many were missed. */
  wake(): number {
    if (this.#closed || this.#judging) return 0;
    const before = this.#missed;
    this.#timer?.dispose();
    const { store, clock, isTrusted, watchesRules } = this.#parts;
    const now = clock.now();
    const isDone = isTrusted() && this.#guard("deadlines that are due", () => this.#judgeDue(now));
    this.#next = store.deadlines.nextAt(watchesRules);
    if (this.#next !== null) this.#arm(isDone ? this.#next - now : longestWaitMs);
    return this.#missed - before;
  }

  #arm(waitMs: number): void {
    this.#timer = this.#parts.clock.after(Math.min(longestWaitMs, Math.max(1, waitMs)), () => {
      const leftMs = (this.#next ?? 0) - this.#parts.clock.now();
      if (leftMs > 0) this.#arm(leftMs);
      else this.wake();
    });
  }

  close(): void {
    this.#closed = true;
    this.#tap.dispose();
    this.#timer?.dispose();
  }

  #hear(events: readonly EngineEvent[]): void {
    let isNew = false;
    for (const event of events) {
      if (event.kind === "run" && !isRunFinished(event.run.state)) isNew = this.#guard("a run's deadlines", () => this.#hasRules(event.run)) || isNew;
      if (event.kind === "dags" && this.#parts.watchesRules) for (const dagId of [...new Set([...event.dagIds, ...this.#takeUnread()])]) isNew = this.#guard("a DAG's deadlines", () => this.#planRules(dagId)) || isNew;
    }
    if (isNew) this.wake();
  }

  #takeUnread(): string[] {
    const dagIds = [...this.#unread];
    this.#unread.clear();
    return dagIds;
  }

  /** False when nothing came of it, or the store refused: then it is tried again with the next look. */
  #guard(what: string, act: () => boolean): boolean {
    try {
      return act();
    } catch (thrown) {
      this.#parts.log.warn(`${what} could not be looked at`, { reason: messageOf(thrown) });
      return false;
    }
  }

  /** What is known of such a run's instants stands in the store since it was made, or began. */
  #hasRules({ runType, dagVersion }: RunSummary): boolean {
    return runType !== "try" && rulesOf(this.#parts.images.version(dagVersion).version.dag).length > 0;
  }

  /** The next instant of each rule that no run is meant by; what waits of a rule that is another by now goes. */
  #planRules(dagId: string): boolean {
    const { store, dags, clock } = this.#parts;
    const file = dags.ready(dagId);
    // A file with a mistake goes on as it was until it is mended.
    if (file !== null && file.dag === null) return false;
    const waiting = store.deadlines.waiting({ dagId });
    // So does what may stand in a file that is not read yet.
    if (file === null && waiting.length > 0 && dags.found().scan !== null) {
      this.#unread.add(dagId);
      return false;
    }
    const dag = file?.dag ?? null;
    const rules = dag === null ? [] : rulesOf(dag).filter(({ rule }) => rule.when.kind === "no_success_by").map(({ taskId, rule }) => ({ taskId, rule: keptRule(dag, { taskId, rule }) }));
    if (rules.length + waiting.length === 0) return false;
    const isSame = (one: { taskId: string | null; rule: KeptRule }, other: { taskId: string | null; rule: KeptRule }): boolean => one.taskId === other.taskId && JSON.stringify(one.rule) === JSON.stringify(other.rule);
    store.atomically(() => {
      for (const one of waiting) if (!rules.some((rule) => isSame(one, rule))) store.deadlines.remove(one.id);
      for (const { taskId, rule } of rules) {
        if (waiting.some((one) => isSame(one, { taskId, rule })) || rule.when.kind !== "no_success_by") continue;
        store.deadlines.add({ dagId, run: null, taskId, rule, dueAt: nextTimeOfDay(rule.when.time, clock.now()) });
      }
    });
    return true;
  }

  #judgeDue(now: number): boolean {
    const { store, watchesRules, reached } = this.#parts;
    const turn: Turn = { dagIds: new Set(), runs: new Set(), hasMessages: false };
    this.#judging = true;
    try {
      for (const one of store.deadlines.due(now, mostAtOnce, watchesRules)) {
        reached("deadline due");
        if (one.run === null) store.atomically(() => this.#judgeRule(one, now, turn));
        else this.#judgeRun(one, store.runs.get(one.run), now, turn);
        reached("deadline judged");
      }
    } finally {
      this.#judging = false;
      this.#tell(turn);
    }
    return true;
  }

  #tell({ dagIds, runs, hasMessages }: Turn): void {
    const { events, audit, onMessages, images } = this.#parts;
    if (hasMessages) onMessages();
    events.publish([...runs].map((key) => ({ kind: "run" as const, run: summaryOf(images.refresh(key)) })));
    for (const dagId of dagIds) audit.tell(dagId);
  }

  /** What a run has missed, and the end of it where the rule says so, are one transaction. */
  #judgeRun(due: WaitingDeadline, row: RunRow, now: number, turn: Turn): void {
    const { store, scheduler } = this.#parts;
    const { rule, taskId, dueAt } = due;
    if (this.#wasMet(row, taskId, dueAt)) return store.deadlines.remove(due.id);
    const isPaused = (row.runType === "scheduled" || row.runType === "asset_triggered") && this.#isPaused(due);
    const what = taskId === null ? `Run "${row.runId}"` : `Task "${taskId}" of run "${row.runId}"`;
    const settle = (): void => this.#settle(due, { isPaused, reason: missedReason(what, rule, { dueAt, now }), now, runId: row.runId }, turn);
    if (isPaused || !rule.failRun || isRunFinished(row.state)) store.atomically(settle);
    else scheduler.ask({ run: row.key, write: settle, signal: { kind: "timeIsUp", reason: `missed its deadline "${rule.name}"`, at: now } });
    turn.runs.add(row.key);
  }

  /** All instants that passed meanwhile; people are told of the newest of them alone. */
  #judgeRule(due: WaitingDeadline, now: number, turn: Turn): void {
    const { store } = this.#parts;
    const { rule, dagId, taskId } = due;
    store.deadlines.remove(due.id);
    if (rule.when.kind !== "no_success_by") return;
    const { time, withinMs } = rule.when;
    const first = Math.max(due.dueAt, now - mostOwed * 86_400_000);
    const passed: number[] = [];
    let next = due.dueAt;
    for (; next <= now; next = nextTimeOfDay(time, next)) if (next >= first) passed.push(next);
    const missed = passed.filter((at) => !store.deadlines.hasSuccess({ dagId, taskId, after: withinMs === null ? previousTimeOfDay(time, at) : at - withinMs, until: at }));
    const what = taskId === null ? `DAG "${dagId}"` : `Task "${taskId}" of DAG "${dagId}"`;
    for (const at of missed) {
      store.deadlines.add({ ...due, dueAt: at });
      const one = store.deadlines.waiting({ dagId }).find((other) => other.dueAt === at && other.taskId === taskId && other.rule.name === rule.name);
      const isNewest = at === missed.at(-1);
      const more = isNewest && missed.length > 1 ? ` It was missed ${missed.length - 1} more times before that.` : "";
      if (one) this.#settle(isNewest ? one : { ...one, rule: { ...rule, messages: [] } }, { isPaused: this.#isPaused(one), reason: `${missedReason(what, rule, { dueAt: at, now })}${more}`, now, runId: null }, turn);
    }
    store.deadlines.add({ ...due, dueAt: next });
  }

  #settle({ id, dagId, run, taskId, rule, dueAt }: WaitingDeadline, { isPaused, reason, now, runId }: { readonly isPaused: boolean; readonly reason: string; readonly now: number; readonly runId: string | null }, turn: Turn): void {
    const { store, audit } = this.#parts;
    turn.dagIds.add(dagId);
    if (isPaused) return void store.deadlines.settle(id, { state: "passed", at: now, reason: `The schedule was off then. ${reason}` });
    if (!store.deadlines.settle(id, { state: "missed", at: now, reason })) return;
    audit.add({ by: engineActor, act: "deadline.missed", dagId, ...(runId === null ? {} : { runId }), ...(taskId === null ? {} : { taskId }), reason, arguments: { deadline: rule.name, due: new Date(dueAt).toISOString(), ...(rule.failRun ? { fail_run: true } : {}) } });
    const { index: task = null, instance } = (run !== null && taskId !== null && store.tasks.loadOne(run, taskId)) || {};
    for (const spec of rule.messages) store.messages.add({ ...spec, run, task, tryNumber: instance?.tryNumber ?? 0, event: "deadline", deadline: id, at: now });
    this.#missed += 1;
    turn.hasMessages ||= rule.messages.length > 0;
  }

  #wasMet(row: RunRow, taskId: string | null, dueAt: number): boolean {
    if (taskId === null) return row.state === "success" && (row.endedAt ?? Infinity) <= dueAt;
    const instance = this.#parts.store.tasks.loadOne(row.key, taskId)?.instance;
    return (instance?.state === "success" || (instance?.state === "skipped" && row.state !== "failed")) && (instance.endedAt ?? Infinity) <= dueAt;
  }

  #isPaused({ rule, dagId, dueAt }: WaitingDeadline): boolean {
    const { dagSettings } = this.#parts.store;
    return rule.hasSchedule && !rule.whenPaused && (!wasOn(dagSettings.get(dagId), dueAt) || (dagSettings.pausedSince() ?? Infinity) <= dueAt);
  }
}
