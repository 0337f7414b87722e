/**
 * The first line in which the logs of two tries differ (see shared/run-view/log-line.ts for when). Both are read in pieces, side by side:
 * memory is bounded by a piece of each, however long they are. One call reads for so long and then says where to go on.
 */
import type { CompareLogs, LogComparison, LogExcerpt, LogPlace } from "../../shared/contract/compare.ts";
import { isSameLine } from "../../shared/run-view/log-line.ts";
import type { RunSource, StopSignal, TryName } from "../ports/run-source.ts";

const pieceBytes = 1_048_576;
/** A longer line is compared in parts, so that a log without line ends is bounded too. */
const longestLine = 65_536;
const shownText = 500;
const context = 3;

export interface LogSides {
  readonly before: RunSource;
  readonly after: RunSource;
}

/** @param budgetMs how long one call may read */
export async function compareLogs(sides: LogSides, { before, after, from }: CompareLogs, options: { readonly budgetMs: number; readonly now: () => number; readonly signal?: StopSignal | undefined }): Promise<LogComparison> {
  const [old, now] = [new LineReader(sides.before, before, from?.before), new LineReader(sides.after, after, from?.after)];
  const ids = { before: before.runId, after: after.runId };
  const deadline = options.now() + options.budgetMs;
  for (;;) {
    options.signal?.throwIfAborted();
    await Promise.all([old.fill(1), now.fill(1)]);
    const count = Math.min(old.ready, now.ready);
    for (let index = 0; index < count; index += 1) {
      if (!isSameLine(old.peek(), now.peek(), ids)) return different(old, now);
      old.take();
      now.take();
    }
    if (count === 0) return old.ready === now.ready || old.isOpen || now.isOpen ? { kind: "same", lines: now.line, isOpen: old.isOpen || now.isOpen } : different(old, now);
    if (options.now() > deadline) return { kind: "unread", lines: now.line, readBytes: old.readBytes + now.readBytes, size: old.size + now.size, from: { before: old.place(), after: now.place() } };
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
}

async function different(before: LineReader, after: LineReader): Promise<LogComparison> {
  await Promise.all([before.fill(context + 1), after.fill(context + 1)]);
  return { kind: "different", before: before.excerpt(), after: after.excerpt() };
}

/** The lines of one log, one after the other, with the last few that were taken. */
class LineReader {
  readonly #source: RunSource;
  readonly #of: TryName;
  /** Lines that were taken so far. */
  line: number;
  size = 0;
  /** The try goes on, and all that it wrote so far was read. */
  isOpen = false;
  #lines: Piece[] = [];
  #at = 0;
  #pieceOffset: number;
  #nextOffset: number;
  /** Lines of this piece that were taken before it was read again. */
  #skipped: number;
  #carry: string;
  #pieceCarry: string;
  #isAtEnd = false;
  #isFresh = true;
  #seen: string[] = [];

  constructor(source: RunSource, { dagId, runId, taskId, tryNumber }: TryName, from: LogPlace = { offset: 0, line: 0, skip: 0, carry: "" }) {
    this.#source = source;
    this.#of = { dagId, runId, taskId, tryNumber };
    this.line = from.line;
    this.#pieceOffset = from.offset;
    this.#nextOffset = from.offset;
    this.#skipped = from.skip;
    this.#carry = from.carry;
    this.#pieceCarry = from.carry;
  }

  get ready(): number {
    return this.#lines.length - this.#at;
  }

  get readBytes(): number {
    return this.#nextOffset;
  }

  peek(): string {
    return this.#lines[this.#at]?.text ?? "";
  }

  take(): void {
    this.#seen.push(this.peek());
    if (this.#seen.length > context) this.#seen.shift();
    if (this.#lines[this.#at]?.ends !== false) this.line += 1;
    this.#at += 1;
  }

  place(): LogPlace {
    return { offset: this.#pieceOffset, line: this.line, skip: this.#skipped + this.#at, carry: this.#pieceCarry };
  }

  /** Reads on until so many lines are ready, or there are no more. */
  async fill(count: number): Promise<void> {
    while (this.ready < count && !this.#isAtEnd) await this.#readPiece();
  }

  async #readPiece(): Promise<void> {
    const piece = await this.#source.readLog(this.#of, this.#nextOffset, pieceBytes);
    this.size = piece.size;
    const isFirst = this.#isFresh;
    this.#isFresh = false;
    const isLast = piece.nextOffset >= piece.size || (piece.text === "" && piece.nextOffset <= this.#nextOffset);
    if (this.ready === 0) [this.#pieceOffset, this.#pieceCarry] = [this.#nextOffset, this.#carry];
    if (!isFirst) this.#skipped = 0;
    this.#nextOffset = Math.max(this.#nextOffset, piece.nextOffset);
    const lines = inPieces(this.#carry + piece.text);
    this.#carry = lines.pop()?.text ?? "";
    if (isLast) {
      this.#isAtEnd = true;
      this.isOpen = !piece.complete;
      if (this.#carry !== "" && piece.complete) lines.push({ text: this.#carry, ends: true });
      this.#carry = "";
    }
    this.#lines = [...this.#lines.slice(this.#at), ...lines.slice(this.#skipped)];
    this.#at = 0;
  }

  excerpt(): LogExcerpt {
    const first = this.line - this.#seen.length + 1;
    const lines = [...this.#seen, ...this.#lines.slice(this.#at, this.#at + context + 1).map(({ text }) => text)];
    return { line: this.ready === 0 ? null : this.line + 1, lines: lines.map((text, index) => ({ line: first + index, text: shown(text) })) };
  }
}

interface Piece {
  readonly text: string;
  /** False where the line goes on. */
  readonly ends: boolean;
}

function inPieces(text: string): Piece[] {
  return text.split("\n").flatMap((line) => {
    if (line.length <= longestLine) return { text: line, ends: true };
    const parts: Piece[] = [];
    for (let at = 0; at < line.length; at += longestLine) parts.push({ text: line.slice(at, at + longestLine), ends: at + longestLine >= line.length });
    return parts;
  });
}

function shown(text: string): string {
  return text.length <= shownText ? text : `${text.slice(0, shownText)}…`;
}
