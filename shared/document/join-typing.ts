/** Joins typing into what was typed before it: letters put on at the end, or letters taken away, at one cursor or at several. */
import type { HistoryEntry } from "./history.ts";
import type { TextChange } from "./text-change.ts";

/** Null when the two are better undone one by one: they lie apart, a line was broken between them, or one writes and one deletes. */
export function joinTyping(last: HistoryEntry, next: HistoryEntry): HistoryEntry | null {
  if (last.changes.length !== next.changes.length) return null;
  const changes: TextChange[] = [];
  const inverse: TextChange[] = [];
  let shift = 0;
  for (const [index, second] of next.changes.entries()) {
    const [first, back, secondBack] = [last.changes[index], last.inverse[index], next.inverse[index]];
    if (first === undefined || back === undefined || secondBack === undefined) return null;
    const joined = joinOne({ change: first, removed: back.text, at: back }, { change: second, removed: secondBack.text });
    if (joined === null) return null;
    changes.push(joined.change);
    inverse.push({ start: joined.change.start + shift, end: joined.change.start + shift + joined.change.text.length, text: joined.removed });
    shift += joined.change.text.length - joined.removed.length;
  }
  return { ...last, name: next.name, at: next.at, changes, inverse };
}

interface Typed {
  readonly change: TextChange;
  readonly removed: string;
}

function joinOne(first: Typed & { at: TextChange }, second: Typed): Typed | null {
  if (breaksLine(first) || breaksLine(second) || isWriting(first) !== isWriting(second)) return null;
  const { start, end } = second.change;
  const written = { start: first.at.start, end: first.at.end };
  if (start > written.end || end < written.start) return null;
  // Of what the second took away, this much stood before and behind what the first had written.
  const before = Math.max(0, written.start - start);
  const behind = Math.max(0, end - written.end);
  const kept = first.change.text.slice(0, Math.max(0, start - written.start));
  const rest = first.change.text.slice(Math.max(0, end - written.start));
  const removed = second.removed.slice(0, before) + first.removed + second.removed.slice(second.removed.length - behind);
  return { change: { start: first.change.start - before, end: first.change.end + behind, text: kept + second.change.text + rest }, removed };
}

function isWriting({ change }: Typed): boolean {
  return change.text !== "";
}

function breaksLine({ change, removed }: Typed): boolean {
  return change.text.includes("\n") || removed.includes("\n");
}
