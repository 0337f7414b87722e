/** The dialogs of acts, for whatever page asks, and the command that takes the newest act back. Mounted once in the window. */
import { lazy, Suspense, useRef, type ReactNode } from "react";
import { useCommandContexts, useCommandHandlers } from "../app/command-handlers.ts";
import { entryToUndo, useActStore } from "./act-store.ts";
import { useUndo } from "./use-undo.ts";

const TasksDialog = lazy(async () => ({ default: (await import("./tasks-dialog.tsx")).TasksDialog }));
const CancelDialog = lazy(async () => ({ default: (await import("./cancel-dialog.tsx")).CancelDialog }));
const NoteDialog = lazy(async () => ({ default: (await import("./note-dialog.tsx")).NoteDialog }));

export function ActDialogs(): ReactNode {
  const question = useActStore((state) => state.question);
  useUndoCommand();
  if (question === null) return null;
  return (
    <Suspense fallback={null}>
      {question.kind === "tasks" && <TasksDialog question={question} />}
      {question.kind === "cancel" && <CancelDialog question={question} />}
      {question.kind === "note" && <NoteDialog question={question} />}
    </Suspense>
  );
}

function useUndoCommand(): void {
  const isUndoable = useActStore(({ done, going }) => done.length > 0 || going.length > 0);
  const { undo } = useUndo();
  // The key pressed again before the answer means the same act.
  const isAwaited = useRef(false);
  const takeBack = async (): Promise<void> => {
    if (isAwaited.current) return;
    isAwaited.current = true;
    const entry = await entryToUndo();
    isAwaited.current = false;
    if (entry !== null) await undo(entry);
  };
  useCommandContexts(isUndoable && "undoable");
  useCommandHandlers({ "run.undo": () => void takeBack() });
}
