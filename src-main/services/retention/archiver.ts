/**
 * Puts runs that are about to be dropped into a file of the archive. A run is in the history until the transaction that drops it, and from then on
 * in the file; what says so is its row in `archive_pending`, which goes in that very transaction:
 *
 *   lines → file under a name of its way, synced → listed, all of its runs pending → runs dropped, a few at a time → the file gets its own name
 *
 * Runs that stay after all are left out of a second file that takes the first one's place. A crash at any point leaves every run where exactly one
 * of the two says it is; what was on its way is finished, or removed, by `takeUp` and `mend`.
 */
import type { ArchivedAct } from "../../../shared/contract/archive.ts";
import { AppError, messageOf } from "../../../shared/errors/app-error.ts";
import { isRunFinished } from "../../../shared/model/states.ts";
import { archiveLine } from "../../../shared/model/archive-line.ts";
import type { Reached } from "../../ports/crash-point.ts";
import type { Log } from "../../ports/machine.ts";
import type { ArchiveFiles, ArchiveFolder, ArchiveRow } from "../../ports/run-archive.ts";
import type { Store } from "../../ports/store.ts";

export interface ArchiverParts {
  readonly store: Store;
  readonly folder: ArchiveFolder;
  readonly files: ArchiveFiles;
  readonly log: Log;
  readonly breathe: () => Promise<unknown>;
  readonly now: () => number;
  readonly reached: Reached;
}

export interface PlannedRun {
  readonly dagId: string;
  readonly key: number;
}

export interface Batch {
  /** So many of the runs were looked at. */
  readonly taken: number;
  /** The file's number; null when nothing was left to put into one. */
  readonly archive: number | null;
  /** Keys of the runs in it by DAG. */
  readonly runs: ReadonlyMap<string, readonly number[]>;
  /** How each was when it was read: one that is not so any more is not the one in the file. */
  readonly marks: ReadonlyMap<number, string>;
}

/** Of one file: what it holds is one transaction's worth of pending rows, and one request's worth of memory. */
export const mostRuns = 5_000;
const mostLineBytes = 64 * 1024 * 1024;
const actsAtOnce = 2_000;

/** A run that began again, or was marked, has another one. */
export function markOf({ state, endedAt }: { readonly state: string; readonly endedAt: number | null }): string {
  return `${state} ${endedAt ?? ""}`;
}

function keysOf(byDag: Map<string, number[]>, dagId: string): number[] {
  const known = byDag.get(dagId) ?? [];
  byDag.set(dagId, known);
  return known;
}

export class Archiver {
  readonly #parts: ArchiverParts;
  #acts: { readonly dagId: string; readonly byRun: ReadonlyMap<string, ArchivedAct[]> } | null = null;

  constructor(parts: ArchiverParts) {
    this.#parts = parts;
  }

  /** Writes as many of the runs as one file takes. `sliceMs` says how long the engine may be kept from others at once. Throws archive/failed; nothing is left of it then. */
  async write(runs: readonly PlannedRun[], { sliceMs, isCancelled }: { sliceMs: () => number; isCancelled: () => boolean }): Promise<Batch> {
    const { store, folder, files, reached } = this.#parts;
    folder.open();
    const archive = 1 + Math.max(folder.highest(), ...store.archives.list().map(({ id }) => id));
    const [lines, part] = [folder.newName(archive, "lines"), folder.newName(archive, "part")];
    try {
      const { taken, marks, byDag, longest } = await this.#writeLines(runs, lines, { sliceMs, isCancelled });
      if (marks.size === 0 || isCancelled()) return { taken, archive: null, runs: new Map(), marks: new Map() };
      reached("lines written");
      const written = await files.write({ file: folder.pathOf(lines), longest }, folder.pathOf(part));
      const count = written.dags.reduce((sum, dag) => sum + dag.runs, 0);
      if (count !== marks.size) throw new AppError("archive/failed", `${folder.pathOf(part)}: holds ${count} runs where ${marks.size} were written; nothing was dropped.`);
      if (isCancelled()) {
        folder.remove(part);
        return { taken, archive: null, runs: new Map(), marks: new Map() };
      }
      folder.sync();
      reached("file written");
      store.atomically(() => store.archives.add({ id: archive, madeAt: this.#parts.now(), ...written, part }, [...marks.keys()]));
      reached("file listed");
      return { taken, archive, runs: byDag, marks };
    } catch (thrown) {
      folder.remove(part);
      throw thrown;
    } finally {
      folder.remove(lines);
    }
  }

  /** What is left of its pending runs stays in the history: the file is made anew without them. Says how large it is now. */
  async settle(archive: number): Promise<number> {
    const { store, folder, files, reached } = this.#parts;
    const row = store.archives.list().find(({ id }) => id === archive);
    if (row === undefined || row.part === null) return 0;
    const pending = store.archives.pending(archive);
    if (pending.length === row.dags.reduce((sum, { runs }) => sum + runs, 0)) {
      store.atomically(() => store.archives.remove(archive));
      folder.remove(row.part);
      return 0;
    }
    if (pending.length === 0) return this.#name(row, row.part);
    const part = folder.newName(archive, "part");
    const rest: ArchiveRow = { ...row, ...(await files.copyWithout(folder.pathOf(row.part), pending, folder.pathOf(part))), part };
    folder.sync();
    reached("rest written");
    store.atomically(() => store.archives.replace(rest));
    reached("rest listed");
    folder.remove(row.part);
    return this.#name(rest, part);
  }

  /** Removes what an earlier engine began and nobody knows of, and names what it had done. */
  takeUp(): void {
    const { store, folder } = this.#parts;
    const open = store.archives.list().filter(({ part }) => part !== null);
    for (const row of open) if (row.part !== null && store.archives.pending(row.id).length === 0) this.#name(row, row.part);
    folder.sweep(open.flatMap(({ part }) => part ?? []));
  }

  /** Finishes files of which some runs had not left the history when an engine ended. */
  async mend(): Promise<void> {
    const { store, log } = this.#parts;
    for (const { id, part } of store.archives.list()) {
      if (part === null) continue;
      await this.settle(id).catch((thrown: unknown) => log.warn("a file of archived runs could not be finished; it is read all the same", { archive: id, reason: messageOf(thrown) }));
    }
  }

  #name({ id, bytes }: ArchiveRow, part: string): number {
    const { store, folder, log, reached } = this.#parts;
    if (!folder.giveOwnName(id, part)) {
      log.warn("a file of archived runs is gone", { file: folder.pathOf(part) });
      return 0;
    }
    reached("file named");
    store.atomically(() => store.archives.named(id));
    return bytes;
  }

  async #writeLines(runs: readonly PlannedRun[], file: string, { sliceMs, isCancelled }: { sliceMs: () => number; isCancelled: () => boolean }): Promise<{ taken: number; marks: Map<number, string>; byDag: Map<string, number[]>; longest: number }> {
    const { folder, breathe } = this.#parts;
    const [marks, byDag] = [new Map<number, string>(), new Map<string, number[]>()];
    let [taken, bytes, longest] = [0, 0, 0];
    for (const most = Math.min(runs.length, mostRuns); taken < most && bytes < mostLineBytes && !isCancelled(); await breathe()) {
      const acts = await this.#actsOf(runs[taken]?.dagId ?? "");
      const until = performance.now() + sliceMs();
      let text = "";
      for (let one = runs[taken]; one !== undefined && one.dagId === this.#acts?.dagId && taken < most; one = runs[taken]) {
        taken += 1;
        const line = this.#lineOf(one, acts, marks);
        if (line !== null) {
          keysOf(byDag, one.dagId).push(one.key);
          longest = Math.max(longest, Buffer.byteLength(line));
          text += `${line}\n`;
        }
        if (performance.now() >= until || bytes + text.length >= mostLineBytes) break;
      }
      bytes += text.length;
      folder.append(file, text);
    }
    return { taken, marks, byDag, longest };
  }

  #lineOf({ key }: PlannedRun, acts: ReadonlyMap<string, ArchivedAct[]>, marks: Map<number, string>): string | null {
    const run = this.#parts.store.archives.read(key);
    if (run === null || !isRunFinished(run.state)) return null;
    marks.set(key, markOf(run));
    return archiveLine({ ...run, acts: acts.get(run.runId) ?? [] });
  }

  /** The trail has no index by run: it is gone through once for a DAG. An act after that keeps its run. */
  async #actsOf(dagId: string): Promise<ReadonlyMap<string, ArchivedAct[]>> {
    if (this.#acts?.dagId === dagId) return this.#acts.byRun;
    const byRun = new Map<string, ArchivedAct[]>();
    for (let after = 0; ; await this.#parts.breathe()) {
      const page = this.#parts.store.archives.acts(dagId, after, actsAtOnce);
      for (const { runId, at, by, act, taskId, reason } of page) byRun.set(runId, [...(byRun.get(runId) ?? []), { at, by, act, taskId, reason }]);
      const last = page.at(-1);
      if (last === undefined || page.length < actsAtOnce) break;
      after = last.id;
    }
    this.#acts = { dagId, byRun };
    return byRun;
  }

  /** What it remembers of the trail. */
  forget(): void {
    this.#acts = null;
  }
}
