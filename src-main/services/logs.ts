/** Logs of tries: pieces cut at line ends, and live following. */
import type { LogChunk } from "../../shared/contract/runs.ts";
import { AppError } from "../../shared/errors/app-error.ts";
import { isFinished, isRunFinished } from "../../shared/model/states.ts";
import { logPathOf } from "../core/log-path.ts";
import type { Clock } from "../ports/machine.ts";
import type { LogFiles, LogPiece } from "../ports/log-files.ts";
import type { StopSignal, TryName } from "../ports/run-source.ts";
import type { Store } from "../ports/store.ts";
import { Bell } from "./bell.ts";
import type { EventHub } from "./event-hub.ts";
import { firstLine, smallestPiece, wholeCharacters, wholeLines } from "./log-text.ts";

const defaultLimit = 262_144;
/** A line that is not ended is shown after this long: a progress bar, a question. */
const partialLineMs = 300;

export class Logs {
  readonly #parts: { store: Store; files: LogFiles; events: EventHub; clock: Clock; dataFolder: string; windows: boolean };

  constructor(parts: { store: Store; files: LogFiles; events: EventHub; clock: Clock; dataFolder: string; windows: boolean }) {
    this.#parts = parts;
  }

  pathOf(place: TryName): string {
    return `${this.#parts.dataFolder}/${logPathOf(place.dagId, place.runId, place.taskId, place.tryNumber, this.#parts.windows)}`;
  }

  /** While the try runs, up to the last line that is whole. */
  read(place: TryName, offset = 0, limit = defaultLimit): LogChunk {
    return this.#read(place, offset, limit, "lines");
  }

  #read(place: TryName, offset: number, limit: number, unit: "lines" | "characters"): LogChunk {
    const ended = this.hasEnded(place);
    const piece = this.#parts.files.read(this.pathOf(place), offset, Math.max(limit, smallestPiece));
    if (!piece) return { text: "", offset: 0, nextOffset: 0, size: 0, complete: ended, droppedBytes: 0 };
    return chunkOf(offset < 0 ? fromLineStart(piece) : piece, ended, unit);
  }

  /** Pieces as they are written, until the try has ended and all of it was given. A line that is not ended is shown after a short while. */
  async *follow(place: TryName, offset = 0, signal?: StopSignal): AsyncGenerator<LogChunk> {
    this.hasEnded(place);
    const bell = new Bell(this.#parts.clock);
    const watcher = this.#parts.files.watch(this.pathOf(place), () => bell.ring());
    const tap = this.#parts.events.tap((events) => {
      if (events.some((event) => event.kind === "tasks" && event.runId === place.runId && event.dagId === place.dagId)) bell.ring();
    });
    const onAbort = (): void => bell.ring();
    signal?.addEventListener("abort", onAbort);
    try {
      let at = offset;
      let unit: "lines" | "characters" = "lines";
      while (!signal?.aborted) {
        const chunk = this.#read(place, at, defaultLimit, unit);
        if (chunk.text !== "" || chunk.complete) yield chunk;
        if (chunk.complete) return;
        at = chunk.size === 0 && chunk.text === "" ? at : chunk.nextOffset;
        const isPartial = chunk.text === "" && unit === "lines" && chunk.nextOffset < chunk.size;
        if (isPartial) unit = (await bell.heardWithin(partialLineMs)) ? "lines" : "characters";
        else {
          unit = "lines";
          if (chunk.text === "") await bell.heard();
          else if (chunk.nextOffset >= chunk.size) await this.#pause(30);
        }
      }
    } finally {
      signal?.removeEventListener("abort", onAbort);
      tap.dispose();
      watcher.dispose();
    }
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => void this.#parts.clock.after(ms, resolve));
  }

  /** Nothing more is written to it. Throws AppError log/not-found. */
  hasEnded(place: TryName): boolean {
    const run = this.#parts.store.runs.find(place.dagId, place.runId);
    const task = run && this.#parts.store.tasks.loadOne(run.key, place.taskId);
    if (!run || !task) throw new AppError("log/not-found", `Run "${place.runId}" of DAG "${place.dagId}": has no task "${place.taskId}" with a log.`, { ...place });
    const { tryNumber, state, mapped } = task.instance;
    // What its instances do is in logs of their own.
    if (mapped !== undefined) return true;
    if (place.tryNumber > tryNumber) return isFinished(state) || isRunFinished(run.state);
    return place.tryNumber < tryNumber || (state !== "queued" && state !== "running" && state !== "deferred");
  }
}

function chunkOf(piece: LogPiece, ended: boolean, unit: "lines" | "characters"): LogChunk {
  const atEnd = piece.offset + piece.bytes.length >= piece.size;
  const lines = wholeLines(piece.bytes);
  const used = atEnd && ended ? piece.bytes.length : lines > 0 || (atEnd && unit === "lines") ? lines : wholeCharacters(piece.bytes);
  const nextOffset = piece.offset + used;
  return {
    text: new TextDecoder("utf-8", { ignoreBOM: true }).decode(piece.bytes.subarray(0, used)),
    offset: piece.offset,
    nextOffset,
    size: piece.size,
    complete: ended && nextOffset >= piece.size,
    droppedBytes: piece.droppedBytes,
  };
}

/** Counted from the end one lands anywhere: what is cut off at the front is passed over. */
function fromLineStart(piece: LogPiece): LogPiece {
  const skipped = piece.offset === 0 ? 0 : firstLine(piece.bytes);
  return { ...piece, bytes: piece.bytes.subarray(skipped), offset: piece.offset + skipped };
}
