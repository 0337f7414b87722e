/**
 * Starts runs by the schedules that a person turned on. One timer for the earliest instant; a run is named after its instant, so that each
 * is made at most once however often the clock or the engine goes back. Whole scheduling semantics (backfill, overlap rules) are not here.
 */
import type { DagSummary } from "../../shared/contract/dags.ts";
import { AppError, messageOf } from "../../shared/errors/app-error.ts";
import type { Dag } from "../../shared/model/dag.ts";
import { firesBetween, nextFire, previousFire } from "../../shared/schedule/next.ts";
import { dueRuns } from "../core/due-runs.ts";
import type { Clock, Disposable, Log } from "../ports/machine.ts";
import type { Store } from "../ports/store.ts";
import type { DagFiles } from "./dag-files.ts";
import type { EventHub } from "./event-hub.ts";
import type { Runs } from "./runs.ts";

export interface SchedulesParts {
  readonly store: Store;
  readonly dags: DagFiles;
  readonly runs: Runs;
  readonly clock: Clock;
  readonly events: EventHub;
  readonly log: Log;
  readonly isTrusted: () => boolean;
}

/** The wall clock may be set or the machine may sleep: looked at again at least this often. */
const longestWaitMs = 30_000;
/** Runs made up for in one go; the rest follow when these are stored. */
const mostAtOnce = 100;

export class Schedules {
  readonly #parts: SchedulesParts;
  #timer: Disposable | null = null;
  #closed = false;

  constructor(parts: SchedulesParts) {
    this.#parts = parts;
  }

  /** Starts what is due and waits for the next. Safe to call at any time, as often as one likes. */
  wake(): void {
    this.#timer?.dispose();
    if (this.#closed) return;
    const now = this.#parts.clock.now();
    const active = this.#parts.store.dagSettings.listOn().flatMap((dagId) => {
      const dag = this.#parts.dags.ready(dagId)?.dag;
      return dag?.schedule ? [dag] : [];
    });
    for (const dag of active) if (this.#parts.isTrusted()) this.#startDue(dag, now);
    const next = active.map((dag) => (dag.schedule ? nextFire(dag.schedule, now) : null)).filter((at) => at !== null);
    const waitMs = Math.min(longestWaitMs, ...next.map((at) => at - now));
    if (active.length > 0) this.#timer = this.#parts.clock.after(Math.max(1, waitMs), () => this.wake());
  }

  /** Throws dag/not-found, dag/invalid for a DAG without a schedule or with errors, workspace/untrusted when nothing may be turned on. */
  set(dagId: string, on: boolean): DagSummary {
    if (on && !this.#parts.isTrusted()) throw new AppError("workspace/untrusted", `DAG "${dagId}": its schedule cannot be turned on, because this workspace is not trusted; look at what it would do, then trust it.`, { dagId });
    const file = on ? this.#parts.dags.valid(dagId) : this.#parts.dags.get(dagId);
    if (on && !file.dag?.schedule) throw new AppError("dag/invalid", `DAG "${dagId}": has no schedule to turn on; add one to ${file.file}.`, { dagId });
    this.#parts.store.dagSettings.setSchedule(dagId, on, this.#parts.clock.now());
    this.#parts.events.publish([{ kind: "dags", dagIds: [dagId] }]);
    this.wake();
    return this.#parts.dags.summary(file);
  }

  close(): void {
    this.#closed = true;
    this.#timer?.dispose();
  }

  #startDue(dag: Dag, now: number): void {
    const { store } = this.#parts;
    const { schedule } = dag;
    const setting = store.dagSettings.get(dag.id);
    if (!schedule || !setting) return;
    const doneUpTo = Math.max(setting.onSince, store.dagSettings.lastScheduled(dag.id) ?? 0);
    const question = { catchup: dag.catchup, doneUpTo, now, startDate: instantOf(dag.startDate), endDate: instantOf(dag.endDate) };
    const due = dueRuns(question, {
      list: (from, to) => firesBetween(schedule, from + 1, to + 1, mostAtOnce),
      latest: (to) => previousFire(schedule, to + 1),
    });
    for (const logicalDate of due) this.#start(dag.id, logicalDate);
  }

  #start(dagId: string, logicalDate: number): void {
    const runId = `scheduled__${new Date(logicalDate).toISOString().replace("Z", "+00:00")}`;
    try {
      this.#parts.runs.start({ dagId, logicalDate, runId }, "scheduled");
    } catch (thrown) {
      if (thrown instanceof AppError && thrown.code === "run/already-exists") return;
      this.#parts.log.warn("a run by schedule could not be started", { dagId, runId, reason: messageOf(thrown) });
    }
  }
}

function instantOf(date: string | null): number | null {
  const at = date === null ? Number.NaN : Date.parse(date);
  return Number.isNaN(at) ? null : at;
}
