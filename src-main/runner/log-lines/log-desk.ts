/** Answers what is asked about logs: keeps the last few indexes, reads on in short turns, so that a short question waits for no long one. */
import type { LogFound, LogRow, LogSeek } from "../../../shared/contract/logs.ts";
import type { LinesAsk, LogLook } from "../../ports/log-lines.ts";
import { copyLog } from "./copy-log.ts";
import { findLines } from "./find-lines.ts";
import type { LogCalls } from "./protocol.ts";
import { columnsOf, lastRows, placeAmong, readRows, seekError, wholeRow } from "./read-lines.ts";
import { StoredLog } from "./stored-log.ts";

const keptLogs = 8;
/** Between two turns others are heard. */
const turnMs = 12;
const tellMs = 60;
const longestRead = 64 * 1024 * 1024;

export class LogDesk {
  readonly #logs = new Map<string, StoredLog>();

  async look({ path, budgetMs, isFinal }: LogCalls["look"]["input"]): Promise<LogLook> {
    const log = this.#opened(path);
    const until = performance.now() + budgetMs;
    while (performance.now() < until && (await turn(() => log.readOn())));
    if (isFinal && log.scanned >= log.size) log.keep();
    return log.look(isFinal);
  }

  async lines({ path, ask }: { path: string; ask: LinesAsk }): Promise<{ epoch: number; rows: LogRow[] }> {
    const log = this.#opened(path);
    if (ask.last === true && log.size - log.scanned > longestRead) return { epoch: log.epoch, rows: lastRows(log, ask.to - ask.from) };
    if (ask.last === true) {
      while (await turn(() => log.readOn()));
      const from = Math.max(1, log.lines - (ask.to - ask.from) + 1);
      return { epoch: log.epoch, rows: readRows(log, { from, to: log.lines + 1 }) };
    }
    const columns = columnsOf(ask.classes);
    const known = (): number => (columns === null ? log.index.lines : log.index.before(log.index.blocks, columns));
    while (known() < ask.to && (await turn(() => log.readOn())));
    return { epoch: log.epoch, rows: readRows(log, ask) };
  }

  async line({ path, line }: { path: string; line: number }): Promise<LogRow> {
    const log = this.#opened(path);
    while (log.index.lines < line && (await turn(() => log.readOn())));
    const row = wholeRow(log, line - 1);
    if (row === null) throw new RangeError(`Line ${line}: the log has ${log.lines} lines.`);
    return row;
  }

  groups({ path }: { path: string }): LogCalls["groups"]["output"] {
    return this.#opened(path).groups();
  }

  async seek({ path, seek }: { path: string; seek: LogSeek }): Promise<number | null> {
    const log = this.#opened(path);
    if (seek.what === "place") {
      while (log.index.lines < seek.line && (await turn(() => log.readOn())));
      return placeAmong(log, columnsOf(seek.classes) ?? [0, 1, 2, 3, 4, 5], seek.line - 1) + 1;
    }
    for (let isMore = true; ; isMore = await turn(() => log.readOn())) {
      const found = seekError(log, seek.from - 1, seek.by);
      if (found !== null) return found + 1;
      // The last piece is looked through too.
      if (!isMore) return null;
    }
  }

  async find({ path, query }: LogCalls["find"]["input"], tell: (part: LogFound) => void, isStopped: () => boolean): Promise<null> {
    const run = findLines(this.#opened(path), query);
    let lines: number[] = [];
    let last: LogFound | null = null;
    let told = 0;
    for (let turnEnds = performance.now() + turnMs; !isStopped(); ) {
      const part = run.step();
      if (part === null) break;
      for (const line of part.lines) lines.push(line);
      last = part;
      const now = performance.now();
      if (now - told > tellMs) {
        tell({ ...part, lines });
        lines = [];
        told = now;
      }
      if (now < turnEnds) continue;
      await nextTurn();
      turnEnds = performance.now() + turnMs;
    }
    if (last !== null && !isStopped()) tell({ ...last, lines, scanned: last.size });
    return null;
  }

  async save({ path, file }: LogCalls["save"]["input"]): Promise<number> {
    const copy = copyLog(path, file);
    for (;;) {
      const { done, value } = copy.next();
      if (done === true) return value;
      await nextTurn();
    }
  }

  #opened(path: string): StoredLog {
    const log = this.#logs.get(path) ?? new StoredLog(path);
    this.#logs.delete(path);
    this.#logs.set(path, log);
    for (const old of this.#logs.keys()) {
      if (this.#logs.size <= keptLogs) break;
      this.#logs.delete(old);
    }
    log.refresh();
    return log;
  }
}

/** Repeats until the turn is over; false when there is nothing more to do. */
async function turn(work: () => boolean): Promise<boolean> {
  const ends = performance.now() + turnMs;
  do if (!work()) return false;
  while (performance.now() < ends);
  await nextTurn();
  return true;
}

const nextTurn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));
