/**
 * Stores what one attempt prints: mask, cap, write. Synchronous on purpose: the page cache takes a chunk in microseconds, and a
 * caller that waits is the back-pressure that keeps a flood out of memory. Never throws: what the disk refuses is counted and named.
 */
import { closeSync, mkdirSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import path from "node:path";
import { reasonOf } from "../../shared/errors/app-error.ts";
import { dropMarker, segmentName, splitCap } from "./log-format.ts";
import { createMasker, unmaskable } from "./secret-mask.ts";

export interface LogTotals {
  /** Bytes of the task's output that the log holds; notes and markers not counted. */
  readonly bytes: number;
  readonly dropped: number;
}

export interface LogSink {
  write(chunk: Buffer): void;
  close(): LogTotals;
}

export interface LogSettings {
  readonly path: string;
  readonly capBytes: number;
  readonly secrets: readonly string[];
  readonly onTrouble: (message: string) => void;
}

const copyBytes = 256 * 1024;

export function openLogSink(settings: LogSettings): LogSink {
  const cap = splitCap(settings.capBytes);
  const masker = createMasker(settings.secrets);
  const head = openAppender(settings.path, settings.onTrouble);
  const tail = openTail(settings.path, cap.tail, settings.onTrouble);
  let headLeft = cap.head;
  if (unmaskable(settings.secrets) > 0) head.note("[dagwright: a secret of fewer than 6 characters cannot be masked]\n");

  const store = (bytes: Buffer): void => {
    if (headLeft === 0) return tail.write(bytes);
    if (bytes.length <= headLeft) {
      head.write(bytes);
      headLeft -= bytes.length;
      return;
    }
    const cut = characterStart(bytes, headLeft);
    if (cut > 0) head.write(bytes.subarray(0, cut));
    headLeft = 0;
    tail.write(bytes.subarray(cut));
  };
  return {
    write: (chunk) => store(masker ? masker.push(chunk) : chunk),
    close() {
      if (masker) store(masker.flush());
      const dropped = tail.mergeInto(head);
      const totals = head.close();
      return { bytes: totals.bytes, dropped: totals.dropped + dropped };
    },
  };
}

/** The nearest place at or before `at` that does not split a UTF-8 character. */
function characterStart(bytes: Buffer, at: number): number {
  for (let back = 0; back < 4 && at - back > 0; back++) if (((bytes[at - back] ?? 0) & 0xc0) !== 0x80) return at - back;
  return at;
}

interface Appender {
  write(bytes: Buffer): void;
  note(text: string): void;
  /** Puts the marker on a line of its own. */
  mark(dropped: number): void;
  close(): LogTotals;
}

/** Makes the file at the first byte: most tasks of a wide DAG print nothing, and a file each would cost their successors 0.1 to 0.4 ms. */
function openAppender(file: string, onTrouble: (message: string) => void): Appender {
  let fd: number | null = null;
  const sum = { bytes: 0, dropped: 0 };
  let gap = 0;
  let lineOpen = false;
  const put = (bytes: Buffer): number => {
    let done = 0;
    try {
      fd ??= openFresh(file);
      while (done < bytes.length) done += writeSync(fd, bytes, done);
    } catch (error) {
      onTrouble(`${file}: ${reasonOf(error)}. What the task prints is not kept meanwhile.`);
    }
    return done;
  };
  const mark = (dropped: number, why = ""): boolean => {
    const text = Buffer.from(`${lineOpen ? "\n" : ""}${dropMarker(dropped, why)}`);
    return put(text) === text.length;
  };
  const write = (bytes: Buffer): void => {
    if (bytes.length === 0) return;
    if (gap > 0 && mark(gap, "the disk was full")) gap = 0;
    const done = gap > 0 ? 0 : put(bytes);
    sum.bytes += done;
    sum.dropped += bytes.length - done;
    gap += bytes.length - done;
    if (done > 0) lineOpen = bytes[done - 1] !== 10;
  };
  return {
    write,
    note: (text) => void put(Buffer.from(text)),
    mark: (dropped) => void mark(dropped),
    close() {
      if (gap > 0) mark(gap, "the disk was full");
      if (fd !== null) closeSync(fd);
      return sum;
    },
  };
}

function openFresh(file: string): number {
  try {
    return openSync(file, "w", 0o600);
  } catch {
    mkdirSync(path.dirname(file), { recursive: true });
    return openSync(file, "w", 0o600);
  }
}

interface Tail {
  write(bytes: Buffer): void;
  /** Appends the last bytes to the log and removes the segments; answers how many bytes are kept nowhere. */
  mergeInto(head: Appender): number;
}

function openTail(logPath: string, size: number, onTrouble: (message: string) => void): Tail {
  const fileOf = (index: number): string => segmentName(logPath, index);
  let index = -1;
  let fd = -1;
  let filled = size;
  let lost = 0;
  const next = (): void => {
    if (fd >= 0) closeSync(fd);
    fd = openSync(fileOf(index + 1), "w+", 0o600);
    index += 1;
    filled = 0;
    if (index >= 2) rmSync(fileOf(index - 2), { force: true });
  };
  return {
    write(bytes) {
      let done = 0;
      try {
        while (done < bytes.length) {
          if (filled >= size) next();
          const wrote = writeSync(fd, bytes, done, Math.min(bytes.length - done, size - filled));
          done += wrote;
          filled += wrote;
        }
      } catch (error) {
        lost += bytes.length - done;
        onTrouble(`${logPath}: ${reasonOf(error)}. What the task prints is not kept meanwhile.`);
      }
    },
    mergeInto(head) {
      if (index < 0) return lost;
      closeSync(fd);
      // The last `size` bytes begin where the newest segment's length points into the one before it.
      const from = index > 0 ? boundaryIn(fileOf(index - 1), filled) : 0;
      const dropped = lost + (index > 0 ? (index - 1) * size + from : 0);
      if (dropped > 0) head.mark(dropped);
      if (index > 0) copyInto(head, fileOf(index - 1), from);
      copyInto(head, fileOf(index), 0);
      for (const gone of [index - 1, index]) rmSync(fileOf(gone), { force: true });
      return dropped;
    },
  };
}

/** Moves `at` forward past the rest of a cut character. */
function boundaryIn(file: string, at: number): number {
  const window = Buffer.alloc(3);
  const fd = openSync(file, "r");
  const got = readSync(fd, window, 0, 3, at);
  closeSync(fd);
  let skip = 0;
  while (skip < got && ((window[skip] ?? 0) & 0xc0) === 0x80) skip += 1;
  return at + (skip === 3 ? 0 : skip);
}

function copyInto(head: Appender, file: string, from: number): void {
  const fd = openSync(file, "r");
  const buffer = Buffer.allocUnsafe(copyBytes);
  for (let at = from; ; ) {
    const got = readSync(fd, buffer, 0, copyBytes, at);
    if (got === 0) break;
    head.write(buffer.subarray(0, got));
    at += got;
  }
  closeSync(fd);
}
