/** Writing a note on a run or a task of it. Markdown, shown as it will look. */
import { Button, Modal, SegmentedControl, Textarea } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { longestNote } from "../../shared/contract/acts.ts";
import { useHost } from "../app/host-context.tsx";
import { toFailure } from "../rpc/failure.ts";
import { useRpc } from "../rpc/rpc-provider.tsx";
import { t } from "../strings/t.ts";
import { MarkdownText } from "../ui/markdown-text.tsx";
import { closeAct, endAct, followAct, type ActQuestion } from "./act-store.ts";
import styles from "./acts.module.css";
import { useNotes } from "./use-notes.ts";
import { useUndo } from "./use-undo.ts";

export function NoteDialog({ question }: { question: Extract<ActQuestion, { kind: "note" }> }): ReactNode {
  const { run, taskId } = question;
  const notes = useNotes(run.dagId);
  const before = (taskId === null ? notes.ofRun(run.dagId, run.runId) : notes.ofTask(run.dagId, run.runId, taskId))?.text ?? "";
  const [written, setText] = useState<string | null>(null);
  const [face, setFace] = useState("write");
  const host = useHost();
  const { offer } = useUndo();
  const text = written ?? before;
  const save = useMutation(
    useRpc().acts.setNote.mutationOptions({
      onSuccess: ({ id, act }) => {
        offer(act === "note.remove" ? t("The note was removed") : t("The note was saved"), id);
        endAct(question);
      },
    }),
  );
  return (
    <Modal opened onClose={closeAct} title={taskId === null ? t("Note on this run") : t("Note on {{taskId}}", { taskId })} size="lg">
      <div className={styles.scope}>
        <SegmentedControl value={face} onChange={setFace} aria-label={t("Face of the note")} data={[{ value: "write", label: t("Write") }, { value: "look", label: t("Preview") }]} />
      </div>
      {face === "write" ? (
        <Textarea data-autofocus mt={8} label={t("Note")} description={t("Markdown. An empty note is removed.")} value={text} maxLength={longestNote} autosize minRows={5} maxRows={14} size="xs" onChange={(event) => setText(event.currentTarget.value)} />
      ) : (
        <div className={styles.note} style={{ marginTop: 8 }} tabIndex={0} role="region" aria-label={t("Preview")}>
          <MarkdownText text={text} onOpenLink={(address) => void host.openExternal(address)} />
        </div>
      )}
      {save.error && (
        <p className={styles.failure} role="alert">
          {toFailure(save.error).message}
        </p>
      )}
      <div className={styles.foot}>
        <span />
        <Button variant="default" onClick={closeAct}>
          {t("Close")}
        </Button>
        <Button disabled={save.isPending || text === before} onClick={() => followAct(save.mutateAsync({ ...run, ...(taskId === null ? {} : { taskId }), text }))}>
          {t("Save note")}
        </Button>
      </div>
    </Modal>
  );
}
