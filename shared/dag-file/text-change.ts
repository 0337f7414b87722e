/** Replacements in a text, given by offsets of the old text. */
import type { Span } from "./report.ts";

export interface TextChange {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The new text and where the changes stand in it. Changes must not overlap; ones at the same place keep their order. */
export function applyChanges(text: string, changes: readonly TextChange[]): { text: string; touched: Span[] } {
  const pieces: string[] = [];
  const touched: Span[] = [];
  let at = 0;
  let length = 0;
  for (const change of changes.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    if (change.start < at) throw new RangeError(`changes overlap at offset ${change.start}`);
    pieces.push(text.slice(at, change.start), change.text);
    length += change.start - at;
    touched.push({ start: length, end: length + change.text.length });
    length += change.text.length;
    at = change.end;
  }
  pieces.push(text.slice(at));
  return { text: pieces.join(""), touched };
}
