/** Lines of a stored log as rows: by number, by place among lines of some classes, or from the end of a log that is not read through. */
import type { LogRow } from "../../../shared/contract/logs.ts";
import { logClasses, mostLogRows, shownLineBytes, wholeLineBytes } from "../../../shared/model/log-bounds.ts";
import type { LinesAsk } from "../../ports/log-lines.ts";
import { classOfLine, inherits, lineClass } from "./line-class.ts";
import { blockBytes, longLine } from "./line-index.ts";
import { plainBytes } from "./plain-bytes.ts";
import { sgrAfter } from "./sgr-state.ts";
import { afterEscape } from "./line-class.ts";
import type { StoredLog } from "./stored-log.ts";

const newline = 10;
const escape = 27;
const lastBytes = 512 * 1024;
const buffer = Buffer.allocUnsafeSlow(blockBytes + longLine + 1024);
const collapsed = Buffer.allocUnsafeSlow(buffer.length);
/** Of a long line that was written over: its last state is somewhere in here. */
const longTail = 64 * 1024;

interface RawLine {
  readonly line: number;
  readonly bytes: Buffer;
  /** Of the whole line; `bytes` may be its first part only. */
  readonly length: number;
  readonly offset: number;
  readonly kind: number;
  readonly style: string;
}

export function columnsOf(classes: readonly string[] | undefined): number[] | null {
  if (classes === undefined || classes.length === logClasses.length) return null;
  return classes.map((name) => logClasses.indexOf(name as (typeof logClasses)[number])).filter((at) => at >= 0);
}

export function readRows(log: StoredLog, ask: LinesAsk): LogRow[] {
  const to = Math.min(ask.to, ask.from + mostLogRows);
  const columns = columnsOf(ask.classes);
  if (columns === null) return numberedRows(log, ask.from - 1, to - 1);
  return filteredRows(log, columns, ask.from - 1, to - 1);
}

/** From 0; `to` is exclusive. */
function numberedRows(log: StoredLog, from: number, to: number): LogRow[] {
  const rows: LogRow[] = [];
  for (let block = log.index.blockOfLine(from); block <= log.index.blocks && rows.length < to - from; block++) {
    for (const raw of linesOf(log, block)) {
      if (raw.line >= to) return rows;
      if (raw.line >= from) rows.push(rowOf(log, raw, shownLineBytes));
    }
  }
  return rows;
}

function filteredRows(log: StoredLog, columns: readonly number[], from: number, to: number): LogRow[] {
  const { index } = log;
  const rows: LogRow[] = [];
  let block = index.blockOfNth(from, columns);
  let nth = index.before(block, columns);
  for (; block <= index.blocks && nth < to; block++) {
    const after = block < index.blocks ? index.before(block + 1, columns) : Infinity;
    if (after === nth && block < index.blocks) continue;
    for (const raw of linesOf(log, block)) {
      if (!columns.includes(raw.kind)) continue;
      if (nth >= to) return rows;
      if (nth >= from) rows.push(rowOf(log, raw, shownLineBytes));
      nth++;
    }
  }
  return rows;
}

/** Where a line (from 0) stands among those of the columns: how many are before it. */
export function placeAmong(log: StoredLog, columns: readonly number[], line: number): number {
  const block = Math.min(log.index.blockOfLine(line), log.index.blocks);
  let place = log.index.before(block, columns);
  for (const raw of linesOf(log, block)) {
    if (raw.line >= line) break;
    if (columns.includes(raw.kind)) place++;
  }
  return place;
}

export function wholeRow(log: StoredLog, line: number): LogRow | null {
  const block = log.index.blockOfLine(line);
  for (const at of [block, log.index.blocks]) for (const raw of linesOf(log, at)) if (raw.line === line) return rowOf(log, raw, wholeLineBytes);
  return null;
}

/** The next line of the column (or begin of an error) from a line (from 0) on. */
export function seekError(log: StoredLog, from: number, by: 1 | -1): number | null {
  const begins = errorBegins(log);
  return by === 1 ? begins.after(from) : begins.before(from);
}

function errorBegins(log: StoredLog): { after(line: number): number | null; before(line: number): number | null } {
  const { index } = log;
  const errors = [6];
  const inBlock = (block: number): number[] => {
    const lines: number[] = [];
    let above = block < index.blocks ? index.start(block).above : log.above;
    for (const raw of linesOf(log, block)) {
      if (raw.kind === lineClass.error && above !== lineClass.error) lines.push(raw.line);
      above = raw.kind;
    }
    return lines;
  };
  const has = (block: number): boolean => block >= index.blocks || index.before(block + 1, errors) > index.before(block, errors);
  return {
    after(line) {
      for (let block = index.blockOfLine(Math.max(0, line)); block <= index.blocks; block++) {
        if (!has(block)) continue;
        const found = inBlock(block).find((at) => at >= line);
        if (found !== undefined) return found;
      }
      return null;
    },
    before(line) {
      for (let block = line >= index.lines ? index.blocks : index.blockOfLine(line); block >= 0; block--) {
        if (!has(block)) continue;
        const found = inBlock(block).findLast((at) => at <= line);
        if (found !== undefined) return found;
      }
      return null;
    },
  };
}

/** The last lines without their numbers, while the log is not read through. */
export function lastRows(log: StoredLog, count: number): LogRow[] {
  const from = Math.max(0, log.size - lastBytes);
  const bytes = log.read(from, Buffer.allocUnsafe(Math.min(lastBytes, log.size)));
  const first = from === 0 ? 0 : bytes.indexOf(newline) + 1;
  const raws: RawLine[] = [];
  let above = lineClass.none as number;
  for (let at = first; at < bytes.length; ) {
    const found = bytes.indexOf(newline, at);
    const end = found < 0 ? bytes.length : found;
    const own = classOfLine(bytes, at, end);
    above = own === inherits ? above : own;
    raws.push({ line: -1, bytes: bytes.subarray(at, end), length: end - at, offset: from + at, kind: above, style: "" });
    at = end + 1;
  }
  return raws.slice(-count).map((raw) => rowOf(log, raw, shownLineBytes));
}

/** The lines of a block; behind the last block is the line that has not ended. The bytes are good until the next block is read. */
export function* linesOf(log: StoredLog, block: number): Generator<RawLine> {
  const { index } = log;
  if (block >= index.blocks) {
    const { pending } = log;
    if (pending === null) return;
    const bytes = log.read(index.bytes, buffer.subarray(0, Math.min(pending.bytes, buffer.length)));
    return yield { line: index.lines, bytes, length: pending.bytes, offset: index.bytes, kind: pending.kind, style: log.style };
  }
  const start = index.start(block);
  const length = index.endOf(block) - start.offset;
  const isLong = index.linesOf(block) === 1;
  const bytes = log.read(start.offset, buffer.subarray(0, Math.min(length, buffer.length)));
  let { above, style, line } = start;
  for (let at = 0; at < bytes.length; line++) {
    const found = bytes.indexOf(newline, at);
    const end = found < 0 ? bytes.length : found;
    const own = classOfLine(bytes, at, end);
    above = own === inherits ? above : own;
    const part = bytes.subarray(at, end);
    yield { line, bytes: part, length: isLong ? length - 1 : end - at, offset: start.offset + at, kind: above, style };
    style = styleAfter(style, part);
    if (isLong) return;
    at = end + 1;
  }
}

function styleAfter(style: string, bytes: Buffer): string {
  let state = style;
  for (let at = bytes.indexOf(escape); at >= 0; ) {
    const stop = afterEscape(bytes, at, bytes.length);
    if (bytes[at + 1] === 91 && bytes[stop - 1] === 109) state = sgrAfter(state, bytes.toString("latin1", at + 2, stop - 1));
    at = bytes.indexOf(escape, stop);
  }
  return state;
}

function rowOf(log: StoredLog, raw: RawLine, most: number): LogRow {
  const shown = shownBytes(log, raw, most);
  const { text, used } = cutText(shown.bytes, most);
  const more = shown.length - used;
  return {
    line: raw.line < 0 ? null : raw.line + 1,
    text,
    kind: logClasses[raw.kind] ?? "none",
    ...(raw.style === "" ? {} : { style: raw.style }),
    ...(more > 0 ? { more } : {}),
  };
}

/** Of a line that was written over, its last state. */
function shownBytes(log: StoredLog, { bytes, length, offset }: RawLine, most: number): { bytes: Buffer; length: number } {
  const whole = bytes.at(-1) === 13 ? bytes.subarray(0, -1) : bytes;
  if (!whole.includes(13)) return { bytes: whole, length: length - (bytes.length - whole.length) };
  if (length <= bytes.length) {
    const last = plainBytes(whole, collapsed, true);
    return { bytes: last, length: last.length };
  }
  const from = Math.max(0, length - Math.max(longTail, most));
  const tail = log.read(offset + from, Buffer.allocUnsafe(length - from));
  const last = plainBytes(tail, Buffer.allocUnsafe(tail.length), true);
  return { bytes: last, length: last.length };
}

/** Never in the middle of a character: one that is cut is left for the rest. */
function cutText(bytes: Buffer, most: number): { text: string; used: number } {
  if (bytes.length <= most) return { text: bytes.toString("utf8"), used: bytes.length };
  let used = most;
  while (used > most - 4 && ((bytes[used] ?? 0) & 0xc0) === 0x80) used--;
  return { text: bytes.toString("utf8", 0, used), used };
}
