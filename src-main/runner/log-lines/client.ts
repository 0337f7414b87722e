/**
 * The engine's side of the thread that reads logs: starts it on first use, ends it when nobody has used it for a while. An expression
 * that takes too long ends the thread; all other questions are asked of the next one, since they change nothing.
 */
import { Worker } from "node:worker_threads";
import { AppError } from "../../../shared/errors/app-error.ts";
import type { LogFound } from "../../../shared/contract/logs.ts";
import type { LogLines } from "../../ports/log-lines.ts";
import type { FromLogs, LogCallName, LogCalls, ToLogs } from "./protocol.ts";

/** A search tells something several times a second; an expression that is silent for so long runs away. */
const longestSilenceMs = 2_000;
const idleMs = 60_000;

interface Waiting {
  readonly message: ToLogs;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
  readonly onPart: ((part: LogFound) => void) | null;
  heardAt: number;
}

export function createLogLines(entry: string): LogLines {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | null = null;
  let idle: NodeJS.Timeout | null = null;
  let lastId = 0;

  function started(): Worker {
    if (worker !== null) return worker;
    const made = new Worker(entry, { name: "logs" });
    made.on("message", (message: FromLogs) => receive(message));
    made.on("error", (error) => lost(made, error));
    made.on("exit", () => lost(made, new Error("it ended")));
    made.unref();
    worker = made;
    return made;
  }

  function receive(message: FromLogs): void {
    const entry = waiting.get(message.id);
    if (entry === undefined) return;
    if ("part" in message) {
      entry.heardAt = performance.now();
      return entry.onPart?.(message.part);
    }
    waiting.delete(message.id);
    if ("value" in message) entry.resolve(message.value);
    else entry.reject(errorOf(message.error));
    rest();
  }

  function lost(which: Worker, error: Error): void {
    if (worker !== which) return;
    worker = null;
    const all = [...waiting.values()];
    waiting.clear();
    for (const { reject } of all) reject(new AppError("internal", `The logs cannot be read: ${error.message}.`, {}, { cause: error }));
  }

  function rest(): void {
    if (idle !== null) clearTimeout(idle);
    if (waiting.size > 0) return;
    idle = setTimeout(() => void end(), idleMs);
    idle.unref();
  }

  async function end(): Promise<void> {
    if (idle !== null) clearTimeout(idle);
    const ending = worker;
    worker = null;
    await ending?.terminate();
  }

  /** Everybody else asks again: reading changes nothing. */
  async function restart(without: number): Promise<void> {
    const ending = worker;
    worker = null;
    waiting.delete(without);
    await ending?.terminate();
    for (const entry of waiting.values()) {
      entry.heardAt = performance.now();
      started().postMessage(entry.message);
    }
  }

  function ask<Name extends LogCallName>(call: Name, input: LogCalls[Name]["input"], onPart: ((part: LogFound) => void) | null = null): { id: number; answer: Promise<LogCalls[Name]["output"]> } {
    const id = ++lastId;
    const message: ToLogs = { id, call, input };
    const answer = new Promise<LogCalls[Name]["output"]>((resolve, reject) => {
      waiting.set(id, { message, resolve: resolve as (value: unknown) => void, reject, onPart, heardAt: performance.now() });
      started().postMessage(message);
    });
    return { id, answer };
  }

  return {
    look: (path, options) => ask("look", { path, ...options }).answer,
    lines: (path, of) => ask("lines", { path, ask: of }).answer,
    line: (path, line) => ask("line", { path, line }).answer,
    groups: (path) => ask("groups", { path }).answer,
    seek: (path, seek) => ask("seek", { path, seek }).answer,
    save: (path, file) => ask("save", { path, file }).answer,
    async find(path, query, onPart, signal) {
      const { id, answer } = ask("find", { path, query }, onPart);
      const watch = setInterval(() => {
        const entry = waiting.get(id);
        if (entry === undefined) return;
        if (signal?.aborted === true) worker?.postMessage({ id, call: "stop" } satisfies ToLogs);
        if (query.regex !== true || performance.now() - entry.heardAt < longestSilenceMs) return;
        entry.reject(signal?.aborted === true ? new AppError("query/cancelled", "The search was given up.") : new AppError("input/invalid", `Search: the expression ${JSON.stringify(query.text)} takes too long on this log; make it simpler, such as without a repeated group inside of another.`));
        void restart(id);
      }, 100);
      try {
        await answer;
      } finally {
        clearInterval(watch);
      }
    },
    close: end,
  };
}

function errorOf({ name, message }: { name: string; message: string }): Error {
  if (name === "RangeError") return new AppError("input/invalid", message);
  return new AppError("internal", `The log cannot be read: ${message}`);
}
