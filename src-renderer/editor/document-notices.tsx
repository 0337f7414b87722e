/** What a person must know about an open document before the text itself: recovered, changed on the disk, not to be saved, in trouble. */
import { Button } from "@mantine/core";
import { FileClock, FileWarning, Lock, TriangleAlert, type LucideIcon } from "lucide-react";
import { memo, useState, type ReactNode } from "react";
import { useDocumentState } from "../document/documents-provider.tsx";
import type { TextDocument } from "../document/text-document.ts";
import { t } from "../strings/t.ts";
import { MessageText } from "../ui/message-text.tsx";
import { ChangesDialog } from "./changes-dialog.tsx";
import { ConflictDialog } from "./conflict-dialog.tsx";
import styles from "./editor.module.css";

export const DocumentNotices = memo(function DocumentNotices({ document }: { document: TextDocument }): ReactNode {
  const recovered = useDocumentState(document, (state) => state.recovered);
  const conflict = useDocumentState(document, (state) => state.conflict);
  const readOnly = useDocumentState(document, (state) => state.readOnly);
  const trouble = useDocumentState(document, (state) => state.trouble);
  const [compared, setCompared] = useState<"conflict" | "recovered" | null>(null);
  const close = (): void => setCompared(null);
  return (
    <>
      {compared === "conflict" && <ConflictDialog document={document} onClose={close} />}
      {compared === "recovered" && <ChangesDialog document={document} onClose={close} />}
      {conflict !== null && (
        <Notice tone="warn" icon={FileWarning} text={t("{{document}} was changed by another program where you changed it too. Nothing is overwritten until you choose.", { document: document.path })}>
          <Act onClick={() => setCompared("conflict")}>{t("Compare…")}</Act>
          <Act onClick={() => document.resolve("mine")}>{t("Keep mine")}</Act>
          <Act onClick={() => document.resolve("theirs")}>{t("Take the file's")}</Act>
          {conflict.merged !== null && <Act onClick={() => document.resolve("merged")}>{t("Merge with marks")}</Act>}
        </Notice>
      )}
      {recovered && conflict === null && (
        <Notice tone="plain" icon={FileClock} text={t("Unsaved changes from before were brought back.")}>
          <Act onClick={() => setCompared("recovered")}>{t("Show the difference…")}</Act>
          <Act onClick={() => void document.revert()}>{t("Discard them")}</Act>
          <Act onClick={() => void document.save()}>{t("Save them")}</Act>
        </Notice>
      )}
      {readOnly !== null && <Notice tone="plain" icon={Lock} text={readOnly} />}
      {trouble !== null && <Notice tone="error" icon={TriangleAlert} text={trouble} />}
    </>
  );
});

interface NoticeProps {
  readonly tone: "plain" | "warn" | "error";
  readonly icon: LucideIcon;
  readonly text: string;
  readonly children?: ReactNode;
}

function Notice({ tone, icon: Icon, text, children }: NoticeProps): ReactNode {
  return (
    <div className={styles.notice} data-tone={tone} role="status">
      <Icon size={15} color={tone === "plain" ? "var(--dw-text-2)" : `var(--dw-${tone})`} aria-hidden style={{ flex: "none" }} />
      <div className={styles.noticeText}>
        <MessageText text={text} />
      </div>
      {children}
    </div>
  );
}

function Act({ onClick, children }: { onClick: () => void; children: ReactNode }): ReactNode {
  return (
    <Button variant="default" size="compact-sm" onClick={onClick}>
      {children}
    </Button>
  );
}
