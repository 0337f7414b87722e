/**
 * Finds damage in a write-ahead log that SQLite would take for its end: it stops at the first frame that does not match its checksum, and
 * what was committed behind it would be gone without a word. A power cut leaves such a frame too, but only in what was not synced yet, which
 * is the last transaction: nothing is committed behind it. Reads the file only (https://sqlite.org/fileformat2.html#walformat).
 */
import { closeSync, existsSync, openSync, readFileSync } from "node:fs";

const headerBytes = 32;
const frameHeadBytes = 24;
const magic = 0x377f0682;

type Sum = readonly [first: number, second: number];

/** Says what is wrong, null where nothing is that a power cut could not have left. */
export function findBreak(path: string): string | null {
  if (!existsSync(path)) return null;
  const fd = openSync(path, "r");
  try {
    return breakOf(readFileSync(fd));
  } finally {
    closeSync(fd);
  }
}

export function breakOf(log: Buffer): string | null {
  const header = log.subarray(0, headerBytes);
  if (header.every((byte) => byte === 0)) return null;
  const frames = framesOf(log);
  if (frames === null) return "its header does not match its checksum";
  const { count, isCommit, isLinked } = frames;
  const firstBad = frames.firstBad();
  for (let at = firstBad + 1; at < count; at += 1) {
    if (isLinked(at) && isCommit(at - 1) && (at - 1 === firstBad || isLinked(at - 1))) return `frame ${firstBad + 1} does not match its checksum, and commits follow behind it`;
  }
  return null;
}

/** The first page of the database as the log's last commit has it; null where it holds no such page. */
export function committedFirstPage(log: Buffer): Buffer | null {
  const frames = framesOf(log);
  if (frames === null) return null;
  let [committed, latest]: (Buffer | null)[] = [null, null];
  for (let at = 0, end = frames.firstBad(); at < end; at += 1) {
    const { number, bytes } = frames.page(at);
    if (number === 1) latest = bytes;
    if (frames.isCommit(at)) committed = latest ?? committed;
  }
  return committed ?? null;
}

interface Frames {
  readonly count: number;
  /** Index of the first frame that does not follow from those before it; `count` where all do. */
  firstBad(): number;
  isCommit(at: number): boolean;
  /** Whether the frame is of this log and follows from the one before it, whatever that one holds. */
  isLinked(at: number): boolean;
  page(at: number): { readonly number: number; readonly bytes: Buffer };
}

/** Null for a header that is damaged. */
function framesOf(log: Buffer): Frames | null {
  if (log.length < headerBytes) return null;
  const view = new DataView(log.buffer, log.byteOffset, log.length);
  const isBigEndian = view.getUint32(0) === magic + 1;
  const pageBytes = view.getUint32(8);
  if ((!isBigEndian && view.getUint32(0) !== magic) || pageBytes < 512 || pageBytes > 65_536) return null;
  const sum = (from: Sum, start: number, bytes: number): Sum => addUp(view, { from, start, bytes, isBigEndian });
  const stored = (at: number): Sum => [view.getUint32(at), view.getUint32(at + 4)];
  const isSame = ([a, b]: Sum, [c, d]: Sum): boolean => a === c && b === d;
  if (!isSame(sum([0, 0], 0, 24), stored(24))) return null;
  const frameBytes = frameHeadBytes + pageBytes;
  const start = (at: number): number => headerBytes + at * frameBytes;
  const sumBefore = (at: number): Sum => stored(at === 0 ? 24 : start(at - 1) + 16);
  const isLinked = (at: number): boolean => {
    const from = start(at);
    const isOfThisLog = view.getUint32(from + 8) === view.getUint32(16) && view.getUint32(from + 12) === view.getUint32(20);
    return isOfThisLog && isSame(sum(sum(sumBefore(at), from, 8), from + frameHeadBytes, pageBytes), stored(from + 16));
  };
  const count = Math.floor((log.length - headerBytes) / frameBytes);
  const firstBad = (): number => {
    let at = 0;
    while (at < count && isLinked(at)) at += 1;
    return at;
  };
  const page: Frames["page"] = (at) => ({ number: view.getUint32(start(at)), bytes: log.subarray(start(at) + frameHeadBytes, start(at + 1)) });
  return { count, firstBad, isLinked, page, isCommit: (at) => view.getUint32(start(at) + 4) !== 0 };
}

/** SQLite's checksum, over pairs of words. */
function addUp(view: DataView, { from, start, bytes, isBigEndian }: { from: Sum; start: number; bytes: number; isBigEndian: boolean }): Sum {
  let [first, second] = from;
  for (let at = start; at < start + bytes; at += 8) {
    first = (first + view.getUint32(at, !isBigEndian) + second) >>> 0;
    second = (second + view.getUint32(at + 4, !isBigEndian) + first) >>> 0;
  }
  return [first, second];
}
