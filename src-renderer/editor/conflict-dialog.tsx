/** Both sides of a conflict and what a merge would make of them, so that one chooses with open eyes. Nothing is written by choosing. */
import { Button, SegmentedControl } from "@mantine/core";
import { useState, type ReactNode } from "react";
import { useDocumentState } from "../document/documents-provider.tsx";
import type { TextDocument } from "../document/text-document.ts";
import { t } from "../strings/t.ts";
import { DiffDialog } from "./diff-dialog.tsx";

type View = "sides" | "merged";

export function ConflictDialog({ document, onClose }: { document: TextDocument; onClose: () => void }): ReactNode {
  const conflict = useDocumentState(document, (state) => state.conflict);
  const mine = useDocumentState(document, (state) => state.text);
  const [view, setView] = useState<View>("sides");
  if (conflict === null) return null;
  const choose = (choice: "mine" | "theirs" | "merged"): void => {
    document.resolve(choice);
    onClose();
  };
  const merged = view === "merged" ? conflict.merged : null;
  return (
    <DiffDialog
      title={t("{{document}} was changed on disk too", { document: document.path })}
      path={document.path}
      sides={[t("The file on disk"), merged === null ? t("Mine, not saved") : t("Merged: where both changed, both stand between marks")]}
      before={conflict.disk}
      after={merged ?? mine}
      onClose={onClose}
      {...(conflict.merged === null
        ? {}
        : {
            choice: (
              <SegmentedControl<View>
                size="xs"
                data={[
                  { value: "sides", label: t("Both sides") },
                  { value: "merged", label: t("Merged") },
                ]}
                value={view}
                onChange={setView}
                aria-label={t("Compare the file on disk with")}
              />
            ),
          })}
    >
      <Button variant="default" onClick={() => choose("theirs")}>
        {t("Take the file's")}
      </Button>
      {conflict.merged !== null && (
        <Button variant="default" onClick={() => choose("merged")}>
          {t("Merge with marks")}
        </Button>
      )}
      <Button onClick={() => choose("mine")}>{t("Keep mine")}</Button>
    </DiffDialog>
  );
}
