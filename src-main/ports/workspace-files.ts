/**
 * The files of the workspace as a person edits them. Paths are relative, with forward slashes. Every call refuses what leads out of
 * the workspace (workspace/outside) and what lies in `.dagwright` or `.git` (document/refused), links included.
 */
import type { FileEntry } from "../../shared/contract/files.ts";

export interface FileContent {
  readonly bytes: Uint8Array;
  readonly modifiedAt: number;
  /** Why it cannot be written, as a sentence; null when it can. */
  readonly readOnly: string | null;
}

export interface WorkspaceFiles {
  /** The path in its one form; throws when it may not be touched. */
  check(path: string): string;
  /** Null when there is no file. Throws document/not-found for a folder, a pipe or what cannot be read, with the reason. */
  read(path: string): FileContent | null;
  /**
   * Write new, sync, rename, keeping the file's mode; makes missing folders. `mayReplace` sees what is there just before the rename; when
   * it says no, nothing is written and false returned. Throws document/read-only, document/not-saved.
   */
  write(path: string, bytes: Uint8Array, mayReplace: (there: Uint8Array | null) => boolean): Promise<boolean>;
  /** Throws document/exists when `to` is there, document/not-found when `from` is not. */
  rename(from: string, to: string): void;
  remove(path: string): void;
  list(folder: string): { entries: FileEntry[]; more: boolean };
}

/** Texts of the editor that lie in the data folder, by the path of the document they belong to. */
export interface KeptTexts {
  /** Drafts: one a document, each on the disk when the call resolves. */
  readDraft(path: string): StoredDraft | null;
  writeDraft(draft: StoredDraft): Promise<void>;
  forgetDraft(path: string): void;
  /** Also sweeps what a killed engine left half-written. */
  listDrafts(): StoredDraft[];
  /** Saved versions: newest first. */
  listVersions(path: string): { id: string; at: number }[];
  readVersion(path: string, id: string): Uint8Array | null;
  /** The version with these bytes, by their SHA-256 in hex. */
  findVersion(path: string, hash: string): Uint8Array | null;
  /** Once for a content; the oldest go when there are many. */
  addVersion(path: string, bytes: Uint8Array, at: number): void;
  /** A document has another name. */
  move(from: string, to: string): void;
}

export interface StoredDraft {
  readonly path: string;
  readonly text: string;
  readonly baseHash: string | null;
  readonly savedAt: number;
}

/** One commit that changed a file. */
export interface Commit {
  readonly id: string;
  readonly at: number;
  readonly author: string;
  readonly title: string;
}

/** The git repository around the workspace, if there is one. Looks only; runs nothing that the repository could name. */
export interface FileHistory {
  /** Newest first, renames followed. `trouble` says as a sentence why there are none. */
  log(path: string, most: number): Promise<{ commits: Commit[]; trouble: string | null }>;
  /** Null when there is no such version. */
  show(path: string, id: string): Promise<Uint8Array | null>;
}
