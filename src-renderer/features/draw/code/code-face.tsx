/** One program, whatever it stands in: the editor with all that is known around it, and what its templates come to below. */
import { Button } from "@mantine/core";
import { useMemo, type ReactNode } from "react";
import type { TextChange } from "../../../../shared/document/text-change.ts";
import type { SourceLanguage } from "../../../../shared/dag-file/text-source.ts";
import { useKeysOf } from "../../../app/key-map.ts";
import { ScriptEditor } from "../../../editor/script-editor.tsx";
import { t } from "../../../strings/t.ts";
import { MessageText } from "../../../ui/message-text.tsx";
import { RenderedView } from "../../../sql-text/rendered-view.tsx";
import { SqlEditor } from "../../../sql-text/sql-editor.tsx";
import type { SqlSubject } from "../../../sql-text/sql-subject.ts";
import { hasTemplate, useRendered } from "../../../sql-text/use-rendered.ts";
import { useTryKeys } from "../try/use-try-keys.ts";
import styles from "./code.module.css";
import { programKnowledge } from "./program-words.ts";

export interface CodeFaceProps {
  readonly path: string;
  readonly label: string;
  readonly language: SourceLanguage;
  readonly text: string;
  readonly subject: SqlSubject;
  /** The DAG file as it is edited. */
  readonly draft: { readonly version: number; readonly text: () => string };
  readonly isRendered: boolean;
  readonly readOnly: string | null;
  readonly trouble: string | null;
  readonly isUnsaved?: boolean;
  /** Below the text, in the place of what is rendered. */
  readonly below?: ((text: string) => ReactNode) | null;
  readonly onChange: (changes: readonly TextChange[]) => void;
  readonly onUndo: () => void;
  readonly onRedo: () => void;
  readonly onSave: () => void;
}

export function CodeFace({ language, text, subject, draft, isRendered, trouble, isUnsaved = false, below = null, onSave, ...editor }: CodeFaceProps): ReactNode {
  const { home } = subject;
  const rendered = useRendered(home !== null && (isRendered || hasTemplate(text)) ? { file: home.file, draft, taskId: home.taskId, template: text } : null);
  const saveKeys = useKeysOf("draw.save");
  const tryKeys = useTryKeys();
  const keys = useMemo(() => [{ id: "dagwright.save", title: t("Save"), keys: saveKeys, run: onSave }, ...tryKeys], [saveKeys, onSave, tryKeys]);
  const names = useMemo(() => ({ params: Object.keys(home?.dag.params ?? {}), tasks: home?.dag.tasks.map(({ id }) => id) ?? [] }), [home]);
  const knowledge = useMemo(() => (language === "sql" ? undefined : programKnowledge(language, names)), [language, names]);
  return (
    <div className={styles.face}>
      {trouble !== null && (
        <p className={styles.trouble} role="alert">
          <MessageText text={trouble} />
        </p>
      )}
      {isUnsaved && (
        <p className={styles.unsaved}>
          <span>{t("This file is not saved.")}</span>
          <Button size="compact-xs" onClick={onSave}>
            {t("Save {{file}}", { file: editor.path.split("/").at(-1) ?? "" })}
          </Button>
        </p>
      )}
      <div className={styles.text}>{language === "sql" ? <SqlEditor {...editor} text={text} subject={subject} more={rendered.marks} keys={keys} /> : <ScriptEditor {...editor} text={text} marks={rendered.marks} keys={keys} {...(knowledge === undefined ? {} : { knowledge })} />}</div>
      {below !== null ? below(text) : isRendered && home !== null && <RenderedView rendered={rendered} template={text} dag={home.dag} path={editor.path} />}
    </div>
  );
}
