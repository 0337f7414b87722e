/** What the scheduler is told. */
import type { Decision } from "../core/run-image.ts";
import type { RunSignal } from "../core/run-signal.ts";
import type { Store } from "../ports/store.ts";
import type { ActiveRun } from "./images.ts";

/** One thing that happened to a run. `write` stores what belongs to it, in the same transaction, before the run is looked at. */
export interface Letter {
  readonly run: number;
  readonly signal: RunSignal;
  readonly write?: (store: Store) => void;
  /** Stores what was decided, as `write` does; the run is as it was before. */
  readonly record?: (run: ActiveRun, decision: Decision) => void;
  /** May wait a few milliseconds for company: nothing depends on it. */
  readonly mayWait?: boolean;
  /** An outcome that the runner keeps until it is told that it is stored: where many are at work it may share a commit with the next. */
  readonly mayShare?: boolean;
}
