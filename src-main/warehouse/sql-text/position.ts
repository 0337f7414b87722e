/** Where in a script something went wrong, as a person counts: lines and columns from 1. */
import type { SqlFailure } from "../session.ts";

export interface Place {
  readonly line: number;
  readonly column: number;
  readonly lineText: string;
}

export function placeOf(sql: string, offset: number): Place {
  const at = Math.min(offset, sql.length);
  const lineStart = sql.lastIndexOf("\n", at - 1) + 1;
  const newline = sql.indexOf("\n", lineStart);
  const line = sql.slice(0, lineStart).split("\n").length;
  return { line, column: at - lineStart + 1, lineText: sql.slice(lineStart, newline < 0 ? sql.length : newline).replace(/\r$/, "") };
}

/** `what: line 3, column 8: message` and the line itself with a mark below it. */
export function describeFailure(what: string, failure: SqlFailure, script: string): string {
  const more = failure.detail === null ? "" : ` (${failure.detail})`;
  if (failure.offset === null) return `${what}: ${failure.message}${more}`;
  const place = placeOf(script, failure.offset);
  const from = Math.max(0, place.column - 1 - 60);
  const excerpt = place.lineText.slice(from, from + 160);
  return `${what}, line ${place.line}, column ${place.column}: ${failure.message}${more}\n  ${excerpt}\n  ${" ".repeat(place.column - 1 - from)}^`;
}

/** UTF-16 index of a count of code points, as PostgreSQL gives positions. */
export function fromCodePoints(text: string, count: number): number {
  let offset = 0;
  for (let seen = 0; seen < count && offset < text.length; seen++) offset += (text.codePointAt(offset) ?? 0) > 0xffff ? 2 : 1;
  return offset;
}

/** UTF-16 index of a count of UTF-8 bytes, as DuckDB gives positions. */
export function fromBytes(text: string, count: number): number {
  return new TextDecoder().decode(new TextEncoder().encode(text).subarray(0, count)).length;
}
