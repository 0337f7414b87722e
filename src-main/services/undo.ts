/** Takes acts back, each in one transaction with its own entry in the trail; says why where it is too late. */
import type { UndoOutcome } from "../../shared/contract/acts.ts";
import type { AuditAct, AuditEntry } from "../../shared/contract/audit.ts";
import { AppError } from "../../shared/errors/app-error.ts";
import type { Actor } from "../../shared/model/actor.ts";
import { restoreSignal, whyNotRestore, type FormerRun } from "../core/undo.ts";
import type { Clock } from "../ports/machine.ts";
import type { RunRow, Store } from "../ports/store.ts";
import type { AuditTrail } from "./audit-trail.ts";
import type { Backfills } from "./backfills.ts";
import type { RunImages } from "./images.ts";
import type { LocalRuns } from "./local-runs.ts";
import type { Pools } from "./pools.ts";
import type { Scheduler } from "./scheduler.ts";
import type { FormerSetting } from "./schedule-plan.ts";
import type { Schedules } from "./schedules.ts";

export interface UndoParts {
  readonly store: Store;
  readonly images: RunImages;
  readonly local: LocalRuns;
  readonly scheduler: Scheduler;
  readonly schedules: Pick<Schedules, "restore">;
  readonly backfills: Pick<Backfills, "takeBack">;
  readonly pools: Pick<Pools, "takeBack">;
  readonly clock: Clock;
  readonly audit: AuditTrail;
  readonly isTrusted: () => boolean;
}

const statefulActs: readonly AuditAct[] = ["task.clear", "task.markSuccess", "task.markFailed", "run.cancel"];
const wordsOf: Partial<Record<AuditAct, string>> = { "task.clear": "tasks were cleared", "task.markSuccess": "tasks were marked as success", "task.markFailed": "tasks were marked as failed", "run.cancel": "the run was cancelled" };

export class Undo {
  readonly #parts: UndoParts;

  constructor(parts: UndoParts) {
    this.#parts = parts;
  }

  /** The entry and all that was done with it in one go, the newest first. Throws audit/not-found and act/too-late for what is no such act. */
  async undo(id: number, by: Actor, pause: () => Promise<unknown>): Promise<UndoOutcome> {
    const entry = this.#parts.audit.get(id);
    if (entry.undoneBy !== null) throw tooLate(entry, "it was undone already");
    if (!entry.mayUndo) throw tooLate(entry, "it is not of a kind that can be undone");
    const failures: UndoOutcome["failures"] = [];
    let undone = 0;
    for (const one of this.#parts.store.audit.batch(entry.batch).filter(({ mayUndo }) => mayUndo)) {
      try {
        this.#undoOne(one, by);
        undone += 1;
      } catch (thrown) {
        if (!(thrown instanceof AppError)) throw thrown;
        failures.push({ dagId: one.dagId, runId: one.runId, why: thrown.message });
      }
      await pause();
    }
    return { undone, failures };
  }

  #undoOne(entry: AuditEntry, by: Actor): void {
    const former = this.#parts.store.audit.former(entry.id);
    if (entry.act === "note.set" || entry.act === "note.remove") this.#undoNote(entry, former as { text: string }, by);
    else if (entry.act === "schedule.on" || entry.act === "schedule.off") this.#undoSchedule(entry, former as FormerSetting | null, by);
    else if (entry.act === "pool.set" || entry.act === "pool.remove") this.#undoPool(entry, former as Parameters<Pools["takeBack"]>[1], by);
    else if (entry.act.startsWith("backfill.")) this.#undoBackfill(entry, former as Parameters<Backfills["takeBack"]>[1], by);
    else this.#undoRunAct(entry, former as FormerRun, by);
    this.#parts.audit.tell(entry.dagId);
  }

  #undoRunAct(entry: AuditEntry, former: FormerRun, by: Actor): void {
    const { local, images, scheduler, clock, audit } = this.#parts;
    if (!this.#parts.isTrusted()) throw new AppError("workspace/untrusted", "This workspace is not trusted, so nothing in it may run, nor be set to run again.");
    const row = local.find(entry.dagId ?? "", entry.runId ?? "");
    const later = this.#laterAct(entry);
    const why = later === null ? whyNotRestore(images.get(row.key).image, former) : `${wordsOf[later.act]} since (${new Date(later.at).toISOString()}); undo that first`;
    if (why !== null) throw tooLate(entry, why);
    const { record } = audit.ofRun(row, { by, act: "undo", undoes: entry.id, arguments: { act: entry.act } }, false);
    scheduler.ask({ run: row.key, signal: restoreSignal(former, clock.now()), record, write: () => this.#keepStarted(row, former) });
  }

  /** Who waited for a run that it had started waits for that one again, whatever became of it, and does not start another. */
  #keepStarted(row: RunRow, { tasks }: FormerRun): void {
    const { store } = this.#parts;
    for (const [task, { state, tryNumber }] of tasks) {
      const [started] = state === "deferred" ? store.runs.startedBy(row.key, task, 1) : [];
      if (started?.tryNumber !== tryNumber || started.run.startedBy === undefined) continue;
      store.runs.claim(started.run.key, { key: { run: row.key, task, tryNumber: tryNumber + 1 }, task: started.run.startedBy });
    }
  }

  /** An act on the same run that stands and came after this one. */
  #laterAct(entry: AuditEntry): AuditEntry | null {
    const page = this.#parts.store.audit.list({ dagId: entry.dagId ?? "", runId: entry.runId ?? "", acts: [...statefulActs], limit: 1_000 });
    return page.find((one) => one.id > entry.id && one.undoneBy === null && one.refusal === null) ?? null;
  }

  #undoNote(entry: AuditEntry, { text }: { text: string }, by: Actor): void {
    const { store, local, clock, audit } = this.#parts;
    const row = local.find(entry.dagId ?? "", entry.runId ?? "");
    const task = entry.taskId === null ? null : (store.tasks.loadOne(row.key, entry.taskId)?.index ?? null);
    if (store.notes.get(row.key, task) !== entry.arguments["text"]) throw tooLate(entry, "the note was changed since");
    store.atomically(() => {
      store.notes.set({ run: row.key, task, text, at: clock.now(), by: by.name });
      audit.add({ by, act: "undo", dagId: row.dagId, runId: row.runId, ...(entry.taskId === null ? {} : { taskId: entry.taskId }), undoes: entry.id, arguments: { act: entry.act } });
    });
  }

  #undoBackfill(entry: AuditEntry, former: Parameters<Backfills["takeBack"]>[1], by: Actor): void {
    const { backfills, audit } = this.#parts;
    const record = (): void => void audit.add({ by, act: "undo", dagId: entry.dagId ?? "", undoes: entry.id, arguments: { act: entry.act, backfill: entry.arguments["backfill"] } });
    const why = backfills.takeBack(entry, former, record);
    if (why !== null) throw tooLate(entry, why);
  }

  #undoPool(entry: AuditEntry, former: Parameters<Pools["takeBack"]>[1], by: Actor): void {
    const { pools, audit } = this.#parts;
    const why = pools.takeBack(entry, former, () => audit.add({ by, act: "undo", undoes: entry.id, arguments: { act: entry.act, pool: entry.arguments["pool"] } }));
    if (why !== null) throw tooLate(entry, why);
  }

  #undoSchedule(entry: AuditEntry, former: FormerSetting | null, by: Actor): void {
    const dagId = entry.dagId ?? "";
    const isOn = this.#parts.store.dagSettings.get(dagId)?.scheduleOn ?? false;
    if (isOn !== (entry.act === "schedule.on")) throw tooLate(entry, `the schedule was switched ${isOn ? "on" : "off"} since`);
    this.#parts.schedules.restore(dagId, former, () => void this.#parts.audit.add({ by, act: "undo", dagId, undoes: entry.id, arguments: { act: entry.act } }));
  }
}

function tooLate(entry: AuditEntry, why: string): AppError {
  const pool = entry.arguments["pool"];
  const where = entry.dagId === null ? (typeof pool === "string" ? `Pool "${pool}"` : `Entry ${entry.id} (${entry.act})`) : entry.runId === null ? `DAG "${entry.dagId}"` : `Run "${entry.runId}" of DAG "${entry.dagId}"`;
  return new AppError("act/too-late", `${where}: cannot be undone, because ${why}.`, { entry: entry.id });
}
