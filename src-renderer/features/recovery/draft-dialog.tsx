/** What was not saved of one file, beside the file; with what can become of it. */
import { Button } from "@mantine/core";
import { useEffect, useState, type ReactNode } from "react";
import { useAcquire, useDocumentState } from "../../document/documents-provider.tsx";
import type { TextDocument } from "../../document/text-document.ts";
import { ConflictDialog } from "../../editor/conflict-dialog.tsx";
import { DiffDialog } from "../../editor/diff-dialog.tsx";
import { toFailure, type Failure } from "../../rpc/failure.ts";
import { t } from "../../strings/t.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { SkeletonRows } from "../../ui/skeleton-rows.tsx";

interface DraftDialogProps {
  readonly path: string;
  readonly onClose: () => void;
  /** There is nothing unsaved any more. */
  readonly onGone: () => void;
}

export function DraftDialog({ path, onClose, onGone }: DraftDialogProps): ReactNode {
  const acquire = useAcquire();
  const [opened, setOpened] = useState<{ document: TextDocument | null; failure: Failure | null }>({ document: null, failure: null });
  useEffect(() => {
    const { document, release } = acquire(path);
    document.then(
      (found) => setOpened({ document: found, failure: null }),
      (thrown: unknown) => setOpened({ document: null, failure: toFailure(thrown) }),
    );
    return release;
    // The registry is the same for as long as the window lives.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [path]);
  if (opened.document !== null) return <Draft document={opened.document} onClose={onClose} onGone={onGone} />;
  return (
    <Dialog title={t("Unsaved changes of {{path}}", { path })} size={620} onClose={onClose}>
      {opened.failure === null ? <SkeletonRows rows={6} label={t("Opening the file")} /> : <ErrorState title={t("{{path}} cannot be opened", { path })} failure={opened.failure} />}
    </Dialog>
  );
}

function Draft({ document, onClose, onGone }: { document: TextDocument; onClose: () => void; onGone: () => void }): ReactNode {
  const { text, disk, readOnly, trouble, conflict } = useDocumentState(document, (state) => state);
  const end = async (act: () => Promise<unknown>): Promise<void> => {
    await act();
    if (document.get().dirty) return;
    onGone();
    onClose();
  };
  if (conflict !== null) return <ConflictDialog document={document} onClose={onClose} />;
  return (
    <DiffDialog title={t("Unsaved changes of {{document}}", { document: document.path })} path={document.path} sides={[disk === null ? t("There is no file any more") : t("The file on disk"), t("With the unsaved changes")]} before={disk ?? ""} after={text} onClose={onClose}>
      {(readOnly ?? trouble) !== null && <span role="status">{readOnly ?? trouble}</span>}
      <Button variant="default" onClick={() => void end(() => document.revert())}>
        {disk === null ? t("Discard it") : t("Discard them")}
      </Button>
      <Button disabled={readOnly !== null} onClick={() => void end(() => document.save())}>
        {disk === null ? t("Write the file anew") : t("Save them")}
      </Button>
    </DiffDialog>
  );
}
