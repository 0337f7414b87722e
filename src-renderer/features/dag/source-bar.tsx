/** Above the text of a DAG file: its name, whether it is saved, and what one does with it. */
import { ActionIcon, Button, Tooltip } from "@mantine/core";
import { Redo2, Save, Undo2 } from "lucide-react";
import { memo, type ReactNode } from "react";
import { useKeyTitles } from "../../app/key-map.ts";
import { useDocumentState } from "../../document/documents-provider.tsx";
import type { TextDocument } from "../../document/text-document.ts";
import { t } from "../../strings/t.ts";
import { whenAble } from "../../ui/when-able.ts";
import styles from "./dag-page.module.css";

/** Not drawn anew with every key: what it shows seldom changes. */
export const SourceBar = memo(function SourceBar({ document }: { document: TextDocument }): ReactNode {
  const titled = useKeyTitles();
  const dirty = useDocumentState(document, (state) => state.dirty);
  const saving = useDocumentState(document, (state) => state.saving);
  const readOnly = useDocumentState(document, (state) => state.readOnly !== null);
  // Their names only: the history itself changes with every key.
  const before = useDocumentState(document, ({ history }) => history.entries[history.cursor - 1]?.name);
  const behind = useDocumentState(document, ({ history }) => history.entries[history.cursor]?.name);
  return (
    <div className={styles.faceBar}>
      <code>{document.path}</code>
      <span className="dw-dim">{readOnly ? t("read only") : saving ? t("saving…") : dirty ? t("not saved yet") : t("saved")}</span>
      <span className={styles.barActs}>
        <Tooltip label={titled("draw.undo", before === undefined ? t("Nothing to undo") : t("Undo {{before}}", { before: before.toLowerCase() }))}>
          <ActionIcon variant="subtle" color="gray" size={26} aria-label={t("Undo")} {...whenAble(before !== undefined, () => document.undo())}>
            <Undo2 size={15} />
          </ActionIcon>
        </Tooltip>
        <Tooltip label={titled("draw.redo", behind === undefined ? t("Nothing to redo") : t("Redo {{behind}}", { behind: behind.toLowerCase() }))}>
          <ActionIcon variant="subtle" color="gray" size={26} aria-label={t("Redo")} {...whenAble(behind !== undefined, () => document.redo())}>
            <Redo2 size={15} />
          </ActionIcon>
        </Tooltip>
        <Tooltip label={titled("draw.save", t("Write the file"))}>
          <Button size="compact-sm" variant={dirty ? "filled" : "default"} leftSection={<Save size={14} />} {...whenAble(dirty && !readOnly && !saving, () => void document.save())}>
            {t("Save")}
          </Button>
        </Tooltip>
      </span>
    </div>
  );
});
