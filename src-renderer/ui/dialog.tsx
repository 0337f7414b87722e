/** A dialog with its name as heading and a way to close; the kit gives the focus trap and the Escape key. */
import { CloseButton, Modal } from "@mantine/core";
import type { ReactNode } from "react";
import styles from "./dialog.module.css";
import { t } from "../strings/t.ts";

export interface DialogProps {
  readonly title: string;
  readonly size: number;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** The name is for screen readers only and nothing surrounds the content. */
  readonly bare?: boolean;
  /** The focus starts at what is marked `data-autofocus` in the content, not at the name. */
  readonly startsInside?: boolean;
}

export function Dialog({ title, size, onClose, children, bare = false, startsInside = false }: DialogProps): ReactNode {
  return (
    <Modal opened onClose={onClose} withCloseButton={false} size={size} padding={bare ? 0 : "md"} yOffset={bare ? "10vh" : "6vh"} attributes={{ content: { "aria-label": title } }}>
      {!bare && (
        <div className={styles.head}>
          <h2 className={styles.name} tabIndex={-1} {...(startsInside ? {} : { "data-autofocus": true })}>
            {title}
          </h2>
          <CloseButton size="sm" aria-label={t("Close")} onClick={onClose} />
        </div>
      )}
      {children}
    </Modal>
  );
}
