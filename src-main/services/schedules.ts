/**
 * Starts runs by the schedules that a person turned on. One timer for the earliest instant; a run is named after its instant, so that each
 * is made at most once however often the clock or the engine goes back. Up to where a schedule was dealt with is stored with what it passed
 * over; what it owes beyond that is made as room comes, so that a year to catch up is no flood. Only the DAGs that are due are looked at.
 */
import type { DagSummary } from "../../shared/contract/dags.ts";
import type { SchedulePlan, ScheduleTrace } from "../../shared/contract/schedules.ts";
import type { Standing } from "../../shared/contract/standing.ts";
import { AppError, messageOf } from "../../shared/errors/app-error.ts";
import type { Actor } from "../../shared/model/actor.ts";
import { assetsIn, type AssetCondition } from "../../shared/model/asset.ts";
import type { Dag } from "../../shared/model/dag.ts";
import { isRunFinished } from "../../shared/model/states.ts";
import type { Interval } from "../../shared/schedule/next.ts";
import { timetableOf, type Timetable } from "../../shared/schedule/timetable.ts";
import { dueInstants, type DueAnswer } from "../core/due-instants.ts";
import type { Reached } from "../ports/crash-point.ts";
import type { Clock, Disposable, Log } from "../ports/machine.ts";
import type { DagSetting, Store } from "../ports/store.ts";
import { engineActor, type AuditTrail } from "./audit-trail.ts";
import type { DagFiles } from "./dag-files.ts";
import type { EventHub } from "./event-hub.ts";
import { HeldSchedules } from "./held-schedules.ts";
import { isBeingRead, isPassing, isStoreFault } from "./refusals.ts";
import type { Runs } from "./runs.ts";
import { apartByRuns, type FormerSetting, handledAtTurnOn, handledOf, historicalDropAt, isSameTime, planSchedule, runIdOf } from "./schedule-plan.ts";
import { cancelledReason, reasonOf, setBackReason, thereReason, unmadeReason } from "./schedule-reasons.ts";
import type { TimeWatch } from "./time-watch.ts";

export interface SchedulesParts {
  readonly store: Store;
  readonly dags: DagFiles;
  readonly runs: Runs;
  readonly clock: Clock;
  readonly audit: AuditTrail;
  readonly events: EventHub;
  readonly log: Log;
  readonly isTrusted: () => boolean;
  readonly time: Pick<TimeWatch, "look" | "around" | "onAbsence">;
  /** All schedules were paused, or go on. */
  readonly onPause: () => void;
  readonly reached: Reached;
}

/** What a look came to. */
export interface ScheduleTurn {
  /** DAGs whose schedule was due. */
  due: number;
  /** Runs that were made. */
  made: number;
  /** Instants that were passed over. */
  passed: number;
}

/** The wall clock may be set or the machine may sleep: looked at again at least this often. */
const longestWaitMs = 30_000;

/** A DAG whose schedule is on. */
interface Watched {
  readonly dag: Dag;
  readonly timetable: Timetable;
  /** When it is to be looked at; null for never again. */
  nextAt: number | null;
  /** Owes runs that there is no room for: looked at when one of its runs ends. */
  isBehind: boolean;
  /** Why nobody has looked so far; null once somebody has. */
  unseen: "stopped" | "off" | "away" | null;
}

export class Schedules {
  readonly #parts: SchedulesParts;
  readonly #watched = new Map<string, Watched>();
  /** The ids of the DAGs that are on, read once. */
  #on: readonly string[] | null = null;
  /** Why those that are to be watched anew were not until then. */
  readonly #unseen = new Map<string, "off" | "away">();
  readonly #held = new HeldSchedules();
  /** DAGs of which a run has ended. */
  readonly #ended = new Set<string>();
  #pausedSince: number | null;
  /** They go on just now: what was missed was missed because of the pause. */
  #isResuming = false;
  #turn: ScheduleTurn = { due: 0, made: 0, passed: 0 };
  #timer: Disposable | null = null;
  readonly #tap: Disposable;
  #closed = false;

  constructor(parts: SchedulesParts) {
    this.#parts = parts;
    this.#pausedSince = parts.store.dagSettings.pausedSince();
    parts.time.onAbsence((found) => {
      for (const { kind, from, to } of found) if (kind === "set_back" && !this.#closed) this.#tellSetBack(from - to);
    });
    this.#tap = parts.events.tap((events) => {
      for (const event of events) if (event.kind === "run" && isRunFinished(event.run.state)) this.#noteEnd(event.run.dagId);
    });
  }

  #noteEnd(dagId: string): void {
    if (this.#watched.get(dagId)?.isBehind !== true) return;
    this.#ended.add(dagId);
    this.#arm(1);
  }

  /** Starts what is due and waits for the next. Safe to call at any time, as often as one likes. */
  wake(): ScheduleTurn {
    const turn: ScheduleTurn = { due: 0, made: 0, passed: 0 };
    if (this.#closed) return turn;
    // Who hears of a sleep may come back here.
    this.#parts.time.look();
    this.#turn = turn;
    const now = this.#parts.clock.now();
    this.#readWatched(now);
    if (this.#parts.isTrusted() && this.#pausedSince === null) {
      for (const [dagId, watched] of this.#watched) {
        const isDue = (watched.nextAt !== null && watched.nextAt <= now) || this.#ended.delete(dagId);
        if (isDue) this.#look(watched, now);
      }
    }
    this.#armNext(now);
    return turn;
  }

  #armNext(now: number): void {
    if (this.#watched.size === 0) return this.#timer?.dispose();
    let waitMs = this.#ended.size > 0 ? 1 : longestWaitMs;
    for (const { nextAt } of this.#watched.values()) if (nextAt !== null) waitMs = Math.min(waitMs, nextAt - now);
    this.#arm(this.#parts.isTrusted() && this.#pausedSince === null ? Math.max(1, waitMs) : longestWaitMs);
  }

  #arm(waitMs: number): void {
    this.#timer?.dispose();
    if (!this.#closed) this.#timer = this.#parts.clock.after(waitMs, () => this.wake());
  }

  #readWatched(now: number): void {
    this.#on ??= this.#parts.store.dagSettings.listOn();
    const on = new Set(this.#on);
    for (const dagId of this.#watched.keys()) if (!on.has(dagId)) this.#watched.delete(dagId);
    for (const dagId of on) {
      const dag = this.#parts.dags.ready(dagId)?.dag ?? null;
      const known = this.#watched.get(dagId);
      if (dag !== null && known?.dag === dag) continue;
      const timetable = dag === null ? null : timetableOf(dag);
      if (dag !== null && known !== undefined && !this.#passChange(known.dag, dag, now)) continue;
      if (dag === null || timetable === null) this.#leave(dagId, now);
      else this.#watched.set(dagId, { dag, timetable, nextAt: now, isBehind: false, unseen: known === undefined ? (this.#unseen.get(dagId) ?? "stopped") : known.unseen });
    }
  }

  #leave(dagId: string, now: number): void {
    if (this.#watched.delete(dagId)) this.#unseen.set(dagId, "away");
    if (this.#parts.dags.isAllRead()) this.#held.release(dagId);
    else this.#held.hold(dagId, now);
  }

  /** A schedule that was written anew has missed none of the instants that it would have had before. False when that cannot be stored now: then it goes on as it was until the next look. */
  #passChange(before: Dag, dag: Dag, now: number): boolean {
    if (dag.catchup !== false || isSameTime(before, dag)) return true;
    return this.#stored("a schedule that was written anew", () => this.#parts.store.dagSettings.setHandled(dag.id, now));
  }

  /** For what nobody waits for the answer of: a store that refuses must not end the look that it is part of. */
  #stored(what: string, write: () => void): boolean {
    const { store, log } = this.#parts;
    try {
      store.atomically(write);
      return true;
    } catch (thrown) {
      if (!isStoreFault(thrown)) throw thrown;
      log.warn(`${what} could not be noted`, { reason: messageOf(thrown) });
      return false;
    }
  }

  /** How many DAGs run by schedule now, and what starts next. */
  standing(): Pick<Standing, "scheduled" | "next" | "paused"> {
    const paused = this.#pausedSince !== null;
    if (!this.#parts.isTrusted()) return { scheduled: 0, next: null, paused };
    if (paused) return { scheduled: this.#watched.size, next: null, paused };
    let next: Standing["next"] = null;
    for (const [dagId, { nextAt }] of this.#watched) if (nextAt !== null && (next === null || nextAt < next.at)) next = { dagId, at: nextAt };
    return { scheduled: this.#watched.size, next, paused };
  }

  get pausedSince(): number | null {
    return this.#pausedSince;
  }

  /** All schedules of the workspace, which stay on or off as they are. What is due while they are paused is missed, and dealt with by its `catchup` when they go on. */
  setPaused(isPaused: boolean, by: Actor = engineActor): void {
    if (isPaused === (this.#pausedSince !== null)) return;
    const { store, audit, clock, onPause } = this.#parts;
    const since = isPaused ? clock.now() : null;
    store.atomically(() => {
      store.dagSettings.setPaused(since);
      audit.add({ by, act: isPaused ? "schedules.pause" : "schedules.resume" });
    });
    this.#pausedSince = since;
    this.#isResuming = !isPaused;
    this.wake();
    this.#isResuming = false;
    audit.tell(null);
    onPause();
  }

  /** Throws dag/not-found, dag/invalid for a DAG without a schedule or with errors, workspace/untrusted when nothing may be turned on. */
  set(dagId: string, on: boolean, by: Actor = engineActor, from: "missed" | "now" = "missed"): DagSummary {
    const { store, audit, clock, dags } = this.#parts;
    if (on && !this.#parts.isTrusted()) throw new AppError("workspace/untrusted", `DAG "${dagId}": its schedule cannot be turned on, because this workspace is not trusted; look at what it would do, then trust it ("dagwright trust", or Trust in the desktop app).`, { dagId });
    const file = on ? dags.valid(dagId) : dags.get(dagId);
    if (on && !file.dag?.schedule && !file.dag?.assets) throw new AppError("dag/invalid", `DAG "${dagId}": has no schedule to turn on; add one to ${file.file}.`, { dagId });
    const now = clock.now();
    const former = store.dagSettings.get(dagId) ?? { scheduleOn: false, onSince: now, handledTo: null };
    if (former.scheduleOn === on) return dags.summary(file);
    const handledTo = !on || !file.dag ? former.handledTo : from === "now" ? now : handledAtTurnOn(file.dag, store.dagSettings, now);
    const words = { act: on ? ("schedule.on" as const) : ("schedule.off" as const), ...(on && from === "now" ? { arguments: { from } } : {}) };
    this.#write(dagId, { scheduleOn: on, onSince: now, handledTo }, () => {
      audit.add({ by, ...words, dagId, former });
      if (on && file.dag?.assets !== undefined) this.#follow(dagId, file.dag.assets, from);
    });
    audit.tell(dagId);
    return dags.summary(file);
  }

  /** What was loaded while the schedule was off waits for it, unless the person wants only what comes from now on. */
  #follow(dagId: string, condition: AssetCondition, from: "missed" | "now"): void {
    const { assets } = this.#parts.store;
    assets.follow(dagId, assetsIn(condition));
    if (from === "now") assets.consume(dagId, assets.pending(dagId).at(-1)?.id ?? 0);
  }

  /** Back to what it was. What was dealt with since stays so, but for what turning on alone has passed over. */
  restore(dagId: string, former: FormerSetting | null, record: () => void): void {
    if (former?.scheduleOn === true && !this.#parts.isTrusted()) throw new AppError("workspace/untrusted", `DAG "${dagId}": its schedule cannot be turned on, because this workspace is not trusted.`, { dagId });
    const present = this.#parts.store.dagSettings.get(dagId);
    const isUntouched = present !== null && present.handledTo === present.onSince;
    const handledTo = isUntouched ? (former?.handledTo ?? null) : (present?.handledTo ?? null);
    this.#write(dagId, { scheduleOn: former?.scheduleOn ?? false, onSince: former?.onSince ?? this.#parts.clock.now(), handledTo }, record);
  }

  #write(dagId: string, setting: DagSetting, record: () => void): void {
    const { store, events } = this.#parts;
    store.atomically(() => {
      store.dagSettings.setSchedule(dagId, setting);
      record();
    });
    this.#on = null;
    this.#watched.delete(dagId);
    this.#unseen.set(dagId, "off");
    events.publish([{ kind: "dags", dagIds: [dagId] }]);
    this.wake();
  }

  /** Throws dag/not-found, and dag/invalid for a DAG without a schedule or with errors. */
  plan(dagId: string): SchedulePlan {
    const { dag, file } = this.#parts.dags.valid(dagId);
    if (dag.schedule === null && dag.assets === undefined) throw new AppError("dag/invalid", `DAG "${dagId}": has no schedule; add one to ${file}.`, { dagId });
    return planSchedule(this.#parts.store, dag, this.#parts.clock.now());
  }

  traces(filter: { dagId?: string | undefined; limit?: number | undefined }): ScheduleTrace[] {
    return this.#parts.store.dagSettings.traces({ ...filter, limit: filter.limit ?? 100 });
  }

  close(): void {
    this.#closed = true;
    this.#tap.dispose();
    this.#timer?.dispose();
  }

  #look(watched: Watched, now: number): void {
    const { store, log } = this.#parts;
    const { dag, timetable, unseen } = watched;
    watched.unseen = null;
    this.#turn.due += 1;
    try {
      const setting = store.dagSettings.get(dag.id);
      if (!setting) return;
      const last = store.dagSettings.lastScheduled(dag.id);
      if (dag.schedule?.kind === "once") return this.#lookOnce(watched, setting, { last, now });
      let handledTo = handledOf(setting, last);
      const drop = historicalDropAt(timetable, last, now);
      if (drop !== null) {
        this.#startAlone(dag.id, drop, { start: timetable.startAt ?? drop, end: drop });
        store.atomically(() => store.dagSettings.setHandled(dag.id, (handledTo = drop)));
      }
      // A fire on the start date itself has no data yet: the drop, or the first increment, covers from there.
      if (timetable.hasHistoricalDrop) handledTo = Math.max(handledTo, timetable.startAt ?? handledTo);
      // A run of an instant that is not marked was made just before something broke off: it stands in nobody's way.
      const unfinished = store.dagSettings.unfinished(dag.id).filter(({ runType, logicalDate }) => runType !== "scheduled" || logicalDate === null || logicalDate <= handledTo);
      const answer = dueInstants({ timetable, catchup: dag.catchup, overlap: dag.overlap ?? "queue", handledTo, now, heldSince: this.#held.since(dag.id), unfinished: unfinished.length, maxActiveRuns: dag.maxActiveRuns });
      const reached = this.#apply(watched, answer, { now, unseen, oldest: unfinished.filter(({ runType }) => runType === "scheduled" || runType === "asset_triggered").map(({ runId }) => runId) });
      this.#held.release(dag.id);
      watched.isBehind = answer.isBehind;
      watched.nextAt = timetable.next(answer.isBehind ? now : Math.max(reached, handledTo));
    } catch (thrown) {
      // Nothing can be made or stored now: what is owed stays owed.
      if (isBeingRead(thrown)) this.#held.hold(dag.id, now);
      watched.nextAt = now + (isBeingRead(thrown) ? 1_000 : longestWaitMs);
      log.warn("a schedule could not be looked at", { dagId: dag.id, reason: messageOf(thrown) });
    }
  }

  #lookOnce(watched: Watched, { onSince }: DagSetting, { last, now }: { last: number | null; now: number }): void {
    const { dag, timetable } = watched;
    const at = dag.schedule?.kind === "once" ? (dag.schedule.at ?? onSince) : onSince;
    const isOver = last !== null || (timetable.endAt !== null && at > timetable.endAt);
    watched.nextAt = isOver || at <= now ? null : at;
    if (!isOver && at <= now) this.#startAlone(dag.id, at, { start: at, end: at });
  }

  /** Of a run that no other one makes up for it is said that it could not be made; it is tried again when the file is another. */
  #startAlone(dagId: string, at: number, interval: Interval): void {
    const { store, clock, events } = this.#parts;
    const trouble = this.#start(dagId, at, interval);
    if (trouble === null) return;
    store.atomically(() => store.dagSettings.addTrace({ dagId, kind: "missed", firstAt: at, lastAt: at, count: 1, noticedAt: clock.now(), reason: unmadeReason(trouble) }));
    events.publish([{ kind: "dags", dagIds: [dagId] }]);
  }

  /** The runs first: each is made at most once, so that a crash before the mark is stored makes none twice. Returns how far it came. */
  #apply({ dag }: Watched, answer: DueAnswer, { now, unseen, oldest }: { now: number; unseen: Watched["unseen"]; oldest: readonly string[] }): number {
    const { store, events, time, reached } = this.#parts;
    const traces = answer.passed.map((passed) => ({ kind: passed.kind as ScheduleTrace["kind"], firstAt: passed.first, lastAt: passed.last, count: passed.count, reason: reasonOf(passed, dag, this.#isResuming ? "paused" : (unseen ?? time.around(passed.first, passed.last))) }));
    this.#turn.passed += answer.passed.reduce((sum, { count }) => sum + count, 0);
    let isTold = false;
    const { made, there } = apartByRuns(store.dagSettings, dag.id, answer.start);
    for (const at of there) traces.push({ kind: "there", firstAt: at, lastAt: at, count: 1, reason: thereReason });
    this.#turn.passed += there.length;
    // Whoever is behind is looked at when a run ends; of these none does.
    if (answer.isBehind && there.length > 0) this.#ended.add(dag.id);
    const [due] = made;
    if (due !== undefined && answer.cancelOldest > 0 && this.#mayStart(dag.id, due)) {
      const reason = cancelledReason(due);
      for (const runId of oldest.slice(0, answer.cancelOldest)) {
        const trace = { dagId: dag.id, kind: "cancelled", firstAt: due, lastAt: due, count: 1, noticedAt: now, reason: `${reason} Cancelled for it: ${runId}.` } as const;
        if (this.#parts.runs.giveWay(dag.id, runId, reason, () => store.dagSettings.addTrace(trace))) isTold = true;
      }
    }
    for (const at of made) {
      const trouble = this.#start(dag.id, at);
      reached("instant's run made");
      if (trouble !== null) traces.push({ kind: "missed", firstAt: at, lastAt: at, count: 1, reason: unmadeReason(trouble) });
    }
    if (traces.length === 0 && answer.start.length === 0) return answer.handledTo;
    store.atomically(() => {
      for (const trace of traces) store.dagSettings.addTrace({ ...trace, dagId: dag.id, noticedAt: now });
      store.dagSettings.setHandled(dag.id, answer.handledTo);
    });
    reached("instants marked");
    if (isTold || traces.length > 0) events.publish([{ kind: "dags", dagIds: [dag.id] }]);
    return answer.handledTo;
  }

  /** Nothing gives way to a run that cannot be made. */
  #mayStart(dagId: string, logicalDate: number): boolean {
    try {
      this.#parts.runs.check({ dagId, logicalDate, runId: runIdOf(logicalDate) }, { runType: "scheduled" });
      return true;
    } catch (thrown) {
      if (thrown instanceof AppError) return false;
      throw thrown;
    }
  }

  /** Why there is no such run; null where there is one. Throws when nothing can be stored, and while its file is being read. */
  #start(dagId: string, logicalDate: number, interval?: Interval): string | null {
    const runId = runIdOf(logicalDate);
    try {
      this.#parts.runs.start({ dagId, logicalDate, runId }, { runType: "scheduled", interval });
      this.#turn.made += 1;
      return null;
    } catch (thrown) {
      if (thrown instanceof AppError && thrown.code === "run/already-exists") return null;
      if (isPassing(thrown)) throw thrown;
      this.#parts.log.warn("a run by schedule could not be started", { dagId, runId, reason: messageOf(thrown) });
      return messageOf(thrown);
    }
  }

  /** What comes again was dealt with: said for each DAG of which it is true. */
  #tellSetBack(ms: number): void {
    const { store, events, clock } = this.#parts;
    const now = clock.now();
    const told: string[] = [];
    this.#readWatched(now);
    const isTold = this.#stored("a clock that was set back", () => {
      for (const [dagId, { timetable }] of this.#watched) {
        const lastAt = store.dagSettings.get(dagId)?.handledTo ?? now;
        const count = lastAt > now ? timetable.count(now + 1, lastAt + 1) : 0;
        if (count === 0) continue;
        store.dagSettings.addTrace({ dagId, kind: "clock", firstAt: timetable.next(now) ?? lastAt, lastAt, count, noticedAt: now, reason: setBackReason(ms) });
        told.push(dagId);
      }
    });
    if (isTold && told.length > 0) events.publish([{ kind: "dags", dagIds: told }]);
  }
}
