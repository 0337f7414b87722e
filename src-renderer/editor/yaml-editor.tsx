/** The editor of a DAG file: squiggles of our own reading, what fields mean, what fits where, and which task the cursor is in. */
import { useMemo, useRef, type ReactNode } from "react";
import type { ParsedDag } from "../../shared/dag-file/parse-dag.ts";
import type { Diagnostic } from "../../shared/model/diagnostic.ts";
import { CodeEditor } from "./code-editor.tsx";
import { knowDag, type WorkspaceWords } from "./dag-knowledge.ts";
import { marksOf } from "./diagnostic-marks.ts";
import type { CodeEditorProps } from "./editor-parts.ts";
import { taskAt, taskPlaces } from "./task-places.ts";

export interface YamlEditorProps extends Omit<CodeEditorProps, "language" | "marks" | "knowledge" | "onCursor"> {
  /** The reading of the text, or of one shortly before it; null before the first. */
  readonly parsed: Pick<ParsedDag, "tasks" | "nodeRanges"> | null;
  readonly diagnostics: readonly Diagnostic[];
  /** What the workspace has, to be proposed. */
  readonly words?: WorkspaceWords;
  /** The task that the person put the cursor into; null outside of all. */
  readonly onTask?: (taskId: string | null) => void;
}

const noWords: WorkspaceWords = { connections: [] };
const unread = { tasks: [], nodeRanges: new Map() };

export function YamlEditor({ parsed, diagnostics, words = noWords, onTask, ...editor }: YamlEditorProps): ReactNode {
  const { text } = editor;
  const read = parsed ?? unread;
  const marks = useMemo(() => marksOf(text, diagnostics), [text, diagnostics]);
  const knowledge = useMemo(() => knowDag(read, words), [read, words]);
  const lastTask = useRef<string | null>(null);
  const tellTask = (offset: number): void => {
    const task = taskAt(taskPlaces(text, read), offset);
    if (task === lastTask.current) return;
    lastTask.current = task;
    onTask?.(task);
  };
  return <CodeEditor {...editor} language="yaml" marks={marks} knowledge={knowledge} {...(onTask === undefined ? {} : { onCursor: tellTask })} />;
}
