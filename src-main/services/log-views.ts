/** A viewer's way to a log: how far it is known as it grows, its lines, its errors, what is found in it. The reading is done elsewhere. */
import type { LogFound, LogGroup, LogQuery, LogRow, LogSeek, LogState } from "../../shared/contract/logs.ts";
import type { ExportTarget } from "../../shared/contract/sql.ts";
import type { Clock } from "../ports/machine.ts";
import type { LogFiles } from "../ports/log-files.ts";
import type { LinesAsk, LogLines } from "../ports/log-lines.ts";
import type { LogOfRuns, RunSource, StopSignal, TryName } from "../ports/run-source.ts";
import { Bell } from "./bell.ts";
import type { EventHub } from "./event-hub.ts";
import type { ExportTargets } from "./export-target.ts";
import type { Logs } from "./logs.ts";
import { streamOf } from "./stream-of.ts";

/** While it is read for the first time, and while it grows. What is shown first need not wait for so much. */
const firstLookMs = 10;
const lookMs = 80;
const quietMs = 60;

export interface LogViewParts {
  readonly logs: Logs;
  readonly lines: LogLines;
  readonly files: LogFiles;
  readonly events: EventHub;
  readonly clock: Clock;
}

export class LogViews implements LogOfRuns {
  readonly #parts: LogViewParts;

  constructor(parts: LogViewParts) {
    this.#parts = parts;
  }

  /** Ends when the try has ended and its log is read through. */
  async *watch(place: TryName, signal?: StopSignal): AsyncGenerator<LogState> {
    const { logs, lines, files, events, clock } = this.#parts;
    logs.hasEnded(place);
    const path = logs.pathOf(place);
    const bell = new Bell(clock);
    const watcher = files.watch(path, () => bell.ring());
    const tap = events.tap((news) => {
      if (news.some((event) => event.kind === "tasks" && event.runId === place.runId && event.dagId === place.dagId)) bell.ring();
    });
    const onAbort = (): void => bell.ring();
    signal?.addEventListener("abort", onAbort);
    try {
      let told = "";
      while (!signal?.aborted) {
        const isFinal = logs.hasEnded(place);
        const state = await lines.look(path, { budgetMs: told === "" ? firstLookMs : lookMs, isFinal });
        const words = JSON.stringify(state);
        if (words !== told) yield state;
        told = words;
        if (state.complete) return;
        if (state.scanned < state.size) continue;
        await bell.heard();
        await new Promise<void>((resolve) => void clock.after(quietMs, resolve));
      }
    } finally {
      signal?.removeEventListener("abort", onAbort);
      tap.dispose();
      watcher.dispose();
    }
  }

  lines(place: TryName, ask: LinesAsk): Promise<{ epoch: number; rows: LogRow[] }> {
    return this.#parts.lines.lines(this.#pathOf(place), ask);
  }

  line(place: TryName, line: number): Promise<LogRow> {
    return this.#parts.lines.line(this.#pathOf(place), line);
  }

  groups(place: TryName): Promise<LogGroup[]> {
    return this.#parts.lines.groups(this.#pathOf(place));
  }

  seek(place: TryName, seek: LogSeek): Promise<number | null> {
    return this.#parts.lines.seek(this.#pathOf(place), seek);
  }

  find(place: TryName, query: LogQuery, signal?: StopSignal): AsyncGenerator<LogFound> {
    const path = this.#pathOf(place);
    const stop = { aborted: false };
    return streamOf<LogFound>((tell) => this.#parts.lines.find(path, query, tell, stop), () => (stop.aborted = true), signal);
  }

  save(place: TryName, file: string): Promise<number> {
    return this.#parts.lines.save(this.#pathOf(place), file);
  }

  /** Throws AppError log/not-found for a task that is not there. */
  #pathOf(place: TryName): string {
    this.#parts.logs.hasEnded(place);
    return this.#parts.logs.pathOf(place);
  }
}

/** Copies a stored log to where a person wants it. */
export async function saveLog(parts: { source: RunSource; targets: ExportTargets }, of: TryName, target: ExportTarget): Promise<{ bytes: number; path: string | null; download: string | null }> {
  const { file, download } = parts.targets.fileOf(target, "log");
  return { bytes: await parts.source.log.save(of, file), path: download === null ? file : null, download };
}
