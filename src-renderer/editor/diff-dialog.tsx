/** Two texts of a file compared over the page, with what can be done about it below. */
import type { ReactNode } from "react";
import { languageOf } from "../code-view/highlight.ts";
import { Dialog } from "../ui/dialog.tsx";
import styles from "./diff-dialog.module.css";
import { TextDiff } from "./text-diff.tsx";

interface DiffDialogProps {
  readonly title: string;
  readonly path: string;
  /** What stands left and right, in a few words each. */
  readonly sides: readonly [string, string];
  readonly before: string;
  readonly after: string;
  readonly onClose: () => void;
  /** Above the texts. */
  readonly choice?: ReactNode;
  readonly children: ReactNode;
}

export function DiffDialog({ title, path, sides: [left, right], before, after, onClose, choice, children }: DiffDialogProps): ReactNode {
  return (
    <Dialog title={title} size={1180} onClose={onClose}>
      {choice}
      <div className={styles.sides}>
        <span>{left}</span>
        <span>{right}</span>
      </div>
      <div className={styles.texts}>
        <TextDiff before={before} after={after} language={languageOf(path)} label={path} />
      </div>
      <div className={styles.acts}>{children}</div>
    </Dialog>
  );
}
