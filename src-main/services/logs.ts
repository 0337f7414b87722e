/** Logs of tries: pieces cut at line ends, live following, and search through all of it without holding it in memory. */
import type { LogChunk } from "../../shared/contract/runs.ts";
import { AppError } from "../../shared/errors/app-error.ts";
import { logPathOf } from "../core/log-path.ts";
import type { Clock } from "../ports/machine.ts";
import type { LogFiles, LogPiece } from "../ports/log-files.ts";
import type { Store } from "../ports/store.ts";
import type { EventHub } from "./event-hub.ts";

export interface TryPlace {
  readonly dagId: string;
  readonly runId: string;
  readonly taskId: string;
  readonly tryNumber: number;
}

const defaultLimit = 262_144;
const searchStep = 4_194_304;
const newline = 10;

export class Logs {
  readonly #parts: { store: Store; files: LogFiles; events: EventHub; clock: Clock; dataFolder: string; windows: boolean };

  constructor(parts: { store: Store; files: LogFiles; events: EventHub; clock: Clock; dataFolder: string; windows: boolean }) {
    this.#parts = parts;
  }

  pathOf(place: TryPlace): string {
    return `${this.#parts.dataFolder}/${logPathOf(place.dagId, place.runId, place.taskId, place.tryNumber, this.#parts.windows)}`;
  }

  read(place: TryPlace, offset = 0, limit = defaultLimit): LogChunk {
    const ended = this.#hasEnded(place);
    const piece = this.#parts.files.read(this.pathOf(place), offset, limit);
    if (!piece) return { text: "", offset: 0, nextOffset: 0, size: 0, complete: ended, droppedBytes: 0 };
    return chunkOf(piece, ended);
  }

  /** Pieces as they are written, until the try has ended and all of it was given. */
  async *follow(place: TryPlace, offset = 0, signal?: AbortSignal): AsyncGenerator<LogChunk> {
    const bell = new Bell();
    const watcher = this.#parts.files.watch(this.pathOf(place), () => bell.ring());
    const tap = this.#parts.events.tap((events) => {
      if (events.some((event) => event.kind === "tasks" && event.runId === place.runId && event.dagId === place.dagId)) bell.ring();
    });
    const onAbort = (): void => bell.ring();
    signal?.addEventListener("abort", onAbort);
    try {
      let at = offset;
      while (!signal?.aborted) {
        const chunk = this.read(place, at);
        if (chunk.text !== "" || chunk.complete) yield chunk;
        if (chunk.complete) return;
        at = chunk.nextOffset;
        if (chunk.text === "") await bell.heard();
        else if (chunk.nextOffset >= chunk.size) await new Promise<void>((resolve) => void this.#parts.clock.after(30, resolve));
      }
    } finally {
      signal?.removeEventListener("abort", onAbort);
      tap.dispose();
      watcher.dispose();
    }
  }

  /** Lines that hold `text`, upper and lower case alike; line numbers start at 1. */
  search(place: TryPlace, text: string, limit = 1000): { hits: { line: number; offset: number; text: string }[]; truncated: boolean } {
    const wanted = text.toLowerCase();
    const hits: { line: number; offset: number; text: string }[] = [];
    let line = 1;
    for (let offset = 0; ; ) {
      const chunk = this.read(place, offset, searchStep);
      if (chunk.text === "") return { hits, truncated: false };
      let at = chunk.offset;
      for (const one of chunk.text.split("\n").slice(0, chunk.text.endsWith("\n") ? -1 : undefined)) {
        if (one.toLowerCase().includes(wanted)) hits.push({ line, offset: at, text: one.slice(0, 500) });
        if (hits.length >= limit) return { hits, truncated: true };
        at += Buffer.byteLength(one) + 1;
        line += 1;
      }
      offset = chunk.nextOffset;
    }
  }

  #hasEnded(place: TryPlace): boolean {
    const run = this.#parts.store.runs.find(place.dagId, place.runId);
    const task = run && this.#parts.store.tasks.loadOne(run.key, place.taskId);
    if (!run || !task) throw new AppError("log/not-found", `Run "${place.runId}" of DAG "${place.dagId}": has no task "${place.taskId}" with a log.`, { ...place });
    const { tryNumber, state } = task.instance;
    return place.tryNumber < tryNumber || (state !== "queued" && state !== "running");
  }
}

/** Up to the last line end, so that no line and no character is cut; a line longer than the piece is cut between characters. */
function chunkOf(piece: LogPiece, ended: boolean): LogChunk {
  const atEnd = piece.offset + piece.bytes.length >= piece.size;
  const whole = atEnd && ended ? piece.bytes.length : piece.bytes.lastIndexOf(newline) + 1;
  const used = whole > 0 || atEnd ? whole : characterEnd(piece.bytes);
  const nextOffset = piece.offset + used;
  return {
    text: new TextDecoder().decode(piece.bytes.subarray(0, used)),
    offset: piece.offset,
    nextOffset,
    size: piece.size,
    complete: ended && nextOffset >= piece.size,
    droppedBytes: piece.droppedBytes,
  };
}

function characterEnd(bytes: Uint8Array): number {
  let end = bytes.length;
  while (end > 0 && ((bytes[end - 1] ?? 0) & 0xc0) === 0x80) end -= 1;
  return end > 1 ? end - 1 : bytes.length;
}

/** Remembers one ring for whoever listens next. */
class Bell {
  #rung = false;
  #listener: (() => void) | null = null;

  ring(): void {
    this.#rung = true;
    this.#listener?.();
  }

  async heard(): Promise<void> {
    if (!this.#rung) await new Promise<void>((resolve) => (this.#listener = resolve));
    this.#rung = false;
    this.#listener = null;
  }
}
