/**
 * What class a line of a log is of, told from its first bytes: Python logging, log4j, bracketed, glog, logfmt, JSON lines, dbt, GitHub's
 * commands, and errors that programs die of. Called for each of ten million lines, so it works on bytes and makes no strings but for JSON.
 */

/** In the order of `logClasses` of the contract. */
export const lineClass = { none: 0, debug: 1, info: 2, warn: 3, error: 4, own: 5 } as const;
export type LineClass = (typeof lineClass)[keyof typeof lineClass];
/** The line says nothing itself and belongs to the one before it. */
export const inherits = 6;

/** Bytes of a line that are looked at. */
export const lookedAt = 240;
const jsonLookedAt = 600;

const words: readonly (readonly [word: string, of: LineClass])[] = [
  ...["error", "err", "fatal", "critical", "crit", "severe", "panic", "emerg", "alert"].map((word) => [word, lineClass.error] as const),
  ...["warning", "warn"].map((word) => [word, lineClass.warn] as const),
  ...["info", "notice"].map((word) => [word, lineClass.info] as const),
  ...["debug", "trace", "verbose"].map((word) => [word, lineClass.debug] as const),
];

const isWordByte = new Uint8Array(256);
const isLetter = new Uint8Array(256);
for (let byte = 0; byte < 256; byte++) {
  const letter = (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122);
  isLetter[byte] = letter ? 1 : 0;
  isWordByte[byte] = letter || (byte >= 48 && byte <= 57) || byte === 95 ? 1 : 0;
}

/** By the length and the first letter of a word, both cases: the words that it may be. Most words of a log are none. */
const candidates: (readonly (readonly [word: string, of: LineClass])[] | undefined)[] = Array.from({ length: 9 * 32 });
for (const entry of words) {
  const key = entry[0].length * 32 + (entry[0].charCodeAt(0) & 31);
  candidates[key] = [...(candidates[key] ?? []), entry];
}

const space = 32;
const tab = 9;
const escape = 27;

/** `end` is the line break. `inherits` for a line that belongs to what is above it. */
export function classOfLine(bytes: Uint8Array, start: number, end: number): number {
  const first = bytes[start] ?? 0;
  if (start >= end) return lineClass.none;
  switch (first) {
    case 91:
      if (startsWith(bytes, start, end, "[dagwright: ")) return lineClass.own;
      break;
    case 123:
      return classOfJson(bytes, start, end);
    case 67:
      if (startsWith(bytes, start, end, "Caused by: ")) return inherits;
      break;
    case 84:
      if (startsWith(bytes, start, end, "Traceback (most recent call last)")) return lineClass.error;
      break;
    case 69:
    case 70:
      if (isGlog(bytes, start, end)) return lineClass.error;
      break;
    case 87:
      if (isGlog(bytes, start, end)) return lineClass.warn;
      break;
    case 73:
      if (isGlog(bytes, start, end)) return lineClass.info;
      break;
  }
  if (diesOfError(bytes, start, end)) return lineClass.error;
  const found = scanWords(bytes, start, Math.min(end, start + lookedAt));
  if (found !== lineClass.none) return found;
  if (first === space || first === tab) return isBlank(bytes, start, end) ? lineClass.none : inherits;
  return lineClass.none;
}

function scanWords(bytes: Uint8Array, start: number, end: number): LineClass {
  let before = space;
  let count = 0;
  for (let at = start; at < end; ) {
    const byte = bytes[at] ?? 0;
    if (byte === escape) {
      at = afterEscape(bytes, at, end);
      before = space;
      continue;
    }
    if (isLetter[byte] !== 1) {
      before = byte;
      at++;
      continue;
    }
    let stop = at + 1;
    while (stop < end && isLetter[bytes[stop] ?? 0] === 1) stop++;
    const length = stop - at;
    const known = length > 8 || isWordByte[before] === 1 ? undefined : candidates[length * 32 + (byte & 31)];
    if (known !== undefined) {
      const found = judgeWord(bytes, known, { at, stop, end, before, count, start });
      if (found !== lineClass.none) return found;
    }
    count++;
    before = bytes[stop - 1] ?? space;
    at = stop;
  }
  return lineClass.none;
}

interface Word {
  readonly at: number;
  readonly stop: number;
  readonly end: number;
  readonly before: number;
  /** Words before it in the line. */
  readonly count: number;
  readonly start: number;
}

function judgeWord(bytes: Uint8Array, known: readonly (readonly [word: string, of: LineClass])[], word: Word): LineClass {
  const { at, stop, end } = word;
  for (const [text, of] of known) {
    const form = formOf(bytes, at, text);
    if (form === "none") continue;
    const next = stop < end ? (bytes[stop] ?? space) : space;
    if (isWordByte[next] === 1) continue;
    if (form === "upper") return of;
    if (isMarked(bytes, word, next)) return of;
    // dbt: "Runtime Error in model x".
    if (of === lineClass.error && form === "title" && word.count <= 2 && startsWith(bytes, stop, end, " in ")) return of;
  }
  return lineClass.none;
}

/** A small word is a level where it stands like one: in brackets, before a colon near the start, or as the value of `level=`. */
function isMarked(bytes: Uint8Array, { at, before, count, start }: Word, next: number): boolean {
  const opens = before === 91 || before === 40 || before === 60 || before === 124 || (before === space && isOpening(bytes[at - 2] ?? 0));
  if (opens && (next === 93 || next === 41 || next === 62 || next === 124 || next === space)) return true;
  if (next === 58) return count <= 2;
  return before === 61 && /(?:^|[\s,])(?:level|lvl|severity|loglevel)=$/i.test(textOf(bytes, Math.max(start, at - 12), at));
}

const isOpening = (byte: number): boolean => byte === 91 || byte === 124;

/** `ValueError: x`, `java.lang.IllegalStateException`, `sqlalchemy.exc.OperationalError: y`: how programs say what they died of. */
function diesOfError(bytes: Uint8Array, start: number, end: number): boolean {
  if (isLetter[bytes[start] ?? 0] !== 1) return false;
  let stop = start;
  while (stop < end && (isWordByte[bytes[stop] ?? 0] === 1 || bytes[stop] === 46 || bytes[stop] === 36)) stop++;
  const next = stop < end ? bytes[stop] : 10;
  if (next !== 58 && next !== 10 && next !== 13) return false;
  return (endsWith(bytes, start, stop, "Error") && stop - start > 5) || (endsWith(bytes, start, stop, "Exception") && stop - start > 9);
}

function formOf(bytes: Uint8Array, at: number, text: string): "upper" | "lower" | "title" | "none" {
  let upper = 0;
  for (let index = 0; index < text.length; index++) {
    const byte = bytes[at + index] ?? 0;
    if ((byte | 32) !== text.charCodeAt(index)) return "none";
    if (byte < 97) upper++;
  }
  if (upper === text.length) return "upper";
  if (upper === 0) return "lower";
  return upper === 1 && (bytes[at] ?? 0) < 97 ? "title" : "none";
}

/** `E0102 12:30:00.000 …`, behind the letter. */
function isGlog(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start < 6 || bytes[start + 5] !== space) return false;
  for (let at = start + 1; at < start + 5; at++) if ((bytes[at] ?? 0) < 48 || (bytes[at] ?? 0) > 57) return false;
  return true;
}

const jsonLevel = /"(?:@?level|lvl|levelname|log_?level|severity)"\s*:\s*(?:"(\w+)"|(\d+))/i;

function classOfJson(bytes: Uint8Array, start: number, end: number): LineClass {
  const found = jsonLevel.exec(textOf(bytes, start, Math.min(end, start + jsonLookedAt)));
  if (found === null) return lineClass.none;
  if (found[1] !== undefined) return classOfWord(found[1].toLowerCase());
  // pino and bunyan.
  const level = Number(found[2]);
  return level >= 50 ? lineClass.error : level >= 40 ? lineClass.warn : level >= 30 ? lineClass.info : lineClass.debug;
}

function classOfWord(word: string): LineClass {
  return words.find(([known]) => known === word)?.[1] ?? (word === "default" ? lineClass.info : lineClass.none);
}

/** Behind an escape sequence; a broken one is one byte. */
export function afterEscape(bytes: Uint8Array, at: number, end: number): number {
  const kind = bytes[at + 1];
  if (kind === 91) {
    for (let stop = at + 2; stop < end && stop < at + 80; stop++) {
      const byte = bytes[stop] ?? 0;
      if (byte >= 0x40 && byte <= 0x7e) return stop + 1;
      if (byte < 0x20 || byte > 0x7e) return at + 1;
    }
    return at + 1;
  }
  if (kind === 93 || kind === 80 || kind === 88 || kind === 94 || kind === 95) {
    for (let stop = at + 2; stop < end; stop++) {
      if (bytes[stop] === 7) return stop + 1;
      if (bytes[stop] === escape && bytes[stop + 1] === 92) return stop + 2;
      if (bytes[stop] === 10 || bytes[stop] === escape) return at + 1;
    }
    return at + 1;
  }
  let stop = at + 1;
  while (stop < end && stop < at + 9 && (bytes[stop] ?? 0) >= 0x20 && (bytes[stop] ?? 0) <= 0x2f) stop++;
  const final = bytes[stop] ?? 0;
  return stop < end && final >= 0x30 && final <= 0x7e ? stop + 1 : at + 1;
}

function isBlank(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if ((bytes[at] ?? 0) > space) return false;
  return true;
}

function startsWith(bytes: Uint8Array, start: number, end: number, text: string): boolean {
  if (end - start < text.length) return false;
  for (let index = 0; index < text.length; index++) if (bytes[start + index] !== text.charCodeAt(index)) return false;
  return true;
}

function endsWith(bytes: Uint8Array, start: number, end: number, text: string): boolean {
  return end - start >= text.length && startsWith(bytes, end - text.length, end, text);
}

function textOf(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, Math.max(0, end - start)).toString("latin1");
}
