/** The editor of a SQL text with all that is known around it: completion, hovers, marks once the typing pauses, and the statement that would run. */
import { useEffect, useMemo, useState, type ReactNode } from "react";
import type { TextSpan } from "../../shared/document/text-change.ts";
import { statementAt } from "../../shared/sql/statements.ts";
import type { CodeEditorProps, EditorMark } from "../editor/editor-parts.ts";
import { ScriptEditor } from "../editor/script-editor.tsx";
import { sqlKnowledge } from "./sql-knowledge.ts";
import { sqlMarks } from "./sql-marks.ts";
import type { SqlSubject } from "./sql-subject.ts";

export interface SqlEditorProps extends Omit<CodeEditorProps, "language" | "marks" | "knowledge" | "pointed"> {
  readonly subject: SqlSubject;
  /** Marks of who shows the text, such as a template that cannot be rendered. */
  readonly more?: readonly EditorMark[];
  /** Whether the statement at the cursor is marked: where there is something that runs it. */
  readonly pointsAtStatement?: boolean;
}

const marksAfterMs = 250;
const none: readonly EditorMark[] = [];

export function SqlEditor({ subject, more = none, pointsAtStatement = false, ...editor }: SqlEditorProps): ReactNode {
  const { text, onCursor, onSelect } = editor;
  const [place, setPlace] = useState<TextSpan>({ start: 0, end: 0 });
  const knowledge = useMemo(() => sqlKnowledge(subject), [subject]);
  const slow = useSlowMarks(subject, text);
  const marks = useMemo(() => (more.length === 0 ? slow : [...slow, ...more]), [slow, more]);
  const pointed = useMemo(() => (pointsAtStatement ? pieceSpan(text, place) : null), [pointsAtStatement, text, place]);
  return (
    <ScriptEditor
      {...editor}
      marks={marks}
      knowledge={knowledge}
      pointed={pointed}
      onCursor={(cursor) => {
        setPlace({ start: cursor, end: cursor });
        onCursor?.(cursor);
      }}
      onSelect={(span) => {
        setPlace(span);
        onSelect?.(span);
      }}
    />
  );
}

/** What `Run` means; a selection says it by itself. */
function pieceSpan(text: string, place: TextSpan): TextSpan | null {
  if (place.end > place.start) return null;
  const found = statementAt(text, place.start);
  return found === null ? null : { start: found.start, end: found.start + found.text.length };
}

/** Marks follow when the typing pauses: half-written SQL is not wrong yet. */
function useSlowMarks(subject: SqlSubject, text: string): readonly EditorMark[] {
  const [marks, setMarks] = useState<readonly EditorMark[]>(none);
  useEffect(() => {
    const timer = setTimeout(() => setMarks(sqlMarks(subject, text)), marksAfterMs);
    return () => clearTimeout(timer);
  }, [subject, text]);
  return marks;
}
