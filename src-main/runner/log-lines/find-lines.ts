/** Looks through a stored log, piece by piece of whole blocks, and tells the lines that hold what is looked for. Makes the index as it goes. */
import type { LogFound, LogQuery } from "../../../shared/contract/logs.ts";
import { mostLogHits } from "../../../shared/model/log-bounds.ts";
import { findPattern, nextLine, type FindPattern } from "./find-pattern.ts";
import { blockBytes, longLine } from "./line-index.ts";
import { isDressed, plainBytes } from "./plain-bytes.ts";
import { columnsOf, linesOf } from "./read-lines.ts";
import type { StoredLog } from "./stored-log.ts";

const newline = 10;
const pieceBytes = 256 * 1024;
/** An expression of one's own is stopped between pieces; short ones make that quick. */
const riskyPieceBytes = 128 * 1024;
/** Of text that is looked at in one go. V8 asks the system for memory for each longer string, which took more time than the search. */
const spanBytes = 60 * 1024;
const overlap = 4096;
const piece = Buffer.allocUnsafeSlow(pieceBytes + blockBytes + longLine);
const plain = Buffer.allocUnsafeSlow(piece.length);

export interface FindRun {
  /** Goes on for one piece; null when there is nothing more. */
  step(): LogFound | null;
}

/** What is left of it to be looked at. */
interface LongLine {
  readonly at: number;
  readonly to: number;
  readonly line: number;
}

export function findLines(log: StoredLog, query: LogQuery): FindRun {
  const pattern = findPattern(query);
  const columns = columnsOf(query.classes);
  const first = (query.from ?? 1) - 1;
  let block = log.index.blocks === 0 ? 0 : log.index.blockOfLine(first);
  let isPendingDone = false;
  let long: LongLine | null = null;
  let total = 0;
  const epoch = log.epoch;

  function take(found: number[], line: number): void {
    if (line < first) return;
    total += 1;
    if (total <= mostLogHits) found.push(line + 1);
  }

  return {
    step() {
      // What is written behind the end that was reached is another search's.
      if (isPendingDone && long === null) return null;
      // Not until a line ends: there are logs without a line break.
      if (long === null && block >= log.index.blocks - 1) log.readOn();
      if (log.epoch !== epoch) return null;
      const found: number[] = [];
      if (long !== null) searchLong(long, found);
      else if (block < readyBlocks()) searchBlocks(found);
      else if (log.scanned < log.size) return part(found);
      else if (log.pending !== null) {
        isPendingDone = true;
        if (columns === null || columns.includes(log.pending.kind)) long = { at: log.index.bytes, to: log.index.bytes + log.pending.bytes, line: log.index.lines };
      } else return null;
      return part(found);
    },
  };

  /** The last block still gains lines while the log is read. */
  function readyBlocks(): number {
    return log.scanned < log.size ? log.index.blocks - 1 : log.index.blocks;
  }

  function searchBlocks(found: number[]): void {
    const { index } = log;
    const from = block;
    const start = index.start(from);
    block += 1;
    if (columns !== null) return searchClasses(from, columns, found);
    const most = pattern.isRisky ? riskyPieceBytes : pieceBytes;
    // A long line stands alone.
    for (const ready = readyBlocks(); block < ready && index.endOf(block) - start.offset <= most && index.endOf(block - 1) - index.start(block - 1).offset <= blockBytes + longLine; ) block += 1;
    const end = index.endOf(block - 1);
    if (end - start.offset > piece.length) long = { at: start.offset, to: end, line: start.line };
    else searchPiece(start.offset, end, start.line, found);
  }

  function part(lines: number[]): LogFound {
    const at = long?.at ?? (block < log.index.blocks ? log.index.start(block).offset : log.index.bytes);
    return { lines, total, scanned: at, size: log.size };
  }

  function searchPiece(from: number, to: number, firstLine: number, found: number[]): void {
    const raw = log.read(from, piece.subarray(0, to - from));
    const bytes = isDressed(raw) ? plainBytes(raw, plain) : raw;
    let line = firstLine;
    let counted = 0;
    for (const [start, end] of spansOf(bytes)) {
      pattern.search(bytes.subarray(start, end), (place) => {
        const at = start + place;
        for (let stop = bytes.indexOf(newline, counted); stop >= 0 && stop < at; stop = bytes.indexOf(newline, counted)) {
          line += 1;
          counted = stop + 1;
        }
        take(found, line);
        line += 1;
        counted = nextLine(bytes, at);
        return counted - start;
      });
    }
  }

  /** One piece of a line that does not fit into memory: pieces overlap, until one holds it. */
  function searchLong(line: LongLine, found: number[]): void {
    const raw = log.read(line.at, piece.subarray(0, Math.min(spanBytes, line.to - line.at)));
    const isFound = matches(pattern, isDressed(raw) ? plainBytes(raw, plain) : raw);
    if (isFound) take(found, line.line);
    long = isFound || line.at + spanBytes >= line.to ? null : { ...line, at: line.at + spanBytes - overlap };
  }

  function searchClasses(at: number, wanted: readonly number[], found: number[]): void {
    const { index } = log;
    if (index.before(at + 1, wanted) === index.before(at, wanted)) return;
    for (const { bytes, kind, line, length, offset } of linesOf(log, at)) {
      if (!wanted.includes(kind)) continue;
      // It is the only one of its block.
      if (length > bytes.length) long = { at: offset, to: offset + length, line };
      else if (matches(pattern, isDressed(bytes) ? plainBytes(bytes, plain) : bytes)) take(found, line);
    }
  }
}

/** Cuts at line breaks; a longer line is a span of its own. */
function* spansOf(bytes: Buffer): Generator<readonly [from: number, to: number]> {
  for (let from = 0; from < bytes.length; ) {
    const most = from + spanBytes;
    const cut = most < bytes.length ? bytes.lastIndexOf(newline, most - 1) + 1 : bytes.length;
    const to = cut > from ? cut : nextLine(bytes, most);
    yield [from, to];
    from = to;
  }
}

function matches(pattern: FindPattern, bytes: Buffer): boolean {
  let isFound = false;
  pattern.search(bytes, () => {
    isFound = true;
    return bytes.length;
  });
  return isFound;
}
