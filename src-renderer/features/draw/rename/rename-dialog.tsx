/** Renames a task or the DAG, in its file and in all others that name it, after showing each line that would change. */
import { Button, Checkbox, TextInput } from "@mantine/core";
import { useState, type ReactNode } from "react";
import type { DagDocument } from "../../../document/dag-document.ts";
import { t } from "../../../strings/t.ts";
import { Dialog } from "../../../ui/dialog.tsx";
import { useEarlySubmit } from "../../../ui/use-early-submit.ts";
import { RenamePreview } from "./rename-preview.tsx";
import styles from "./rename.module.css";
import { useRename, type Renamed } from "./use-rename.ts";

export interface RenameDialogProps {
  readonly document: DagDocument;
  readonly dagId: string;
  /** The task to rename; null for the DAG itself. */
  readonly task: string | null;
  readonly onClose: () => void;
  /** What was done, to be said. */
  readonly onRenamed: (renamed: Renamed) => void;
}

export function RenameDialog(props: RenameDialogProps): ReactNode {
  const { task, dagId, onClose } = props;
  const [name, setName] = useState(task ?? dagId);
  const rename = useRename(props, name);
  const { plan, error, files, notes, isLoading, trouble, chosenFiles, isBusy } = rename;
  const lines = plan === null ? 0 : plan.own.length + rename.chosenLines;
  const isReady = plan !== null && !isLoading && !isBusy;
  // The page of a DAG follows the id that is on the disk.
  const savesAlways = task === null;
  const early = useEarlySubmit({ isReady, isPending: plan !== null && isLoading, entered: name }, () => void rename.perform(savesAlways));
  return (
    <Dialog title={t("Rename {{task}}", { task: task ?? dagId })} size={760} onClose={onClose} startsInside>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          early.submit();
        }}
      >
        <TextInput label={t("New name")} value={name} error={error} spellCheck={false} onChange={(event) => setName(event.currentTarget.value)} onFocus={(event) => event.currentTarget.select()} data-autofocus classNames={{ input: "dw-mono" }} />
        {task === null && <p className={styles.note}>{t("Runs of the past stay under the old name, and the schedule is off until you turn it on for the new one.")}</p>}
        {rename.fileName !== null && <Checkbox size="xs" className={styles.option ?? ""} label={t("Rename the file to {{fileName}}", { fileName: rename.fileName })} checked={rename.renamesFile} onChange={(event) => rename.setRenamesFile(event.currentTarget.checked)} />}
        <p className={styles.head} role="status">
          {isLoading ? t("Looking for the name in other files…") : plan === null ? t("Dependencies, templates and files that name it change with it.") : t("{{count}} lines in {{chosenFiles}} change:", { count: lines, chosenFiles: t("{{count}} files", { count: chosenFiles + 1 }) })}
        </p>
        {plan !== null && <RenamePreview own={{ path: props.document.text.path, lines: plan.own }} files={files} isChosen={rename.isChosen} onChoose={rename.choose} />}
        {notes.map((note) => (
          <p key={note} className={styles.note}>
            {note}
          </p>
        ))}
        {trouble !== null && (
          <p className={styles.trouble} role="alert">
            {trouble}
          </p>
        )}
        <div className={styles.acts}>
          <Button variant="default" onClick={onClose}>
            {t("Keep the name")}
          </Button>
          {!savesAlways && chosenFiles > 0 && (
            <Button variant="default" disabled={!isReady} onClick={() => void rename.perform(true)}>
              {t("Rename and save all")}
            </Button>
          )}
          <Button type="submit" disabled={plan === null || isBusy} loading={early.isKept}>
            {savesAlways ? t("Rename and save") : t("Rename")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
