import type { Disposable } from "./machine.ts";

/** A folder in which events lie, one a file. Paths are relative to the workspace. Throws AppError where it leads out of it. */
export interface EventFolder {
  isThere(folder: string): boolean;
  /** The events in it, the oldest first; none where there is no such folder. */
  list(folder: string): LyingEvent[];
  /** Its text, and a key that no other file ever has, however alike: the same file that is found again has the same. Throws for one that cannot be read. */
  read(folder: string, event: LyingEvent): { readonly text: string; readonly key: string };
  /** Out of the way, into a folder beside it. Keeps what lies there under that name. */
  clear(folder: string, event: LyingEvent, into: "done" | "set-aside"): void;
  make(folder: string): void;
  /** Hears at once of what comes and goes there, until it is disposed of. Null where that cannot be: there is no such folder, or no room for another watch. */
  watch(folder: string, onChange: () => void): FolderWatch | null;
}

export interface FolderWatch extends Disposable {
  /** False when another folder lies there by now, or none: nothing more will be heard. */
  isAlive(): boolean;
}

export interface LyingEvent {
  readonly name: string;
  readonly bytes: number;
  readonly modifiedAt: number;
}
