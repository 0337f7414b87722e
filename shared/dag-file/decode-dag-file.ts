/**
 * Bytes of a DAG file to text. Only UTF-8 is taken; anything else is named with its byte offset.
 * The text keeps a byte order mark and its line breaks, so that encoding it again gives the same bytes.
 */
import type { Diagnostic } from "../model/diagnostic.ts";
import { longLimits } from "./limits.ts";

export type DecodedDagFile =
  | { ok: true; text: string; bom: boolean; newline: "\n" | "\r\n" }
  | { ok: false; diagnostic: Diagnostic };

export function decodeDagFile(bytes: Uint8Array, options: { file: string }): DecodedDagFile {
  const refuse = (code: string, message: string, line = 1, column = 1): DecodedDagFile => ({
    ok: false,
    diagnostic: { code, severity: "error", message, file: options.file, line, column },
  });
  // Three bytes a UTF-16 unit at most.
  if (bytes.length > longLimits.characters * 3) return refuse("yaml/too-large", tooLarge(`${bytes.length} bytes`));
  const wide = wideEncoding(bytes);
  if (wide !== null) return refuse("yaml/encoding", `The file is ${wide} (byte offset 0); a DAG file is UTF-8. Save it as UTF-8.`);
  const { text, badAt } = decodeUtf8(bytes);
  const { line, column } = endPosition(text);
  if (badAt !== null) {
    const message = `Byte 0x${hex(bytes[badAt])} at byte offset ${badAt} is not valid UTF-8; a DAG file is UTF-8. Save it as UTF-8.`;
    return refuse("yaml/encoding", message, line, column);
  }
  const nul = bytes.indexOf(0);
  if (nul !== -1) {
    const place = endPosition(text.slice(0, text.indexOf("\0")));
    return refuse("yaml/nul", `A NUL byte stands at byte offset ${nul}; text has none. Remove it.`, place.line, place.column);
  }
  return { ok: true, text, bom: text.startsWith("\uFEFF"), newline: newlineOf(text) };
}

export function tooLarge(found: string): string {
  return `The file has ${found}; at most ${longLimits.characters} characters are read. Split the DAG, or move SQL and scripts into files of their own.`;
}

/** The line break that most of the text uses. */
export function newlineOf(text: string): "\n" | "\r\n" {
  const all = text.split("\n").length - 1;
  return text.split("\r\n").length - 1 > all / 2 ? "\r\n" : "\n";
}

function wideEncoding(bytes: Uint8Array): string | null {
  const [a, b, c, d] = bytes;
  if (a === 0xff && b === 0xfe) return c === 0 && d === 0 ? "UTF-32 (little endian)" : "UTF-16 (little endian)";
  if (a === 0xfe && b === 0xff) return "UTF-16 (big endian)";
  if (bytes.length < 4 || bytes.length % 2 !== 0) return null;
  if (a !== 0 && b === 0 && c !== 0 && d === 0) return "UTF-16 (little endian, without a mark)";
  return a === 0 && b !== 0 && c === 0 && d !== 0 ? "UTF-16 (big endian, without a mark)" : null;
}

/** Decodes up to the first bad byte. By hand: this zone has no TextDecoder, and that one does not say where it failed. */
function decodeUtf8(bytes: Uint8Array): { text: string; badAt: number | null } {
  let text = "";
  let units: number[] = [];
  let at = 0;
  while (at < bytes.length) {
    const length = sequenceLength(bytes, at);
    if (length === 0) return { text: text + String.fromCharCode(...units), badAt: at };
    pushUnits(units, codePoint(bytes, at, length));
    at += length;
    if (units.length > 4096) {
      text += String.fromCharCode(...units);
      units = [];
    }
  }
  return { text: text + String.fromCharCode(...units), badAt: null };
}

function pushUnits(units: number[], point: number): void {
  if (point < 0x10000) units.push(point);
  else units.push(0xd800 + ((point - 0x10000) >> 10), 0xdc00 + ((point - 0x10000) & 0x3ff));
}

/** Bytes of the well-formed sequence at `at`; 0 when it is not one (overlong, surrogate, out of range, cut off). */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return 1;
  const length = first >= 0xc2 && first <= 0xdf ? 2 : first >= 0xe0 && first <= 0xef ? 3 : first >= 0xf0 && first <= 0xf4 ? 4 : 0;
  for (let i = 1; i < length; i++) if (((bytes[at + i] ?? 0) & 0xc0) !== 0x80) return 0;
  const second = bytes[at + 1] ?? 0;
  const wrong =
    (first === 0xe0 && second < 0xa0) ||
    (first === 0xed && second > 0x9f) ||
    (first === 0xf0 && second < 0x90) ||
    (first === 0xf4 && second > 0x8f);
  return wrong ? 0 : length;
}

function codePoint(bytes: Uint8Array, at: number, length: number): number {
  const first = bytes[at] ?? 0;
  if (length === 1) return first;
  let point = first & (0xff >> (length + 1));
  for (let i = 1; i < length; i++) point = (point << 6) | ((bytes[at + i] ?? 0) & 0x3f);
  return point;
}

function endPosition(text: string): { line: number; column: number } {
  const lastBreak = text.lastIndexOf("\n");
  return { line: text.split("\n").length, column: text.length - lastBreak };
}

function hex(byte: number | undefined): string {
  return (byte ?? 0).toString(16).padStart(2, "0");
}
