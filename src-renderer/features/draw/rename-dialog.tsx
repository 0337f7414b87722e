/** Renames a task, and shows every line that the new name would change before it does. */
import { Button, TextInput } from "@mantine/core";
import { useMemo, useState, type ReactNode } from "react";
import { applyEdits } from "../../../shared/dag-file/apply-edits.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { formatPlural } from "../../ui/format.ts";
import { changedLines } from "./changed-lines.ts";
import { renameAct } from "./draw-acts.ts";
import styles from "./dialogs.module.css";
import type { Drawing } from "./use-drawing.ts";

export function RenameDialog({ drawing, id, onClose }: { drawing: Drawing; id: string; onClose: () => void }): ReactNode {
  const [name, setName] = useState(id);
  const { text } = drawing.document.text.get();
  const tried = useMemo(() => (name === id ? null : applyEdits(text, [{ kind: "renameTask", from: id, to: name }])), [text, id, name]);
  const lines = tried?.ok === true ? changedLines(text, tried.text) : [];
  const error = tried !== null && !tried.ok ? (tried.diagnostics[0]?.message ?? "This name cannot be used.") : null;
  const rename = (): void => {
    if (tried?.ok === true && drawing.perform(renameAct(id, name))) onClose();
  };
  return (
    <Dialog title={`Rename ${id}`} size={620} onClose={onClose} startsInside>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          rename();
        }}
      >
        <TextInput label="New name" value={name} error={error} spellCheck={false} onChange={(event) => setName(event.currentTarget.value)} onFocus={(event) => event.currentTarget.select()} data-autofocus classNames={{ input: "dw-mono" }} />
        <div className={styles.previewHead}>{tried?.ok === true ? `${formatPlural(lines.length, "line")} of the file change:` : "Dependencies and templates that name the task change with it."}</div>
        <div className={styles.preview} tabIndex={0} role="region" aria-label="Lines that change">
          {lines.map((line) => (
            <div key={line.number} className={styles.previewLine}>
              <span className="dw-dim dw-num">{line.number}</span>
              <del>{line.before.trim()}</del>
              <ins>{line.after.trim()}</ins>
            </div>
          ))}
        </div>
        <div className={styles.dialogActs}>
          <Button variant="default" onClick={onClose}>
            Keep the name
          </Button>
          <Button type="submit" disabled={tried?.ok !== true}>
            Rename
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
