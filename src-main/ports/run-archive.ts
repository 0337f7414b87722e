/**
 * Archived runs: rows of the history in Parquet files of the data folder. The files are written and read in the SQL host's process; the store
 * knows which files there are and which of their runs have not left the history yet; the folder names and syncs them.
 */
import type { ArchivedAct, ArchivedDag, ArchivedRun, ArchiveHit } from "../../shared/contract/archive.ts";
import type { RunState } from "../../shared/model/states.ts";

export interface WrittenArchive {
  readonly bytes: number;
  readonly dags: readonly ArchivedDag[];
}

/** A file to read, and numbers of runs in it that count as not being there. */
export interface ArchiveToRead {
  readonly id: number;
  /** Absolute. */
  readonly file: string;
  readonly without: readonly number[];
}

export interface ArchiveQuery {
  /** As keys are compared; null asks for none. */
  readonly norm: string | null;
  readonly exact: boolean;
  readonly dagId: string | null;
  readonly runId: string | null;
  readonly state: RunState | null;
  readonly from: number | null;
  readonly to: number | null;
  readonly limit: number;
  readonly offset: number;
}

/** All in the SQL host. Each rejects with AppError archive/failed naming the file, or engine/unavailable. */
export interface ArchiveFiles {
  /** Makes a Parquet file of lines (see `shared/model/archive-line.ts`), synced when this resolves; `longest` is that of the longest line in bytes. */
  write(lines: { readonly file: string; readonly longest: number }, to: string): Promise<WrittenArchive>;
  /** A new file of all runs of another but some. */
  copyWithout(from: string, without: readonly number[], to: string): Promise<WrittenArchive>;
  /** Newest first. `total` counts all that match. */
  search(archives: readonly ArchiveToRead[], query: ArchiveQuery): Promise<{ readonly hits: readonly ArchiveHit[]; readonly total: number }>;
  /** The newest of that name. */
  get(archives: readonly ArchiveToRead[], run: { readonly dagId: string; readonly runId: string }): Promise<{ readonly archive: number; readonly run: ArchivedRun } | null>;
}

/** A file of the archive, as the store knows it. */
export interface ArchiveRow {
  readonly id: number;
  readonly madeAt: number;
  readonly bytes: number;
  readonly dags: readonly ArchivedDag[];
  /** The name under which it lies until all of its runs have left the history; null when it has its own. */
  readonly part: string | null;
}

export interface ArchiveStore {
  /** What is kept of a run; its acts are read apart. Null for one that is not there. */
  read(run: number): Omit<ArchivedRun, "acts"> | null;
  /** What was done with runs of a DAG, a page at a time, by its number in the trail. */
  acts(dagId: string, after: number, limit: number): readonly (ArchivedAct & { readonly id: number; readonly runId: string })[];
  /** Newest first. */
  list(): ArchiveRow[];
  /** Runs that lie in the file and are in the history all the same: of these the history's word counts. */
  pending(archive: number): number[];
  /** Each below belongs inside `atomically`. A run that is dropped is pending no more. */
  add(archive: ArchiveRow, runs: readonly number[]): void;
  /** Another file stands for it from now on, and none of its runs are pending. */
  replace(archive: ArchiveRow): void;
  /** It lies under its own name. */
  named(archive: number): void;
  remove(archive: number): void;
}

/** Where the files lie. Names are of one folder. */
export interface ArchiveFolder {
  /** Makes the folder if needed. */
  open(): void;
  /** A new name for what is on its way: the file itself, or the lines that it is made of. */
  newName(archive: number, kind: "part" | "lines"): string;
  ownName(archive: number): string;
  /** The highest number that a file there has by its own name, known to the store or not; 0 where there is none. */
  highest(): number;
  /** Absolute. */
  pathOf(name: string): string;
  append(name: string, text: string): void;
  /** What lies there under its name is there after a power cut too. */
  sync(): void;
  /** Gives the file its own name; one that has it already is no matter. False where neither is there. */
  giveOwnName(archive: number, part: string): boolean;
  isThere(name: string): boolean;
  remove(name: string): void;
  /** Removes what is on its way to nowhere. */
  sweep(keep: readonly string[]): void;
}
