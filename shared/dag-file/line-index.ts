/** Turns offsets of a text into lines and columns (both from 1; a byte order mark takes no column). */
import { lastNotAfter } from "../base/last-not-after.ts";

export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface LineIndex {
  at(offset: number): Position;
  /** Offset of the first character of the line that holds `offset`. */
  startOfLine(offset: number): number;
}

export function indexLines(text: string): LineIndex {
  const starts = lineStarts(text);
  const markLength = text.startsWith("\uFEFF") ? 1 : 0;
  const lineOf = (offset: number): number => lastNotAfter(starts, offset);
  return {
    at(offset) {
      const bounded = Math.max(0, Math.min(offset, text.length));
      const line = lineOf(bounded);
      const column = bounded - (starts[line] ?? 0) + 1 - (line === 0 ? Math.min(markLength, bounded) : 0);
      return { line: line + 1, column };
    },
    startOfLine: (offset) => starts[lineOf(offset)] ?? 0,
  };
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}
