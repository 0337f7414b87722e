/** The note in whose words somebody is, which may not be in the file yet, and what the canvas then says of notes. */
import { useMemo, useState } from "react";
import type { NoteEditing } from "../../graph-view/notes/note-editing.ts";
import type { Notes } from "../../graph-view/notes/note-box.ts";
import type { Point } from "../../graph-view/layout.ts";
import { addNoteAct, freshNote, resizeNoteAct, writeNoteAct, type FreshNote } from "./note-acts.ts";
import type { Drawing } from "./use-drawing.ts";

/** `fresh` is not in the file yet. */
interface Writing {
  readonly id: string;
  readonly fresh: FreshNote | null;
}

export interface NoteWriting {
  /** Those of the file, with the fresh one. */
  readonly notes: Notes;
  readonly editing: NoteEditing;
  /** A new note at a place, or the words of one that is there. */
  readonly begin: (note: { readonly at: Point } | { readonly id: string }) => void;
}

export function useNoteWriting({ graph, selection, perform, state }: Drawing): NoteWriting {
  const [writing, setWriting] = useState<Writing | null>(null);
  const kept = state.good.ui.notes;
  const notes = useMemo(() => (writing?.fresh ? { ...kept, [writing.id]: writing.fresh.note } : kept), [kept, writing]);
  const selected = useMemo(() => new Set(selection.notes), [selection.notes]);
  const begin: NoteWriting["begin"] = (note) => {
    if ("id" in note) return setWriting({ id: note.id, fresh: null });
    const fresh = freshNote(kept, note.at, { tasks: [...(graph.current?.layout().nodes.values() ?? [])], sight: graph.current?.sight() ?? { ...note.at, width: 0, height: 0 } });
    setWriting({ id: fresh.id, fresh });
  };
  const end = (): void => {
    setWriting(null);
    // Who went elsewhere by the pointer has the focus there.
    requestAnimationFrame(() => document.activeElement === document.body && graph.current?.focus());
  };
  const keep = (id: string, text: string): void => {
    const act = writing?.fresh ? (text.trim() === "" ? null : addNoteAct(writing.fresh, text)) : writeNoteAct(kept, id, text);
    if (act !== null) perform(act);
    end();
  };
  return {
    notes,
    begin,
    editing: {
      selected,
      written: writing?.id ?? null,
      onWrite: (id) => begin({ id }),
      onKeep: keep,
      onLeave: end,
      onResize: (id, box) => perform(resizeNoteAct(id, box)),
    },
  };
}
