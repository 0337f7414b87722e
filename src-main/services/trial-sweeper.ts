/**
 * Keeps tries few: when the last one of a DAG has ended, old ones go with their logs, and with them every table of the trial schemas that
 * neither a newest try nor a pin needs. What a crash left half-made goes the same way, at the next start. Nothing is swept while a try runs or its output is being pinned.
 */
import { messageOf } from "../../shared/errors/app-error.ts";
import { isRunFinished } from "../../shared/model/states.ts";
import { runLogFolderOf } from "../core/log-path.ts";
import type { LogFiles } from "../ports/log-files.ts";
import type { Disposable, Log } from "../ports/machine.ts";
import type { ConnectionSpec, SqlHost } from "../ports/sql-host.ts";
import type { RunRow, Store, TrialAreaRow } from "../ports/store.ts";
import type { EventHub } from "./event-hub.ts";

export interface TrialSweeperParts {
  readonly store: Store;
  readonly events: EventHub;
  readonly sqlHost: SqlHost;
  readonly files: LogFiles;
  readonly log: Log;
  readonly dataFolder: string;
  readonly windows: boolean;
  readonly connection: (id: string) => ConnectionSpec;
  readonly isTrusted: () => boolean;
}

const keptTries = 20;

export class TrialSweeper {
  readonly #parts: TrialSweeperParts;
  readonly #tap: Disposable;
  #work: Promise<void> = Promise.resolve();
  #closed = false;
  /** DAGs of which nothing may go for now, with how many ask for that. */
  readonly #held = new Map<string, number>();

  constructor(parts: TrialSweeperParts) {
    this.#parts = parts;
    this.#tap = parts.events.tap((events) => {
      for (const event of events) if (event.kind === "run" && event.run.runType === "try" && isRunFinished(event.run.state)) this.#later(event.run.dagId, keptTries);
    });
  }

  /** What an earlier engine left. */
  takeUp(): void {
    for (const dagId of new Set(this.#parts.store.trials.areas.listDirty().map((area) => area.dagId))) this.#later(dagId, keptTries);
  }

  /** Resolves when nothing is being swept. */
  async whenSwept(): Promise<void> {
    // Meanwhile another sweep may have been asked for.
    for (let work: Promise<void> | null = null; work !== this.#work; ) {
      work = this.#work;
      await work;
    }
  }

  /** Does something with the tables of a DAG's tries, of which none is swept before it is done. */
  async during<T>(dagId: string, work: () => Promise<T>): Promise<T> {
    this.#held.set(dagId, (this.#held.get(dagId) ?? 0) + 1);
    try {
      await this.whenSwept();
      return await work();
    } finally {
      const left = (this.#held.get(dagId) ?? 1) - 1;
      if (left === 0) this.#held.delete(dagId);
      else this.#held.set(dagId, left);
      this.#later(dagId, keptTries);
    }
  }

  /** Forgets the tries of a DAG, but for one that goes on. */
  async forget(dagId: string): Promise<{ forgotten: number }> {
    const before = this.#parts.store.trials.list(dagId).length;
    this.#later(dagId, 0);
    await this.#work;
    return { forgotten: before - this.#parts.store.trials.list(dagId).length };
  }

  close(): void {
    this.#closed = true;
    this.#tap.dispose();
  }

  #later(dagId: string, keep: number): void {
    this.#work = this.#work.then(() => this.#sweep(dagId, keep)).catch((thrown: unknown) => this.#parts.log.warn("tries could not be swept", { dagId, reason: messageOf(thrown) }));
  }

  async #sweep(dagId: string, keep: number): Promise<void> {
    const { store } = this.#parts;
    if (this.#closed) return;
    this.#removeOld(dagId, keep);
    for (const area of store.trials.areas.ofDag(dagId)) if (!this.#isBusy(dagId)) await this.#sweepArea(area);
  }

  #isBusy(dagId: string): boolean {
    return this.#closed || this.#held.has(dagId) || !this.#parts.isTrusted() || this.#parts.store.trials.list(dagId).some(({ state }) => !isRunFinished(state));
  }

  /** A task's newest try stays, however long ago: it is what those after it read. */
  #removeOld(dagId: string, keep: number): void {
    const { store } = this.#parts;
    const needed = new Set(keep === 0 ? [] : [...store.trials.outputs(dagId), ...store.trials.newestOfEach(dagId)].map(({ run }) => run));
    const old = store.trials.list(dagId).slice(keep).filter((run) => isRunFinished(run.state) && !needed.has(run.key));
    if (old.length === 0) return;
    store.atomically(() => old.forEach(({ key }) => store.trials.remove(key)));
    for (const run of old) this.#removeLogs(run);
  }

  #removeLogs({ dagId, runId }: RunRow): void {
    const { files, dataFolder, windows } = this.#parts;
    files.removeFolder(`${dataFolder}/${runLogFolderOf(dagId, runId, windows)}`);
  }

  async #sweepArea(area: TrialAreaRow): Promise<void> {
    const { store, sqlHost, connection } = this.#parts;
    const tried = store.trials.outputs(area.dagId).flatMap(({ output }) => (output?.connection === area.connection ? output.made : []));
    const pinned = store.trials.pins.list(area.dagId).flatMap(({ outputs }) => outputs.flatMap((one) => (one.connection === area.connection ? one.made : [])));
    const keep = [...tried, ...pinned].map(({ stored }) => stored);
    await sqlHost.sweepTrials(connection(area.connection), area.schema, keep);
    store.atomically(() => (keep.length === 0 ? store.trials.areas.forget(area) : store.trials.areas.clean(area)));
  }
}
