/**
 * Makes the runs of backfills as room comes: a few more than may run at once, so that the next begins the moment one ends. An interval is
 * settled in the transaction that makes its run or clears the one that is there; what was decided for the plan is decided again then, so that
 * nothing is done twice whatever happened meanwhile. Where the DAG cannot run now, the backfill holds and says why.
 */
import type { EngineEvent } from "../../shared/contract/engine.ts";
import { AppError, messageOf } from "../../shared/errors/app-error.ts";
import { isRunFinished } from "../../shared/model/states.ts";
import type { IntervalDecision } from "../core/backfill-plan.ts";
import type { BackfillRow, SettledInterval, WaitingInterval } from "../ports/backfill-store.ts";
import type { Reached } from "../ports/crash-point.ts";
import type { Clock, Disposable, Log } from "../ports/machine.ts";
import type { Store } from "../ports/store.ts";
import type { BackfillFrame, BackfillPlanner, RunOfPlan } from "./backfill-planner.ts";
import type { EventHub } from "./event-hub.ts";
import type { RunImages } from "./images.ts";
import { isPassing } from "./refusals.ts";
import { tasksOfAct } from "./run-act.ts";
import type { Runs } from "./runs.ts";

export interface BackfillWorkerParts {
  readonly store: Store;
  readonly images: RunImages;
  readonly planner: BackfillPlanner;
  readonly runs: Runs;
  readonly events: EventHub;
  readonly clock: Clock;
  readonly log: Log;
  readonly breathe: () => Promise<void>;
  readonly reached: Reached;
}

/** Runs that are made before they may begin. */
const madeAhead = 8;
/** Runs that are made before others have their turn. */
const madeAtOnce = 8;
const retryMs = 1_000;
/** How often windows hear that a backfill went on. */
const newsEveryMs = 250;

export class BackfillWorker {
  readonly #parts: BackfillWorkerParts;
  readonly #tap: Disposable;
  readonly #driven = new Set<number>();
  #drivesAll = false;
  readonly #busy = new Set<number>();
  readonly #again = new Set<number>();
  readonly #trouble = new Map<number, string>();
  readonly #retries = new Map<number, Disposable>();
  readonly #news = new Map<string, { timer: Disposable; isDue: boolean }>();
  #closed = false;

  constructor(parts: BackfillWorkerParts) {
    this.#parts = parts;
    this.#tap = parts.events.tap((events) => this.#hear(events));
  }

  /** All that are open are this engine's business from now on. A single command's engine does only what the command asks for. */
  driveAll(): void {
    this.#drivesAll = true;
    for (const row of this.#parts.store.runs.listActive()) if (row.state === "queued" && row.backfill !== undefined) this.#endLeftover(row.dagId, row.runId, row.backfill);
    this.wake();
  }

  drive(id: number): void {
    this.#driven.add(id);
    this.#goOn(id);
  }

  drives(id: number): boolean {
    return this.#drivesAll || this.#driven.has(id);
  }

  /** Files, trust or something else changed that may have held a backfill. */
  wake(): void {
    for (const { id } of this.#parts.store.backfills.list({ open: true, limit: 10_000 })) if (this.drives(id)) this.#goOn(id);
  }

  troubleOf(id: number): string | null {
    return this.#trouble.get(id) ?? null;
  }

  /** At once, and then at most every quarter of a second. */
  tell(dagId: string): void {
    const known = this.#news.get(dagId);
    if (known !== undefined) {
      known.isDue = true;
      return;
    }
    const timer = this.#parts.clock.after(newsEveryMs, () => {
      const { isDue } = this.#news.get(dagId) ?? { isDue: false };
      this.#news.delete(dagId);
      if (isDue) this.tell(dagId);
    });
    this.#news.set(dagId, { timer, isDue: false });
    this.#parts.events.publish([{ kind: "backfills", dagId }]);
  }

  close(): void {
    this.#closed = true;
    this.#tap.dispose();
    for (const timer of this.#retries.values()) timer.dispose();
    for (const { timer } of this.#news.values()) timer.dispose();
  }

  /** An engine was lost between the cancelling of a backfill and of what it had made ahead. */
  #endLeftover(dagId: string, runId: string, backfill: number): void {
    if (this.#parts.store.backfills.get(backfill)?.state === "cancelled") this.#parts.runs.cancel(dagId, runId);
  }

  #hear(events: readonly EngineEvent[]): void {
    for (const event of events) {
      if (event.kind !== "run" || event.run.backfill === undefined) continue;
      if (isRunFinished(event.run.state) && this.drives(event.run.backfill)) this.#goOn(event.run.backfill);
      this.tell(event.run.dagId);
    }
  }

  /** One at a time of each backfill. */
  #goOn(id: number): void {
    this.#again.add(id);
    if (this.#busy.has(id) || this.#closed) return;
    this.#busy.add(id);
    void this.#workAll(id);
  }

  async #workAll(id: number): Promise<void> {
    while (this.#again.has(id)) {
      this.#again.delete(id);
      await this.#parts.breathe();
      if (this.#closed) return;
      try {
        if (this.#makeSome(id)) this.#again.add(id);
        this.#clearTrouble(id);
      } catch (thrown) {
        this.#hold(id, thrown);
      }
    }
    this.#busy.delete(id);
  }

  /** True when there may be room for more. */
  #makeSome(id: number): boolean {
    const { store, planner, runs, reached } = this.#parts;
    const row = store.backfills.get(id);
    if (row?.state !== "running") return false;
    const { waiting, queued, running } = store.backfills.counts(row);
    if (waiting + queued + running === 0) return this.#finish(row);
    const room = row.maxActiveRuns + madeAhead - queued - running;
    if (waiting === 0 || room <= 0) return false;
    runs.mayRun();
    const frame = planner.frame(row.ask);
    for (const interval of store.backfills.waiting(id, Math.min(room, madeAtOnce))) {
      this.#doOne(row, frame, interval);
      reached("interval settled");
    }
    this.tell(row.dagId);
    return true;
  }

  #finish({ id, dagId }: BackfillRow): false {
    const { store, clock, reached } = this.#parts;
    reached("backfill done");
    store.atomically(() => store.backfills.setState(id, "finished", clock.now()));
    this.#driven.delete(id);
    this.tell(dagId);
    return false;
  }

  #doOne(row: BackfillRow, frame: BackfillFrame, interval: WaitingInterval): void {
    const { store, log } = this.#parts;
    try {
      this.#act(row, frame, interval);
    } catch (thrown) {
      if (!(thrown instanceof AppError) || isPassing(thrown) || thrown.code === "workspace/untrusted") throw thrown;
      log.warn("an interval of a backfill was left", { backfill: row.id, logicalDate: interval.logicalDate, reason: thrown.message });
      store.atomically(() => store.backfills.settle(row.id, interval.place, { state: "left", why: thrown.message }));
    }
  }

  #act(row: BackfillRow, frame: BackfillFrame, interval: WaitingInterval): void {
    const { store, planner } = this.#parts;
    const settle = (how: SettledInterval): void => store.backfills.settle(row.id, interval.place, how);
    const runs = store.backfills.runsBetween(row.dagId, interval.logicalDate, interval.logicalDate);
    const own = interval.act === "again" ? runs.find(({ key }) => key === interval.run) : undefined;
    if (own !== undefined) return this.#requeue(row, { runId: own.runId, tasks: frame.chosen }, settle);
    const decision = planner.decide(frame, runs);
    if (decision.act === "clear" && decision.run !== null) this.#requeue(row, { runId: decision.run.runId, tasks: decision.tasks }, settle);
    else if (decision.act === "keep") store.atomically(() => settle({ state: "left", why: `run ${decision.run?.runId ?? ""}: ${decision.why ?? ""}` }));
    else this.#make(row, { frame, decision, logicalDate: interval.logicalDate }, settle);
  }

  #make({ id, by }: BackfillRow, { frame, decision, logicalDate }: { frame: BackfillFrame; decision: IntervalDecision<RunOfPlan>; logicalDate: number }, settle: (how: SettledInterval) => void): void {
    const { ask, dag, chosen, isWhole } = frame;
    const isAll = isWhole && decision.tasks.length === chosen.length;
    const again = decision.run === null ? {} : { again: { runId: decision.run.runId, version: "now" as const } };
    const values = { ...(ask.conf === undefined ? {} : { conf: ask.conf }), ...(ask.params === undefined ? {} : { params: ask.params }) };
    const write = (run: number): void => settle({ state: "made", act: decision.act === "new" ? "new" : "anew", run });
    // No tasks named means all, also where the run that is repeated had some.
    this.#parts.runs.start({ dagId: dag.id, logicalDate, tasks: isAll ? [] : [...decision.tasks], ...again, ...values }, { runType: "backfill", by, backfill: id, standIns: !isAll, write });
  }

  #requeue({ id, by, dagId }: BackfillRow, { runId, tasks }: { runId: string; tasks: readonly string[] }, settle: (how: SettledInterval) => void): void {
    const { store, images, runs } = this.#parts;
    const row = runs.find(dagId, runId);
    const { indices } = tasksOfAct(this.#parts, row, { act: "clear", taskIds: tasks });
    const write = (): void => {
      store.backfills.adopt(id, row.key);
      // It is over, so that nobody holds it: read anew, it belongs to the backfill.
      images.drop(row.key);
      settle({ state: "made", act: "clear", run: row.key });
    };
    runs.perform(row, { act: "clear", indices, by, arguments: { backfill: id }, queue: true, write });
  }

  #hold(id: number, thrown: unknown): void {
    const { store, clock, log } = this.#parts;
    const words = messageOf(thrown);
    if (this.#trouble.get(id) !== words) log.warn("a backfill is held", { backfill: id, reason: words });
    this.#trouble.set(id, words);
    const willPass = !(thrown instanceof AppError) || isPassing(thrown);
    this.#retries.get(id)?.dispose();
    if (willPass) this.#retries.set(id, clock.after(retryMs, () => this.#goOn(id)));
    else this.tell(store.backfills.get(id)?.dagId ?? "");
  }

  #clearTrouble(id: number): void {
    if (!this.#trouble.delete(id)) return;
    this.tell(this.#parts.store.backfills.get(id)?.dagId ?? "");
  }
}
