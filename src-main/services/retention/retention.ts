/**
 * Drops old runs by rule while scheduling goes on. What goes is planned first; then runs are taken out a few at a time, each asked about
 * once more, in transactions so short that a task that ends meanwhile hardly waits. That a run's logs are to go is written down with its
 * dropping and they are moved aside after it, so that a crash leaves neither a run without its logs nor logs for ever.
 */
import type { RetentionOutcome, RetentionPreview, RetentionRun, RetentionRules, RetentionWork } from "../../../shared/contract/retention.ts";
import { AppError, messageOf } from "../../../shared/errors/app-error.ts";
import type { Actor } from "../../../shared/model/actor.ts";
import { runLogFolderOf } from "../../core/log-path.ts";
import { neededFor, type RetentionNeeds } from "../../core/retention-plan.ts";
import type { Reached } from "../../ports/crash-point.ts";
import type { LogBin } from "../../ports/log-bin.ts";
import type { Clock, Disposable, Log } from "../../ports/machine.ts";
import type { RunName } from "../../ports/retention-store.ts";
import type { Store } from "../../ports/store.ts";
import type { Workspace } from "../../ports/workspace.ts";
import { engineActor, type AuditTrail } from "../audit-trail.ts";
import type { DagFiles } from "../dag-files.ts";
import type { EventHub } from "../event-hub.ts";
import type { RunImages } from "../images.ts";
import { type Archiver, markOf, mostRuns, type PlannedRun } from "./archiver.ts";
import { dropOldKeys, keptSince } from "./event-keys.ts";
import { listRuns, planDag, previewAll, undoableMs } from "./plan-history.ts";
import { readRules, rulesNow, writeRules } from "./rules.ts";

export interface RetentionParts {
  readonly store: Store;
  readonly images: RunImages;
  readonly dags: Pick<DagFiles, "all">;
  readonly workspace: Pick<Workspace, "config" | "saveConfig">;
  readonly bin: LogBin;
  readonly archiver: Archiver;
  readonly clock: Clock;
  readonly events: EventHub;
  readonly audit: AuditTrail;
  readonly log: Log;
  readonly windows: boolean;
  readonly isTrusted: () => boolean;
  /** Whether a queue may meet events again that it dealt with, however long ago. */
  readonly keepsKeys: (dagId: string) => boolean;
  /** Whether tasks run or wait: then each step is the shorter. */
  readonly isBusy: () => boolean;
  /** Lets others go on. */
  readonly breathe: () => Promise<unknown>;
  readonly reached: Reached;
}

const busyStepMs = 2;
const idleStepMs = 20;
const toldEveryMs = 200;
const dayMs = 86_400_000;
const firstLookMs = 60_000;
const lookEveryMs = 3_600_000;

interface Tally {
  dropped: number;
  archived: number;
  spared: number;
  logBytes: number;
  archiveBytes: number;
}

/** Runs of a DAG that are to go; with how each was when it was archived, where they are. */
interface Going {
  readonly dagId: string;
  readonly keys: readonly number[];
  readonly marks: ReadonlyMap<number, string> | null;
}

export class Retention {
  readonly #parts: RetentionParts;
  readonly #tap: Disposable;
  #timer: Disposable | null = null;
  #work: (RetentionWork & Tally) | null = null;
  #toldAt = 0;
  /** DAGs of which something changed since their needs were read. */
  readonly #changed = new Set<string>();
  /** Logs that are moved aside, which the next transaction says. */
  #moved: RunName[] = [];
  #lookedAt = 0;
  #closed = false;

  constructor(parts: RetentionParts) {
    this.#parts = parts;
    this.#tap = parts.events.tap((events) => {
      if (this.#work === null) return;
      for (const event of events) {
        if (event.kind === "run") this.#changed.add(event.run.dagId);
        else if ((event.kind === "audit" || event.kind === "backfills") && event.dagId !== null) this.#changed.add(event.dagId);
      }
    });
  }

  /** What an earlier engine left half-done. Before anything runs, so that no new run has the name of one whose logs are to go. */
  takeUp(): void {
    const { store, bin, isTrusted } = this.#parts;
    if (!isTrusted()) return;
    this.#parts.archiver.takeUp();
    const left = store.retention.droppedLogs(10_000);
    this.#discard(left);
    this.#settleLogs();
    void bin.empty();
  }

  /** Looks once a day from now on. */
  begin(): void {
    this.#arm(firstLookMs);
  }

  preview(dagId?: string): Promise<RetentionPreview> {
    return previewAll({ ...this.#parts, keysFrom: this.#keysFrom(), ruleOf: rulesNow(this.#parts.dags, this.#parts.workspace), rules: this.rules() }, dagId);
  }

  runs(asked: { dagId: string; which: "drops" | "kept"; offset: number; limit: number }): Promise<{ runs: RetentionRun[]; total: number }> {
    return listRuns(this.#parts, rulesNow(this.#parts.dags, this.#parts.workspace)(asked.dagId), asked);
  }

  rules(): RetentionRules {
    return readRules(this.#parts.workspace);
  }

  setRules(rules: RetentionRules): RetentionRules {
    writeRules(this.#parts.workspace, rules);
    return this.rules();
  }

  #keysFrom(): number {
    return keptSince(this.#parts.workspace.config().config.retention, this.#parts.clock.now());
  }

  work(): RetentionWork | null {
    if (this.#work === null) return null;
    const { startedAt, planned, archived, dropped, isCancelled } = this.#work;
    return { startedAt, planned, archived, dropped, isCancelled };
  }

  cancel(): boolean {
    if (this.#work === null) return false;
    this.#work.isCancelled = true;
    return true;
  }

  /** Throws workspace/untrusted, retention/at-work. */
  async run(by: Actor = engineActor, dagId?: string): Promise<RetentionOutcome> {
    const { clock, isTrusted } = this.#parts;
    if (!isTrusted()) throw new AppError("workspace/untrusted", "This workspace is not trusted, so nothing of its history is dropped; look at the preview, then trust it.");
    if (this.#work !== null) throw new AppError("retention/at-work", `Old runs are being dropped already (${this.#work.dropped} of ${this.#work.planned}); wait for that, or cancel it.`);
    const startedAt = clock.now();
    this.#work = { startedAt, planned: 0, archived: 0, dropped: 0, spared: 0, logBytes: 0, archiveBytes: 0, isCancelled: false };
    try {
      return await this.#runPlanned(this.#work, by, dagId);
    } finally {
      this.#work = null;
      this.#changed.clear();
      this.#parts.archiver.forget();
      this.#tell(true);
    }
  }

  close(): void {
    this.#closed = true;
    this.cancel();
    this.#timer?.dispose();
    this.#tap.dispose();
  }

  async #runPlanned(work: RetentionWork & Tally, by: Actor, dagId: string | undefined): Promise<RetentionOutcome> {
    const { store, audit, clock, bin, archiver } = this.#parts;
    const began = clock.monotonic();
    const isArchived = this.rules().archive;
    await archiver.mend();
    const plan = await this.#plan(work, dagId);
    const free = store.retention.bytes().free;
    const of = dagId === undefined ? {} : { dagId };
    if (work.planned > 0) store.atomically(() => void audit.add({ ...of, by, act: "retention.start", arguments: { runs: work.planned, dags: plan.size, archive: isArchived } }));
    const trouble = await this.#dropPlanned(work, plan, isArchived).then(() => null, (thrown: unknown) => ({ thrown }));
    const eventKeys = trouble === null ? await dropOldKeys(this.#parts, { dagId: dagId ?? null, before: this.#keysFrom() }, () => work.isCancelled) : 0;
    const versions = trouble === null ? await this.#dropVersions(work, dagId) : 0;
    this.#settleLogs();
    await bin.empty();
    const outcome: RetentionOutcome = {
      ...{ dropped: work.dropped, spared: work.spared, dags: plan.size, eventKeys, versions, logBytes: work.logBytes, archiveBytes: work.archiveBytes, isArchived },
      rowBytes: Math.max(0, store.retention.bytes().free - free),
      ms: Math.round(clock.monotonic() - began),
      isCancelled: work.isCancelled,
    };
    const why = trouble === null ? {} : { reason: messageOf(trouble.thrown) };
    const isWorthTelling = work.planned > 0 || eventKeys > 0 || versions > 0;
    if (isWorthTelling && !this.#closed) store.atomically(() => void audit.add({ ...of, by, act: "retention.end", arguments: outcome, ...why }));
    if (isWorthTelling) audit.tell(null);
    if (trouble !== null) throw trouble.thrown;
    return outcome;
  }

  async #dropPlanned(work: RetentionWork & Tally, plan: ReadonlyMap<string, readonly number[]>, isArchived: boolean): Promise<void> {
    if (!isArchived) {
      for (const [dagId, keys] of plan) await this.#dropOf(work, { dagId, keys, marks: null });
      return;
    }
    const runs = [...plan].flatMap(([dagId, keys]) => keys.map((key) => ({ dagId, key })));
    for (let at = 0; at < runs.length && !work.isCancelled; ) at += await this.#archiveAndDrop(work, runs.slice(at, at + mostRuns));
  }

  /** One file's worth. Says how many of the runs were dealt with. */
  async #archiveAndDrop(work: RetentionWork & Tally, runs: readonly PlannedRun[]): Promise<number> {
    const { archiver } = this.#parts;
    const told = (): boolean => {
      this.#tell(false);
      return work.isCancelled;
    };
    const batch = await archiver.write(runs, { sliceMs: () => this.#stepMs(), isCancelled: told });
    if (batch.archive === null) return batch.taken;
    work.archived += batch.marks.size;
    try {
      for (const [dagId, keys] of batch.runs) await this.#dropOf(work, { dagId, keys, marks: batch.marks });
    } finally {
      // Where the engine ends meanwhile the next one does it.
      if (!this.#closed) work.archiveBytes += await archiver.settle(batch.archive);
    }
    return batch.taken;
  }

  /** Versions of DAGs that no run shows any more. */
  async #dropVersions(work: RetentionWork & Tally, dagId: string | undefined): Promise<number> {
    const { store, breathe } = this.#parts;
    let dropped = 0;
    for (const id of dagId === undefined ? store.retention.dagIds() : [dagId]) {
      for (let some = -1; some !== 0 && !work.isCancelled; await breathe()) {
        some = store.atomically(() => store.versions.dropUnused(id));
        dropped += some;
      }
    }
    return dropped;
  }

  #stepMs(): number {
    return this.#parts.isBusy() ? busyStepMs : idleStepMs;
  }

  async #plan(work: RetentionWork & Tally, dagId: string | undefined): Promise<Map<string, number[]>> {
    const { store, dags, workspace } = this.#parts;
    const ruleOf = rulesNow(dags, workspace);
    const plan = new Map<string, number[]>();
    for (const id of dagId === undefined ? store.retention.dagIds() : [dagId]) {
      const keys: number[] = [];
      await planDag(this.#parts, id, ruleOf(id), ({ key }, why) => {
        if (why === null) keys.push(key);
        return !work.isCancelled;
      });
      // The oldest first: what is left after a break is a history without holes.
      if (keys.length > 0) plan.set(id, keys.reverse());
      work.planned += keys.length;
    }
    return plan;
  }

  async #dropOf(work: RetentionWork & Tally, going: Going): Promise<void> {
    const { store, clock, breathe, dags, workspace } = this.#parts;
    const { dagId, keys } = going;
    let needs: RetentionNeeds | null = null;
    for (let next = 0; next < keys.length && !work.isCancelled; await breathe()) {
      if (this.#changed.delete(dagId)) needs = null;
      needs ??= store.retention.needs(dagId, clock.now() - undoableMs, rulesNow(dags, workspace)(dagId).averaged);
      const step = this.#dropStep(going, { from: next, until: performance.now() + this.#stepMs(), needs });
      this.#parts.reached("run dropped");
      next = step.next;
      work.dropped += step.dropped.length;
      work.spared += step.spared;
      work.logBytes += step.logBytes;
      this.#discard(step.dropped);
      this.#parts.reached("logs moved");
      this.#tell(false);
    }
  }

  /** As many runs as there is time for, one at least, in one transaction. */
  #dropStep({ dagId, keys, marks }: Going, { from, until, needs }: { from: number; until: number; needs: RetentionNeeds }): { next: number; dropped: RunName[]; spared: number; logBytes: number } {
    const { retention } = this.#parts.store;
    const step = { next: from, dropped: [] as RunName[], spared: 0, logBytes: 0 };
    this.#parts.store.atomically(() => {
      retention.logsAreGone(this.#moved);
      do {
        const run = retention.get(keys[step.next] ?? -1);
        step.next += 1;
        if (run === null) continue;
        const isAsArchived = marks === null || marks.get(run.key) === markOf(run);
        if (!isAsArchived || neededFor(run, needs) !== null) step.spared += 1;
        else {
          step.logBytes += retention.logBytes(run.key);
          retention.drop(run.key);
          this.#parts.images.drop(run.key);
          this.#parts.reached("run dropping");
          step.dropped.push({ dagId, runId: run.runId });
        }
      } while (step.next < keys.length && performance.now() < until);
    });
    this.#moved = [];
    return step;
  }

  /** A run of that name that was made since has the folder now. */
  #discard(runs: readonly RunName[]): void {
    const { store, bin, windows } = this.#parts;
    for (const run of runs) {
      const isTaken = store.runs.find(run.dagId, run.runId) !== null;
      if (isTaken || bin.take(runLogFolderOf(run.dagId, run.runId, windows))) this.#moved.push(run);
    }
  }

  #settleLogs(): void {
    const moved = this.#moved;
    if (moved.length === 0) return;
    this.#parts.store.atomically(() => this.#parts.store.retention.logsAreGone(moved));
    this.#moved = [];
  }

  #tell(isOver: boolean): void {
    const now = this.#parts.clock.monotonic();
    if (!isOver && now - this.#toldAt < toldEveryMs) return;
    this.#toldAt = now;
    if (!this.#closed) this.#parts.events.publish([{ kind: "retention", work: this.work() }]);
  }

  #arm(waitMs: number): void {
    if (!this.#closed) this.#timer = this.#parts.clock.after(waitMs, () => void this.#look());
  }

  async #look(): Promise<void> {
    const { store, clock, log, isTrusted } = this.#parts;
    const now = clock.now();
    const lastAt = Math.max(this.#lookedAt, store.audit.last(["retention.end"])?.at ?? 0);
    if (isTrusted() && this.#work === null) await this.#parts.archiver.mend();
    if (this.rules().automatic && isTrusted() && this.#work === null && Math.abs(now - lastAt) >= dayMs) {
      this.#lookedAt = now;
      await this.run().catch((thrown: unknown) => log.warn("old runs could not be dropped", { reason: messageOf(thrown) }));
    }
    this.#arm(lookEveryMs);
  }
}
