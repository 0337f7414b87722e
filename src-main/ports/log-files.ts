/** The stored log of one try. Offsets count stored bytes; while a log over its cap is still growing they may jump forward over what was dropped. */
import type { Disposable } from "./machine.ts";

export interface LogPiece {
  readonly bytes: Uint8Array;
  /** Where the bytes begin: later than asked for when what was there is gone. */
  readonly offset: number;
  readonly size: number;
  readonly droppedBytes: number;
}

export interface LogFiles {
  /** Null when nothing was written yet. A negative offset counts from the end. */
  read(path: string, offset: number, limit: number): LogPiece | null;
  /** Removes a folder of logs with all that is in it; one that is not there is no matter. */
  removeFolder(path: string): void;
  /** Calls back when the log may have grown. */
  watch(path: string, onChange: () => void): Disposable;
}
