/** Every line that a rename changes, by file; those that may only have the word are ticked by the person or left alone. */
import { Checkbox } from "@mantine/core";
import type { ReactNode } from "react";
import type { LineRename } from "../../../../shared/rename/plan-rename.ts";
import { t } from "../../../strings/t.ts";
import type { ChangedLine } from "./changed-lines.ts";
import styles from "./rename.module.css";

export interface FilePlan {
  readonly path: string;
  readonly lines: readonly LineRename[];
  /** Why the file is left out; null when it may be changed. */
  readonly readOnly: string | null;
}

interface RenamePreviewProps {
  readonly own: { readonly path: string; readonly lines: readonly ChangedLine[] };
  readonly files: readonly FilePlan[];
  readonly isChosen: (path: string, line: LineRename) => boolean;
  readonly onChoose: (path: string, line: LineRename, isChosen: boolean) => void;
}

const mostLines = 200;

export function RenamePreview({ own, files, isChosen, onChoose }: RenamePreviewProps): ReactNode {
  const part = (isSure: boolean): FilePlan[] => files.map((file) => ({ ...file, lines: file.lines.filter((line) => line.isSure === isSure) })).filter(({ lines }) => lines.length > 0);
  const [sure, other] = [part(true), part(false)];
  const count = other.reduce((sum, { lines }) => sum + lines.length, 0);
  const rows = (file: FilePlan): ReactNode => <FileLines key={file.path} file={file} isChosen={isChosen} onChoose={onChoose} />;
  return (
    <div className={styles.preview} tabIndex={0} role="region" aria-label={t("Lines that change")}>
      <section aria-label={own.path}>
        <h3 className={styles.file}>{own.path}</h3>
        {own.lines.map((line) => (
          <div key={line.number} className={styles.line}>
            <span />
            <Texts line={line} />
          </div>
        ))}
      </section>
      {sure.map(rows)}
      {other.length > 0 && (
        <details className={styles.others}>
          <summary>{t("{{count}} other lines have this word; tick what means it", { count })}</summary>
          {other.map(rows)}
        </details>
      )}
    </div>
  );
}

function FileLines({ file: { path, lines, readOnly }, isChosen, onChoose }: { file: FilePlan } & Pick<RenamePreviewProps, "isChosen" | "onChoose">): ReactNode {
  const left = lines.length - mostLines;
  return (
    <section aria-label={path}>
      <h3 className={styles.file}>{path}</h3>
      {readOnly !== null && <p className={styles.note}>{t("{{readOnly}} It is left as it is.", { readOnly })}</p>}
      {lines.slice(0, mostLines).map((line) => (
        <div key={line.number} className={styles.line}>
          <Checkbox size="xs" aria-label={t("Rename in line {{number}} of {{path}}", { number: line.number, path })} disabled={readOnly !== null} checked={readOnly === null && isChosen(path, line)} onChange={(event) => onChoose(path, line, event.currentTarget.checked)} />
          <Texts line={line} />
        </div>
      ))}
      {left > 0 && <p className={styles.note}>{t("and {{count}} more lines, which are chosen as those above are at first", { count: left })}</p>}
    </section>
  );
}

function Texts({ line }: { line: ChangedLine }): ReactNode {
  return (
    <>
      <span className={styles.number}>{line.number}</span>
      <del>{line.before.trim()}</del>
      <ins>{line.after.trim()}</ins>
    </>
  );
}
