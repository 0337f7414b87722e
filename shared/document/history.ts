/**
 * The one history of a text: what canvas, forms and editor did to it, as named entries that each know their inverse.
 * A value: every function gives a new one. It owns no text; who holds the text hands it in and takes the new one back.
 * `cursor` counts the entries that are in the text: those before it can be undone, those from it on done again.
 */
import { joinTyping } from "./join-typing.ts";
import { applyChanges, inOrder, invertChanges, type TextChange } from "./text-change.ts";
import { diffTexts } from "./text-diff.ts";

/** `type` is typing, `edit` a named act of canvas or form, `external` a change that came from outside. */
export type HistoryKind = "edit" | "type" | "external";

export interface HistoryEntry {
  /** Stays with the entry as long as the history knows it; no other entry ever gets it. */
  readonly id: number;
  readonly name: string;
  /** Epoch milliseconds of the last change that went into it. */
  readonly at: number;
  readonly kind: HistoryKind;
  /** Offsets of the text before the entry. */
  readonly changes: readonly TextChange[];
  /** Offsets of the text after it. */
  readonly inverse: readonly TextChange[];
  /** Entries of one gesture have the same; null joins with nothing. */
  readonly gesture: string | null;
}

export interface TextHistory {
  readonly entries: readonly HistoryEntry[];
  readonly cursor: number;
  /** The cursor at which the text is the one on the disk; null when no place of the history has it. */
  readonly saved: number | null;
  readonly nextId: number;
}

export interface Recorded {
  readonly name: string;
  readonly kind: HistoryKind;
  /** Epoch milliseconds. */
  readonly at: number;
  /** Edits of one drag or of one field carry the same text here, and become one entry while none is a second late. */
  readonly gesture?: string;
}

/** A step through the history: the text there, and what changes on the way (offsets of the text before the step). */
export interface HistoryStep {
  readonly history: TextHistory;
  readonly text: string;
  readonly changes: readonly TextChange[];
}

/** A longer pause makes a new entry. */
export const pauseMs = 1_000;
const mostEntries = 500;
/** Characters that all entries together may hold; 32 MB of memory. */
const mostCharacters = 16 * 1024 * 1024;

export const emptyHistory: TextHistory = { entries: [], cursor: 0, saved: 0, nextId: 1 };

/** Notes what was done to `before`. Entries that were undone are forgotten; the oldest go when there are too many. */
export function record(history: TextHistory, before: string, changes: readonly TextChange[], how: Recorded): TextHistory {
  if (changes.length === 0) return history;
  const entry = { id: history.nextId, name: how.name, at: how.at, kind: how.kind, changes: inOrder(changes), inverse: invertChanges(before, changes), gesture: how.gesture ?? null };
  const last = history.entries[history.cursor - 1];
  const kept = history.entries.slice(0, history.cursor);
  const saved = history.saved !== null && history.saved <= history.cursor ? history.saved : null;
  // What is on the disk keeps a place of its own in the history.
  const joined = last === undefined || saved === history.cursor ? null : join(last, entry, before);
  if (joined !== null) return { ...history, entries: [...kept.slice(0, -1), joined], saved };
  return bounded({ entries: [...kept, entry], cursor: history.cursor + 1, saved, nextId: history.nextId + 1 });
}

/** Null when there is nothing to undo. `text` is the text as it is. */
export function undo(history: TextHistory, text: string): HistoryStep | null {
  const entry = history.entries[history.cursor - 1];
  if (entry === undefined) return null;
  return { history: { ...history, cursor: history.cursor - 1 }, text: applyChanges(text, entry.inverse).text, changes: entry.inverse };
}

/** Null when there is nothing to do again. */
export function redo(history: TextHistory, text: string): HistoryStep | null {
  const entry = history.entries[history.cursor];
  if (entry === undefined) return null;
  return { history: { ...history, cursor: history.cursor + 1 }, text: applyChanges(text, entry.changes).text, changes: entry.changes };
}

/** To the place where `cursor` entries are in the text, as one step; the nearest there is. Null when the text is there already. */
export function goTo(history: TextHistory, text: string, cursor: number): HistoryStep | null {
  const goal = Math.max(0, Math.min(Math.trunc(cursor), history.entries.length));
  let at = history;
  let reached = text;
  while (at.cursor !== goal) {
    const step = at.cursor > goal ? undo(at, reached) : redo(at, reached);
    if (step === null) break;
    at = step.history;
    reached = step.text;
  }
  return at === history ? null : { history: at, text: reached, changes: diffTexts(text, reached) };
}

/** The text as it is now is the one on the disk. */
export function markSaved(history: TextHistory): TextHistory {
  return { ...history, saved: history.cursor };
}

/** The text on the disk is none that this history knows. */
export function markUnsaved(history: TextHistory): TextHistory {
  return { ...history, saved: null };
}

function join(last: HistoryEntry, next: HistoryEntry, before: string): HistoryEntry | null {
  if (last.kind !== next.kind || next.at - last.at >= pauseMs || next.at < last.at) return null;
  if (next.gesture !== null && next.gesture === last.gesture) return joinGesture(last, next, before);
  return next.kind === "type" ? joinTyping(last, next) : null;
}

/** The edits of a gesture may lie anywhere: the entry is written anew from the texts before and after it. */
function joinGesture(last: HistoryEntry, next: HistoryEntry, before: string): HistoryEntry {
  const start = applyChanges(before, last.inverse).text;
  const changes = diffTexts(start, applyChanges(before, next.changes).text);
  return { ...last, name: next.name, at: next.at, changes, inverse: invertChanges(start, changes) };
}

function bounded(history: TextHistory): TextHistory {
  let dropped = Math.max(0, history.entries.length - mostEntries);
  let characters = history.entries.slice(dropped).reduce((sum, entry) => sum + sizeOf(entry), 0);
  while (characters > mostCharacters && dropped < history.entries.length - 1) {
    const oldest = history.entries[dropped++];
    characters -= oldest === undefined ? 0 : sizeOf(oldest);
  }
  if (dropped === 0) return history;
  const saved = history.saved === null || history.saved < dropped ? null : history.saved - dropped;
  return { ...history, entries: history.entries.slice(dropped), cursor: history.cursor - dropped, saved };
}

function sizeOf({ changes, inverse }: HistoryEntry): number {
  return [...changes, ...inverse].reduce((sum, change) => sum + change.text.length + 16, 0);
}
