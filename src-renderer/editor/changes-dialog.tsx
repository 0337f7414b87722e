/** What is not saved of an open file, beside what is on the disk. */
import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { useDocumentState } from "../document/documents-provider.tsx";
import type { TextDocument } from "../document/text-document.ts";
import { t } from "../strings/t.ts";
import { DiffDialog } from "./diff-dialog.tsx";

export function ChangesDialog({ document, onClose }: { document: TextDocument; onClose: () => void }): ReactNode {
  const text = useDocumentState(document, (state) => state.text);
  const disk = useDocumentState(document, (state) => state.disk);
  const dirty = useDocumentState(document, (state) => state.dirty);
  const readOnly = useDocumentState(document, (state) => state.readOnly);
  const end = (act: () => Promise<unknown>): void => {
    onClose();
    void act();
  };
  return (
    <DiffDialog title={t("Unsaved changes of {{document}}", { document: document.path })} path={document.path} sides={[disk === null ? t("There is no file any more") : t("The file on disk"), t("With the unsaved changes")]} before={disk ?? ""} after={text} onClose={onClose}>
      <Button variant="default" disabled={!dirty} onClick={() => end(() => document.revert())}>
        {t("Discard them")}
      </Button>
      <Button disabled={!dirty || readOnly !== null} onClick={() => end(() => document.save())}>
        {t("Save them")}
      </Button>
    </DiffDialog>
  );
}
