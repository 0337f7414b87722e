/** Replacements in a text, given by offsets (UTF-16 units) of the old text. */

/** A stretch of a text: `end` is behind its last unit. */
export interface TextSpan {
  readonly start: number;
  readonly end: number;
}

export interface TextChange {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export interface ChangedText {
  readonly text: string;
  /** Where the changes stand in the new text, in order. */
  readonly touched: TextSpan[];
}

/** The new text and where the changes stand in it. Changes must not overlap; ones at the same place keep their order. */
export function applyChanges(text: string, changes: readonly TextChange[]): ChangedText {
  const pieces: string[] = [];
  const touched: TextSpan[] = [];
  let at = 0;
  let length = 0;
  for (const change of inOrder(changes)) {
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

/** What takes the changed text back: the n-th undoes the n-th change from the left. */
export function invertChanges(text: string, changes: readonly TextChange[]): TextChange[] {
  let shift = 0;
  return inOrder(changes).map(({ start, end, text: written }) => {
    const inverse = { start: start + shift, end: start + shift + written.length, text: text.slice(start, end) };
    shift += written.length - (end - start);
    return inverse;
  });
}

export function inOrder(changes: readonly TextChange[]): TextChange[] {
  return changes.toSorted((a, b) => a.start - b.start || a.end - b.end);
}
