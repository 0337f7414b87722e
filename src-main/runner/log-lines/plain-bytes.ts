/**
 * A log's bytes as they are read: escape sequences taken out, and of a line that was written over with carriage returns only its last
 * state. Line breaks stay where they are, so that lines can still be counted.
 */
import { afterEscape } from "./line-class.ts";

const newline = 10;
const carriage = 13;
const escape = 27;

/** True when there is something to take out. */
export function isDressed(bytes: Buffer): boolean {
  return bytes.includes(escape) || bytes.includes(carriage);
}

/** Writes into `into`, which is at least as long, and answers the part that was written. `keepEscapes` only collapses lines. */
export function plainBytes(bytes: Buffer, into: Buffer, keepEscapes = false): Buffer {
  const { length } = bytes;
  let written = 0;
  let lineStart = 0;
  // Byte by byte: coloured lines have too many sequences for a search from one to the next to pay.
  for (let at = 0; at < length; ) {
    const byte = bytes[at] ?? 0;
    if (byte === escape && !keepEscapes) {
      at = afterEscape(bytes, at, length);
      continue;
    }
    at += 1;
    if (byte === carriage) {
      while (at < length && bytes[at] === carriage) at += 1;
      // Before a line break, or at the very end, it takes nothing back.
      if (at < length && bytes[at] !== newline) written = lineStart;
      continue;
    }
    into[written++] = byte;
    if (byte === newline) lineStart = written;
  }
  return into.subarray(0, written);
}
