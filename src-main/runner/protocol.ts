/**
 * What engine and runner say to each other over the private socket: one JSON object a line. Types and framing only;
 * both ends import it, so it may hold no state and open nothing.
 */
import type { ExitRecord, ProcessSpec, StopReason } from "../ports/runner.ts";

/** Raised when a message changes its meaning: an engine replaces a runner of another version instead of talking to it. */
export const protocolVersion = 1;

export type OrphanPolicy = "stop" | "keep";

/** Given to the runner process as its only argument. */
export interface RunnerSettings {
  readonly runtimeDir: string;
  readonly socketPath: string;
  readonly graceMs: number;
  readonly policy: OrphanPolicy;
  readonly pythonSupport: string;
}

export interface LiveAttempt {
  readonly attemptId: string;
  readonly pid: number;
  readonly startedAt: number;
}

export type EngineMessage =
  | { readonly t: "hello"; readonly generation: number }
  | { readonly t: "start"; readonly specs: readonly ProcessSpec[] }
  | { readonly t: "stop"; readonly attemptId: string; readonly reason: StopReason }
  | { readonly t: "ack"; readonly attemptIds: readonly string[] }
  | { readonly t: "ping" }
  /** Ends all tasks, then the runner. Every version understands hello, welcome and this one. */
  | { readonly t: "shutdown" };

export type RunnerMessage =
  | {
      readonly t: "welcome";
      readonly version: number;
      readonly runnerId: string;
      readonly pid: number;
      readonly live: readonly LiveAttempt[];
      readonly exited: readonly ExitRecord[];
    }
  /** Another engine of a newer generation holds this runner. */
  | { readonly t: "refused"; readonly generation: number }
  | { readonly t: "started"; readonly attempts: readonly LiveAttempt[] }
  | { readonly t: "exited"; readonly records: readonly ExitRecord[] }
  /** Asked to be started, but handed to an earlier runner before, which left no exit of them. */
  | { readonly t: "lost"; readonly attemptIds: readonly string[] }
  | { readonly t: "pong" }
  | { readonly t: "trouble"; readonly message: string };

export function frame(message: EngineMessage | RunnerMessage): string {
  return `${JSON.stringify(message)}\n`;
}

/** Cuts a byte stream into parsed lines. A line that is no JSON ends the conversation: `onGarbage` is called once. */
export function lineReader<Message>(onMessage: (message: Message) => void, onGarbage: () => void): (chunk: Buffer) => void {
  let parts: Buffer[] = [];
  let broken = false;
  return (chunk) => {
    let from = 0;
    while (!broken) {
      const end = chunk.indexOf(10, from);
      if (end < 0) break;
      const rest = chunk.subarray(from, end);
      const line = parts.length > 0 ? Buffer.concat([...parts, rest]) : rest;
      parts = [];
      from = end + 1;
      const message = parseLine<Message>(line.toString("utf8"));
      if (message === undefined) {
        broken = true;
        onGarbage();
      } else onMessage(message);
    }
    if (!broken && from < chunk.length) parts.push(Buffer.from(chunk.subarray(from)));
  };
}

function parseLine<Message>(text: string): Message | undefined {
  try {
    return JSON.parse(text) as Message;
  } catch {
    return undefined;
  }
}
