/** What lies in the archive: its files, and looking for runs in them. It only reads. */
import type { ArchivedRun, ArchiveFile, ArchiveHit, ArchiveSearch, ArchiveTrouble } from "../../../shared/contract/archive.ts";
import { AppError, messageOf } from "../../../shared/errors/app-error.ts";
import { normaliseForSearch } from "../../../shared/model/search-text.ts";
import type { Clock } from "../../ports/machine.ts";
import type { ArchiveFiles, ArchiveFolder, ArchiveQuery, ArchiveRow, ArchiveToRead } from "../../ports/run-archive.ts";
import type { Store } from "../../ports/store.ts";

export interface ArchivesParts {
  readonly store: Pick<Store, "archives">;
  readonly folder: ArchiveFolder;
  readonly files: ArchiveFiles;
  readonly clock: Clock;
  readonly isTrusted: () => boolean;
}

export interface ArchiveFound {
  readonly hits: ArchiveHit[];
  readonly total: number;
  /** That were looked into, and how many runs these hold. */
  readonly files: number;
  readonly runs: number;
  readonly troubles: ArchiveTrouble[];
  readonly tookMs: number;
}

type Answer<Found> = { readonly found: Found | null; readonly read: readonly ArchiveRow[]; readonly troubles: ArchiveTrouble[] };

export class Archives {
  readonly #parts: ArchivesParts;

  constructor(parts: ArchivesParts) {
    this.#parts = parts;
  }

  list(): { archives: ArchiveFile[] } {
    return { archives: this.#parts.store.archives.list().map((row) => this.#describe(row)) };
  }

  /** Throws workspace/untrusted, archive/failed where the query itself is to blame. */
  async search({ text, exact = false, limit, offset, ...asked }: ArchiveSearch): Promise<ArchiveFound> {
    const { files, clock } = this.#parts;
    const began = clock.monotonic();
    const norm = text === undefined ? null : normaliseForSearch(text);
    if (norm === "") throw new AppError("input/invalid", `The archive: found ${JSON.stringify(text)} to search for; expected something with a letter or a digit in it.`);
    const query: ArchiveQuery = { norm, exact, limit, offset, dagId: asked.dagId ?? null, runId: asked.runId ?? null, state: asked.state ?? null, from: asked.from ?? null, to: asked.to ?? null };
    const { dagId, from, to } = query;
    const mayHold = ({ dags }: ArchiveRow): boolean => dags.some((dag) => (dagId === null || dag.dagId === dagId) && (from === null || dag.newest >= from) && (to === null || dag.oldest < to));
    const { found, read, troubles } = await this.#ask(mayHold, (archives) => files.search(archives, query));
    return { hits: [...(found?.hits ?? [])], total: found?.total ?? 0, files: read.length, runs: read.reduce((sum, row) => sum + this.#countOf(row), 0), troubles, tookMs: clock.monotonic() - began };
  }

  /** Throws run/not-found, archive/failed. */
  async get(run: { readonly dagId: string; readonly runId: string }): Promise<{ archive: ArchiveFile; run: ArchivedRun }> {
    const { found, read, troubles } = await this.#ask(({ dags }) => dags.some(({ dagId }) => dagId === run.dagId), (archives) => this.#parts.files.get(archives, run));
    const row = found && read.find(({ id }) => id === found.archive);
    if (found && row) return { archive: this.#describe(row), run: found.run };
    const unread = troubles.length === 0 ? "" : ` ${troubles.length} of its files could not be read: ${troubles.map(({ file, reason }) => `${file} (${reason})`).join(", ")}.`;
    throw new AppError("run/not-found", `DAG "${run.dagId}": no run "${run.runId}" is in the archive.${unread}`, run);
  }

  /** All files in one question; where that fails, one by one, so that a file that is damaged or gone hides no other. */
  async #ask<Found>(mayHold: (row: ArchiveRow) => boolean, ask: (archives: ArchiveToRead[]) => Promise<Found>): Promise<Answer<Found>> {
    const { store, folder, isTrusted } = this.#parts;
    if (!isTrusted()) throw new AppError("workspace/untrusted", "This workspace is not trusted, so files of its archive are not opened; look at the list, then trust it.");
    const rows = store.archives.list().filter(mayHold);
    const gone = rows.filter((row) => !folder.isThere(this.#nameOf(row))).map((row) => ({ file: this.#shownFile(row), reason: "is not there any more" }));
    const there = rows.filter((row) => folder.isThere(this.#nameOf(row)));
    if (there.length === 0) return { found: null, read: [], troubles: gone };
    try {
      return { found: await ask(there.map((row) => this.#toRead(row))), read: there, troubles: gone };
    } catch (thrown) {
      if (!(thrown instanceof AppError) || thrown.code !== "archive/failed") throw thrown;
      const { sound, troubles } = await this.#tellSound(there, ask);
      if (troubles.length === 0) throw thrown;
      return { found: sound.length === 0 ? null : await ask(sound.map((row) => this.#toRead(row))), read: sound, troubles: [...gone, ...troubles] };
    }
  }

  async #tellSound<Found>(rows: readonly ArchiveRow[], ask: (archives: ArchiveToRead[]) => Promise<Found>): Promise<{ sound: ArchiveRow[]; troubles: ArchiveTrouble[] }> {
    const sound: ArchiveRow[] = [];
    const troubles: ArchiveTrouble[] = [];
    for (const row of rows) {
      await ask([this.#toRead(row)]).then(
        () => sound.push(row),
        (thrown: unknown) => troubles.push({ file: this.#shownFile(row), reason: messageOf(thrown) }),
      );
    }
    return { sound, troubles };
  }

  /** Its own name is what it has as soon as it has it, whatever the store heard of it. */
  #nameOf({ id, part }: ArchiveRow): string {
    const { folder } = this.#parts;
    return part !== null && folder.isThere(part) ? part : folder.ownName(id);
  }

  #toRead(row: ArchiveRow): ArchiveToRead {
    return { id: row.id, file: this.#parts.folder.pathOf(this.#nameOf(row)), without: row.part === null ? [] : this.#parts.store.archives.pending(row.id) };
  }

  #pendingOf({ id, part }: ArchiveRow): number {
    return part === null ? 0 : this.#parts.store.archives.pending(id).length;
  }

  #countOf(row: ArchiveRow): number {
    return row.dags.reduce((sum, { runs }) => sum + runs, 0) - this.#pendingOf(row);
  }

  #shownFile(row: ArchiveRow): string {
    return `.dagwright/archive/${this.#nameOf(row)}`;
  }

  #describe(row: ArchiveRow): ArchiveFile {
    const { id, madeAt, bytes, dags } = row;
    return { id, madeAt, bytes, dags: [...dags], file: this.#shownFile(row), pending: this.#pendingOf(row), isThere: this.#parts.folder.isThere(this.#nameOf(row)) };
  }
}
