/**
 * The task process supervisor as the services see it. Commands go one way and never throw; what happened comes back
 * as signals, each attempt's in the order started → exited. An attempt id is started at most once, whatever is sent.
 */

/** What to execute. `shell` is one shell text, run as bash would run it (as sh where there is no bash); `python` is a script run by an interpreter, forked warm where possible. */
export type ProcessCommand =
  | { readonly kind: "shell"; readonly script: string }
  | {
      readonly kind: "python";
      readonly interpreter: string;
      /** Absolute path of the script. */
      readonly script: string;
      readonly args: readonly string[];
      readonly warm: boolean;
    };

export interface ProcessSpec {
  readonly attemptId: string;
  readonly command: ProcessCommand;
  /** Absolute. */
  readonly cwd: string;
  /** Added to the runner's own minimal environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Absolute path; its folder is created. Lines are masked and capped before they are written. */
  readonly logPath: string;
  /** Bytes kept: half from the start, half from the end. */
  readonly logCapBytes: number;
  /** Values replaced by `***` in the log, in all their common encodings. */
  readonly secrets: readonly string[];
  readonly timeoutMs: number | null;
  /** From TERM to KILL. */
  readonly graceMs: number;
  /** Its end is told only when it is on the disk: more follows from it than the commit that stores it. */
  readonly awaitsDisk?: boolean;
}

export type StopReason = "cancelled" | "timeout" | "orphaned";

/** How a process ended; written down by the runner before it is reported, and brought to the disk at once. */
export interface ExitRecord {
  readonly attemptId: string;
  readonly startedAt: number;
  readonly endedAt: number;
  /** Null when a signal ended it or it could not be started. */
  readonly exitCode: number | null;
  readonly signal: string | null;
  /** Why we stopped it, if we did. */
  readonly stopReason: StopReason | null;
  /** Set when the process could not be started at all: what went wrong, for a person. */
  readonly startError: string | null;
  readonly logBytes: number;
  readonly logDroppedBytes: number;
  readonly cpuMs: number | null;
  readonly peakRssBytes: number | null;
}

export type RunnerSignal =
  | { readonly kind: "started"; readonly attemptId: string; readonly pid: number; readonly at: number }
  | { readonly kind: "exited"; readonly record: ExitRecord }
  /** An earlier runner had these: whether they ran, and how they ended, nobody knows. They are not started again. */
  | { readonly kind: "lost"; readonly attemptIds: readonly string[]; readonly at: number }
  /**
   * The runner itself died. Exit records found in its journal were told just before; every other attempt handed over until now is lost
   * and will not be started. A new runner takes later starts.
   */
  | { readonly kind: "runnerLost"; readonly at: number };

/** What a runner held when the engine attached to it (or what its journal says, if it is gone). */
export interface RunnerSnapshot {
  /** True when the runner that earlier attempts were sent to is alive and is the one we now talk to. */
  readonly sameRunner: boolean;
  readonly live: readonly { readonly attemptId: string; readonly pid: number; readonly startedAt: number }[];
  readonly exited: readonly ExitRecord[];
}

export interface Runner {
  readonly pid: number | null;
  readonly snapshot: RunnerSnapshot;
  start(specs: readonly ProcessSpec[]): void;
  /** Ends the whole process tree: TERM and CONT, then KILL after the attempt's grace time. Unknown ids are ignored. */
  stop(attemptId: string, reason: StopReason): void;
  /** The engine has committed these outcomes; their exit records may be forgotten. */
  acknowledge(attemptIds: readonly string[]): void;
  /** One handler; signals that arrive together come together. */
  onSignals(handler: (signals: readonly RunnerSignal[]) => void): void;
  /** Leaves the runner; `stopTasks` ends them first, otherwise they go on under the runner's grace rule. */
  close(options: { readonly stopTasks: boolean }): Promise<void>;
}
