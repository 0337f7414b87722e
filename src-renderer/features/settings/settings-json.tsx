/** The settings of one scope as the JSON that is stored. */
import { Button } from "@mantine/core";
import { useState, type ReactNode } from "react";
import { t } from "../../strings/t.ts";
import { patchFromJson } from "./setting-fields.ts";
import styles from "./settings-page.module.css";

export interface SettingsJsonProps {
  readonly label: string;
  readonly values: Readonly<Record<string, unknown>>;
  readonly saving: boolean;
  readonly onSave: (patch: Record<string, unknown>) => void;
}

export function SettingsJson({ label, values, saving, onSave }: SettingsJsonProps): ReactNode {
  const stored = `${JSON.stringify(values, null, 2)}\n`;
  const [text, setText] = useState(stored);
  const { patch, problem } = patchFromJson(text, values);
  const changed = text !== stored;
  return (
    <div style={{ paddingTop: 16 }}>
      <p className={styles.help}>{t("What is said here overrides the default; a key that is taken out goes back to it. The form shows all keys.")}</p>
      <textarea className={styles.json} aria-label={label} aria-invalid={problem !== null} aria-describedby="settings-json-problem" spellCheck={false} value={text} onChange={(event) => setText(event.currentTarget.value)} />
      <div className={styles.actions}>
        <Button disabled={!changed || patch === null} loading={saving} onClick={() => patch !== null && onSave(patch)}>
          {t("Save")}
        </Button>
        <Button variant="default" disabled={!changed} onClick={() => setText(stored)}>
          {t("Discard changes")}
        </Button>
        <span id="settings-json-problem" className={styles.problem} role="status">
          {problem}
        </span>
      </div>
    </div>
  );
}
