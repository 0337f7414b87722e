/** The lines of stored logs, read beside the engine so that it need not wait. Lines count from 1; a path names the log of one try. */
import type { LogFound, LogGroup, LogQuery, LogRow, LogSeek, LogState } from "../../shared/contract/logs.ts";
import type { LogClass } from "../../shared/model/log-bounds.ts";

/** What is known of a log; `complete` here means read to its end. */
export type LogLook = LogState;

export interface LinesAsk {
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
  readonly classes?: readonly LogClass[] | undefined;
  readonly last?: boolean | undefined;
}

export interface LogLines {
  /** Reads on for about `budgetMs`. `isFinal`: nobody writes to it any more, and what was learnt of it may be kept beside it. */
  look(path: string, options: { readonly budgetMs: number; readonly isFinal: boolean }): Promise<LogLook>;
  /** Reads as far as is needed. */
  lines(path: string, ask: LinesAsk): Promise<{ epoch: number; rows: LogRow[] }>;
  line(path: string, line: number): Promise<LogRow>;
  groups(path: string): Promise<LogGroup[]>;
  seek(path: string, seek: LogSeek): Promise<number | null>;
  /** Throws AppError input/invalid for an expression that is none, or that takes too long. */
  find(path: string, query: LogQuery, onPart: (part: LogFound) => void, signal?: { readonly aborted: boolean }): Promise<void>;
  /** Copies the stored log; answers its bytes. */
  save(path: string, file: string): Promise<number>;
  close(): Promise<void>;
}
