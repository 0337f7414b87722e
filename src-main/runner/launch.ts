/** What the three ways to start a task (warm shell, warm Python, plain spawn) share: what they are given and what they answer. */
import type { ProcessIdentity } from "./process-table.ts";

export interface LaunchRequest {
  readonly attemptId: string;
  readonly cwd: string;
  /** Complete, for a cold process; the warm ones add `added` to what they have. */
  readonly env: Readonly<Record<string, string>>;
  readonly added: Readonly<Record<string, string>>;
  readonly outPath: string;
  readonly onExit: (outcome: Outcome) => void;
}

export interface Outcome {
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly startError: string | null;
  readonly cpuMs: number | null;
  readonly peakRssBytes: number | null;
}

export interface Launched {
  /** Null until it is known (a fork that was asked for). */
  readonly pid: number | null;
  /** Cookie in the environment block of the process itself. */
  readonly slot: string;
  /** Who it is, where that is known from before: of a shell that serves many tasks it is asked once. */
  readonly identity?: (bootId: string) => ProcessIdentity;
  /** The leader of the group serves the next task too. */
  readonly sharesLeader: boolean;
  /** Hands over the work; the attempt is in the journal by now. */
  go(): void;
  /** Called after the end: may the process that ran it serve again? */
  release(reusable: boolean): void;
}

export function exitOutcome(exitCode: number | null, signal: string | null): Outcome {
  return { exitCode, signal, startError: null, cpuMs: null, peakRssBytes: null };
}

export function failedStart(startError: string): Outcome {
  return { exitCode: null, signal: null, startError, cpuMs: null, peakRssBytes: null };
}
