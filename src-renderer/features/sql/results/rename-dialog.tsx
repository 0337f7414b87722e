/** Asks for a name. */
import { Button, TextInput } from "@mantine/core";
import { useState, type ReactNode } from "react";
import { toFailure } from "../../../rpc/failure.ts";
import { t } from "../../../strings/t.ts";
import { Dialog } from "../../../ui/dialog.tsx";
import styles from "./results.module.css";

export interface RenameDialogProps {
  readonly title: string;
  readonly name: string;
  readonly hint?: string;
  /** Throws or rejects with what is wrong with the name. */
  readonly onRename: (name: string) => void | Promise<void>;
  readonly onClose: () => void;
}

export function RenameDialog({ title, name, hint, onRename, onClose }: RenameDialogProps): ReactNode {
  const [text, setText] = useState(name);
  const [error, setError] = useState<string | null>(null);
  const rename = async (): Promise<void> => {
    try {
      await onRename(text);
      onClose();
    } catch (thrown) {
      setError(toFailure(thrown).message);
    }
  };
  return (
    <Dialog title={title} size={380} onClose={onClose} startsInside>
      <form
        className={styles.exportForm}
        onSubmit={(event) => {
          event.preventDefault();
          void rename();
        }}
      >
        <TextInput size="xs" label={t("Name")} description={hint} data-autofocus maxLength={120} value={text} error={error} onFocus={(event) => event.currentTarget.select()} onChange={(event) => setText(event.currentTarget.value)} />
        <div className={styles.filterActs}>
          <Button size="compact-sm" variant="default" onClick={onClose}>
            {t("Cancel")}
          </Button>
          <Button size="compact-sm" type="submit">
            {t("Rename")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
