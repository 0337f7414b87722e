/**
 * Reads one try's log: first what is stored, piece by piece from the start, then what is written while it is watched.
 * A lost wire is taken up again where it broke. Owns its buffer; `stop` ends everything.
 */
import type { LogChunk } from "../../../../shared/contract/runs.ts";
import { isConnectionLoss, toFailure, type Failure } from "../../../rpc/failure.ts";
import { createLogBuffer, type LogBuffer } from "./log-buffer.ts";

export interface LogSource {
  read(offset: number, limit: number, signal: AbortSignal): Promise<LogChunk>;
  follow(offset: number, signal: AbortSignal): Promise<AsyncIterable<LogChunk>>;
}

export type LogPhase = "loading" | "following" | "complete" | "absent" | "failed";

/** A new object for each change, so that it may serve as a snapshot; the buffer inside stays the same. */
export interface LogSnapshot {
  readonly phase: LogPhase;
  readonly buffer: LogBuffer;
  readonly lineCount: number;
  readonly loadedBytes: number;
  readonly size: number;
  readonly droppedBytes: number;
  readonly failure: Failure | null;
}

export interface LogSession {
  snapshot(): LogSnapshot;
  subscribe(listener: () => void): () => void;
  start(): void;
  stop(): void;
}

const pieceBytes = 1_048_576;
const pauseMs = 1_000;

export function createLogSession(source: LogSource): LogSession {
  const buffer = createLogBuffer();
  const listeners = new Set<() => void>();
  let state: LogSnapshot = { phase: "loading", buffer, lineCount: 0, loadedBytes: 0, size: 0, droppedBytes: 0, failure: null };
  let stopper: AbortController | null = null;

  function change(part: Partial<LogSnapshot>): void {
    state = { ...state, ...part, lineCount: buffer.lineCount };
    for (const listener of Array.from(listeners)) listener();
  }

  /** True when nothing will follow. A piece that was read before is passed over. */
  function take(chunk: LogChunk): boolean {
    const known = chunk.offset < state.loadedBytes || (chunk.text === "" && chunk.nextOffset === state.loadedBytes);
    if (!known) buffer.append(chunk.text);
    const loadedBytes = Math.max(state.loadedBytes, chunk.nextOffset);
    change({ loadedBytes, size: Math.max(chunk.size, loadedBytes), droppedBytes: chunk.droppedBytes });
    return chunk.complete && chunk.nextOffset >= chunk.size;
  }

  async function readAll(signal: AbortSignal): Promise<void> {
    for (;;) {
      const before = state.loadedBytes;
      const chunk = await source.read(before, pieceBytes, signal);
      if (take(chunk)) return change({ phase: "complete" });
      if (state.loadedBytes === before || state.loadedBytes >= chunk.size) break;
    }
    change({ phase: "following" });
    for await (const chunk of await source.follow(state.loadedBytes, signal)) if (take(chunk)) break;
    change({ phase: "complete" });
  }

  async function run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        return await readAll(signal);
      } catch (thrown) {
        if (signal.aborted) return;
        const failure = toFailure(thrown);
        if (failure.code === "log/not-found") return change({ phase: "absent" });
        if (!isConnectionLoss(thrown)) return change({ phase: "failed", failure });
        await pause(pauseMs, signal);
      }
    }
  }

  return {
    snapshot: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    start() {
      if (stopper || state.phase === "complete") return;
      stopper = new AbortController();
      void run(stopper.signal);
    },
    stop() {
      stopper?.abort();
      stopper = null;
    },
  };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => (clearTimeout(timer), resolve()), { once: true });
  });
}
