/** Not yet. */
export interface Waiting {
  readonly kind: "waiting";
  readonly saw: string;
  /** It may be there sooner than the pause is over. */
  readonly soonMs?: number;
  /** It is known when to look again, whatever the pause is. */
  readonly exactMs?: number;
  /** Only an event of the engine can change it: no look is needed before. */
  readonly isTold?: boolean;
  /** The run whose end is waited for, once it is known. */
  readonly awaits?: AwaitedRun;
}

/** A run by its name. */
export interface AwaitedRun {
  readonly dagId: string;
  readonly runId: string;
}

/** What one look found. `saw` is a sentence without its full stop, for a person. */
export type Finding =
  | { readonly kind: "met"; readonly saw: string; /** Handed on as the task's `return_value`. */ readonly value: unknown; /** Handed on besides. */ readonly more?: Readonly<Record<string, unknown>> }
  | Waiting
  /** There is nothing to wait for. */
  | { readonly kind: "skipped"; readonly reason: string }
  | { readonly kind: "failed"; readonly reason: string; readonly mayRetry: boolean };
