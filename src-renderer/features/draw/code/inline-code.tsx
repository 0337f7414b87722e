/** The text of a program that stands in the DAG file: typed here, written there after a pause, one entry of the history while it is open. */
import { useEffect, useRef, useState, type ReactNode } from "react";
import { applyChanges, type TextChange } from "../../../../shared/document/text-change.ts";
import { t } from "../../../strings/t.ts";
import type { Drawing } from "../use-drawing.ts";
import { below, rootBinding } from "../forms/binding.ts";
import { setSource } from "../forms/source-edits.ts";
import type { TreeNode } from "../../../../shared/dag-file/yaml-tree.ts";
import { CodeFace, type CodeFaceProps } from "./code-face.tsx";
import { programKey, type Program } from "./task-programs.ts";

export interface InlineCodeProps extends Omit<CodeFaceProps, "path" | "text" | "onChange" | "onUndo" | "onRedo" | "onSave"> {
  readonly drawing: Drawing;
  readonly task: string;
  readonly program: Program;
  /** The task in the file, as the reading of this version of the text has it. */
  readonly node: TreeNode | null;
  readonly version: number;
}

/** What was typed and is not in the reading yet; `writtenAt` is the version of the text that has it. */
interface Draft {
  readonly text: string;
  readonly writtenAt: number | null;
}

const pauseMs = 300;
let sessions = 0;

export function InlineCode({ drawing, task, program, node, version, ...face }: InlineCodeProps): ReactNode {
  const { field, language, source } = program;
  const written = source?.kind === "inline" ? source.text : "";
  const [last, setDraft] = useState<Draft | null>(null);
  // A long file is read a moment after it was written to: until then the file still says what was there before.
  const draft = last !== null && (last.writtenAt === null || last.writtenAt > version) ? last : null;
  const [refusal, setRefusal] = useState<string | null>(null);
  const [session] = useState(() => ++sessions);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  // Each change is relative to what came before it, written or not.
  const newest = useRef(written);
  const write = (text: string): void => {
    const binding = below(rootBinding([{ path: ["tasks", task], node }]), field);
    const done = drawing.document.edit(t("Write {{field}} of {{task}}", { field, task }), setSource(binding, { kind: "inline", text }, language), `${programKey(task, field)}#${session}`);
    setRefusal(done.ok ? null : (done.diagnostics[0]?.message ?? t("This cannot be written into the file.")));
    if (done.ok) setDraft({ text, writtenAt: drawing.document.text.get().version });
  };
  const left = draft !== null && draft.writtenAt === null ? draft.text : null;
  const latest = useRef({ write, left });
  useEffect(() => {
    latest.current = { write, left };
    if (draft === null) newest.current = written;
  });
  const settle = (): void => {
    clearTimeout(timer.current);
    const { left: text, write: now } = latest.current;
    if (text !== null) now(text);
  };
  useEffect(() => () => settle(), []);
  const { unwritten } = drawing;
  useEffect(() => {
    const now = (): void => {
      const { left: text, write: then } = latest.current;
      if (text !== null) then(text);
    };
    const all = unwritten.current;
    all.add(now);
    return () => void all.delete(now);
  }, [unwritten]);
  const type = (changes: readonly TextChange[]): void => {
    newest.current = applyChanges(newest.current, changes).text;
    setDraft({ text: newest.current, writtenAt: null });
    clearTimeout(timer.current);
    timer.current = setTimeout(settle, pauseMs);
  };
  const { text } = drawing.document;
  const after = (act: () => void) => (): void => {
    settle();
    act();
  };
  return <CodeFace {...face} path={`${text.path}/${task}.${language === "bash" ? "sh" : language === "python" ? "py" : "sql"}`} text={draft?.text ?? written} trouble={refusal ?? face.trouble} onChange={type} onUndo={after(() => text.undo())} onRedo={after(() => text.redo())} onSave={after(() => void text.save())} />;
}
