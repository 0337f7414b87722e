/** What may happen to a run, as the run machine hears of it. */
import type { WatchSignal } from "./deferral.ts";
import type { RunRecord, TaskRecord } from "./run-image.ts";

export type OfTry = { readonly task: number; readonly tryNumber: number; readonly at: number };

export interface MarkAsked {
  readonly kind: "markAsked";
  readonly tasks: readonly number[];
  readonly state: "success" | "failed";
  readonly reason: string;
  /** A finished run of which tasks go on waits its turn as a new one does. */
  readonly queue?: boolean;
  readonly at: number;
}

export type RunSignal =
  | { readonly kind: "begin"; readonly at: number }
  | { readonly kind: "slotGranted"; readonly task: number; readonly at: number }
  | ({ readonly kind: "attemptStarted" } & OfTry)
  | ({ readonly kind: "attemptSucceeded"; /** The children that a task which chooses has named; null or absent follows all. */ readonly followed?: readonly string[] | null } & OfTry)
  | ({ readonly kind: "attemptFailed"; readonly reason: string; readonly mayRetry: boolean } & OfTry)
  | ({ readonly kind: "attemptLost"; readonly reason: string; /** False where doing it again could do it twice: whatever `on_crash` says, a person decides. */ readonly mayRerun?: boolean } & OfTry)
  | WatchSignal
  | ({ readonly kind: "expanded"; readonly length: number } & OfTry)
  /** What earlier runs hold back is another: these tasks are held from now on, or are not any more. */
  | { readonly kind: "pastChanged"; readonly held: ReadonlyMap<number, boolean>; readonly at: number }
  | { readonly kind: "retryDue"; readonly task: number; readonly at: number }
  | { readonly kind: "cancelAsked"; readonly at: number }
  | { readonly kind: "timeIsUp"; /** Becomes the run's. */ readonly reason: string; readonly at: number }
  | { readonly kind: "clearAsked"; readonly tasks: readonly number[]; /** A finished run waits its turn as a new one does. */ readonly queue?: boolean; readonly at: number }
  | MarkAsked
  | { readonly kind: "restoreAsked"; readonly tasks: ReadonlyMap<number, TaskRecord>; readonly run: RunRecord; readonly at: number };
