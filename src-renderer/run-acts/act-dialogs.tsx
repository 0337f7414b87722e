/** The dialogs of acts, for whatever page asks, and the command that takes the newest act back. Mounted once in the window. */
import { lazy, Suspense, type ReactNode } from "react";
import { useCommandContexts, useCommandHandlers } from "../app/command-handlers.ts";
import { useActStore } from "./act-store.ts";
import { useUndo } from "./use-undo.ts";

const TasksDialog = lazy(async () => ({ default: (await import("./tasks-dialog.tsx")).TasksDialog }));
const CancelDialog = lazy(async () => ({ default: (await import("./cancel-dialog.tsx")).CancelDialog }));
const NoteDialog = lazy(async () => ({ default: (await import("./note-dialog.tsx")).NoteDialog }));

export function ActDialogs(): ReactNode {
  const question = useActStore((state) => state.question);
  const last = useActStore((state) => state.done.at(-1)?.entry ?? null);
  const { undo } = useUndo();
  useCommandContexts(last !== null && "undoable");
  useCommandHandlers({ "run.undo": () => last !== null && void undo(last) });
  if (question === null) return null;
  return (
    <Suspense fallback={null}>
      {question.kind === "tasks" && <TasksDialog question={question} />}
      {question.kind === "cancel" && <CancelDialog question={question} />}
      {question.kind === "note" && <NoteDialog question={question} />}
    </Suspense>
  );
}
