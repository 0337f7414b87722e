/** The sticky notes of a graph, behind its tasks and edges. It draws them and takes what is written; gestures are geometry, elsewhere. */
import { ViewportPortal } from "@xyflow/react";
import { memo, useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { t } from "../../strings/t.ts";
import { MarkdownText } from "../../ui/markdown-text.tsx";
import { summaryOf } from "../../ui/markdown.ts";
import { useGraphScene, useKeyed } from "../graph-context.ts";
import { corners, type PlacedNote } from "./note-box.ts";
import type { NoteEditing } from "./note-editing.ts";
import styles from "./notes.module.css";

export interface NoteLayerProps {
  readonly editing: NoteEditing | undefined;
  readonly onOpenLink: (address: string) => void;
}

export function NoteLayer({ editing, onOpenLink }: NoteLayerProps): ReactNode {
  const { notes } = useGraphScene();
  return (
    <ViewportPortal>
      {notes.map((note) => (
        <NoteCard key={note.id} note={note} isSelected={editing?.selected.has(note.id) ?? false} writing={editing?.written === note.id ? editing : null} onOpenLink={onOpenLink} />
      ))}
    </ViewportPortal>
  );
}

interface NoteCardProps {
  readonly note: PlacedNote;
  readonly isSelected: boolean;
  readonly writing: NoteEditing | null;
  readonly onOpenLink: (address: string) => void;
}

const NoteCard = memo(function NoteCard({ note, isSelected, writing, onOpenLink }: NoteCardProps): ReactNode {
  const { noteBoxes } = useGraphScene();
  const { x, y, width, height } = useKeyed(noteBoxes, note.id) ?? note.box;
  return (
    <div
      className={styles.note}
      style={{ transform: `translate(${x}px, ${y}px)`, width, height }}
      role="note"
      aria-label={noteName(note)}
      data-note-id={note.id}
      data-color={note.color}
      data-selected={isSelected || undefined}
      data-writing={writing !== null || undefined}
    >
      {writing === null ? (
        <div className={styles.text}>
          <MarkdownText text={note.text} onOpenLink={onOpenLink} />
        </div>
      ) : (
        <NoteField note={note} onKeep={(text) => writing.onKeep(note.id, text)} onLeave={writing.onLeave} />
      )}
      {corners.map((corner) => (
        <i key={corner} className={styles.corner} data-corner={corner} aria-hidden />
      ))}
    </div>
  );
});

/** Escape leaves it as it was; Ctrl+Enter, or going elsewhere, keeps what is written. */
function NoteField({ note, onKeep, onLeave }: { note: PlacedNote; onKeep: (text: string) => void; onLeave: () => void }): ReactNode {
  const [text, setText] = useState(note.text);
  const field = useRef<HTMLTextAreaElement>(null);
  const isOver = useRef(false);
  useEffect(() => {
    field.current?.focus({ preventScroll: true });
    field.current?.select();
  }, []);
  const end = (act: () => void): void => {
    if (isOver.current) return;
    isOver.current = true;
    act();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    const keeps = event.key === "Enter" && (event.ctrlKey || event.metaKey);
    if (!keeps && event.key !== "Escape") return event.stopPropagation();
    event.preventDefault();
    event.stopPropagation();
    end(keeps ? () => onKeep(text) : onLeave);
  };
  return <textarea ref={field} className={styles.field} aria-label={t("Text of the note, in Markdown")} placeholder={t("Write in Markdown")} value={text} onChange={(event) => setText(event.currentTarget.value)} onKeyDown={onKeyDown} onBlur={() => end(() => onKeep(text))} />;
}

/** For screen readers: the first words of it. */
export function noteName({ text }: Pick<PlacedNote, "text">): string {
  const words = summaryOf(text.trimStart().split("\n", 1)[0] ?? "");
  return words === "" ? t("Empty note") : t("Note: {{words}}", { words: words.length > 80 ? `${words.slice(0, 80)}…` : words });
}
