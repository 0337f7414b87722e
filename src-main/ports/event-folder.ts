/** A folder in which events lie, one a file. Paths are relative to the workspace. Throws AppError where it leads out of it. */
export interface EventFolder {
  /** The events in it, the oldest first; none where there is no such folder. */
  list(folder: string): LyingEvent[];
  /** Its text, and a key that no other file ever has, however alike: the same file that is found again has the same. Throws for one that cannot be read. */
  read(folder: string, event: LyingEvent): { readonly text: string; readonly key: string };
  /** Out of the way, into a folder beside it. Keeps what lies there under that name. */
  clear(folder: string, event: LyingEvent, into: "done" | "set-aside"): void;
  make(folder: string): void;
}

export interface LyingEvent {
  readonly name: string;
  readonly bytes: number;
  readonly modifiedAt: number;
}
