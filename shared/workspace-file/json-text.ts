/**
 * A JSON text and where everything stands in it. JSON.parse says neither where a field is nor, in words a person can use, what is
 * wrong with a text that is no JSON.
 */
import { formatPath, type FieldPath } from "../dag-file/field-path.ts";
import type { Span } from "../dag-file/report.ts";

export type JsonReading =
  | { readonly ok: true; readonly value: unknown; spanOf(path: FieldPath, part?: "key" | "value"): Span; readonly repeated: readonly FieldPath[] }
  | { readonly ok: false; readonly message: string; readonly span: Span };

interface Reader {
  readonly text: string;
  at: number;
  readonly places: Map<string, { key: Span; value: Span }>;
  readonly repeated: FieldPath[];
}

/** Thrown inside this file only. */
class Slip extends Error {
  readonly span: Span;

  constructor(message: string, start: number, end = start + 1) {
    super(message);
    this.span = { start, end };
  }
}

const deepest = 100;

export function readJson(text: string): JsonReading {
  // Editors on Windows put a byte order mark first.
  const reader: Reader = { text, at: text.startsWith("\uFEFF") ? 1 : 0, places: new Map(), repeated: [] };
  try {
    const span = readValue(reader, []);
    reader.places.set("", { key: span, value: span });
    skip(reader);
    if (reader.at < text.length) throw new Slip("The file goes on behind the end of its value. Remove what follows.", reader.at);
  } catch (thrown) {
    if (thrown instanceof Slip) return { ok: false, message: thrown.message, span: thrown.span };
    throw thrown;
  }
  const { places, repeated } = reader;
  return { ok: true, value: JSON.parse(text.replace(/^\uFEFF/, "")), repeated, spanOf: (path, part = "value") => spanOf(places, path)[part] };
}

/** Where to point for a path: its place, or that of the nearest thing above it that is there. */
function spanOf(places: Reader["places"], path: FieldPath): { key: Span; value: Span } {
  const found = places.get(formatPath(path));
  if (found !== undefined) return found;
  const { key } = path.length === 0 ? { key: { start: 0, end: 0 } } : spanOf(places, path.slice(0, -1));
  return { key, value: key };
}

function readValue(reader: Reader, path: FieldPath): Span {
  skip(reader);
  const start = reader.at;
  const sign = reader.text.charAt(start);
  if (path.length > deepest) throw new Slip(`The JSON is nested more than ${deepest} levels deep here; write it flatter.`, start);
  if (sign === "{") readMap(reader, path);
  else if (sign === "[") readList(reader, path);
  else if (sign === '"') readText(reader);
  else if (take(reader, /(?:true|false|null)(?!\w)|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?(?![\w.])/y) === null) throw unexpected(reader, "a value: text in double quotes, a number, true, false, null, { or [");
  return { start, end: reader.at };
}

function readMap(reader: Reader, path: FieldPath): void {
  const opened = reader.at;
  const seen = new Set<string>();
  reader.at += 1;
  for (let isFirst = true; !closes(reader, "}", { opened, isFirst }); isFirst = false) {
    if (reader.text.charAt(reader.at) !== '"') throw unexpected(reader, "a key in double quotes");
    const start = reader.at;
    const name = JSON.parse(readText(reader)) as string;
    const key = { start, end: reader.at };
    const inner = [...path, name];
    if (seen.has(name)) reader.repeated.push(inner);
    seen.add(name);
    skip(reader);
    if (reader.text.charAt(reader.at) !== ":") throw unexpected(reader, `a colon after the key ${JSON.stringify(name)}`);
    reader.at += 1;
    reader.places.set(formatPath(inner), { key, value: readValue(reader, inner) });
  }
}

function readList(reader: Reader, path: FieldPath): void {
  const opened = reader.at;
  reader.at += 1;
  for (let index = 0; !closes(reader, "]", { opened, isFirst: index === 0 }); index += 1) {
    const inner = [...path, index];
    const value = readValue(reader, inner);
    reader.places.set(formatPath(inner), { key: value, value });
  }
}

/** Goes to the next entry; true at the closing sign. */
function closes(reader: Reader, sign: "}" | "]", { opened, isFirst }: { opened: number; isFirst: boolean }): boolean {
  skip(reader);
  if (reader.text.charAt(reader.at) === sign) return (reader.at += 1) > 0;
  if (reader.at >= reader.text.length) throw new Slip(`The \`${reader.text.charAt(opened)}\` that opens here has no closing \`${sign}\`. Add it.`, opened);
  if (isFirst) return false;
  if (reader.text.charAt(reader.at) !== ",") throw unexpected(reader, `a comma or \`${sign}\``);
  const comma = reader.at;
  reader.at += 1;
  skip(reader);
  if ("}]".includes(reader.text.charAt(reader.at) || " ")) throw new Slip(`There is a comma before the closing \`${reader.text.charAt(reader.at)}\`, which JSON does not take. Remove it.`, comma);
  return false;
}

function readText(reader: Reader): string {
  const start = reader.at;
  const whole = take(reader, /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y);
  if (whole !== null) return whole;
  const begun = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*/y;
  begun.lastIndex = start;
  const end = start + (begun.exec(reader.text)?.[0].length ?? 1);
  if (reader.text.charAt(end) === "\\") throw new Slip(`\`${reader.text.slice(end, end + 2)}\` means nothing in a JSON text. Write a backslash as \`\\\\\`.`, end, end + 2);
  throw new Slip('The text that opens here has no closing double quote on its line. Add the ".', start);
}

function unexpected({ text, at }: Reader, expected: string): Slip {
  const rest = text.slice(at, at + 200);
  if (/^(?:\/\/|\/\*|#)/.test(rest)) return new Slip("JSON has no comments. Remove it.", at, at + 2);
  if (rest.startsWith("'")) return new Slip("JSON takes double quotes only. Write \" for '.", at);
  const [word = ""] = /^[\w$.+-]+|^./.exec(rest) ?? [];
  return new Slip(`Found ${at >= text.length ? "the end of the file" : `\`${word.slice(0, 40)}\``}; expected ${expected}.`, at, at + Math.max(1, word.length));
}

function skip(reader: Reader): void {
  take(reader, /[ \t\r\n]*/y);
}

function take(reader: Reader, pattern: RegExp): string | null {
  pattern.lastIndex = reader.at;
  const found = pattern.exec(reader.text);
  if (found === null) return null;
  reader.at += found[0].length;
  return found[0];
}
